import Apixo
import Tasks

/// The asking for the balance: also how a program with no task to poll learns of an outage.
struct BalanceLine {
    fileprivate var askedAt: Timestamp?
    /// When to ask for what was asked for too soon after the last time.
    fileprivate var wantedAt: Timestamp?
    fileprivate var isAsking = false
    /// Whether what is held at the start may go on by what the first one says.
    fileprivate var isForHeld = false
    /// What the last answer said, for an engine that begins after it.
    fileprivate(set) var told: Event?
    /// Until when the work itself waits for the first one.
    var startDue: Timestamp?
    /// Why the last one was not answered.
    fileprivate(set) var outage: Outage?
    fileprivate var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// A task's request was answered.
    mutating func foundTheLine() { outage = nil }
}

extension Coordinator {
    private static let pause = 10.0
    private static let longestWaitAtStart = 2.0

    /// What is queued would leave at once. What the account held before is evidence if its answer is
    /// lost, so it waits for the balance, but not for long.
    mutating func startWithBalance() {
        // A store that cannot be read is told of by the start.
        balance.isForHeld = (try? store.restrictions(at: now))?.isHeld == true
        if hasRoomAtStart { askBalance() } else { balance.wantedAt = now + Self.pause }
        let queued = try? store.queued(after: TaskNumber(rawValue: 0))
        guard balance.isAsking, queued?.isEmpty == false else { return start() }
        balance.startDue = now + Self.longestWaitAtStart
    }

    /// An earlier run may have spent the account's minute.
    private var hasRoomAtStart: Bool {
        do throws(JournalError) {
            let learnt = try store.restrictions(at: now).ceiling?.limits.requestsPerMinute
            guard let limit = setup.limits.requestsPerMinute ?? learnt else { return true }
            return try store.spent(at: now).values.joined().count < limit
        } catch {
            // A store that cannot be read is told of by the start.
            return true
        }
    }

    mutating func startIfDue() {
        guard let due = balance.startDue, due <= now || !balance.isAsking else { return }
        balance.startDue = nil
        // After a suspension it is started anyway.
        if !isStopping, !leadership.isSuspending { start() }
    }

    /// Whoever comes for one task asks only if that tells whether the task may be sent.
    private var asksBalance: Bool {
        stopCondition == .none || stopCondition == .idle || waitsForLeader || balance.isForHeld
            || isLeader && engine?.balanceWanted != nil
    }

    /// Asks for the balance, at most every ten seconds and for a tenth of the account's minute unless
    /// the asking has a purpose of its own; too early, it is asked for later.
    mutating func askBalance(isWanted: Bool = false) {
        guard setup.canSend, asksBalance, mayAskBeside else { return }
        let next = isWanted ? now : balance.askedAt.map { $0 + pauseOfBalance } ?? now
        guard !balance.isAsking, next <= now, let opensAt, opensAt <= now
        else {
            balance.wantedAt = max(next, now)
            return
        }
        balance.wantedAt = nil
        balance.askedAt = now
        balance.isAsking = true
        order(.remind(.ended(.balanceAsked, term: terms), after: 0))
        order(.askBalance)
    }

    /// When the account lets one more request pass, as far as this program knows.
    private var opensAt: Timestamp? {
        if let engine { return engine.opensAt(now) }
        return leadership.follower.map { $0.view.opensAt(now) } ?? nil
    }

    private var requestsPerMinute: Int? {
        engine?.requestsPerMinute ?? leadership.follower?.view.requestsPerMinute
    }

    /// Where the account's minute is known, it is for the program that leads to share it out.
    private var mayAskBeside: Bool {
        isLeader || leadership.follower?.isBesideLeader != true
            || setup.limits.requestsPerMinute == nil && requestsPerMinute == nil
    }

    private var pauseOfBalance: Double {
        max(Self.pause, requestsPerMinute.map { 600 / Double($0) } ?? 0)
    }

    /// What an engine is told that begins after it.
    var balanceEvents: [Event] {
        let isRecent = balance.askedAt.map { now.seconds(since: $0) < RateWindow.length } ?? false
        return (isRecent ? [.balanceAsked] : []) + (balance.told.map { [$0] } ?? [])
    }

    /// When to try the line with it, for want of a request of a task.
    var balanceDue: Timestamp? {
        guard asksBalance, mayAskBeside, setup.canSend, !balance.isAsking, !isStopping,
            let opensAt, let wanted = balanceWanted
        else { return nil }
        return max(opensAt, wanted)
    }

    private var balanceWanted: Timestamp? {
        guard let engine, let outage = engine.outage else {
            return balance.outage?.nextTry
                ?? [balance.wantedAt, balanceForHeld].compactMap(\.self).min()
        }
        if isLeader && engine.triesTheLine { return nil }
        return max(outage.nextTry, balance.outage?.nextTry ?? outage.nextTry)
    }

    private var balanceForHeld: Timestamp? {
        guard isLeader, let wanted = engine?.balanceWanted else { return nil }
        // What was asked since has told nothing, or is told of elsewhere.
        guard let asked = balance.askedAt, asked >= wanted else { return wanted }
        return asked + Self.pause
    }

    /// Any answer tells that the line is there, whether it holds an amount or not.
    mutating func balanceAnswered(_ outcome: BalanceOutcome) -> [Event] {
        balance.isAsking = false
        switch outcome {
        case .answered(let answer):
            balance.outage = nil
            if case .value(let amount) = answer { keep(Balance(amount: amount, at: now)) }
            balance.told = answer.event
            return [.lineFound, answer.event]
        case .unreachable(let reason):
            let last = balance.outage
            balance.outage = Outage(after: last, reason: reason, at: now, using: &balance.random)
            return []
        }
    }

    private mutating func keep(_ balance: Balance) {
        do throws(JournalError) {
            try store.note(balance)
        } catch {
            warn(error.description)
        }
        report(.balance(balance))
    }
}

extension BalanceAnswer {
    fileprivate var event: Event {
        switch self {
        case .value(let amount): .balanceRead(amount)
        case .refused(let refusal): .balanceRefused(refusal)
        case .tooMany, .unclear: .balanceUnclear
        }
    }
}

extension Event {
    /// Whether the service was there for a task.
    var findsTheLine: Bool {
        switch self {
        case .sent(_, .answered), .polled(_, .answered): true
        case .sent, .polled, .submitted, .downloaded, .pollWanted, .called, .downloadWanted,
            .attached, .markedLost, .confirmed, .removed, .lineFound, .balanceAsked,
            .balanceRead, .balanceRefused, .balanceUnclear, .sendingWanted, .ticked:
            false
        }
    }
}
