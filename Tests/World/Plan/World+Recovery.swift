import Apixo
import Coordination
import Tasks

extension World {
    /// Seconds that the last wave may take.
    private static let waveLength = 900.0

    /// All trouble ends; what was begun must come to an end now.
    mutating func recover() {
        tell("all trouble ends")
        faults = .clear
        disk.change { ($0.unwritable, $0.crash) = (0, 0) }
        freeDisk()
        for id in programs.keys.sorted() {
            thaw(id)
            if programs[id]?.isWanted == false { resume(id) }
        }
        liftCap()
        let deadline = now + patience
        phase = .recovery(since: now, deadline: deadline)
        if !programs.values.contains(where: { $0.kind == .dashboard && !$0.isQuitting }) {
            start(.dashboard)
        }
        let last = models.models.map { $0.request("after the storm") }
        for id in programs.keys.sorted().prefix(1) {
            timeline.add(.message(id, .submit(last.map(called), isAgain: true)), at: now + 120)
        }
        // By then no old refusal is under way.
        timeline.add(.release, at: now + 120)
        timeline.add(.checkpoint, at: now + 20)
    }

    /// What was refused holds the queue until the user acts.
    mutating func releaseAll() {
        guard disk.content.isHeldForUser else { return }
        // Nobody leads for a moment, or one that was replaced and does not know it yet.
        guard let leader else { return timeline.add(.release, at: now + 20) }
        tell("the user lets everything go on")
        post(.userCommand(.resumeSending(nil)), to: leader)
        timeline.add(.release, at: now + 60)
    }

    /// Generous, but bounded by how much there is to do.
    private var patience: Double {
        let slowest = models.models.map { model in
            let count = disk.content.entries.values.count { $0.task.model == model.id }
            return Self.patience(count, model.limits) + model.polls.parkAfter
        }
        let ofAccount = Self.patience(disk.content.entries.count, narrowest)
        // A stop may have come to its longest pause.
        return 600 + (slowest.max() ?? 0) + ofAccount + (disk.content.isHeld ? 7200 : 0)
    }

    /// Of the account, as far as anybody may have learnt it.
    private var narrowest: Limits {
        let learnt = disk.content.ceiling?.limits
        return Limits(
            requestsPerMinute: learnt?.requestsPerMinute ?? account.limits.requestsPerMinute
                ?? .max,
            tasksAtOnce: learnt?.tasksAtOnce ?? account.limits.tasksAtOnce ?? .max,
        )
    }

    private static func patience(_ count: Int, _ limits: Limits) -> Double {
        let requests = Double(count + 1) * 8 / Double(limits.requestsPerMinute) * 60
        return requests + (Double(count + 1) / Double(limits.tasksAtOnce)).rounded(.up) * 150
    }

    mutating func checkpoint() {
        let isAsking = confirmAll()
        switch phase {
        case .storm, .over: break
        case .recovery(let since, let deadline):
            checkGaps(since: since)
            if hasEnded { return quietDown() }
            if now > deadline { broken(.everythingEnds, whatIsLeft) }
        case .quiet(let deadline):
            if !isAsking, service.isIdle(at: now) || now > deadline { beginLastWave() }
        case .lastWave(let tasks, let deadline):
            // Who begins to lead in the middle of it polls first.
            if watch.leadsSince > deadline - Self.waveLength {
                phase = .quiet(deadline: now + 3600)
                break
            }
            checkLeft(tasks)
            if hasEnded {
                phase = .over
                return
            }
            if now > deadline { broken(.everythingEnds, whatIsLeft) }
        }
        timeline.add(.checkpoint, at: now + 20)
    }

    private var hasEnded: Bool {
        disk.content.unfinished.allSatisfy { $0.life.running?.isParked ?? false }
            && disk.content.waitingFiles.isEmpty
    }

    private var whatIsLeft: String {
        let tasks = disk.content.unfinished.map { "task \($0.id.rawValue) is \($0.state.rawValue)" }
        let files = disk.content.waitingFiles.map { "file of task \($0.id.task.rawValue) waits" }
        return (tasks + files).joined(separator: ", ")
    }

    /// Nobody waits for a poll out of proportion to what the minute allows.
    private mutating func checkGaps(since: Timestamp) {
        guard now.seconds(since: since) > 200, let leader, let engine = programs[leader]?.engine
        else { return }
        for task in engine.tasks.values {
            guard let running = task.life.running, !running.isParked else { continue }
            let model = model(task.model)
            let others = disk.content.entries.values.filter { $0.task.model == task.model }.count
            let ofAccount =
                Double(disk.content.entries.count) * 75 / Double(narrowest.requestsPerMinute)
            let share = Double(others) * 75 / Double(model.limits.requestsPerMinute) + ofAccount
            let care = max(watch.careAt[task.id] ?? since, watch.leadsSince, since)
            let gap = now.seconds(since: care)
            if gap > 240 + 2 * share {
                broken(.everyoneIsPolled, "task \(task.id.rawValue) waits \(Int(gap)) s")
            }
        }
    }

    private mutating func quietDown() {
        tell("all has ended")
        phase = .quiet(deadline: now + 3600)
        timeline.add(.checkpoint, at: now + 300)
    }

    /// As many tasks as the limits of a model allow at once.
    private mutating func beginLastWave() {
        guard let leader else {
            return broken(.everythingEnds, "nobody leads")
        }
        let model = dice.pick(models.models)
        let count = min(
            model.limits.tasksAtOnce,
            model.limits.requestsPerMinute,
            narrowest.tasksAtOnce,
            narrowest.requestsPerMinute,
            // Above the smallest plan one goes at a time where nothing is known.
            account.isBinding ? 12 : 3,
        )
        let first = disk.content.entries.count + 1
        phase = .lastWave(tasks: first...first + count - 1, deadline: now + Self.waveLength)
        let requests = (0..<count).map { called(model.request("last \($0)")) }
        post(.submit(requests, isAgain: true), to: leader)
    }

    /// The first may have to try the line after an outage; then the others leave at once.
    private mutating func checkLeft(_ tasks: ClosedRange<Int>) {
        let waiting = tasks.map(TaskNumber.init).filter { !watch.posted.contains($0) }
        guard let first = waiting.first else { return }
        broken(.roadIsFreeAfterwards, "task \(first.rawValue) waits for nothing")
    }
}
