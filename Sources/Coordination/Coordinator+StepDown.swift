import Apixo
import Tasks

extension Coordinator {
    /// A newer program has taken the journal over.
    var isOutdated: Bool { if case .outdated = bar { true } else { false } }

    /// Whether downloads were broken off for something that says nothing about them.
    var isBreakingOff: Bool {
        switch leadership {
        case .steppingDown(_, .suspension), .steppingDown(_, .newClock): true
        case .following, .leading, .steppingDown, .suspended: false
        }
    }

    // MARK: - Demotion

    /// Another program leads though this one won the election, or the journal is another service's.
    mutating func demote(_ error: JournalError) {
        bar = error
        leadership.stepDown(.demotion(then: afterDemotion))
        order(.cancelDownloads)
        election.release()
        report(.leadership(isLeader: false))
        if !isOutdated { readJournal() }
    }

    private var afterDemotion: Leadership.Next {
        switch leadership {
        case .steppingDown(_, .suspension(let isBack)): .suspension(isBack: isBack)
        case .steppingDown(_, .demotion(let next)): next
        case .following, .leading, .steppingDown, .suspended: .following
        }
    }

    /// What the service answered to submits of before, and what the user asked for, is for the one
    /// that leads now.
    mutating func forward(_ events: [Event]) {
        for event in events {
            guard let command = event.command else { continue }
            do throws(JournalError) {
                try store.add(command)
            } catch {
                warn(error.description)
                if case .sent(let number, let outcome) = event {
                    warn(Self.lastWords(on: number, outcome))
                }
            }
        }
        _ = leadership.term?.engine.handle(events, at: now)
        if !isSending { rejoin() }
    }

    /// Where the lock's file was replaced, this program waits at the new one, as any other does.
    /// Where it was not, locks mean nothing here, and only one of several can be let lead.
    private mutating func rejoin() {
        if case .steppingDown(_, .demotion(let next)) = leadership {
            leadership = .following(Follower(view: LeaderView(setup)))
            leadership.follower?.isBesideLeader = true
            if case .suspension(let isBack) = next {
                leave()
                return isBack ? resume() : ()
            }
            if !isOutdated { readJournal() }
        }
        guard case .following = leadership, !isStopping, !isOutdated, election.renew() else {
            return
        }
        bar = nil
        start()
    }

    // MARK: - Suspension

    /// A program that is stopped by its terminal (Ctrl-Z) would keep leading and do nothing.
    mutating func suspend() {
        switch leadership {
        case .following, .suspended: leave()
        case .steppingDown(let term, .demotion):
            leadership = .steppingDown(term, .demotion(then: .suspension(isBack: false)))
        case .leading, .steppingDown:
            leadership.stepDown(.suspension(isBack: false))
            // A stopped program would keep their files from the next one to lead.
            order(.cancelDownloads)
        }
    }

    mutating func resume() {
        switch leadership {
        case .following, .leading: break
        // The answer under way belongs to this engine: a new one would take it for lost.
        case .steppingDown(let term, .suspension):
            leadership = .steppingDown(term, .suspension(isBack: true))
        case .steppingDown(let term, .demotion(.suspension)):
            leadership = .steppingDown(term, .demotion(then: .suspension(isBack: true)))
        case .steppingDown: break
        case .suspended:
            leadership = .following(Follower(view: LeaderView(setup)))
            start()
        }
    }

    mutating func suspendIfSettled() {
        guard case .steppingDown(let term, .suspension(let isBack)) = leadership, term.isSettled
        else { return }
        leave()
        if isBack { resume() }
    }

    private mutating func leave() {
        election.release()
        leadership = .suspended
        order(.suspended)
    }

    // MARK: - A new clock

    /// The machine's clock was set: nothing more is started by the old one. When all that is under
    /// way has ended, another coordinator goes on by the new one, as a new start would: the store
    /// knows by the machine's own time how long ago requests left and pauses began.
    public mutating func noticeClock() -> [Instruction] {
        guard !isClockSet, !isStopping, !leadership.isSuspending else { return [] }
        isClockSet = true
        guard case .leading = leadership else { return [] }
        leadership.stepDown(.newClock)
        return [.cancelDownloads]
    }

    public var mayFollowClock: Bool {
        guard isClockSet, !isStopping else { return false }
        return switch leadership {
        case .following: true
        case .steppingDown(let term, .newClock): term.isSettled
        case .leading, .steppingDown, .suspended: false
        }
    }

    /// What was asked for meanwhile waits for the coordinator that follows.
    ///
    /// - Parameter lag: By how many seconds the clock was set forward; below zero, back.
    public func withNewClock(at now: Timestamp, lag: Double) -> (Coordinator, [Instruction]) {
        var random = random
        var next = Coordinator(
            setup: setup,
            store: store,
            election: election,
            until: stopCondition,
            seed: random.next(),
            at: now,
        )
        next.terms = terms
        next.bar = bar
        next.reception = reception
        next.isReceiving = reception.nextTry == nil
        let length = Self.words(for: abs(lag))
        next.warn("the machine's clock was set \(length) \(lag < 0 ? "back" : "forward")")
        let instructions = next.begin()
        return (next, instructions)
    }

    private static func words(for seconds: Double) -> String {
        switch seconds {
        case 172_800...: "\(Int(seconds / 86_400)) days"
        case 7200...: "\(Int(seconds / 3600)) hours"
        case 120...: "\(Int(seconds / 60)) minutes"
        default: "\(Int(seconds)) seconds"
        }
    }
}

extension Event {
    /// The same for another program.
    fileprivate var command: UserCommand? {
        switch self {
        case .sent(let number, .answered(.value(let id))): .attach(number, id)
        case .attached(let task, let id): .attach(task.id, id)
        case .markedLost(let task): .markLost(task.id)
        case .confirmed(let task, let yes): .confirm(task.id, at: yes)
        case .pollWanted(let number): .pollNow(number)
        case .downloadWanted(let file):
            .downloadAgain(file.id.task, fileNumbers: [file.id.number])
        case .called(let id): .called(id)
        case .sendingWanted(let model): .resumeSending(model)
        case .sent, .submitted, .polled, .downloaded, .removed, .lineFound, .balanceAsked,
            .balanceRead, .balanceRefused, .balanceUnclear, .ticked:
            nil
        }
    }
}
