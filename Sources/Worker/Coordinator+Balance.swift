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
    fileprivate var random = SplitMix(seed: UInt64.random(in: 0...UInt64.max))
}

extension Coordinator {
    private static let pause = 10.0
    private static let patienceAtStart = 2.0

    /// What is queued would leave at once. What the account held before is evidence if its answer is
    /// lost, so it waits for the balance, but not for long.
    mutating func startWithBalance() {
        // A journal that cannot be read is told of by the start.
        balance.isForHeld = (try? worker.journal.isHeld()) == true
        if hasRoomAtStart { askBalance() } else { balance.wantedAt = now + Self.pause }
        let queued = try? worker.journal.queued(after: TaskNumber(rawValue: 0))
        guard balance.isAsking, queued?.isEmpty == false else { return start() }
        balance.startDue = now + Self.patienceAtStart
    }

    /// An earlier run may have spent the account's minute.
    private var hasRoomAtStart: Bool {
        do throws(JournalError) {
            let learnt = try worker.journal.ceiling(at: now)?.limits.requestsPerMinute
            guard let limit = worker.limits.requestsPerMinute ?? learnt else { return true }
            return try worker.journal.spent(at: now).values.joined().count < limit
        } catch {
            // A journal that cannot be read is told of by the start.
            return true
        }
    }

    mutating func startIfDue() {
        guard let due = balance.startDue, due <= now || !balance.isAsking else { return }
        balance.startDue = nil
        // After a rest it is started anyway.
        if !isStopping, rest == .none { start() }
    }

    /// Whoever comes for one task asks only if that tells whether the task may be sent.
    private var asksBalance: Bool {
        stopCondition == .none || stopCondition == .idle || waitsForOthers || balance.isForHeld
            || isLeader && engine.balanceWanted != nil
    }

    /// Asks for the balance, at most every ten seconds and for a tenth of the account's minute unless
    /// the asking has a purpose of its own; too early, it is asked for later.
    mutating func askBalance(isWanted: Bool = false) {
        guard let transport = worker.transport, asksBalance, mayAskBeside else { return }
        let next = isWanted ? now : balance.askedAt.map { $0 + pauseOfBalance } ?? now
        guard !balance.isAsking, next <= now, let opensAt = engine.opensAt(now), opensAt <= now
        else {
            balance.wantedAt = max(next, now)
            return
        }
        balance.wantedAt = nil
        balance.askedAt = now
        balance.isAsking = true
        worker.post(.ended(.balanceAsked, lead: leads))
        Task.detached { [worker] in worker.post(.balanceAsked(await worker.balance(transport))) }
    }

    /// Where the account's minute is known, it is for the program that leads to share it out.
    private var mayAskBeside: Bool {
        isLeader || !isFollowing
            || worker.limits.requestsPerMinute == nil
                && engine.requestsPerMinute == nil
    }

    private var pauseOfBalance: Double {
        max(Self.pause, engine.requestsPerMinute.map { 600 / Double($0) } ?? 0)
    }

    /// What an engine is told that begins after it.
    var balanceEvents: [Event] {
        let isRecent = balance.askedAt.map { now.seconds(since: $0) < RateWindow.length } ?? false
        return (isRecent ? [.balanceAsked] : []) + (balance.told.map { [$0] } ?? [])
    }

    /// When to try the line with it, for want of a request of a task.
    var balanceDue: Timestamp? {
        guard asksBalance, mayAskBeside, worker.transport != nil, !balance.isAsking, !isStopping,
            let opensAt = engine.opensAt(now), let wanted = balanceWanted
        else { return nil }
        return max(opensAt, wanted)
    }

    private var balanceWanted: Timestamp? {
        guard let outage = engine.outage else {
            return balance.outage?.nextTry
                ?? [balance.wantedAt, balanceForHeld].compactMap(\.self).min()
        }
        if isLeader && engine.triesTheLine { return nil }
        return max(outage.nextTry, balance.outage?.nextTry ?? outage.nextTry)
    }

    private var balanceForHeld: Timestamp? {
        guard isLeader, let wanted = engine.balanceWanted else { return nil }
        // What was asked since has told nothing, or is told of elsewhere.
        guard let asked = balance.askedAt, asked >= wanted else { return wanted }
        return asked + Self.pause
    }

    /// Any answer tells that the line is there, whether it holds an amount or not.
    mutating func balanceAsked(_ answer: Result<HTTPAnswer, TransportError>) -> [Event] {
        balance.isAsking = false
        switch answer {
        case .success(let answer):
            balance.outage = nil
            let answer = answer.balanceAnswer()
            if case .value(let amount) = answer { keep(Balance(amount: amount, at: now)) }
            balance.told = answer.event
            return [.lineFound, answer.event]
        case .failure(let fault):
            let last = balance.outage
            balance.outage = Outage(
                after: last,
                reason: fault.reason,
                at: now,
                using: &balance.random
            )
            return []
        }
    }

    private func keep(_ balance: Balance) {
        do throws(JournalError) {
            try worker.journal.note(balance)
        } catch {
            worker.report(.warning(error.description))
        }
        worker.report(.balance(balance))
    }

    /// A task's request was answered.
    mutating func foundTheLine() { balance.outage = nil }
}

extension Worker {
    fileprivate func balance(_ transport: Transport) async -> Result<HTTPAnswer, TransportError> {
        do throws(TransportError) {
            return .success(
                try await transport(APICall(method: .get, url: endpoint.currentBalance))
            )
        } catch {
            return .failure(error)
        }
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
    var foundTheLine: Bool {
        switch self {
        case .sent(_, .answered), .polled(_, .answered): true
        case .sent, .polled, .submitted, .downloaded, .pollWanted, .called, .downloadWanted,
            .attached, .settled, .confirmed, .removed, .lineFound, .balanceAsked,
            .balanceRead, .balanceRefused, .balanceUnclear, .sendingWanted, .ticked:
            false
        }
    }
}
