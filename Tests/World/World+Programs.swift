import Apixo
import Tasks

extension World {
    private static let senderPatience = 1.5

    mutating func start(_ kind: Program.Kind) {
        programsStarted += 1
        let id = programsStarted
        let engine = Engine(
            catalog: models.catalog(for: mutation),
            limits: account.known(to: mutation),
            seed: dice.seed(),
        )
        programs[id] = Program(kind, at: now, clockAhead: wallAhead, engine: engine)
        tell("program \(id) starts (\(kind))")
        if kind == .sender {
            if journal.isWritable { programs[id]?.intents = write(requests(), by: id).map(\.id) }
            timeline.add(.message(id, .ticked), at: now + Self.senderPatience)
        }
        takeLock(id)
        leaveIfDone(id)
    }

    /// Leads if nobody does.
    mutating func takeLock(_ id: ProgramID) {
        guard programs[id]?.mayLead == true else { return }
        if leader == nil || mutation == .leadWithoutLock {
            leader = id
            lead(id)
        }
    }

    /// The lock is free: the kernel gives it to one of those who wait.
    mutating func giveUpLock(_ id: ProgramID) {
        guard leader == id else { return }
        leader = nil
        guard let next = programs.filter({ $0.value.mayLead && $0.key != id }).keys.min() else {
            return
        }
        leader = next
        timeline.add(.message(next, .leadershipGained), at: now + dice.seconds(0...0.5))
    }

    mutating func end(_ id: ProgramID, _ how: String) {
        guard programs.removeValue(forKey: id) != nil else { return }
        tell("program \(id) \(how)")
        giveUpLock(id)
    }

    mutating func killSomebody() {
        guard case .storm = phase, !programs.isEmpty else { return }
        end(dice.pick(programs.keys.sorted()), "is killed")
    }

    /// Whether it died just here, as the weather has it.
    mutating func dies(_ id: ProgramID, _ place: String) -> Bool {
        guard dice.happens(weather.crash) else { return false }
        end(id, "is killed \(place)")
        let after = now + dice.seconds(0...20)
        timeline.add(.start(.dashboard), at: after)
        return true
    }

    mutating func leaveIfDone(_ id: ProgramID) {
        guard let program = programs[id], !program.isSending else { return }
        if program.isStopping { return end(id, "quits") }
        guard program.kind == .sender, program.unsaved.isEmpty else { return }
        let isPatienceOver = now >= program.startedAt + Self.senderPatience
        let isDone = program.intents.allSatisfy { number in
            journal.task(number).map { $0.state != .queued && $0.state != .sending } ?? true
        }
        if program.isLeader || isPatienceOver || isDone { end(id, "has sent what it could") }
    }

    mutating func breakJournal(for seconds: Double) {
        guard case .storm = phase else { return }
        tell("the disk is full")
        journal.isWritable = false
        timeline.add(.journalMends, at: now + seconds)
    }

    mutating func mendJournal() {
        if !journal.isWritable { tell("the disk has room again") }
        journal.isWritable = true
    }

    mutating func setClock(_ milliseconds: Int) {
        guard case .storm = phase else { return }
        tell("the wall clock is set by \(milliseconds / 1000) s")
        wallAhead += milliseconds
        wasWallSet = true
    }
}
