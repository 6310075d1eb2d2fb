import Apixo

extension SimulatedTask {
    /// Seconds a task takes where the documents give no figure.
    private static let usualSeconds = 30.0...60.0

    /// Decides what becomes of a submission: by the words of its prompt, else by `random`.
    init(
        _ submission: Submission,
        of model: Model,
        at now: Int,
        timeScale: Double,
        random: inout SplitMix,
    ) {
        let words = PromptWords(submission.prompt)
        let typical = model.typicalSeconds(for: submission.input) ?? Self.usualSeconds
        let seconds = words.seconds("take") ?? Double.random(in: typical, using: &random)
        let duration = max(1, Self.milliseconds(seconds * timeScale))
        id = "task_" + random.next().hex(16)
        self.model = model.id.rawValue
        createTime = now
        pendingUntil = now + duration / 10
        completeTime = words.has("never") ? nil : now + duration
        ending = Self.ending(of: id, words, submission, model)
        showsEndTimes = !words.has("no-times") && !(ending.isFailure && random.happens(0.25))
        runningState = words.text("state")
        lifetime =
            words.seconds("expires").map(Self.milliseconds)
            ?? Self.milliseconds(Double(model.resultLifetime))
        callbackURL = submission.callbackURL
    }

    /// At most three thousand years, so that no sum of times overflows.
    private static func milliseconds(_ seconds: Double) -> Int {
        Int((min(max(seconds, 0), 1e11) * 1000).rounded())
    }

    private static func ending(
        of id: String,
        _ words: PromptWords,
        _ submission: Submission,
        _ model: Model,
    ) -> Ending {
        if words.has("fail") {
            let code = words.text("fail") ?? FailCodes.usual
            return .failed(code: code, message: FailCodes.message(for: code))
        }
        if words.has("odd-result") { return .oddResult }
        let kind = ServedFile.Kind(model, submission.input)
        let asked = model.billing.unit == .image ? model.billedUnits(for: submission.input) : 1
        let count = min(asked, max(0, words.integer("images") ?? asked))
        return .success((0..<count).map { ServedFile(taskID: id, number: $0 + 1, kind: kind) })
    }

    /// What the task costs in units of the model's billing.
    func billedUnits(of submission: Submission, _ model: Model) -> Int {
        switch (ending, model.billing.unit) {
        case (.failed, _): 0
        case (.success(let files), .image): files.count
        case (.success, _), (.oddResult, _): model.billedUnits(for: submission.input)
        }
    }
}

extension SimulatedTask.Ending {
    fileprivate var isFailure: Bool {
        switch self {
        case .failed: true
        case .success, .oddResult: false
        }
    }
}
