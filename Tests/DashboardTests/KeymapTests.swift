import Terminal
import Testing

@testable import Dashboard

@Suite struct KeymapTests {
    private let bindings = Keymap.standard.sections.flatMap(\.bindings)

    @Test func noKeyMeansTwoThingsInOnePlace() {
        for context in Context.allCases {
            var seen: [Key: KeyCommand] = [:]
            for binding in bindings where binding.contexts.contains(context) {
                for key in binding.keys {
                    #expect(seen[key] == nil, "\(key.label) twice in \(context)")
                    seen[key] = binding.command
                }
            }
        }
    }

    @Test func noLetterIsACommandInAText() {
        for context in Context.allCases where context.takesText {
            for binding in bindings where binding.contexts.contains(context) {
                for case .character(let letter) in binding.keys {
                    Issue.record("\(letter) in \(context)")
                }
            }
        }
    }

    @Test func keysThatMultiplexersTakeAreLeftAlone() {
        let taken: [Key] = [.control("b"), .control("s"), .control("q"), .control("\\")]
        for binding in bindings { #expect(binding.keys.allSatisfy { !taken.contains($0) }) }
        let pressable = bindings.filter { $0.keys.contains(.control("a")) }
        #expect(pressable.allSatisfy { $0.contexts.isSubset(of: .texts) })
    }

    @Test func everyPlaceCanBeLeftAndQuit() {
        for context in Context.allCases {
            #expect(Keymap.standard.command(for: .escape, in: context) == .close)
            #expect(Keymap.standard.command(for: .control("c"), in: context) == .quit)
        }
    }

    @Test func everyLabelReadsBackAsItsKey() {
        for key in bindings.flatMap(\.keys) { #expect(Key(label: key.label) == key) }
    }

    @Test func theHelpNamesEveryBinding() {
        let help = HelpText(.standard, columns: 76).lines.map { $0.spans.map(\.text).joined() }
        for binding in bindings {
            #expect(help.contains { $0.contains(binding.help) })
            for key in binding.keys { #expect(help.contains { $0.contains(key.label) }) }
        }
    }
}
