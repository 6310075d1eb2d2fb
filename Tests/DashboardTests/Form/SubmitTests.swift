import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct SubmitTests {
    private func written() -> DashboardHarness {
        var dashboard = DashboardHarness.make()
        dashboard.press("n")
        dashboard.type("a lighthouse")
        return dashboard
    }

    @Test func theFunctionKeySendsFromAnyField() {
        var dashboard = written()
        dashboard.press("F5")
        #expect(dashboard.submits == 1)
    }

    @Test func enterSendsOnTheButton() {
        var dashboard = written()
        dashboard.state.compose.go(to: .send)
        dashboard.decide("Enter")
        #expect(dashboard.submits == 1)
    }

    @Test func enterInThePromptIsANewLine() {
        var dashboard = written()
        dashboard.press("Enter")
        #expect(dashboard.submits == 0)
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("a lighthouse\n"))
    }

    @Test func aPasteNeverSends() {
        for slot in DashboardHarness.make().state.compose.fields.map(\.slot) {
            var dashboard = written()
            dashboard.state.compose.go(to: slot)
            dashboard.send(.input(.paste("y\n\nq\n")))
            #expect(dashboard.submits == 0)
            #expect(!dashboard.effects.contains(.quit))
        }
    }

    @Test func aPasteOutsideATextIsIgnoredWithAWord() {
        var dashboard = DashboardHarness.make(journal: history(3))
        let before = dashboard.selected
        dashboard.send(.input(.paste("nxy\nq")))
        #expect(dashboard.selected == before)
        #expect(dashboard.state.overlay == nil)
        #expect(dashboard.text.contains("Paste into a text field"))
    }

    /// The question whether to send the same once more.
    private func asked() -> DashboardHarness {
        var dashboard = written()
        dashboard.press("F5")
        dashboard.send(.submitAccepted(TaskNumber(rawValue: 12)))
        dashboard.now = dashboard.now + 10
        dashboard.press("F5")
        return dashboard
    }

    @Test func aKeyThatCameAloneAnswersAQuestionAboutMoney() {
        var dashboard = asked()
        dashboard.decide("y")
        #expect(dashboard.submits == 2)
    }

    @Test func keysThatPourInAnswerNoQuestionAboutMoney() {
        var dashboard = asked()
        dashboard.press("y")
        #expect(dashboard.submits == 1 && dashboard.text.contains("Send it again?"))
        dashboard.now = dashboard.now + 10
        let keys = (0..<3).map { _ in Input.key(.character("y")) }
        dashboard.send(.burst(keys))
        #expect(
            dashboard.submits == 1 && dashboard.text.contains("Press y alone")
        )
        dashboard.now = dashboard.now + 0.05
        dashboard.press("y")
        #expect(dashboard.submits == 1)
    }

    @Test func aHeldKeySendsOnce() {
        var dashboard = written()
        dashboard.press("F5", times: 5)
        #expect(dashboard.submits == 1)
        dashboard.send(.submitAccepted(TaskNumber(rawValue: 12)))
        dashboard.press("F5", times: 5)
        dashboard.press("Enter", times: 5)
        #expect(dashboard.submits == 1)
    }

    @Test func theSameRequestAsksBeforeItIsSentAgain() {
        var dashboard = written()
        dashboard.press("F5")
        dashboard.send(.submitAccepted(TaskNumber(rawValue: 12)))
        dashboard.press("F5")
        #expect(dashboard.text.contains("This same request was sent as #12. It is billed again."))
        dashboard.press("n")
        #expect(dashboard.submits == 1)
        dashboard.press("F5")
        dashboard.decide("y")
        #expect(dashboard.submits == 2)
    }

    @Test func aChangedRequestIsNotAskedAbout() {
        var dashboard = written()
        dashboard.press("F5")
        dashboard.send(.submitAccepted(TaskNumber(rawValue: 12)))
        dashboard.type(" at dusk")
        dashboard.press("F5")
        #expect(dashboard.submits == 2)
    }

    @Test func theNewTaskIsSelected() {
        var dashboard = DashboardHarness.make(journal: history(20))
        dashboard.press("j", "j", "n")
        dashboard.type("a lighthouse")
        dashboard.press("F5")
        dashboard.journal.insert(.make(21), at: 0)
        dashboard.send(.submitAccepted(TaskNumber(rawValue: 21)))
        #expect(dashboard.selected == 21)
        #expect(dashboard.text.contains("✓ #21 saved; it is sent next"))
        #expect(dashboard.text.contains("  #21"))
    }

    @Test func aFilterThatWouldHideTheNewTaskGoes() {
        var dashboard = DashboardHarness.make(journal: history(20))
        dashboard.press("f", "f", "n")
        dashboard.type("a lighthouse")
        dashboard.press("F5")
        dashboard.journal.insert(.make(21), at: 0)
        dashboard.send(.submitAccepted(TaskNumber(rawValue: 21)))
        #expect(dashboard.state.table.filter == .all)
        #expect(dashboard.selected == 21)
    }

    @Test func anUnwritableIntentIsSaidAndCanBeSentLater() {
        var dashboard = written()
        dashboard.press("F5")
        dashboard.send(.submitRejected("the disk is full"))
        #expect(dashboard.text.contains("✗ Not sent: the disk is full"))
        dashboard.press("F5")
        #expect(dashboard.submits == 2)
    }

    @Test func faultsStopTheRequestAndTakeTheFocus() {
        var dashboard = DashboardHarness.make()
        dashboard.state.focus = .compose
        dashboard.state.compose.go(to: .send)
        dashboard.decide("Enter")
        #expect(dashboard.submits == 0)
        #expect(dashboard.state.compose.slot == .input("prompt"))
        #expect(dashboard.text.contains("! Not sent. One field needs attention"))
        #expect(dashboard.text.contains("! prompt is required"))
    }

    @Test func withoutAKeyNothingIsSent() {
        var dashboard = DashboardHarness.make(hasKey: false)
        #expect(dashboard.text.contains("NO KEY"))
        #expect(dashboard.text.contains("apixo --demo"))
        dashboard.press("n")
        dashboard.type("a lighthouse")
        dashboard.press("F5")
        #expect(dashboard.submits == 0)
        #expect(dashboard.text.contains("No API key: set APIXO_API_KEY or run apixo login"))
    }

    @Test func aNewRequestStartsEmptyOnlyWhenTheLastWasSent() {
        var dashboard = written()
        dashboard.press("Esc", "Esc", "n")
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("a lighthouse"))
        dashboard.press("F5")
        dashboard.send(.submitAccepted(TaskNumber(rawValue: 12)))
        dashboard.press("Esc", "Esc", "n")
        #expect(dashboard.state.compose.draft.values["prompt"] == nil)
        dashboard.press("Alt-u")
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("a lighthouse"))
    }

    @Test func aTaskIsRepeatedAsADraft() {
        var dashboard = DashboardHarness.make(journal: [.done(7, prompt: "a greenhouse at night")])
        dashboard.press("r")
        #expect(dashboard.state.focus == .compose)
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("a greenhouse at night"))
        #expect(dashboard.submits == 0)
    }

    @Test func repeatingAsksBeforeAnUnsentDraftIsLost() {
        var dashboard = DashboardHarness.make(journal: [.done(7, prompt: "a greenhouse at night")])
        dashboard.press("n")
        dashboard.type("words never sent")
        dashboard.press("Esc", "Esc", "r")
        #expect(dashboard.text.contains("Replace the draft?"))
        dashboard.press("Esc")
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("words never sent"))
        dashboard.press("r")
        dashboard.decide("y")
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("a greenhouse at night"))
    }
}
