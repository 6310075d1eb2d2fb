import Apixo
import Tasks

/// What a careless or a hostile service writes where a value stands.
enum OddText {
    static func value(using random: inout SplitMix) -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: pick(numbers, using: &random)
        case 4..<8: pick(texts, using: &random)
        case 8: JSON.string(OddAddress.text(using: &random)).text
        default: large(using: &random)
        }
    }

    static func key(using random: inout SplitMix) -> String { pick(keys, using: &random) }

    static func pick<Element>(_ all: [Element], using random: inout SplitMix) -> Element {
        all[Int.random(in: all.indices, using: &random)]
    }

    static let numbers = [
        "0", "-0", "-1", "0.5", "1e400", "-1e400", "1e-400", "1e308", "-1e308",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551616", "253402300799999", "253402300800000",
        "4294967296", "1e15", "NaN", "nan", "Infinity", "-inf", "01", "+1", ".5", "1.", "0x10",
        "1_000", "99999999999999999999999999999999999999999999999999",
    ]

    private static let texts = [
        "null", "true", "false", "\"\"", "[]", "{}", "[[]]", "\"NaN\"", "\"inf\"", "\"1e400\"",
        "\"-1\"", "\"9223372036854775808\"", "\"0x7f\"", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\\ud800\"", "\"\\udfff\\ud800\"", "\"\\ud83d\"", "\"\\u202e\\u001b[2J\\u009b31m\"",
        "\"\\r\\n\\t\\b\"", "\"../../../../etc/passwd\"", "\"%00%s%n\"", "\"\\x\"", "\"open",
        "'one'", "\u{FEFF}1", "/**/1", "\"success\"", "\"failed\"", "\"pending\"", "\"SUCCESS\"",
        "\"e\\u0301\\u0301\"", "\"\u{1F468}\u{200D}\u{1F469}\"", "\"\u{7F}\u{85}\u{2028}\"",
        "[null]", "{\"\":null}", "\"{}\"", "\"[]\"", "\"{\\\"resultUrls\\\":[]}\"", "nul", "",
    ]

    private static let keys = [
        "\"\"", "\"taskId\"", "\"TASKID\"", "\"data\"", "\"code\"", "\"state\"", "\"\\u0000\"",
        "\"\\ud800\"", "\"resultJson\"", "\"message\"", "key", "1", "null", "\"resultUrls\"",
        "\"__proto__\"", "\"\u{202E}\"",
    ]

    private static func large(using random: inout SplitMix) -> String {
        let count = pick([200, 511, 513, 2000, 10_000], using: &random)
        let isClosed = Bool.random(using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return nested("[", "]", count, isClosed)
        case 1: return nested("{\"a\":", "}", count, isClosed)
        case 2: return JSON.string(String(repeating: "x", count: count * 50)).text
        case 3: return "\"e" + String(repeating: "\\u0301", count: count) + "\""
        case 4: return "[" + Array(repeating: "1e9", count: count).joined(separator: ",") + "]"
        case 5:
            let members = (0..<count).map { "\"\($0)\":{}" }
            return "{" + members.joined(separator: ",") + "}"
        default: return String(repeating: "9", count: count)
        }
    }

    private static func nested(
        _ open: String,
        _ close: String,
        _ count: Int,
        _ isClosed: Bool,
    ) -> String {
        let start = String(repeating: open, count: count)
        return isClosed ? start + "1" + String(repeating: close, count: count) : start
    }
}
