import Apixo
import Tasks

extension World {
    /// Takes the lead: wishes first, so that what was taken back is not sent; then the rest.
    mutating func lead(_ id: ProgramID) {
        guard let program = programs[id] else { return }
        if mutation != .readWishesAfterSending {
            guard let userCommands = takeCommands(id) else { return leadLater(id) }
            program.wished += userCommands
        }
        var engine = freshEngine(for: program)
        if isCalledBack { engine.receive(at: Self.receiver) }
        if program.kind == .sender { engine.sendOnly() }
        let clock = program.clock(now)
        let decision = engine.resume(
            tasks: leftOver(for: program),
            files: journal.waitingFiles,
            pauses: mutation == .forgetThePauses
                ? [:] : journal.pauses(at: now, clockAhead: program.clockAhead),
            brakes: mutation == .forgetTheStop
                ? [:] : journal.brakes(clockAhead: program.clockAhead),
            hold: mutation == .forgetTheHold ? nil : journal.hold,
            ceiling: journal.ceiling(clockAhead: program.clockAhead),
            at: clock,
        )
        if dies(id, "while taking the lead") { return }
        guard save(decision, by: id) else { return leadLater(id) }
        tell("program \(id) leads")
        program.engine = engine
        program.isLeader = true
        program.leads += 1
        program.newest = journal.newest
        watch.leadsSince = now
        beginBrakes(decision)
        if journal.isHeld { askBalance(id) }
        guard act(on: decision, by: id) else { return }
        wake(id, at: engine.nextWake)
        let wished = (program.wished + (takeCommands(id) ?? [])).filter(isInTime)
        program.wished = []
        step(id, wished)
        if mutation == .leadTwice, dice.happens(0.3) {
            timeline.add(.message(id, .leadershipGained), at: now + dice.seconds(0...2))
        }
    }

    /// What was taken back while nobody led is beyond a yes.
    private func isInTime(_ event: Event) -> Bool {
        guard case .confirmed(let task, _) = event else { return true }
        return journal.task(task.id)?.life == .queued
    }

    private mutating func leadLater(_ id: ProgramID) {
        tell("program \(id) cannot take the lead yet")
        timeline.add(.message(id, .leadAgain), at: now + 2)
    }

    private mutating func freshEngine(for program: Program) -> Engine {
        Engine(
            catalog: models.catalog(for: mutation),
            limits: account.known(to: mutation),
            spent: spent(on: program.clockAhead),
            dailySpend: dailySpend(at: program.clock(now)),
            estimates: estimates,
            seed: dice.seed(),
        )
    }

    /// As the clock of a program would have shown it, set or not.
    private func spent(on clockAhead: Int) -> [ModelID: [Timestamp]] {
        switch mutation {
        case .forgetTheMinute: [:]
        case .countByTheWallClock: journal.spentByTheWall(at: now, clockAhead: clockAhead)
        default: journal.spent(at: now, clockAhead: clockAhead)
        }
    }

    private var estimates: Estimates {
        var estimates = Estimates()
        for entry in journal.entries.values.sorted(by: { $0.task.id < $1.task.id }) {
            guard case .succeeded(let finished, _) = entry.task.life,
                let cost = finished.times.costTime
            else { continue }
            let task = entry.task
            estimates.learn(costTime: cost, of: task.request, model: model(task.model))
        }
        return estimates
    }

    private func leftOver(for program: Program) -> [TrackedTask] {
        let unknown =
            mutation == .countByTheWallClock
            ? journal.unknownByTheWall : journal.unknown(clockAhead: program.clockAhead)
        let left = journal.unfinished + unknown
        if mutation == .forgetRunningOnes { return left.filter { $0.life.running == nil } }
        guard mutation == .sendUnknownAgain else { return left }
        return left.map { task in
            guard case .sending = task.life else { return task }
            return TrackedTask(id: task.id, request: task.request, submittedAt: task.submittedAt)
        }
    }
}
