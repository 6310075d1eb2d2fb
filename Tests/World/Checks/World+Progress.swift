import Apixo
import Coordination
import Tasks

extension World {
    /// After a turn of the leader: every live task has something coming, and nobody wakes in vain.
    mutating func checkProgress(
        of program: Program,
        after messages: [Message],
        _ instructions: [Instruction],
        _ writes: [MadeDisk.Write],
    ) {
        if program.coordinator.end != nil { return }
        if let wake = program.coordinator.nextWake, wake <= program.clock(now) {
            broken(.noIdleWakes, "the next wake is in the past")
        }
        checkIdle(messages, instructions, writes)
        guard let engine = program.engine, program.isLeader, !program.coordinator.hasUnsaved,
            program.coordinator.term == disk.content.term
        else { return }
        for task in engine.tasks.values.sorted(by: { $0.id < $1.id }) {
            checkComing(task, program)
        }
        checkKnown(engine)
        checkStandstill(program, engine)
    }

    /// The calls of these events are under way no more.
    func hear(_ events: [Event], by program: Program) {
        for event in events {
            switch event {
            case .sent(let number, _), .polled(let number, _):
                program.underWay.remove(number)
            default: break
            }
        }
    }

    private mutating func checkComing(_ task: TrackedTask, _ program: Program) {
        let isUnderWay = program.underWay.contains(task.id)
        switch task.life {
        case .queued: break
        case .sending:
            if !isUnderWay { broken(.nothingIsLost, "task \(task.id.rawValue) sends for ever") }
        case .running(let running):
            guard !running.isParked, running.nextPoll == nil, !isUnderWay else { return }
            broken(.nothingIsLost, "nobody will look at task \(task.id.rawValue)")
        case .succeeded, .failed, .refused, .unknown:
            broken(.nothingIsLost, "task \(task.id.rawValue) has ended and is still watched")
        }
    }

    /// The leader watches all that the journal has.
    private mutating func checkKnown(_ engine: Engine) {
        let forgotten = disk.content.entries.values.filter { entry in
            let life = entry.task.life
            guard entry.task.state != .queued, !entry.task.state.isFinished,
                !(entry.isRemoved && life.running?.isParked == true)
            else { return false }
            let known = engine.tasks[entry.task.id]?.life
            return known == nil || known?.taskID != life.taskID
        }
        guard let first = forgotten.map(\.task.id).min() else { return }
        broken(.nothingIsLost, "the leader has forgotten task \(first.rawValue)")
    }

    private mutating func checkIdle(
        _ messages: [Message],
        _ instructions: [Instruction],
        _ writes: [MadeDisk.Write],
    ) {
        guard messages.allSatisfy(\.isTick), instructions.isEmpty, writes.isEmpty else { return }
        let second = now.milliseconds / 1000
        watch.idleWakes = second == watch.idleSecond ? watch.idleWakes + 1 : 1
        watch.idleSecond = second
        if watch.idleWakes > 20 { broken(.noIdleWakes, "20 wakes in a second did nothing") }
    }

    /// With work left and no call under way, only a timer can bring the next step.
    private mutating func checkStandstill(_ program: Program, _ engine: Engine) {
        guard program.kind == .dashboard, program.coordinator.isAtWork,
            program.underWay.isEmpty, program.coordinator.nextWake == nil
        else { return }
        let isLeft = engine.tasks.values.contains { task in
            switch task.life {
            case .queued:
                !engine.unconfirmed.contains(task.id) && engine.status.hold == nil
                    && engine.balanceWanted == nil
                    && !engine.status.queues.contains { $0.model == task.model && $0.stop != nil }
            case .running(let running): !running.isParked
            default: false
            }
        }
        if isLeft { broken(.nothingIsLost, "the engine sleeps for ever with work left") }
    }
}

extension Message {
    fileprivate var isTick: Bool {
        if case .ticked = self { true } else { false }
    }
}
