import Apixo

/// How much the user lets the program spend; nil is no cap.
public struct SpendCaps: Sendable, Hashable {
    public var dayTasks: Int?
    public var dayAmount: Dollars?
    public var batchTasks: Int?
    public var batchAmount: Dollars?

    public init() {}

    public var isEmpty: Bool { self == SpendCaps() }

    /// Whether a request without a known price cannot be let through.
    var needsPrices: Bool { dayAmount != nil || batchAmount != nil }
}

/// What some requests can cost together: the most, by the bill each was decided on with.
public struct Spending: Sendable, Hashable {
    public var tasks = 0
    public var amount = Dollars.zero

    public init(tasks: Int = 0, amount: Dollars = .zero) {
        self.tasks = tasks
        self.amount = amount
    }

    public init(_ bills: [Bill?]) {
        for bill in bills { self = self + bill }
    }

    static func + (spending: Spending, bill: Bill?) -> Spending {
        Spending(
            tasks: spending.tasks + 1,
            amount: spending.amount + (bill?.amount ?? .zero)
        )
    }

    static func - (spending: Spending, bill: Bill?) -> Spending {
        Spending(
            tasks: max(0, spending.tasks - 1),
            amount: max(.zero, spending.amount - (bill?.amount ?? .zero)),
        )
    }
}

/// Why a request is not let through.
public enum CapReached: Error, Sendable, Hashable {
    case dayTasks(Int, used: Int)
    case dayAmount(Dollars, used: Dollars)
    case batchTasks(Int, asked: Int)
    case batchAmount(Dollars, asked: Dollars)
    /// A cap in USD stands, and nobody knows what this model costs.
    case noPrice(ModelID)
}

/// Decides whether money may be spent.
public struct SpendGate: Sendable {
    public var caps: SpendCaps
    /// The user's day is meant.
    public var zone: TimeZoneRules
    /// How long a decision holds.
    public var confirm: ConfirmRule

    public init(
        caps: SpendCaps = SpendCaps(),
        zone: TimeZoneRules = .utc,
        confirm: ConfirmRule = ConfirmRule(),
    ) {
        self.caps = caps
        self.zone = zone
        self.confirm = confirm
    }

    public func day(of now: Timestamp) -> Day { Day(containing: now, in: zone) }

    /// What stands against these requests, decided on together; `used` is sent today or queued.
    public func obstacle(to tasks: [(ModelID, Bill?)], after used: Spending) -> CapReached? {
        let asked = Spending(tasks.map(\.1))
        if let cap = caps.batchTasks, asked.tasks > cap {
            return .batchTasks(cap, asked: asked.tasks)
        }
        if let cap = caps.dayTasks, used.tasks + asked.tasks > cap {
            return .dayTasks(cap, used: used.tasks)
        }
        guard caps.needsPrices else { return nil }
        if let unknownModel = tasks.first(where: { $0.1?.price == nil }) {
            return .noPrice(unknownModel.0)
        }
        if let cap = caps.batchAmount, asked.amount > cap {
            return .batchAmount(cap, asked: asked.amount)
        }
        if let cap = caps.dayAmount, used.amount + asked.amount > cap {
            return .dayAmount(cap, used: used.amount)
        }
        return nil
    }
}

/// A day of the user's calendar.
public struct Day: Sendable, Hashable {
    public var start: Timestamp
    /// The next midnight; on two days of the year that is not 24 hours later.
    public var end: Timestamp

    init(containing now: Timestamp, in zone: TimeZoneRules) {
        let length = 86_400_000
        let offset = zone.offset(at: now)
        let local = now.milliseconds + offset * 1000
        let days = local >= 0 ? local / length : (local - length + 1) / length
        func midnight(_ days: Int) -> Timestamp {
            let guess = Timestamp(milliseconds: days * length - offset * 1000)
            return Timestamp(milliseconds: days * length - zone.offset(at: guess) * 1000)
        }
        start = midnight(days)
        end = midnight(days + 1)
    }
}

/// The day's money as the engine counts it, which the journal remembers over a restart.
public struct DailySpend: Sendable {
    let gate: SpendGate
    private(set) var day: Day
    private(set) var spent: Spending

    /// - Parameter spent: What was sent on the day of `now`.
    public init(gate: SpendGate = SpendGate(), spent: Spending = Spending(), at now: Timestamp) {
        self.gate = gate
        day = gate.day(of: now)
        self.spent = spent
    }

    /// A clock that was set back opens no day anew.
    mutating func turn(at now: Timestamp) {
        guard now >= day.end else { return }
        day = gate.day(of: now)
        spent = Spending()
    }

    func obstacle(to task: TrackedTask) -> CapReached? {
        gate.obstacle(to: [(task.model, task.bill)], after: spent)
    }

    mutating func pay(for task: TrackedTask) { spent = spent + task.bill }

    /// Nothing was created, so nothing is billed.
    mutating func takeBack(_ task: TrackedTask, sentAt: Timestamp) {
        if sentAt >= day.start, sentAt < day.end { spent = spent - task.bill }
    }
}
