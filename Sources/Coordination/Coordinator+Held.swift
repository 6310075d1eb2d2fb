import Tasks

/// What waits for the user: nothing that a program is here for moves any more.
extension Coordinator {
    /// What keeps the goal from being reached until the user does something about it.
    var heldEnd: EngineStatus.Held? {
        guard isLeader, let term = leadership.term, term.unsaved.isEmpty,
            let held = term.engine.status.held
        else { return nil }
        switch stopCondition {
        case .none, .sent, .carriedOut: return nil
        case .idle: return isStuck ? held : nil
        case .finished(let numbers):
            let isOver = numbers.allSatisfy { hasEnded($0) || isStuck($0) }
            return isOver && numbers.contains(where: isStuck) ? held : nil
        }
    }

    /// Whether nothing moves any more.
    private var isStuck: Bool {
        guard let engine else { return false }
        return engine.tasks.values.allSatisfy { isStuck($0) || isLeftAlone($0) }
            && engine.tasks.values.contains(where: isStuck)
            && !engine.files.values.contains(where: \.isWorthWaitingFor)
    }

    private func isStuck(_ number: TaskNumber) -> Bool {
        engine?.tasks[number].map(isStuck) ?? false
    }

    private func isStuck(_ task: TrackedTask) -> Bool {
        guard let status = engine?.status else { return false }
        switch task.life {
        case .queued:
            return status.hold != nil
                || status.queues.contains { $0.model == task.model && $0.isRefused }
        case .running(let running): return status.isKeyRefused && running.failedPolls >= 3
        case .sending, .succeeded, .failed, .refused, .unknown: return false
        }
    }

    /// The same for a program that does not lead, as the journal says. What only another key can
    /// send is not waited for either.
    func readStandstill() throws(JournalError) -> RunEnd? {
        guard let (tasks, files) = try readAwaited(), !files.contains(where: \.isWorthWaitingFor)
        else { return nil }
        let open = tasks.filter { !isLeftAlone($0) }
        var found: EngineStatus.Held?
        for task in open where !forOtherKey.contains(task.id) {
            guard let held = try readHeld(task) else { return nil }
            found = found ?? held
        }
        return found.map(RunEnd.held) ?? (open.isEmpty ? nil : .conditionMet)
    }

    private func readAwaited() throws(JournalError) -> ([TrackedTask], [ResultFile])? {
        switch stopCondition {
        case .none, .sent, .carriedOut: return nil
        case .idle: return (try store.unfinished(), try store.waitingFiles())
        case .finished(let numbers):
            var (tasks, files): ([TrackedTask], [ResultFile]) = ([], [])
            for number in numbers {
                if let task = try store.task(number) { tasks.append(task) }
                files += try store.files(of: number)
            }
            return (tasks, files)
        }
    }

    private func readHeld(_ task: TrackedTask) throws(JournalError) -> EngineStatus.Held? {
        guard let status = leadership.follower?.view.status else { return nil }
        switch task.life {
        case .queued: return status.held(task)
        case .running:
            guard status.isKeyRefused, try store.isKeyRefused(to: task.id) else {
                return nil
            }
            return status.held(task)
        case .sending, .succeeded, .failed, .refused, .unknown: return nil
        }
    }
}
