import Apixo
import Tasks

extension World {
    /// A request reaches the service, whether its sender lives or not.
    mutating func arrive(_ parcel: Parcel) {
        switch parcel.call {
        case .post(let intent, let request): generate(intent, request, parcel)
        case .poll(let number, let id, let taskID): status(number, id, taskID, parcel)
        case .download: break
        }
    }

    /// Whether the account has a request of the minute left.
    private mutating func isWithinAccount() -> Bool {
        let count = service.countOfAccount(at: now)
        guard let limit = account.limits.requestsPerMinute, count > limit else { return true }
        if account.isBinding {
            broken(.accountIsKept, "\(count) requests of \(limit) in a minute")
        }
        return false
    }

    private mutating func count(_ id: ModelID) {
        let count = service.count(id, at: now)
        let limit = model(id).limits.requestsPerMinute
        if count > limit {
            broken(.minuteIsKept, "\(id.rawValue) got \(count) requests of \(limit) in a minute")
        }
    }

    private mutating func generate(
        _ intent: TaskNumber,
        _ request: GenerateRequest,
        _ parcel: Parcel,
    ) {
        count(request.model)
        let isWithin = isWithinAccount()
        let refusal: SubmitAnswer? = isWithin ? tooManyTasks() : .tooMany(retryAfter: nil)
        if let answer = turnedAway() ?? heldBack() ?? refusal {
            tell("  the service answers task \(intent.rawValue): \(answer.plainWords)")
            return reply(.sent(intent, .answered(answer)), to: parcel)
        }
        checkAcceptance(of: intent, request.model)
        let model = model(request.model)
        let id = service.accept(intent, model, faults, &dice, at: now)
        watch.accepted.insert(intent)
        tell("  the service accepts task \(intent.rawValue) as \(id.rawValue)")
        planCallbacks(for: id, of: request.model)
        if dice.happens(faults.silentAfter) { return lose(parcel) }
        let answer: SubmitAnswer =
            dice.happens(faults.brokenAfter) ? .unclear(.garbage(&dice)) : .value(id)
        reply(.sent(intent, .answered(answer)), to: parcel)
    }

    private mutating func turnedAway<Value>() -> Answer<Value>? {
        if dice.happens(faults.tooMany) {
            let wait = dice.happens(faults.saysWhen) ? dice.seconds(0...60) : nil
            return .tooMany(retryAfter: wait)
        }
        if dice.happens(faults.broken) { return .unclear(.garbage(&dice)) }
        if dice.happens(faults.badKey) { return .refused(.make(401, .badKey)) }
        if dice.happens(faults.refuses * 0.3) { return .refused(.make(400, .badRequest)) }
        return nil
    }

    private mutating func tooManyTasks() -> SubmitAnswer? {
        guard let limit = account.limits.tasksAtOnce, slotsTaken >= limit else { return nil }
        if account.isBinding { broken(.accountIsKept, "\(slotsTaken + 1) tasks of \(limit)") }
        return .tooMany(retryAfter: nil)
    }

    /// As an empty account is, and a key that may not use the model.
    private mutating func heldBack() -> SubmitAnswer? {
        if dice.happens(faults.noCredits) { return .refused(.make(402, .noCredits)) }
        if dice.happens(faults.forbidden) { return .refused(.make(403, .forbidden)) }
        return nil
    }

    private mutating func status(
        _ number: TaskNumber,
        _ id: ModelID,
        _ taskID: TaskID,
        _ parcel: Parcel,
    ) {
        count(id)
        let isWithin = isWithinAccount()
        let answer: PollAnswer =
            turnedAway() ?? (isWithin ? report(taskID, id) : .tooMany(retryAfter: nil))
        tell("  the service says of task \(number.rawValue): \(answer.plainWords)")
        reply(.polled(number, .answered(answer)), to: parcel)
    }

    private mutating func report(_ taskID: TaskID, _ id: ModelID) -> PollAnswer {
        if dice.happens(faults.notFound) { return .refused(.make(404, .notFound)) }
        let report = service.report(taskID, id, faults, &dice, at: now)
        return report.map(PollAnswer.value) ?? .refused(.make(404, .notFound))
    }
}

extension Refusal {
    static func make(_ status: Int, _ reason: Reason) -> Refusal {
        Refusal(status: status, reason: reason, message: "no")
    }
}

extension Unclear {
    static func garbage(_ dice: inout Dice) -> Unclear {
        Unclear(status: dice.pick([200, 500, 502, 503]), detail: "<html>")
    }
}
