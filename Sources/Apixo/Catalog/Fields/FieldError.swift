/// A value the service would refuse, found before anything is sent.
public struct FieldError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The field's name as the API spells it.
    public var field: String
    public var problem: Problem

    public init(field: String, problem: Problem) {
        self.field = field
        self.problem = problem
    }

    public var description: String { "\(field) \(problem)" }
}

/// Everything that is wrong with a draft.
public struct FieldErrors: Error, Hashable, Sendable {
    public var list: [FieldError]
}
