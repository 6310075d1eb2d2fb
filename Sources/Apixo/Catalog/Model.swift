/// A model's name as the API spells it in the path; letter case matters.
public struct ModelID: RawRepresentable, Hashable, Sendable, Codable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// Everything the program knows about one model, read from its file in the catalog.
public struct Model: Sendable, Equatable {
    public enum Output: String, Sendable, CaseIterable {
        case image, video, audio
    }

    public var id: ModelID
    public var title: String
    public var output: Output
    /// The values of `provider` the model takes.
    public var providers: [Provider]
    public var fields: [Field]
    public var limits: Limits
    public var polls: PollTiming
    public var typical: [TypicalTime]
    public var pixels: [PixelSize]
    /// How long result URLs stay alive, in seconds (15 days on every seed page).
    public var resultLifetime: Int
    public var billing: Billing
    public var brake = BrakeRules()

    public init(id: ModelID, limits: Limits, polls: PollTiming) {
        self.id = id
        title = id.rawValue
        output = .image
        providers = Provider.allCases
        fields = []
        self.limits = limits
        self.polls = polls
        typical = []
        pixels = []
        resultLifetime = 15 * 86_400
        billing = Billing(unit: .task)
    }

    public func field(named name: String) -> Field? { fields.first { $0.name == name } }
}

/// What the account may ask of one model; over it the service answers 429.
public struct Limits: Sendable, Equatable {
    /// POST and GET together, in any sliding minute.
    public var requestsPerMinute: Int
    public var tasksAtOnce: Int

    public init(requestsPerMinute: Int, tasksAtOnce: Int) {
        self.requestsPerMinute = requestsPerMinute
        self.tasksAtOnce = tasksAtOnce
    }
}

/// When to ask how a task is doing, in seconds.
public struct PollTiming: Sendable, Equatable {
    public var firstAfter: Double
    public var every: Double
    /// A task still running after this long is parked: not failed, only no longer polled.
    public var parkAfter: Double

    public init(firstAfter: Double, every: Double, parkAfter: Double) {
        self.firstAfter = firstAfter
        self.every = every
        self.parkAfter = parkAfter
    }
}

/// How long a task usually takes, in seconds, where `condition` holds.
public struct TypicalTime: Sendable, Equatable {
    public var condition: Condition
    public var seconds: ClosedRange<Double>
}

/// The picture size that a choice of fields leads to, in pixels.
public struct PixelSize: Sendable, Hashable {
    public var condition: Condition
    public var width: Int
    public var height: Int
}

/// What the service charges for.
public struct Billing: Sendable, Equatable {
    public enum Unit: String, Sendable, CaseIterable {
        case image, second, task
    }

    public var unit: Unit
    /// The input field, of numbers alone, that says how many units at most; nil counts one.
    public var countField: String?
    /// USD a unit; no seed page states one, so only a user's own file sets it.
    public var price: Dollars?
}

extension Model {
    /// The usual duration for `input`, in seconds, or nil where the documents give none.
    public func typicalSeconds(for input: [String: FieldValue]) -> ClosedRange<Double>? {
        typical.first { $0.condition.holds(in: input) }?.seconds
    }

    public func pixelSize(for input: [String: FieldValue]) -> PixelSize? {
        pixels.first { $0.condition.holds(in: input) }
    }

    /// The most units that `input` can be billed for; what is not sent, the service decides.
    public func billedUnits(for input: [String: FieldValue]) -> Int {
        guard let field = billing.countField.flatMap(field(named:)) else { return 1 }
        let value = input[field.name] ?? field.serviceDefault
        return max(0, value?.number ?? field.largestNumber ?? 1)
    }
}
