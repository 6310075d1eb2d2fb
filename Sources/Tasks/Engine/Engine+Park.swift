import Apixo

/// A task that runs past its model's limit holds no slot any more and is polled rarely, at every
/// start and once an hour, for as long as its results could be had.
extension Engine {
    private static let pauseOfParked = 3600.0

    func park(_ running: inout Running, _ task: TrackedTask, at now: Timestamp) {
        running.isParked = true
        let next = now + Self.pauseOfParked
        running.nextPoll = next < endOfResults(running, task) ? next : nil
    }

    /// When a run that begins polls a parked task; nil when its results would be gone.
    func firstPoll(ofParked running: Running, _ task: TrackedTask, at now: Timestamp) -> Timestamp?
    {
        now < endOfResults(running, task) ? now : nil
    }

    private func endOfResults(_ running: Running, _ task: TrackedTask) -> Timestamp {
        running.acceptedAt + Double(model(task.model).resultLifetime)
    }

    /// Whether the service says of every other task, too, that it knows none: then it is rather the
    /// wrong service than a lost task.
    func isEveryoneMissing(besides task: TrackedTask) -> Bool {
        let others = tasks.values.filter { $0.id != task.id }.compactMap(\.life.running)
            .filter { !$0.isParked }
        return !others.isEmpty && others.allSatisfy(\.isMissing)
    }

    /// How many tasks the service says it does not know, if that is all of them. One alone is
    /// parked in the end, and found again when the right service is asked.
    var missing: Int {
        let live = tasks.values.compactMap(\.life.running).filter { !$0.isParked }
        return live.allSatisfy(\.isMissing) ? live.count : 0
    }

    /// Whether the service is being asked about a task just now.
    public func isPolled(_ number: TaskNumber) -> Bool { underWay[number] != nil }
}
