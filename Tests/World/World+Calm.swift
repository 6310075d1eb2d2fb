import Apixo
import Tasks

extension World {
    /// All trouble ends; what was begun must come to an end now.
    mutating func calmDown() {
        tell("all trouble ends")
        weather = .clear
        mendJournal()
        liftCap()
        let deadline = now + patience
        phase = .calm(since: now, deadline: deadline)
        if !programs.values.contains(where: { $0.kind == .dashboard && !$0.isStopping }) {
            start(.dashboard)
        }
        let last = models.models.map { $0.request("after the storm") }
        for id in programs.keys.sorted().prefix(1) {
            timeline.add(.message(id, .submit(last)), at: now + 120)
        }
        // By then no old refusal is under way.
        timeline.add(.reconcile, at: now + 120)
        timeline.add(.checkpoint, at: now + 20)
    }

    /// What was refused holds the queue until the user acts.
    mutating func reconcile() {
        guard journal.isHeldForUser, let leader else { return }
        tell("the user lets everything go on")
        post(.userCommand(.resumeSending(nil)), to: leader)
        timeline.add(.reconcile, at: now + 60)
    }

    /// Generous, but bounded by how much there is to do.
    private var patience: Double {
        let slowest = models.models.map { model in
            let count = journal.entries.values.count { $0.task.model == model.id }
            return Self.patience(count, model.limits) + model.polls.parkAfter
        }
        let ofAccount = Self.patience(journal.entries.count, narrowest)
        // A stop may have come to its longest pause.
        return 600 + (slowest.max() ?? 0) + ofAccount + (journal.isHeld ? 7200 : 0)
    }

    /// Of the account, as far as anybody may have learnt it.
    private var narrowest: Limits {
        let learnt = journal.ceiling(clockAhead: 0)?.limits
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
        case .calm(let since, let deadline):
            checkGaps(since: since)
            if hasEnded { return quietDown() }
            if now > deadline { broken(.everythingEnds, whatIsLeft) }
        case .quiet(let deadline):
            if !isAsking, service.isIdle(at: now) || now > deadline { beginLastWave() }
        case .lastWave(let tasks, let deadline):
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
        journal.unfinished.allSatisfy { $0.life.running?.isParked ?? false }
            && journal.waitingFiles.isEmpty
    }

    private var whatIsLeft: String {
        let tasks = journal.unfinished.map { "task \($0.id.rawValue) is \($0.state.rawValue)" }
        let files = journal.waitingFiles.map { "file of task \($0.id.task.rawValue) waits" }
        return (tasks + files).joined(separator: ", ")
    }

    /// Nobody waits for a poll out of proportion to what the minute allows.
    private mutating func checkGaps(since: Timestamp) {
        guard now.seconds(since: since) > 200, let leader, let program = programs[leader],
            program.isLeader
        else { return }
        for task in program.engine.tasks.values {
            guard let running = task.life.running, !running.isParked else { continue }
            let model = model(task.model)
            let others = journal.entries.values.filter { $0.task.model == task.model }.count
            let ofAccount = Double(journal.entries.count) * 75 / Double(narrowest.requestsPerMinute)
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
        guard let leader, programs[leader]?.isLeader == true else {
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
        let first = journal.entries.count + 1
        phase = .lastWave(tasks: first...first + count - 1, deadline: now + 900)
        post(.submit((0..<count).map { model.request("last \($0)") }), to: leader)
    }

    /// The first may have to try the line after an outage; then the others leave at once.
    private mutating func checkLeft(_ tasks: ClosedRange<Int>) {
        let waiting = tasks.map(TaskNumber.init).filter { !watch.posted.contains($0) }
        guard let first = waiting.first else { return }
        broken(.roadIsFreeAfterwards, "task \(first.rawValue) waits for nothing")
    }
}
