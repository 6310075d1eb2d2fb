import Tasks

extension World {
    /// The terminal stops a program: the lead goes to another once no submit waits for its answer.
    mutating func pause(_ id: ProgramID) {
        programs[id]?.engine.close()
        programs[id]?.rest = .leaving(isBack: false)
    }

    mutating func resume(_ id: ProgramID) {
        guard let program = programs[id] else { return }
        switch program.rest {
        case .none: break
        case .leaving: program.rest = .leaving(isBack: true)
        case .away:
            tell("program \(id) is back")
            program.rest = .none
            takeLock(id)
        }
    }

    mutating func restIfMayBe(_ id: ProgramID) {
        guard let program = programs[id], case .leaving(let isBack) = program.rest,
            !program.isSending, program.unsaved.isEmpty
        else { return }
        tell("program \(id) is stopped by its terminal")
        program.isLeader = false
        program.underWay = []
        program.rest = .away
        giveUpLock(id)
        if isBack { resume(id) }
    }

    mutating func leadAgain(_ id: ProgramID) {
        // What is leaving gives the lock up when it has left.
        guard let program = programs[id], !program.isLeader, program.mayLead else { return }
        if leader == id { leader = nil }
        takeLock(id)
    }

    mutating func gainLead(_ id: ProgramID) {
        guard let program = programs[id] else { return }
        if program.isLeader && mutation != .leadTwice { return }
        if program.mayLead { lead(id) } else { giveUpLock(id) }
    }
}
