import Fuzz

enum Known: CaseIterable {
    case oddHeader, manyBrackets, bareBracket, dotFirst, braceInList, lateBraceInList, endlessTime,
        stepOutOfInt, noSlots,
        hugeTime, floodOfMarks

    var reader: Reader {
        switch self {
        case .oddHeader, .manyBrackets, .bareBracket, .dotFirst, .braceInList, .lateBraceInList:
            .configuration
        case .endlessTime, .stepOutOfInt, .noSlots: .model
        case .hugeTime, .floodOfMarks: .pollAnswer
        }
    }

    var text: String {
        switch self {
        case .oddHeader: "[#limits]\nkey = 1\n"
        case .manyBrackets: "[[[[limits]]\nkey = 1\n"
        case .bareBracket: "[\nkey = 1\n"
        case .dotFirst: "[ .limits]\nkey = 1\n"
        case .braceInList: "key = [ # one\n }\n"
        case .lateBraceInList: "key = [ '#', \"\"\"\\\"\"\"\"\"\", }\n"
        case .endlessTime: Self.model.replacing("[20, 30]", with: "[20, inf]")
        case .stepOutOfInt: Self.model.replacing("[1, 10]", with: "[-9223372036854775808, 5]")
        case .noSlots: Self.model.replacing("tasks_at_once = 10", with: "tasks_at_once = 0.5")
        case .hugeTime:
            #"{"data":{"state":"success","resultJson":"{}","costTime":-9223372036854775808}}"#
        case .floodOfMarks:
            #"{"data":{"state":"failed","failMsg":"e"#
                + String(repeating: "\u{301}", count: 100_000) + #""}}"#
        }
    }

    private static let model = """
        id = "m"
        [limits]
        requests_per_minute = 60
        tasks_at_once = 10
        [polling]
        first_after = 1
        every = 1
        [[typical]]
        seconds = [20, 30]
        [[field]]
        name = "count"
        kind = "integer"
        range = [1, 10]
        """
}
