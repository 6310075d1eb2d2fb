import Apixo
import Tasks
import Testing

@testable import Dashboard

/// What a paid request was answered, where that was no clean taskId.
struct EvidenceTests {
    private func desk(_ id: String) -> Desk {
        let answer = Evidence(
            status: 202,
            headers: ["CF-Ray": "8abc-FRA"],
            body: #"{"task_id":"\#(id)"}"#,
            taskIDs: [TaskID(rawValue: id)],
        )
        let unknown = Unknown(
            sentAt: Desk.now - 60,
            noticedAt: Desk.now - 50,
            reason: "the answer has no taskId",
            answer: answer,
        )
        return Desk.make(journal: [.make(7, life: .unknown(unknown))])
    }

    @Test func detailShowsTheAnswerAndOffersTheIDInIt() {
        let desk = desk("abc-1")
        for words in ["HTTP 202", "CF-Ray: 8abc-FRA", #"{"task_id":"abc-1"}"#, "attach abc-1"] {
            #expect(desk.text.contains(words), "\(words): \(desk.text)")
        }
    }

    @Test func theIDIsAttachedFromTheMenu() {
        var desk = desk("abc-1")
        desk.press("u")
        #expect(desk.text.contains("Attach abc-1"))
        desk.press("↓", times: 3)
        desk.press("Enter")
        let number = TaskNumber(rawValue: 7)
        #expect(desk.effects.contains(.attach(number, TaskID(rawValue: "abc-1"))))
    }

    @Test func aTaskIDIsCleanedOnItsWayToTheClipboard() {
        let id = TaskID(rawValue: "task\u{1B}]0;owned\u{7}\nrm -rf \u{202E}~")
        let running = Running(taskID: id, acceptedAt: Desk.now - 5)
        var desk = Desk.make(journal: [.make(1, life: .running(running))])
        desk.press("y", "t")
        let copied = desk.effects.compactMap { effect -> String? in
            guard case .copy(let text, let what) = effect, what.hasPrefix("taskId") else {
                return nil
            }
            return text
        }
        #expect(copied.count == 1)
        let scalars = copied.joined().unicodeScalars
        #expect(scalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" }, "\(copied)")
    }
}
