import Apixo
import Tasks

extension WorkLoop {
    /// Takes the lead: goes on with what the journal holds.
    mutating func lead() {
        do throws(JournalFault) {
            let now = now
            var estimates = Estimates()
            for (request, cost) in try worker.journal.recentCosts() {
                estimates.learn(costTime: cost, of: request, model: worker.catalog[request.model])
            }
            engine = Engine(
                catalog: worker.catalog,
                spent: try worker.journal.spent(at: now),
                estimates: estimates,
                seed: UInt64.random(in: 0...UInt64.max),
            )
            if goal == .sent { engine.sendOnly() }
            let left =
                try worker.journal.unfinished()
                + worker.journal.unknown(since: now - 3600)
            let decision = engine.resume(
                tasks: left,
                files: try worker.journal.waitingFiles(),
                at: now,
            )
            try worker.journal.save(decision, at: now)
            isLeader = true
            worker.report(.leadership(isLeader: true))
            worker.report(.tasks(engine.tasks.values.sorted { $0.id < $1.id }.map(news)))
            act(on: decision)
            wake(at: engine.nextWake)
            step(try wishes())
        } catch {
            worker.report(.trouble(error.description))
            Task.detached { [worker] in
                try? await Task.sleep(for: .seconds(2))
                worker.post(.leadershipGained)
            }
        }
    }

    /// Shows what the leader writes.
    mutating func follow() { _ = readJournal() }

    /// Another program wrote: new intents and wishes for the leader, news for the others.
    mutating func readJournal() -> [Event] {
        do throws(JournalFault) {
            worker.report(.journalChanged)
            let unfinished = try worker.journal.unfinished()
            guard isLeader else {
                try tell(unfinished)
                return []
            }
            let new = unfinished.filter { $0.life == .queued && engine.tasks[$0.id] == nil }
            if !new.isEmpty { worker.report(.tasks(new.map(news))) }
            return try new.map(Event.submitted) + wishes()
        } catch {
            worker.report(.trouble(error.description))
            return []
        }
    }

    private func wishes() throws(JournalFault) -> [Event] {
        var events: [Event] = []
        for wish in try worker.journal.takeWishes() { events += try self.events(for: wish) }
        return events
    }

    /// Tells of what is live, and of what was and has ended.
    private mutating func tell(_ unfinished: [TrackedTask]) throws(JournalFault) {
        var tasks = unfinished
        let live = Set(unfinished.map(\.id))
        for number in toldLive.subtracting(live) {
            if let task = try worker.journal.task(number) { tasks.append(task) }
        }
        toldLive = live
        if !tasks.isEmpty { worker.report(.tasks(tasks.map(news))) }
    }

    var isGoalReached: Bool {
        switch goal {
        case .none: return false
        case .idle: return isLeader ? engine.isIdle && unsaved.isEmpty : hasNothingLeft
        case .sent: return unsaved.isEmpty
        case .finished(let number): return hasFinished(number)
        }
    }

    private var hasNothingLeft: Bool {
        let left = try? worker.journal.unfinished()
        return left?.allSatisfy { $0.life.running?.isParked ?? false } ?? false
    }

    private func hasFinished(_ number: TaskNumber) -> Bool {
        guard let detail = try? worker.journal.detail(number), unsaved.isEmpty else { return false }
        guard detail.task.state.isFinished else {
            return detail.task.life.running?.isParked ?? false
        }
        return detail.files.allSatisfy { file in
            guard case .waiting(_, let tries, _) = file.state else { return true }
            return tries >= 3
        }
    }
}
