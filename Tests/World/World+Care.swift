import Apixo
import Tasks

extension World {
    /// After a step of the leader: every live task has something coming, and the engine does not
    /// wake in vain.
    mutating func checkCare(of id: ProgramID, after events: [Event], _ decision: Decision) {
        guard let program = programs[id] else { return }
        for task in program.engine.tasks.values.sorted(by: { $0.id < $1.id }) {
            checkComing(task, program)
        }
        checkKnown(program)
        checkWake(program, events, decision)
    }

    /// The calls of these events are under way no more.
    mutating func hear(_ events: [Event], by id: ProgramID) {
        for event in events {
            switch event {
            case .sent(let number, _), .polled(let number, _):
                programs[id]?.underWay.remove(number)
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
    private mutating func checkKnown(_ program: Program) {
        let forgotten = journal.entries.values.filter { entry in
            let life = entry.task.life
            guard entry.task.state != .queued, !entry.task.state.isFinished,
                !(entry.isRemoved && life.running?.isParked == true)
            else { return false }
            let known = program.engine.tasks[entry.task.id]?.life
            return known == nil || known?.taskID != life.taskID
        }
        guard let first = forgotten.map(\.task.id).min() else { return }
        broken(.nothingIsLost, "the leader has forgotten task \(first.rawValue)")
    }

    private mutating func checkWake(_ program: Program, _ events: [Event], _ decision: Decision) {
        let clock = program.clock(now)
        if let wake = program.engine.nextWake, wake <= clock {
            broken(.noIdleWakes, "the next wake is in the past")
        }
        checkStandstill(program)
        guard events.allSatisfy({ !$0.isNews }), decision.isEmpty else { return }
        let second = now.milliseconds / 1000
        watch.idleWakes = second == watch.idleSecond ? watch.idleWakes + 1 : 1
        watch.idleSecond = second
        if watch.idleWakes > 20 { broken(.noIdleWakes, "20 wakes in a second did nothing") }
    }

    /// With work left and no call under way, only a timer can bring the next step.
    private mutating func checkStandstill(_ program: Program) {
        let engine = program.engine
        guard program.kind == .dashboard, program.mayLead, program.underWay.isEmpty,
            engine.nextWake == nil
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
