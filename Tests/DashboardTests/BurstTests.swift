import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

/// Keys that no person pressed: a paste into a terminal that does not bracket it.
@Suite struct BurstTests {
    /// A dashboard that asks whether to send the same again.
    private func asking() -> Desk {
        var desk = Desk.make()
        desk.press("n")
        desk.type("a lighthouse")
        desk.press("F5")
        desk.send(.submitAccepted(TaskNumber(rawValue: 12)))
        desk.press("F5")
        return desk
    }

    private func onTheButton() -> Desk {
        var desk = Desk.make()
        desk.press("n")
        desk.type("a lighthouse")
        desk.state.compose.go(to: .send)
        desk.now = desk.now + 1
        return desk
    }

    private func keys(_ text: String) -> [Input] {
        text.map { .key($0 == "\n" ? .enter : .character($0)) }
    }

    @Test func oneKeyHalfASecondAfterAnotherAnswers() {
        var desk = asking()
        desk.now = desk.now + 0.5
        desk.press("y")
        #expect(desk.submits == 1)
        #expect(desk.state.nextDue(after: desk.now) == desk.now + 0.15)
        desk.now = desk.now + 0.15
        desk.send(.ticked)
        #expect(desk.submits == 2)
    }

    @Test(arguments: ["yy", "yyy", "y\n", "yes it is", "xy"])
    func aBurstAnswersNothing(text: String) {
        var desk = asking()
        desk.now = desk.now + 1
        desk.send(.burst(keys(text)))
        desk.now = desk.now + 5
        desk.send(.ticked)
        #expect(desk.submits == 1)
        #expect(desk.text.contains("a y that comes alone answers it"))
    }

    @Test(arguments: [0.01, 0.05, 0.14]) func keysInReadsOfTheirOwnAnswerNothing(pause: Double) {
        var desk = asking()
        desk.now = desk.now + 1
        for _ in 0..<5 {
            desk.press("y")
            desk.now = desk.now + pause
            desk.send(.ticked)
        }
        #expect(desk.submits == 1)
        desk.decide("y")
        #expect(desk.submits == 2)
    }

    /// The program was held up: what was typed meanwhile is read late.
    @Test func aKeyThatIsReadLateStillTakesTheAnswerBack() {
        var desk = asking()
        desk.now = desk.now + 1
        desk.press("y")
        desk.now = desk.now + 60
        desk.press("y")
        desk.now = desk.now + 60
        desk.send(.ticked)
        #expect(desk.submits == 1)
    }

    @Test func aKeyThatWasOnItsWayWhenTheQuestionCameAnswersNothing() {
        var desk = asking()
        desk.now = desk.now + 0.2
        desk.press("y")
        desk.now = desk.now + 1
        desk.send(.ticked)
        #expect(desk.submits == 1)
        #expect(desk.state.overlay != nil)
    }

    @Test func yesIsOfferedWhenItIsTaken() {
        var desk = asking()
        #expect(!desk.text.contains("y yes   n no"))
        #expect(desk.state.nextDue(after: desk.now) == desk.now + 0.3)
        desk.now = desk.now + 0.3
        #expect(desk.text.contains("y yes   n no"))
    }

    @Test func noIsTakenAtOnceAndTakesAYesBack() {
        var desk = asking()
        desk.press("n")
        #expect(desk.state.overlay == nil)
        desk = asking()
        desk.now = desk.now + 1
        desk.press("y", "n")
        desk.now = desk.now + 1
        desk.send(.ticked)
        #expect(desk.submits == 1)
        #expect(desk.state.overlay == nil)
    }

    @Test func aClockThatWasSetBackKeepsNoQuestion() {
        var desk = asking()
        desk.now = desk.now + -3600
        desk.decide("y")
        #expect(desk.submits == 2)
    }

    @Test func aYesAnswersNoQuestionThatCameAfterIt() {
        var desk = asking()
        desk.now = desk.now + 1
        desk.press("y")
        desk.state.overlay = .question(.settle(TaskNumber(rawValue: 12)))
        desk.send(.noticed(Notice("something else")))
        desk.now = desk.now + 1
        desk.send(.ticked)
        #expect(desk.submits == 1)
        #expect(desk.state.overlay != nil)
    }

    @Test func theButtonIsPressedSoonAfterTheKeyThatLeadsToIt() {
        var desk = Desk.make()
        desk.press("n")
        desk.type("a lighthouse")
        desk.state.compose.go(to: .send)
        desk.now = desk.now + 0.2
        desk.press("Enter")
        desk.now = desk.now + 0.15
        desk.send(.ticked)
        #expect(desk.submits == 1)
    }

    @Test func aPasteTakesAYesBack() {
        var desk = asking()
        desk.now = desk.now + 1
        desk.press("y")
        desk.send(.input(.paste("y\ny\n")))
        desk.now = desk.now + 1
        desk.send(.ticked)
        #expect(desk.submits == 1)
    }

    @Test(arguments: ["\n\n", "\nab", "ab\n", "one\ntwo\n"])
    func aBurstDoesNotPressTheButton(text: String) {
        var desk = onTheButton()
        desk.send(.burst(keys(text)))
        desk.now = desk.now + 1
        desk.send(.ticked)
        #expect(desk.submits == 0)
    }

    @Test func linesInReadsOfTheirOwnDoNotPressTheButton() {
        var desk = onTheButton()
        for key in keys("\n\n\n") {
            desk.send(.input(key))
            desk.now = desk.now + 0.05
            desk.send(.ticked)
        }
        #expect(desk.submits == 0)
        #expect(desk.text.contains("Not sent: keys came at once"))
        desk.decide("Enter")
        #expect(desk.submits == 1)
    }

    @Test func theFunctionKeyIsNoTextAndSendsOnceInABurst() {
        var desk = onTheButton()
        desk.send(.burst(Array(repeating: .key(.function(5)), count: 30)))
        #expect(desk.submits == 1)
    }

    @Test func aPasteWithoutItsEndIsSaidAndHowToLeaveIt() {
        var desk = Desk.make()
        desk.send(.input(.pasteStalled))
        #expect(
            desk.text.contains("The paste has not ended: keys are text until it does, or until Esc")
        )
    }
}
