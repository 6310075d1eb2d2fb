import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

/// Keys that no person pressed: a paste into a terminal that does not bracket it.
@Suite struct BurstTests {
    /// A dashboard that asks whether to send the same again.
    private func asking() -> DashboardHarness {
        var dashboard = DashboardHarness.make()
        dashboard.press("n")
        dashboard.type("a lighthouse")
        dashboard.press("F5")
        dashboard.send(.submitAccepted(TaskNumber(rawValue: 12)))
        dashboard.press("F5")
        return dashboard
    }

    private func onTheButton() -> DashboardHarness {
        var dashboard = DashboardHarness.make()
        dashboard.press("n")
        dashboard.type("a lighthouse")
        dashboard.state.compose.go(to: .send)
        dashboard.now = dashboard.now + 1
        return dashboard
    }

    private func keys(_ text: String) -> [Input] {
        text.map { .key($0 == "\n" ? .enter : .character($0)) }
    }

    @Test func oneKeyHalfASecondAfterAnotherAnswers() {
        var dashboard = asking()
        dashboard.now = dashboard.now + 0.5
        dashboard.press("y")
        #expect(dashboard.submits == 1)
        #expect(dashboard.state.nextDue(after: dashboard.now) == dashboard.now + 0.15)
        dashboard.now = dashboard.now + 0.15
        dashboard.send(.ticked)
        #expect(dashboard.submits == 2)
    }

    @Test(arguments: ["yy", "yyy", "y\n", "yes it is", "xy"])
    func aBurstAnswersNothing(text: String) {
        var dashboard = asking()
        dashboard.now = dashboard.now + 1
        dashboard.send(.burst(keys(text)))
        dashboard.now = dashboard.now + 5
        dashboard.send(.ticked)
        #expect(dashboard.submits == 1)
        #expect(dashboard.text.contains("Press y alone"))
    }

    @Test(arguments: [0.01, 0.05, 0.14]) func keysInReadsOfTheirOwnAnswerNothing(pause: Double) {
        var dashboard = asking()
        dashboard.now = dashboard.now + 1
        for _ in 0..<5 {
            dashboard.press("y")
            dashboard.now = dashboard.now + pause
            dashboard.send(.ticked)
        }
        #expect(dashboard.submits == 1)
        dashboard.decide("y")
        #expect(dashboard.submits == 2)
    }

    /// The program was held up: what was typed meanwhile is read late.
    @Test func aKeyThatIsReadLateStillTakesTheAnswerBack() {
        var dashboard = asking()
        dashboard.now = dashboard.now + 1
        dashboard.press("y")
        dashboard.now = dashboard.now + 60
        dashboard.press("y")
        dashboard.now = dashboard.now + 60
        dashboard.send(.ticked)
        #expect(dashboard.submits == 1)
    }

    @Test func aKeyThatWasOnItsWayWhenTheQuestionCameAnswersNothing() {
        var dashboard = asking()
        dashboard.now = dashboard.now + 0.2
        dashboard.press("y")
        dashboard.now = dashboard.now + 1
        dashboard.send(.ticked)
        #expect(dashboard.submits == 1)
        #expect(dashboard.state.overlay != nil)
    }

    @Test func yesIsOfferedWhenItIsTaken() {
        var dashboard = asking()
        #expect(!dashboard.text.contains("y yes   n no"))
        #expect(dashboard.state.nextDue(after: dashboard.now) == dashboard.now + 0.3)
        dashboard.now = dashboard.now + 0.3
        #expect(dashboard.text.contains("y yes   n no"))
    }

    @Test func noIsTakenAtOnceAndTakesAYesBack() {
        var dashboard = asking()
        dashboard.press("n")
        #expect(dashboard.state.overlay == nil)
        dashboard = asking()
        dashboard.now = dashboard.now + 1
        dashboard.press("y", "n")
        dashboard.now = dashboard.now + 1
        dashboard.send(.ticked)
        #expect(dashboard.submits == 1)
        #expect(dashboard.state.overlay == nil)
    }

    @Test func aClockThatWasSetBackKeepsNoQuestion() {
        var dashboard = asking()
        dashboard.now = dashboard.now + -3600
        dashboard.decide("y")
        #expect(dashboard.submits == 2)
    }

    @Test func aYesAnswersNoQuestionThatCameAfterIt() {
        var dashboard = asking()
        dashboard.now = dashboard.now + 1
        dashboard.press("y")
        dashboard.state.overlay = .question(.markLost(TaskNumber(rawValue: 12)))
        dashboard.send(.noticed(Notice("something else")))
        dashboard.now = dashboard.now + 1
        dashboard.send(.ticked)
        #expect(dashboard.submits == 1)
        #expect(dashboard.state.overlay != nil)
    }

    @Test func theButtonIsPressedSoonAfterTheKeyThatLeadsToIt() {
        var dashboard = DashboardHarness.make()
        dashboard.press("n")
        dashboard.type("a lighthouse")
        dashboard.state.compose.go(to: .send)
        dashboard.now = dashboard.now + 0.2
        dashboard.press("Enter")
        dashboard.now = dashboard.now + 0.15
        dashboard.send(.ticked)
        #expect(dashboard.submits == 1)
    }

    @Test func aPasteTakesAYesBack() {
        var dashboard = asking()
        dashboard.now = dashboard.now + 1
        dashboard.press("y")
        dashboard.send(.input(.paste("y\ny\n")))
        dashboard.now = dashboard.now + 1
        dashboard.send(.ticked)
        #expect(dashboard.submits == 1)
    }

    @Test(arguments: ["\n\n", "\nab", "ab\n", "one\ntwo\n"])
    func aBurstDoesNotPressTheButton(text: String) {
        var dashboard = onTheButton()
        dashboard.send(.burst(keys(text)))
        dashboard.now = dashboard.now + 1
        dashboard.send(.ticked)
        #expect(dashboard.submits == 0)
    }

    @Test func linesInReadsOfTheirOwnDoNotPressTheButton() {
        var dashboard = onTheButton()
        for key in keys("\n\n\n") {
            dashboard.send(.input(key))
            dashboard.now = dashboard.now + 0.05
            dashboard.send(.ticked)
        }
        #expect(dashboard.submits == 0)
        #expect(dashboard.text.contains("Not sent: several keys came at once"))
        dashboard.decide("Enter")
        #expect(dashboard.submits == 1)
    }

    @Test func theFunctionKeyIsNoTextAndSendsOnceInABurst() {
        var dashboard = onTheButton()
        dashboard.send(.burst(Array(repeating: .key(.function(5)), count: 30)))
        #expect(dashboard.submits == 1)
    }

    @Test func aPasteWithoutItsEndIsSaidAndHowToLeaveIt() {
        var dashboard = DashboardHarness.make()
        dashboard.send(.input(.pasteStalled))
        #expect(
            dashboard.text.contains(
                "The paste has not ended: keys are text until it ends or you press Esc"
            )
        )
    }
}
