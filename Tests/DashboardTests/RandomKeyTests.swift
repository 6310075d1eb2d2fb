import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct RandomKeyTests {
    private static let keys: [Key] =
        Keymap.standard.sections.flatMap(\.bindings).flatMap(\.keys)
        + "abc 012猫é".map { Key.character($0) } + [.insert, .function(12), .alt("x")]

    @Test(arguments: [1, 2, 3, 4, 5, 6]) func noOrderOfThingsTraps(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var dashboard = DashboardHarness.make(journal: Self.journal)
        for step in 0..<1000 {
            act(on: &dashboard, using: &random)
            let canvas = dashboard.state.render(at: dashboard.now)
            #expect(canvas.size == dashboard.state.size)
            if step.isMultiple(of: 7) {
                dashboard.now = dashboard.now + Double.random(in: 0...3, using: &random)
            }
        }
        #expect(
            dashboard.submits
                == dashboard.effects.count { if case .submit = $0 { true } else { false } }
        )
    }

    @Test func everySizeIsDrawn() {
        for columns in [1, 2, 7, 30, 59, 60, 80, 119, 120, 160, 200] {
            for rows in [1, 2, 6, 15, 16, 23, 24, 38, 60] {
                var dashboard = DashboardHarness.make(
                    columns: columns,
                    rows: rows,
                    journal: Self.journal
                )
                for label in ["1", "?", "Esc", "2", "y", "Esc", "x", "Esc", "3", "G", "1", "Enter"]
                {
                    dashboard.press(label)
                    #expect(dashboard.state.render(at: dashboard.now).size.rows == rows)
                }
            }
        }
    }

    private static let journal: [TrackedTask] =
        [
            .make(508), .running(507), .unknown(506), .failed(505),
            .done(504, prompt: "猫\u{1B}[2J\u{202E}"),
        ]
        + history(503)

    private func act(on dashboard: inout DashboardHarness, using random: inout SplitMix) {
        switch Int.random(in: 0..<40, using: &random) {
        case 0: dashboard.send(.input(.resized(size(using: &random))))
        case 1: dashboard.send(.input(.paste("paste\nhttps://a.example/b.png \u{1B}[31m")))
        case 2: dashboard.answers.toggle()
        case 3: dashboard.news(.running(Int.random(in: 500...520, using: &random)))
        case 4: dashboard.news(.done(Int.random(in: 500...520, using: &random)))
        case 5:
            dashboard.send(
                .submitAccepted(TaskNumber(rawValue: Int.random(in: 1...520, using: &random)))
            )
        case 6: dashboard.send(.submitRejected("no room"))
        case 7: dashboard.send(.journalChanged)
        case 8: answerLate(dashboard: &dashboard, using: &random)
        case 9: dashboard.send(.noticed(Notice("a notice", severity: .warning)))
        default: dashboard.send(.input(.key(Self.keys.randomElement(using: &random)!)))
        }
    }

    /// An answer that nobody waits for any more, or of another shape than was asked.
    private func answerLate(dashboard: inout DashboardHarness, using random: inout SplitMix) {
        guard var query = dashboard.windows.randomElement(using: &random) else { return }
        if Bool.random(using: &random) { query.text = "nothing has this" }
        dashboard.send(.windowLoaded(dashboard.window(query)))
        dashboard.send(
            .detailLoaded(TaskDetail(task: .done(Int.random(in: 1...503, using: &random))))
        )
    }

    private func size(using random: inout SplitMix) -> Size {
        Size(
            columns: Int.random(in: 1...220, using: &random),
            rows: Int.random(in: 1...70, using: &random),
        )
    }
}
