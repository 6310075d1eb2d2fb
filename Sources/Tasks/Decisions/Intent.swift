import Apixo

/// A request to be written down, and what the user said with it.
public struct Intent: Sendable, Hashable {
    public var request: GenerateRequest
    /// The user's own name for it; what has one is never written down twice.
    public var ref: TaskRef?
    /// The user knows that the same may be billed already.
    public var isAgain: Bool

    public init(_ request: GenerateRequest, ref: TaskRef? = nil, isAgain: Bool = false) {
        self.request = request
        self.ref = ref
        self.isAgain = isAgain
    }
}

/// The user's own name for a task, unique in a journal.
public struct TaskRef: RawRepresentable, Hashable, Sendable {
    public static let mostCharacters = 200

    public let rawValue: String

    /// Nil for what is empty, too long, or would not be seen as it is.
    public init?(rawValue: String) {
        let scalars = rawValue.unicodeScalars
        guard !scalars.isEmpty, scalars.count <= Self.mostCharacters,
            scalars.allSatisfy(\.isPlain), scalars.first != " ", scalars.last != " "
        else { return nil }
        self.rawValue = rawValue
    }
}

extension Unicode.Scalar {
    /// Seen as it is: no control, nothing that hides or reorders, no white space but the blank.
    fileprivate var isPlain: Bool {
        if self == " " { return true }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            return false
        default: return true
        }
    }
}
