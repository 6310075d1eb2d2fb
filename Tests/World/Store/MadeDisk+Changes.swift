import Apixo
import Coordination
import Tasks

extension MadeDisk.Content {
    /// - Parameter clockAhead: Milliseconds the clock that the decision goes by is ahead.
    mutating func keep(_ decision: Decision, at now: Timestamp, clockAhead: Int) {
        for task in decision.changed.values { keep(task, at: now) }
        for file in decision.files.values { files[file.id] = file }
        for poll in decision.polls {
            guard var entry = entries.removeValue(forKey: poll.task) else { continue }
            entry.polls += 1
            entry.log = entry.log.suffix(2) + [poll.text]
            entries[poll.task] = entry
        }
        for (model, count) in decision.spent {
            departures.append(MadeDisk.Departure(model: model, at: now, count: count))
        }
        if departures.count > 200 { departures.removeAll { $0.at < now - 120 } }
        for (model, until) in decision.pauses { pauses[model] = until.shifted(by: -clockAhead) }
        for (model, record) in decision.brakes { brakes[model] = record.shifted(by: -clockAhead) }
        if let hold = decision.hold { self.hold = hold }
        if let ceiling = decision.ceiling { self.ceiling = ceiling?.shifted(by: -clockAhead) }
    }

    private mutating func keep(_ task: TrackedTask, at now: Timestamp) {
        entries[task.id]?.task = task
        if let running = task.life.running, !running.isParked {
            entries[task.id]?.isRemoved = false
        }
        if case .sending(let since) = task.life { entries[task.id]?.sentAt = since }
        if task.state == .unknown, entries[task.id]?.unknownSince == nil {
            entries[task.id]?.unknownSince = now
        }
    }

    mutating func add(_ command: UserCommand) {
        commandsMade += 1
        commands.append(PendingCommand(id: commandsMade, command: command))
    }

    mutating func drop(_ some: [PendingCommand]) {
        let gone = Set(some.map(\.id))
        commands.removeAll { gone.contains($0.id) }
    }
}

extension MadeDisk.State {
    /// Takes a task off the list if it may go; one not sent yet will never be.
    mutating func remove(as command: UserCommand) -> TaskNumber? {
        guard let number = command.task, let task = content.entries[number]?.task,
            task.isRemovable
        else { return nil }
        if case .cancel = command, task.life != .queued { return nil }
        writes.append(.removed(number, before: task.life))
        content.entries[number]?.isRemoved = true
        guard task.life == .queued else { return number }
        let refusal = Refusal(status: 0, reason: .other, message: "taken back")
        content.entries[number]?.task.life = .refused(refusal, at: now)
        return number
    }
}

extension Timestamp {
    func shifted(by milliseconds: Int) -> Timestamp {
        Timestamp(milliseconds: self.milliseconds + milliseconds)
    }
}

extension BrakeRecord {
    func shifted(by milliseconds: Int) -> BrakeRecord {
        var record = self
        record.stop?.until = stop?.until?.shifted(by: milliseconds)
        return record
    }
}

extension AccountCeiling {
    func shifted(by milliseconds: Int) -> AccountCeiling {
        var ceiling = self
        ceiling.raiseAt = raiseAt.shifted(by: milliseconds)
        return ceiling
    }
}

extension Life {
    /// In milliseconds.
    var costTime: Int? {
        switch self {
        case .succeeded(let finished, _), .failed(let finished, _): finished.times.costTime
        case .queued, .sending, .running, .refused, .unknown: nil
        }
    }
}
