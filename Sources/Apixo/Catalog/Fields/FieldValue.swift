/// The value of one field.
public enum FieldValue: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case toggle(Bool)
    case urls([String])

    /// The number it stands for, also as a text such as `"8"`.
    var number: Int? {
        switch self {
        case .integer(let number): number
        case .text(let text): Int(text)
        case .toggle, .urls: nil
        }
    }

    /// The value as a person reads it.
    public var text: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .toggle(let isOn): isOn ? "true" : "false"
        case .urls(let list): list.joined(separator: " ")
        }
    }
}
