import Apixo
import Coordination
import Tasks

extension World {
    mutating func post(_ message: Message, to id: ProgramID) {
        guard let program = programs[id] else { return }
        program.inbox.append(message)
        ring(program, id)
    }

    private mutating func ring(_ program: Program, _ id: ProgramID) {
        guard !program.isRung else { return }
        program.isRung = true
        let wait = dice.happens(faults.sluggish) ? dice.seconds(0...3) : dice.seconds(0...0.002)
        timeline.add(.ring(id), at: now + wait)
    }

    /// Hands over everything that has come, in order, and does what is wanted.
    mutating func ring(_ id: ProgramID) {
        guard let program = programs[id] else { return }
        program.isRung = false
        if program.isFrozen { return }
        noticeClock(program, id)
        guard programs[id] != nil else { return }
        let messages = program.inbox
        program.inbox = []
        if messages.contains(where: \.isOfJournal) { program.isNotified = false }
        tell("  \(id) is told: \(messages.map(\.plainWords).joined(separator: ", "))")
        program.hear(messages)
        let before = program.engine
        let instructions = program.coordinator.handle(messages, at: program.clock(now))
        if dice.happens(0.1) { program.coordinator.noteDuration(dice.seconds(0...0.3)) }
        carryOut(instructions, of: id, told: messages, before)
        endOrWait(program, id)
    }

    /// After each turn of a program: it ends, or waits for the next one.
    mutating func endOrWait(_ program: Program, _ id: ProgramID) {
        guard programs[id] != nil else { return }
        if let end = program.coordinator.end {
            checkNothingIsLeft(in: program, id, "ends")
            return self.end(id, "ends: \(end)")
        }
        followClock(program, id)
        if programs[id] != nil { wake(program, id) }
    }

    private mutating func noticeClock(_ program: Program, _ id: ProgramID) {
        let lag = wallAhead + program.clockError - program.store.clockAhead
        if abs(lag) > 5000 { carryOut(program.coordinator.noticeClock(), of: id, told: []) }
        if programs[id] != nil { followClock(program, id) }
    }

    private mutating func followClock(_ program: Program, _ id: ProgramID) {
        guard program.coordinator.mayFollowClock else { return }
        let lag = wallAhead + program.clockError - program.store.clockAhead
        tell("program \(id) goes by the new clock")
        checkNothingIsLeft(in: program, id, "goes by a new clock")
        program.store.clockAhead += lag
        let (next, instructions) = program.coordinator.withNewClock(
            at: program.clock(now),
            lag: Double(lag) / 1000,
        )
        program.coordinator = next
        program.balance = nil
        carryOut(instructions, of: id, told: [])
        if programs[id] != nil { wake(program, id) }
    }

    mutating func timerFired(_ id: ProgramID, _ number: Int) {
        guard programs[id]?.timer == number else { return }
        post(.ticked, to: id)
    }

    /// One timer at most; a new one voids the last.
    mutating func wake(_ program: Program, _ id: ProgramID) {
        program.timer += 1
        guard let moment = program.coordinator.nextWake else { return }
        let at = moment.shifted(by: -program.store.clockAhead)
        timeline.add(.timer(id, number: program.timer), at: max(at, now))
    }

    /// The other programs notice that one wrote.
    mutating func notifyOthers(than id: ProgramID) {
        for (other, program) in programs.sorted(by: { $0.key < $1.key })
        where other != id && !program.isNotified {
            program.isNotified = true
            timeline.add(.message(other, .journalChanged), at: now + dice.seconds(0.001...0.05))
        }
    }
}

extension Message {
    fileprivate var isOfJournal: Bool {
        if case .journalChanged = self { true } else { false }
    }
}
