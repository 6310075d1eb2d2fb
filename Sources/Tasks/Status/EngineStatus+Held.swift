extension EngineStatus {
    /// What keeps a task from being sent until the user acts.
    public func held(_ task: TrackedTask) -> Held? {
        if let hold { return .account(hold) }
        guard let stop = queues.first(where: { $0.model == task.model })?.stop,
            case .refused(let status, let message) = stop.reason
        else { return nil }
        return .model(task.model, status: status, message: message)
    }
}
