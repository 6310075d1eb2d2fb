import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct SubmitTests {
    private func written() -> Desk {
        var desk = Desk.make()
        desk.press("n")
        desk.type("a lighthouse")
        return desk
    }

    @Test func theFunctionKeySendsFromAnyField() {
        var desk = written()
        desk.press("F5")
        #expect(desk.submits == 1)
    }

    @Test func enterSendsOnTheButton() {
        var desk = written()
        desk.state.compose.go(to: .send)
        desk.decide("Enter")
        #expect(desk.submits == 1)
    }

    @Test func enterInThePromptIsANewLine() {
        var desk = written()
        desk.press("Enter")
        #expect(desk.submits == 0)
        #expect(desk.state.compose.draft.values["prompt"] == .text("a lighthouse\n"))
    }

    @Test func aPasteNeverSends() {
        for slot in Desk.make().state.compose.fields.map(\.slot) {
            var desk = written()
            desk.state.compose.go(to: slot)
            desk.send(.input(.paste("y\n\nq\n")))
            #expect(desk.submits == 0)
            #expect(!desk.effects.contains(.quit))
        }
    }

    @Test func aPasteOutsideATextIsIgnoredWithAWord() {
        var desk = Desk.make(journal: history(3))
        let before = desk.selected
        desk.send(.input(.paste("nxy\nq")))
        #expect(desk.selected == before)
        #expect(desk.state.overlay == nil)
        #expect(desk.text.contains("A paste goes into a text field"))
    }

    /// The question whether to send the same once more.
    private func asked() -> Desk {
        var desk = written()
        desk.press("F5")
        desk.send(.submitAccepted(TaskNumber(rawValue: 12)))
        desk.now = desk.now + 10
        desk.press("F5")
        return desk
    }

    @Test func aKeyThatCameAloneAnswersAQuestionAboutMoney() {
        var desk = asked()
        desk.decide("y")
        #expect(desk.submits == 2)
    }

    @Test func keysThatPourInAnswerNoQuestionAboutMoney() {
        var desk = asked()
        desk.press("y")
        #expect(desk.submits == 1 && desk.text.contains("Send it again?"))
        desk.now = desk.now + 10
        let keys = (0..<3).map { _ in Input.key(.character("y")) }
        desk.send(.burst(keys))
        #expect(desk.submits == 1 && desk.text.contains("a y that comes alone answers it"))
        desk.now = desk.now + 0.05
        desk.press("y")
        #expect(desk.submits == 1)
    }

    @Test func aHeldKeySendsOnce() {
        var desk = written()
        desk.press("F5", times: 5)
        #expect(desk.submits == 1)
        desk.send(.submitAccepted(TaskNumber(rawValue: 12)))
        desk.press("F5", times: 5)
        desk.press("Enter", times: 5)
        #expect(desk.submits == 1)
    }

    @Test func theSameRequestAsksBeforeItIsSentAgain() {
        var desk = written()
        desk.press("F5")
        desk.send(.submitAccepted(TaskNumber(rawValue: 12)))
        desk.press("F5")
        #expect(desk.text.contains("This same request was sent as #12. It is billed again."))
        desk.press("n")
        #expect(desk.submits == 1)
        desk.press("F5")
        desk.decide("y")
        #expect(desk.submits == 2)
    }

    @Test func aChangedRequestIsNotAskedAbout() {
        var desk = written()
        desk.press("F5")
        desk.send(.submitAccepted(TaskNumber(rawValue: 12)))
        desk.type(" at dusk")
        desk.press("F5")
        #expect(desk.submits == 2)
    }

    @Test func theNewTaskIsSelected() {
        var desk = Desk.make(journal: history(20))
        desk.press("j", "j", "n")
        desk.type("a lighthouse")
        desk.press("F5")
        desk.journal.insert(.make(21), at: 0)
        desk.send(.submitAccepted(TaskNumber(rawValue: 21)))
        #expect(desk.selected == 21)
        #expect(desk.text.contains("✓ #21 written, on its way"))
        #expect(desk.text.contains("  #21"))
    }

    @Test func aFilterThatWouldHideTheNewTaskGoes() {
        var desk = Desk.make(journal: history(20))
        desk.press("f", "f", "n")
        desk.type("a lighthouse")
        desk.press("F5")
        desk.journal.insert(.make(21), at: 0)
        desk.send(.submitAccepted(TaskNumber(rawValue: 21)))
        #expect(desk.state.table.filter == .all)
        #expect(desk.selected == 21)
    }

    @Test func anUnwritableIntentIsSaidAndCanBeSentLater() {
        var desk = written()
        desk.press("F5")
        desk.send(.submitRejected("the disk is full"))
        #expect(desk.text.contains("✗ Not sent: the disk is full"))
        desk.press("F5")
        #expect(desk.submits == 2)
    }

    @Test func faultsStopTheRequestAndTakeTheFocus() {
        var desk = Desk.make()
        desk.state.focus = .compose
        desk.state.compose.go(to: .send)
        desk.decide("Enter")
        #expect(desk.submits == 0)
        #expect(desk.state.compose.slot == .input("prompt"))
        #expect(desk.text.contains("! Not sent. One field needs attention"))
        #expect(desk.text.contains("! prompt is required"))
    }

    @Test func withoutAKeyNothingIsSent() {
        var desk = Desk.make(hasKey: false)
        #expect(desk.text.contains("NO KEY"))
        #expect(desk.text.contains("apixo --demo"))
        desk.press("n")
        desk.type("a lighthouse")
        desk.press("F5")
        #expect(desk.submits == 0)
        #expect(desk.text.contains("No API key: set APIXO_API_KEY or run apixo login"))
    }

    @Test func aNewRequestStartsEmptyOnlyWhenTheLastWasSent() {
        var desk = written()
        desk.press("Esc", "Esc", "n")
        #expect(desk.state.compose.draft.values["prompt"] == .text("a lighthouse"))
        desk.press("F5")
        desk.send(.submitAccepted(TaskNumber(rawValue: 12)))
        desk.press("Esc", "Esc", "n")
        #expect(desk.state.compose.draft.values["prompt"] == nil)
        desk.press("Alt-u")
        #expect(desk.state.compose.draft.values["prompt"] == .text("a lighthouse"))
    }

    @Test func aTaskIsRepeatedAsADraft() {
        var desk = Desk.make(journal: [.done(7, prompt: "a greenhouse at night")])
        desk.press("r")
        #expect(desk.state.focus == .compose)
        #expect(desk.state.compose.draft.values["prompt"] == .text("a greenhouse at night"))
        #expect(desk.submits == 0)
    }

    @Test func repeatingAsksBeforeAnUnsentDraftIsLost() {
        var desk = Desk.make(journal: [.done(7, prompt: "a greenhouse at night")])
        desk.press("n")
        desk.type("words never sent")
        desk.press("Esc", "Esc", "r")
        #expect(desk.text.contains("Replace the draft?"))
        desk.press("Esc")
        #expect(desk.state.compose.draft.values["prompt"] == .text("words never sent"))
        desk.press("r")
        desk.decide("y")
        #expect(desk.state.compose.draft.values["prompt"] == .text("a greenhouse at night"))
    }
}
