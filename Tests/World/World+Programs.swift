import Apixo
import Tasks

extension World {
    mutating func start(_ kind: Program.Kind) {
        programsStarted += 1
        let id = programsStarted
        let program = Program(
            id: id,
            kind: kind,
            clockAhead: wallAhead,
            engine: Engine(catalog: models.catalog(for: mutation), seed: dice.seed()),
            startedAt: now,
        )
        programs[id] = program
        tell("program \(id) starts (\(kind))")
        if kind == .sender, journal.isWritable { write(requests(), by: id) }
        takeLock(id)
    }

    /// Leads if nobody does; a sender leaves at once if it cannot.
    private mutating func takeLock(_ id: ProgramID) {
        guard let kind = programs[id]?.kind, kind != .keyless else { return }
        if leader == nil || mutation == .leadWithoutLock {
            leader = id
            lead(id)
        }
        leaveIfDone(id)
    }

    /// The lock is free: the kernel gives it to one of those who wait.
    private mutating func passLockOn() {
        let waiting = programs.values.filter { $0.kind == .dashboard && !$0.isStopping }
        guard leader == nil, let next = waiting.map(\.id).min() else { return }
        leader = next
        timeline.add(.message(next, .leadershipGained), at: now + dice.seconds(0...0.5))
    }

    mutating func end(_ id: ProgramID, _ how: String) {
        guard programs.removeValue(forKey: id) != nil else { return }
        tell("program \(id) \(how)")
        if leader == id { leader = nil }
        passLockOn()
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
        if program.kind == .sender, program.unsaved.isEmpty { end(id, "has sent what it could") }
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
