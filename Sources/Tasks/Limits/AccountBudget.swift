import Apixo

/// The account's share of the road: all models together have so many requests a minute and so many
/// tasks at once.
///
/// What the configuration does not say is learnt. Until more is proven to be let through, a request
/// above the limits of a plan goes alone, so that one 429 at most teaches which plan it is.
struct AccountBudget: Sendable {
    typealias Limit = WritableKeyPath<AccountLimits, Int?>

    /// Seconds a lone request keeps the others waiting for its answer.
    private static let patience = 5.0
    /// The service's own minute.
    private static let minute = 60.0
    /// A fifth of the minute is kept for submits.
    private static let shareOfPolls = 0.8

    let configured: AccountLimits
    private(set) var ceiling: AccountCeiling?
    private(set) var window: RateWindow
    /// The lowest plan whose limits were never seen to be exceeded; nil above all plans.
    private var likelyPlan: Plan? = .free
    /// When the requests on their way left.
    private var underWay: [TaskNumber: Timestamp] = [:]
    /// When the newest of those that were served left.
    private var served: [Timestamp] = []
    /// When the newest poll left that found the task running.
    private var foundRunning: [TaskNumber: Timestamp] = [:]
    private var newest: (number: TaskNumber, acceptedAt: Timestamp)?
    private var alone: TaskNumber?
    private var lastPoll: Timestamp?

    init(_ configured: AccountLimits, spent: [Timestamp]) {
        self.configured = configured
        window = RateWindow(limit: .max, spent: spent)
    }

    mutating func resume(_ ceiling: AccountCeiling?) { self.ceiling = ceiling }

    /// Another account may stand behind the key from now on, or the user knows better.
    mutating func forget() {
        ceiling = nil
        likelyPlan = .free
    }

    /// The slots of all models that are taken.
    struct Slots {
        var taken: Int
        /// When the next one is free though nothing happens; nil where an event must free it.
        var freeAt: Timestamp?
    }

    // MARK: - What may leave

    /// As configured, else as learnt.
    var limits: AccountLimits {
        AccountLimits(
            requestsPerMinute: known(\.requestsPerMinute),
            tasksAtOnce: known(\.tasksAtOnce),
        )
    }

    private func known(_ limit: Limit) -> Int? {
        configured[keyPath: limit] ?? ceiling?.limits[keyPath: limit]
    }

    /// Whether one more may leave.
    ///
    /// - Parameter slots: For a submit, those that are taken.
    func mayLeave(at now: Timestamp, slots: Slots? = nil) -> Bool {
        opensAt(now, slots: slots).map { $0 <= now } ?? false
    }

    /// When one more may leave; nil when an event must come first.
    func opensAt(_ now: Timestamp, slots: Slots? = nil) -> Timestamp? {
        var rooms = [room(\.requestsPerMinute, window.used, freeAt: window.roomAt, at: now)]
        if let slots {
            rooms.append(room(\.tasksAtOnce, slots.taken, freeAt: slots.freeAt, at: now))
        }
        var opening = now
        for room in rooms {
            switch room {
            case .free: break
            case .beyond:
                guard let since = alone.flatMap({ underWay[$0] }) else { break }
                opening = max(opening, since + Self.patience)
            case .full(let until):
                guard let until else { return nil }
                opening = max(opening, until)
            }
        }
        return opening
    }

    /// Whether a limit that is known is reached, for a submit.
    func isFull(live: Int) -> Bool {
        let limits = limits
        return window.used >= limits.requestsPerMinute ?? .max || live >= limits.tasksAtOnce ?? .max
    }

    func mayPoll(at now: Timestamp) -> Bool { opensForPoll(now).map { $0 <= now } ?? false }

    /// When the next poll may leave: where the minute is short they are spread over it.
    func opensForPoll(_ now: Timestamp) -> Timestamp? {
        guard let opening = opensAt(now) else { return nil }
        guard let limit = limits.requestsPerMinute, window.used >= limit / 2, let lastPoll,
            let pace
        else { return opening }
        return max(opening, lastPoll + pace)
    }

    /// Seconds between two polls of any model; nil where the minute is not known to be short.
    var pace: Double? {
        limits.requestsPerMinute.map { Self.minute / (Double($0) * Self.shareOfPolls) }
    }

    private enum Room {
        case free
        /// Above what is proven: one alone may try.
        case beyond
        /// Until then, or until an event.
        case full(Timestamp?)
    }

    private func room(_ limit: Limit, _ used: Int, freeAt: Timestamp?, at now: Timestamp) -> Room {
        if let most = configured[keyPath: limit] { return used < most ? .free : .full(freeAt) }
        if let ceiling, let most = ceiling.limits[keyPath: limit] {
            if used < most { return .free }
            if ceiling.raiseAt <= now { return .beyond }
            return .full(min(freeAt ?? ceiling.raiseAt, ceiling.raiseAt))
        }
        guard let most = likelyPlan?.limits[keyPath: limit] else { return .free }
        return used < most ? .free : .beyond
    }

    // MARK: - What has become of it

    /// - Parameter live: For a submit, the tasks that held a slot before it.
    mutating func leave(_ number: TaskNumber, live: Int?, at now: Timestamp) {
        if isBeyond(live: live, at: now) { alone = number }
        underWay[number] = now
        window.leave()
        if live == nil { lastPoll = now }
    }

    private func isBeyond(live: Int?, at now: Timestamp) -> Bool {
        let requests = room(\.requestsPerMinute, window.used, freeAt: nil, at: now)
        let tasks = live.map { room(\.tasksAtOnce, $0, freeAt: nil, at: now) }
        return [requests, tasks].contains { if case .beyond? = $0 { true } else { false } }
    }

    /// A request that no task waits for was made.
    mutating func count(at now: Timestamp) {
        window.leave()
        // Its answer is not told; by then it has come, or nobody waits for it.
        window.arrive(at: now + RateWindow.lateness)
    }

    mutating func forget(before now: Timestamp) { window.forget(before: now) }

    mutating func arrive(_ number: TaskNumber, _ end: RequestEnd, live: Int, at now: Timestamp) {
        window.arrive(at: now)
        guard let left = underWay.removeValue(forKey: number) else { return }
        let wasAlone = alone == number
        if wasAlone { alone = nil }
        switch end {
        case .tooMany(let isSubmit):
            refuse(live: isSubmit ? live : nil, wasAlone: wasAlone, at: now)
        case .accepted:
            newest = (number, now)
            serve(left, wasAlone: wasAlone, at: now)
        case .running:
            foundRunning[number] = left
            serve(left, wasAlone: wasAlone, at: now)
            proveTasks()
        case .served: serve(left, wasAlone: wasAlone, at: now)
        case .unclear: break
        }
    }

    mutating func ended(_ number: TaskNumber) { foundRunning[number] = nil }

    // MARK: - What it teaches

    private mutating func serve(_ left: Timestamp, wasAlone: Bool, at now: Timestamp) {
        if wasAlone { passedAlone(at: now) }
        served.append(left)
        served.removeAll { $0 + Self.minute <= now }
        // The service counted each of them between its leaving and now.
        prove(\.requestsPerMinute, served.count)
        if likelyPlan == nil, ceiling == nil { served = [] }
    }

    /// A request above what was learnt was served.
    private mutating func passedAlone(at now: Timestamp) {
        ceiling?.tried(at: now)
        guard let most = ceiling?.limits.requestsPerMinute, window.used > most else { return }
        ceiling?.raise(\.requestsPerMinute, to: most + 1)
    }

    /// Those found running after the newest was accepted ran together with it.
    private mutating func proveTasks() {
        guard let newest, likelyPlan != nil || ceiling != nil else { return }
        let others = foundRunning.count { $0 != newest.number && $1 >= newest.acceptedAt }
        prove(\.tasksAtOnce, others + 1)
    }

    private mutating func prove(_ limit: Limit, _ count: Int) {
        while let most = likelyPlan?.limits[keyPath: limit], count > most {
            likelyPlan = likelyPlan?.next
        }
        guard let most = ceiling?.limits[keyPath: limit], count > most else { return }
        ceiling?.raise(limit, to: count)
    }

    /// - Parameter live: For a submit, the tasks that held a slot beside it.
    private mutating func refuse(live: Int?, wasAlone: Bool, at now: Timestamp) {
        if wasAlone, ceiling != nil {
            ceiling?.stay(at: now)
            return
        }
        let lesson = lesson(of: live, window.used - 1)
        if lesson == AccountLimits() { return }
        guard ceiling != nil else {
            ceiling = AccountCeiling(lesson, at: now)
            return
        }
        for limit in [\AccountLimits.requestsPerMinute, \AccountLimits.tasksAtOnce] as [Limit] {
            guard let count = lesson[keyPath: limit] else { continue }
            ceiling?.lower(limit, to: count, at: now)
        }
    }

    /// At the limits of the plan that comes next, it is that plan; below the smallest plan a refusal
    /// says nothing of the account.
    private func lesson(of live: Int?, _ used: Int) -> AccountLimits {
        var lesson = AccountLimits()
        if ceiling == nil, let plan = likelyPlan?.limits, plan.isReached(live: live, used: used) {
            lesson = plan
        } else if let live, Plan.free.limits.isReached(live: live, used: 0) {
            lesson.tasksAtOnce = live
        } else if Plan.free.limits.isReached(live: nil, used: used) {
            lesson.requestsPerMinute = used
        }
        if configured.requestsPerMinute != nil { lesson.requestsPerMinute = nil }
        if configured.tasksAtOnce != nil { lesson.tasksAtOnce = nil }
        return lesson
    }
}

/// What the end of a request says of the account.
enum RequestEnd: Sendable {
    case tooMany(isSubmit: Bool)
    /// A task came into being.
    case accepted
    /// The task asked about is running.
    case running
    case served
    /// Nothing: perhaps it was never seen.
    case unclear
}

extension AccountLimits {
    fileprivate func isReached(live: Int?, used: Int) -> Bool {
        let isFull = requestsPerMinute.map { used >= $0 } ?? false
        guard let live, let tasksAtOnce else { return isFull }
        return isFull || live >= tasksAtOnce
    }
}
