import FoundationEssentials

/// A JSON value whose shape is not known beforehand.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// Reads a body that must be JSON; nil when it is not.
    public init?(parsing bytes: some Sequence<UInt8>) {
        // Foundation ends the program where its 513th open bracket is the last byte of all; white
        // space behind a value means nothing.
        let text = Data(bytes) + [0x20]
        guard let value = try? JSONDecoder().decode(JSON.self, from: text) else { return nil }
        self = value
    }

    public init?(parsing text: String) { self.init(parsing: text.utf8) }

    public subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// A whole number, also when it came as `1.0` or as text.
    public var integer: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value.rounded())
        case .string(let text): Int(text)
        case .null, .bool, .array, .object: nil
        }
    }

    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .string(let text): Double(text)
        case .null, .bool, .array, .object: nil
        }
    }

    public var array: [JSON]? {
        guard case .array(let items) = self else { return nil }
        return items
    }

    /// The value as text, keys in order, slashes bare.
    public var text: String { encoded(with: [.sortedKeys, .withoutEscapingSlashes]) }

    /// The value as indented text.
    public var prettyText: String {
        encoded(with: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    private func encoded(with formatting: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}

extension JSON: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
