import Apixo

/// One task, wholly decided when it is accepted; polls only compare it with the clock.
struct SimulatedTask: Sendable {
    enum Ending: Sendable {
        case success([ServedFile])
        /// A result whose JSON holds no URL.
        case oddResult
        case failed(code: String, message: String)
    }

    enum Phase: Sendable, Hashable {
        case pending, processing, ended
    }

    let id: String
    let model: String
    /// Unix milliseconds, as everywhere.
    let createTime: Int
    let pendingUntil: Int
    /// nil for a task that never ends.
    let completeTime: Int?
    let ending: Ending
    /// Some samples of a failed task have no completeTime and costTime.
    let showsEndTimes: Bool
    /// Shown in place of `pending` and `processing`.
    let runningState: String?
    /// How long the files can be had after the end.
    let lifetime: Int
    let callbackURL: String?

    func phase(at now: Int) -> Phase {
        if let completeTime, now >= completeTime { return .ended }
        return now < pendingUntil ? .pending : .processing
    }

    func file(path: String) -> ServedFile? {
        guard case .success(let files) = ending else { return nil }
        return files.first { $0.path == path }
    }

    func hasExpired(at now: Int) -> Bool {
        completeTime.map { now >= $0 + lifetime } ?? false
    }

    /// What a poll at this moment shows; `base` is where the files are served.
    func report(at now: Int, base: String) -> SimulatedReport {
        var report = SimulatedReport(taskID: id, state: "", createTime: createTime)
        switch phase(at: now) {
        case .pending: report.state = runningState ?? "pending"
        case .processing: report.state = runningState ?? "processing"
        case .ended: end(&report, base: base)
        }
        return report
    }

    private func end(_ report: inout SimulatedReport, base: String) {
        switch ending {
        case .success(let files):
            let urls = files.map { JSONText.quoted(base + $0.path) }.joined(separator: ",")
            report.state = "success"
            report.resultJSON = "{\"resultUrls\":[\(urls)]}"
        case .oddResult:
            report.state = "success"
            report.resultJSON = "{\"results\":[{\"note\":\"no resultUrls here\"}]}"
        case .failed(let code, let message):
            report.state = "failed"
            report.failCode = code
            report.failMessage = message
        }
        if showsEndTimes { report.completeTime = completeTime }
    }
}
