import Apixo

/// Writes a JSON object with its members in the order given, as the samples show them.
struct JSONText {
    private var members = ""

    var text: String { "{\(members)}" }

    mutating func add(_ name: String, raw value: String) {
        if !members.isEmpty { members += "," }
        members += "\"\(name)\":\(value)"
    }

    mutating func add(_ name: String, _ value: Int) { add(name, raw: String(value)) }

    mutating func add(_ name: String, _ value: String) { add(name, raw: Self.quoted(value)) }

    static func quoted(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) { return "\"\(text)\"" }
        var result = "\""
        result.reserveCapacity(text.utf8.count + 2)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20: result += "\\u" + scalar.value.hex(4)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
