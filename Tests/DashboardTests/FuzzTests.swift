import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct FuzzTests {
    private static let keys: [Key] =
        Keymap.standard.sections.flatMap(\.bindings).flatMap(\.keys)
        + "abc 012猫é".map { Key.character($0) } + [.insert, .function(12), .alt("x")]

    @Test(arguments: [1, 2, 3, 4, 5, 6]) func noOrderOfThingsTraps(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var desk = Desk.make(journal: Self.journal)
        for step in 0..<1000 {
            act(on: &desk, using: &random)
            let canvas = desk.state.render(at: desk.now)
            #expect(canvas.size == desk.state.size)
            if step.isMultiple(of: 7) {
                desk.now = desk.now + Double.random(in: 0...3, using: &random)
            }
        }
        #expect(desk.submits == desk.effects.count { if case .submit = $0 { true } else { false } })
    }

    @Test func everySizeIsDrawn() {
        for columns in [1, 2, 7, 30, 59, 60, 80, 119, 120, 160, 200] {
            for rows in [1, 2, 6, 15, 16, 23, 24, 38, 60] {
                var desk = Desk.make(columns: columns, rows: rows, journal: Self.journal)
                for label in ["1", "?", "Esc", "2", "y", "Esc", "x", "Esc", "3", "G", "1", "Enter"]
                {
                    desk.press(label)
                    #expect(desk.state.render(at: desk.now).size.rows == rows)
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

    private func act(on desk: inout Desk, using random: inout SplitMix) {
        switch Int.random(in: 0..<40, using: &random) {
        case 0: desk.send(.input(.resized(size(using: &random))))
        case 1: desk.send(.input(.paste("paste\nhttps://a.example/b.png \u{1B}[31m")))
        case 2: desk.answers.toggle()
        case 3: desk.news(.running(Int.random(in: 500...520, using: &random)))
        case 4: desk.news(.done(Int.random(in: 500...520, using: &random)))
        case 5:
            desk.send(
                .submitAccepted(TaskNumber(rawValue: Int.random(in: 1...520, using: &random)))
            )
        case 6: desk.send(.submitRejected("no room"))
        case 7: desk.send(.journalChanged)
        case 8: answerLate(desk: &desk, using: &random)
        case 9: desk.send(.noticed(Notice("a notice", severity: .warning)))
        default: desk.send(.input(.key(Self.keys.randomElement(using: &random)!)))
        }
    }

    /// An answer that nobody waits for any more, or of another shape than was asked.
    private func answerLate(desk: inout Desk, using random: inout SplitMix) {
        guard var query = desk.windows.randomElement(using: &random) else { return }
        if Bool.random(using: &random) { query.text = "nothing has this" }
        desk.send(.windowLoaded(desk.window(query)))
        desk.send(.detailLoaded(TaskDetail(task: .done(Int.random(in: 1...503, using: &random)))))
    }

    private func size(using random: inout SplitMix) -> Size {
        Size(
            columns: Int.random(in: 1...220, using: &random),
            rows: Int.random(in: 1...70, using: &random),
        )
    }
}
