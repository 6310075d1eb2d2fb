import Apixo

extension SimulatedService {
    mutating func poll(_ name: String, _ taskID: String?, _ call: ServiceCall, at now: Int)
        -> CallOutcome
    {
        var fault: Fault?
        do throws(SimulatedRefusal) {
            let model = try admit(name, call)
            fault = faults.draw(for: pollTarget(taskID, at: now), from: &random)
            if let fault, fault.hidesAnswer { throw .by(fault) }
            try countRequest(to: model, at: now)
            guard let taskID else { throw .invalid("Missing required field: taskId") }
            // A task is known under the model it was submitted to, and under no other.
            guard let task = tasks[taskID], task.model == name else { throw .unknownTask }
            return show(task, fault: fault, at: now)
        } catch {
            return refuse(call, error, fault: fault, at: now)
        }
    }

    /// What a webhook says of a task at its end.
    func webhookBody(taskID: String, at now: Int) -> String? {
        tasks[taskID]?.report(at: now, base: base).json(message: "success")
    }

    private func pollTarget(_ taskID: String?, at now: Int) -> FaultTarget {
        guard let taskID, let task = tasks[taskID] else {
            return .poll(isRunning: false, isSuccess: false)
        }
        let report = task.report(at: now, base: base)
        let isRunning = task.phase(at: now) != .ended
        return .poll(isRunning: isRunning, isSuccess: report.resultJSON != nil)
    }

    private mutating func show(_ task: SimulatedTask, fault: Fault?, at now: Int) -> CallOutcome {
        var report = task.report(at: now, base: base)
        if fault == .unknownState {
            report.state = Self.strangeStates.randomElement(using: &random) ?? "?"
        }
        if fault == .brokenResult { report.resultJSON = "{\"resultUrls\":[\"https://" }
        if fault == .hostileText, report.failMessage != nil {
            report.failMessage = HostileText.make(from: &random)
        }
        let text = report.json(message: message("success", fault: fault))
        var entry = LedgerEntry(.poll, at: now, model: task.model, taskId: task.id)
        entry.state = report.state
        return finish(SimulatedAnswer(body: .text(text)), entry, fault: fault)
    }

    private static let strangeStates = [
        "processing_r2", "queued", "uploading", "PROCESSING", "", "en cours", "state\u{1B}[31m",
    ]
}
