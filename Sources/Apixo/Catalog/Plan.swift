/// What the service lets through for one key, whatever the model.
///
/// Source: the API reference, which states these limits beside those of the models' own pages.
public enum Plan: String, Sendable, Hashable, CaseIterable {
    case free, pro

    public var limits: AccountLimits {
        switch self {
        case .free: AccountLimits(requestsPerMinute: 10, tasksAtOnce: 3)
        case .pro: AccountLimits(requestsPerMinute: 60, tasksAtOnce: 10)
        }
    }

    /// The one that lets more through; nil above all of them.
    public var next: Plan? { self == .free ? .pro : nil }
}

/// The limits of an account, all models together; nil where they are not known.
public struct AccountLimits: Sendable, Hashable {
    /// POST and GET together, in any sliding minute.
    public var requestsPerMinute: Int?
    public var tasksAtOnce: Int?

    public init(requestsPerMinute: Int? = nil, tasksAtOnce: Int? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tasksAtOnce = tasksAtOnce
    }

    /// More than anybody uses: for a service whose only limits are those of its models.
    public static let none = AccountLimits(requestsPerMinute: .max, tasksAtOnce: .max)

    /// The plan that has exactly these.
    public var plan: Plan? { Plan.allCases.first { $0.limits == self } }
}
