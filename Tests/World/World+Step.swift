import Tasks

extension World {
    /// Decides on a copy, writes the decision down, keeps the copy, and only then acts.
    mutating func step(_ id: ProgramID, _ events: [Event]) {
        guard let program = programs[id] else { return }
        let events = program.unsaved + events
        let clock = program.clock(now)
        if events.isEmpty, let retryAt = program.retryAt, retryAt > clock { return }
        var next = program.engine
        let decision = next.handle(believed(events), at: clock)
        check(events, from: program.engine, to: next)
        for case .pollWanted(let number) in events { watch.wanted.insert(number) }
        for case .attached(let task, _) in events { watch.wanted.insert(task.id) }
        if mutation == .sendBeforeWriting, !act(on: decision, by: id) { return }
        if dies(id, "before writing") { return }
        guard save(decision, by: id) || mutation == .sendThoughUnwritable else {
            program.unsaved = mutation == .forgetUnwrittenAnswers ? [] : events.filter(\.isNews)
            program.retryAt = clock + 2
            wake(id, at: clock + 2)
            return
        }
        program.unsaved = []
        program.retryAt = nil
        program.engine = next
        notePauses(events, by: id)
        noteBrakes(events, by: id)
        hear(events, by: id)
        keepAnswers(events)
        if dies(id, "after writing, before acting") { return }
        if mutation != .sendBeforeWriting, !act(on: decision, by: id) { return }
        askBalanceIfDue(id)
        wake(id, at: [next.nextWake, balanceDue(id)].compactMap(\.self).min())
        checkCare(of: id, after: events, decision)
    }

    mutating func save(_ decision: Decision, by id: ProgramID) -> Bool {
        guard needsWriting(decision) else { return true }
        guard isWritten() else {
            tell("program \(id) cannot write")
            return false
        }
        checkLives(decision)
        noteSlots(decision)
        var decision = decision
        if mutation == .writeNoTaskIDs { forgetAcceptances(&decision) }
        journal.save(decision, at: now, clockAhead: programs[id]?.clockAhead ?? 0)
        checkCap(decision)
        tellLeader(of: id)
        return true
    }

    /// False when the program died over it.
    mutating func act(on decision: Decision, by id: ProgramID) -> Bool {
        for call in decision.calls {
            perform(call, by: id)
            if dies(id, "between two calls") { return false }
        }
        return true
    }

    private func needsWriting(_ decision: Decision) -> Bool {
        !decision.changed.isEmpty || !decision.files.isEmpty || !decision.polls.isEmpty
            || !decision.spent.isEmpty || !decision.pauses.isEmpty || decision.movesBrakes
    }

    private func believed(_ events: [Event]) -> [Event] {
        if mutation == .obeyCallbacks { return events.map(obeyed) }
        if mutation == .sendLostOnesAgain { return events.map(hopeful) }
        if mutation == .hearNoCredits { return events.map(\.withCredits) }
        guard mutation == .believeFailedPolls else { return events }
        return events.map { event in
            guard case .polled(let number, let outcome) = event, outcome.isFailure else {
                return event
            }
            return .polled(number, .answered(.value(.hopeless)))
        }
    }

    private func hopeful(_ event: Event) -> Event {
        guard case .sent(let number, .lost(let reason)) = event else { return event }
        return .sent(number, .notSent(reason: reason))
    }

    /// A callback taken for the word of the user.
    private func obeyed(_ event: Event) -> Event {
        guard case .called(let id) = event,
            let task = journal.unfinished.first(where: { $0.life.taskID == id })
        else { return event }
        return .pollWanted(task.id)
    }

    private func forgetAcceptances(_ decision: inout Decision) {
        for (number, task) in decision.changed where task.life.running?.polls == 0 {
            decision.changed[number] = nil
        }
    }
}

extension Event {
    /// The same, with an empty account taken for a mistake in the request.
    fileprivate var withCredits: Event {
        guard case .sent(let number, .answered(.refused(let refusal))) = self,
            refusal.reason == .noCredits
        else { return self }
        return .sent(number, .answered(.refused(.make(400, .badRequest))))
    }

    /// Whether the event would be lost if it were not decided on.
    var isNews: Bool {
        switch self {
        case .ticked, .called, .lineFound, .balanceUnclear: false
        default: true
        }
    }
}
