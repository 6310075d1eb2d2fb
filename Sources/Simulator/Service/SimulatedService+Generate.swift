import Apixo

extension SimulatedService {
    mutating func generate(_ name: String, _ call: ServiceCall, at now: Int) -> CallOutcome {
        var fault: Fault?
        do throws(SimulatedRefusal) {
            let model = try admit(name, call)
            fault = faults.draw(for: .generate, from: &random)
            if let fault, prevents(fault) { throw .by(fault) }
            return try accept(call, model, fault: fault, at: now)
        } catch {
            return refuse(call, error, fault: fault, at: now)
        }
    }

    /// A server error leaves open whether the task was created, so it is created half of the time.
    private mutating func prevents(_ fault: Fault) -> Bool {
        switch fault {
        case .closeBefore, .tooMany: true
        case .serverError, .badGateway: random.happens(0.5)
        case .closeAfter, .truncated, .garbage, .slow, .unknownState, .brokenResult, .hostileText,
            .webhookTwice, .webhookEarly, .webhookForged, .webhookGarbage, .webhookLost:
            false
        }
    }

    private mutating func accept(
        _ call: ServiceCall,
        _ model: Model,
        fault: Fault?,
        at now: Int,
    ) throws(SimulatedRefusal) -> CallOutcome {
        try countRequest(to: model, at: now)
        let submission = try Submission(call.body, for: model)
        try checkSlot(of: model, at: now)
        try checkWords(of: submission)
        let task = SimulatedTask(
            submission,
            of: model,
            at: now,
            timeScale: timeScale,
            random: &random,
        )
        let units = task.billedUnits(of: submission, model)
        let cost = Double(units) * (model.billing.price?.amount ?? Self.usualPrice)
        guard cost <= balance else { throw .noCredits }
        keep(task, cost: cost)
        return announce(task, submission, fault: fault)
    }

    private func checkWords(of submission: Submission) throws(SimulatedRefusal) {
        let words = PromptWords(submission.prompt)
        if words.has("credits") { throw .noCredits }
        if let status = words.integer("refuse"), (400...599).contains(status) {
            throw .steered(status)
        }
    }

    private mutating func announce(
        _ task: SimulatedTask,
        _ submission: Submission,
        fault: Fault?,
    ) -> CallOutcome {
        var data = JSONText()
        data.add("taskId", task.id)
        let message = message("success", fault: fault)
        let text = SimulatedAnswer.envelope(message: message, data: data.text)
        var entry = LedgerEntry(
            .accepted,
            at: task.createTime,
            model: task.model,
            taskId: task.id,
        )
        entry.request = submission.body
        var reply = finish(SimulatedAnswer(body: .text(text)), entry, fault: fault)
        if let url = task.callbackURL, let due = task.completeTime {
            let fault = faults.draw(for: .webhook, from: &random)
            reply.webhook = Webhook(taskID: task.id, url: url, due: due, fault: fault)
        }
        return reply
    }
}
