import Apixo
import Tasks
import Testing

@testable import Dashboard

/// What a paid request was answered, where that was no clean taskId.
struct EvidenceTests {
    private func dashboard(_ id: String) -> DashboardHarness {
        let answer = Evidence(
            status: 202,
            headers: ["CF-Ray": "8abc-FRA"],
            body: #"{"task_id":"\#(id)"}"#,
            taskIDs: [TaskID(rawValue: id)],
        )
        let unknown = Unknown(
            sentAt: DashboardHarness.now - 60,
            noticedAt: DashboardHarness.now - 50,
            reason: "the answer has no taskId",
            answer: answer,
        )
        return DashboardHarness.make(journal: [.make(7, life: .unknown(unknown))])
    }

    @Test func detailShowsTheAnswerAndOffersTheIDInIt() {
        let dashboard = dashboard("abc-1")
        for words in ["HTTP 202", "CF-Ray: 8abc-FRA", #"{"task_id":"abc-1"}"#, "attach abc-1"] {
            #expect(dashboard.text.contains(words), "\(words): \(dashboard.text)")
        }
    }

    @Test func theIDIsAttachedFromTheMenu() {
        var dashboard = dashboard("abc-1")
        dashboard.press("u")
        #expect(dashboard.text.contains("Attach abc-1"))
        dashboard.press("↓", times: 3)
        dashboard.press("Enter")
        let number = TaskNumber(rawValue: 7)
        #expect(dashboard.effects.contains(.command(.attach(number, TaskID(rawValue: "abc-1")))))
    }

    @Test func aTaskIDIsCleanedOnItsWayToTheClipboard() {
        let id = TaskID(rawValue: "task\u{1B}]0;owned\u{7}\nrm -rf \u{202E}~")
        let running = Running(taskID: id, acceptedAt: DashboardHarness.now - 5)
        var dashboard = DashboardHarness.make(journal: [.make(1, life: .running(running))])
        dashboard.press("y", "t")
        let copied = dashboard.effects.compactMap { effect -> String? in
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
