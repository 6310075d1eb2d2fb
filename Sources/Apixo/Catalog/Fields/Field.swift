/// One entry of `input` as the model's page describes it.
public struct Field: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case choice([String])
        case integer(IntegerRule)
        case toggle
        case text(TextRule)
        case urls(URLRule)
    }

    public var name: String
    public var kind: Kind
    /// One sentence for the user.
    public var help: String
    /// What the form starts with; sent when the field is required or always sent.
    public var initial: FieldValue?
    /// What the service takes when the field is left out, where a page says so.
    public var serviceDefault: FieldValue?
    /// The service refuses a request without it (while it is shown).
    public var isRequired: Bool
    /// In every sample of the documents, so it goes out even if the user never touched it.
    public var isAlwaysSent: Bool
    /// Named by the newest pages only: offered last, sent only when set.
    public var isExtra: Bool
    public var shownWhen: Condition?
    /// What a number counts, such as `s`.
    public var unit: String?

    /// The largest number it can stand for; nil where it may hold something else than a number.
    var largestNumber: Int? {
        switch kind {
        case .integer(.range(let range, _)): return range.upperBound
        case .integer(.values(let values)): return values.max()
        case .choice(let choices):
            let numbers = choices.compactMap { Int($0) }
            return numbers.count == choices.count ? numbers.max() : nil
        case .toggle, .text, .urls: return nil
        }
    }
}

public enum IntegerRule: Sendable, Equatable {
    case range(ClosedRange<Int>, step: Int)
    case values([Int])
}

public struct TextRule: Sendable, Equatable {
    /// In characters, as a reader counts them.
    public var length: ClosedRange<Int>
    /// A regular expression that the whole text matches.
    public var pattern: String?
    public var example: String?
}

public struct URLRule: Sendable, Equatable {
    public var count: ClosedRange<Int>
    /// File name endings the model reads; `jpg` stands for `jpeg` too.
    public var formats: [String]
    /// The meaning of each place in the list, such as `start frame`; empty where places do not differ.
    public var positions: [String]
    public var megabytes: Int?
}
