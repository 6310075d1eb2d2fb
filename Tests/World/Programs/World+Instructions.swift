import Apixo
import Coordination
import Tasks

extension World {
    /// Looks at what was written and decided, and then does what the coordinator wants done.
    mutating func carryOut(
        _ instructions: [Instruction],
        of id: ProgramID,
        told messages: [Message],
        _ before: Engine? = nil,
    ) {
        guard let program = programs[id] else { return }
        let writes = disk.takeWrites()
        note(writes, by: program)
        if !writes.isEmpty { notifyOthers(than: id) }
        giveLock()
        if program.store.isDead {
            // The program never knew, but whoever leads next reads it.
            if writes.contains(where: \.isDecision) { noteWritten(messages, by: program) }
            end(id, "is killed at a write")
            return timeline.add(.start(.dashboard), at: now + dice.seconds(0...20))
        }
        noteDecided(messages, by: program, before)
        forgetWhatIsKept(by: program)
        for instruction in instructions {
            carryOut(instruction, of: id, program)
            if programs[id] == nil { return }
        }
        // What was begun between two turns of the program is looked at after the next.
        if !messages.isEmpty { checkProgress(of: program, after: messages, instructions, writes) }
    }

    private mutating func carryOut(
        _ instruction: Instruction,
        of id: ProgramID,
        _ program: Program,
    ) {
        switch instruction {
        case .perform(let call, let term):
            perform(call, by: id, term)
            _ = dies(id, "between two calls")
        case .awaitLeadership: waitForLock(program, id)
        case .cancelDownloads: cancelDownloads(of: program, id)
        case .askBalance: askBalance(id)
        case .receiveCallbacks: receiveCallbacks(id)
        case .remind(let message, let seconds):
            timeline.add(.message(id, message), at: now + seconds)
        case .suspended:
            tell("program \(id) is stopped by its terminal")
            checkNothingIsLeft(in: program, id, "is stopped")
            program.isFrozen = !program.isWanted
        case .report(let report): tell("  \(id): \(report.plainWords)")
        }
    }

    private mutating func waitForLock(_ program: Program, _ id: ProgramID) {
        if program.election.tryToLead() {
            return timeline.add(.message(id, .leadershipWon), at: now + dice.seconds(0...0.1))
        }
        program.election.isWaiting = true
    }

    private mutating func cancelDownloads(of program: Program, _ id: ProgramID) {
        for (file, number) in program.downloads.sorted(by: { $0.value < $1.value }) {
            let outcome = DownloadOutcome.failed(reason: "broken off", isFinal: false)
            timeline.add(.downloaded(id, file, number, outcome), at: now + dice.seconds(0...0.2))
        }
    }

    private mutating func receiveCallbacks(_ id: ProgramID) {
        let message: Message =
            dice.happens(0.1) ? .cannotReceive(reason: "in use") : .receiving(at: Self.receiver)
        timeline.add(.message(id, message), at: now + dice.seconds(0...0.1))
    }

    // MARK: - What was written

    private mutating func note(_ writes: [MadeDisk.Write], by program: Program) {
        var began: TermID?
        for write in writes {
            switch write {
            case .began(let term): began = term
            case .decision(let decision, let lives, let term, let commands):
                checkLives(decision, before: lives)
                noteSlots(decision)
                checkCap(decision)
                if began != nil, began == term, commands.isEmpty {
                    beginTerm(of: program, decision)
                    began = nil
                }
                for pending in commands { noteCarriedOut(pending.command) }
            case .inserted(let numbers):
                tell("intents \(numbers.map(\.rawValue)) are written")
            case .removed(let number, let life):
                if life == .queued { watch.takenBack.insert(number) }
            case .added(let command): noteInTime(command)
            }
        }
        if let began, program.coordinator.term == began { beginTerm(of: program, Decision()) }
    }

    private mutating func beginTerm(of program: Program, _ decision: Decision) {
        watch.leadsSince = now
        beginBrakes(decision)
        if let balance = program.balance { noteBrakes([balance], by: program) }
    }

    /// While nobody leads nothing can leave, so a removal is in time.
    private mutating func noteInTime(_ command: UserCommand) {
        guard case .remove(let number) = command,
            disk.content.task(number)?.life == .queued,
            !programs.values.contains(where: \.isLeader)
        else { return }
        watch.takenBack.insert(number)
    }

    private mutating func noteCarriedOut(_ command: UserCommand) {
        switch command {
        case .resumeSending(let model): noteRelease(of: model)
        case .pollNow(let number), .attach(let number, _): watch.wanted.insert(number)
        case .called, .downloadAgain, .remove, .cancel, .markLost, .confirm: break
        }
    }

    // MARK: - What was decided

    private mutating func noteDecided(
        _ messages: [Message],
        by program: Program,
        _ before: Engine?,
    ) {
        for case .balanceAnswered(let outcome) in messages {
            if case .answered(let answer) = outcome { program.balance = answer.event }
        }
        // One that was replaced and does not know it yet decides on nothing any more.
        guard program.isLeader, program.coordinator.term == disk.content.term else {
            for message in messages { hear(message, by: program) }
            program.undecided = []
            program.undecidedCommands = []
            return
        }
        if program.coordinator.hasUnsaved {
            program.undecided += messages.flatMap { decided(by: $0, for: program) }
            program.undecidedCommands += messages.compactMap(\.command)
            return
        }
        let events = noteWritten(messages, by: program)
        if let before, let after = program.engine { check(events, from: before, to: after) }
        keepAnswers(events)
    }

    @discardableResult
    private mutating func noteWritten(_ messages: [Message], by program: Program) -> [Event] {
        let events = program.undecided + messages.flatMap { decided(by: $0, for: program) }
        let commands = program.undecidedCommands + messages.compactMap(\.command)
        (program.undecided, program.undecidedCommands) = ([], [])
        notePauses(events, by: program)
        noteBrakes(events, by: program)
        for command in commands { noteCarriedOut(command) }
        hear(events, by: program)
        return events
    }

    private func decided(by message: Message, for program: Program) -> [Event] {
        switch message {
        case .ended(let event, let term): term == program.coordinator.terms ? [event] : []
        case .balanceAnswered(.answered(let answer)): [answer.event]
        default: []
        }
    }

    private func hear(_ message: Message, by program: Program) {
        if case .ended(let event, _) = message { hear([event], by: program) }
    }
}

extension BalanceAnswer {
    var event: Event {
        switch self {
        case .value(let amount): .balanceRead(amount)
        case .refused(let refusal): .balanceRefused(refusal)
        case .tooMany, .unclear: .balanceUnclear
        }
    }
}

extension Message {
    fileprivate var command: UserCommand? {
        if case .userCommand(let command) = self { command } else { nil }
    }
}

extension MadeDisk.Write {
    fileprivate var isDecision: Bool {
        if case .decision = self { true } else { false }
    }
}
