import Apixo
import Tasks

extension World {
    /// Before a POST leaves: no trouble that came before holds it back.
    mutating func checkBrake(_ number: TaskNumber, _ id: ModelID) {
        var line = watch.queues[id] ?? Watch.Line()
        defer { watch.queues[id] = line }
        if !line.isTrusted, !line.unanswered.isEmpty {
            let others = line.unanswered.map { "\($0.rawValue)" }.sorted()
            broken(.oneGoesFirst, "task \(number.rawValue) leaves before \(others) are answered")
        }
        if line.stoppedAt != nil, !line.isHealthy {
            broken(.stopIsKept, "task \(number.rawValue) after \(line.unknowns) unknown outcomes")
        }
        if watch.account.isEmpty || watch.account.isKeyRefused {
            broken(.holdIsKept, "task \(number.rawValue) leaves")
        }
        line.unanswered.insert(number)
        if !line.isTrusted { line.first.insert(number) }
    }

    /// A new program leads: it trusts nothing, and knows what the last one wrote down.
    mutating func beginBrakes(_ decision: Decision) {
        for model in models.models.map(\.id) {
            var line = watch.queues[model] ?? Watch.Line()
            line.isTrusted = false
            line.isHealthy = false
            line.unanswered = []
            line.first = []
            let isLeft = decision.changed.values.contains {
                $0.model == model && $0.state == .unknown
            }
            if isLeft { count(&line, model, isTry: true) }
            watch.queues[model] = line
        }
        watch.account.balance = nil
    }

    /// What the events that are decided on and written down say of models and account.
    mutating func noteBrakes(_ events: [Event], by program: Program) {
        var told: Set<TaskNumber> = []
        for event in events {
            switch event {
            case .sent(let number, let outcome):
                guard program.underWay.contains(number),
                    told.insert(number).inserted
                else { continue }
                note(outcome, of: number)
            case .polled(let number, let outcome):
                guard program.underWay.contains(number),
                    told.insert(number).inserted
                else { continue }
                note(outcome, of: number)
            case .balanceRead(let amount): note(balance: amount)
            case .balanceRefused:
                // It may be the balance alone that the key is not good for; a refusal of a request
                // that was under way is seen by a free call then, all the same.
                if disk.content.hold?.reason == .badKey, !watch.account.isEmpty {
                    watch.account.isKeyRefused = true
                }
                watch.account.isSeenFree = true
            default: break
            }
        }
    }

    private mutating func note(_ outcome: SubmitOutcome, of number: TaskNumber) {
        guard let model = disk.content.entries[number]?.task.model else { return }
        var line = watch.queues[model] ?? Watch.Line()
        line.unanswered.remove(number)
        let isFirst = line.first.remove(number) != nil
        switch outcome {
        case .lost, .answered(.unclear):
            line.isTrusted = false
            line.first = []
            count(&line, model, isTry: isFirst)
        case .answered(.value): trust(&line, isFirst)
        case .answered(.refused(let refusal)):
            switch refusal.reason {
            case .badKey, .noCredits: note(refusal, isFree: false)
            case .forbidden: break
            default: trust(&line, isFirst)
            }
        case .answered(.tooMany), .notSent: break
        }
        watch.queues[model] = line
    }

    private func trust(_ line: inout Watch.Line, _ isFirst: Bool) {
        if line.stoppedAt == nil { line.unknowns = 0 }
        guard isFirst else { return }
        line.isTrusted = true
        line.unknowns = 0
        line.stoppedAt = nil
    }

    private func count(_ line: inout Watch.Line, _ id: ModelID, isTry: Bool) {
        line.unknowns += 1
        guard line.unknowns >= model(id).brake.unknownLimit else { return }
        if line.stoppedAt == nil || isTry {
            line.stoppedAt = now
            line.isHealthy = false
        }
    }

    private mutating func note(_ outcome: PollOutcome, of number: TaskNumber) {
        guard let model = disk.content.entries[number]?.task.model else { return }
        switch outcome {
        case .answered(.value):
            heal(model)
            noteKeyTaken()
        case .answered(.refused(let refusal)): note(refusal, isFree: true)
        default: break
        }
    }

    private mutating func note(_ refusal: Refusal, isFree: Bool) {
        switch refusal.reason {
        case .badKey:
            if watch.account.isEmpty { return }
            watch.account.isKeyRefused = true
            if isFree { watch.account.isSeenFree = true }
        case .noCredits:
            if watch.account.isEmpty || watch.account.isKeyRefused { return }
            watch.account.reference = watch.account.balance
            watch.account.isEmpty = true
        default: break
        }
    }

    private mutating func note(balance amount: Double) {
        watch.account.balance = amount
        for model in models.models { heal(model.id) }
        noteKeyTaken()
        guard watch.account.isEmpty else { return }
        if let reference = watch.account.reference, amount > reference {
            watch.account.isEmpty = false
        } else {
            watch.account.reference = amount
        }
    }

    private mutating func noteKeyTaken() {
        guard watch.account.isSeenFree else { return }
        watch.account.isKeyRefused = false
        watch.account.isSeenFree = false
    }

    private mutating func heal(_ id: ModelID) {
        guard let stoppedAt = watch.queues[id]?.stoppedAt,
            now.seconds(since: stoppedAt) >= model(id).brake.pause - 0.01
        else { return }
        watch.queues[id]?.isHealthy = true
    }

    mutating func noteRelease(of model: ModelID?) {
        if model == nil { watch.account = Watch.AccountWatch(balance: watch.account.balance) }
        for id in models.models.map(\.id) where model == nil || id == model {
            var line = Watch.Line()
            line.unanswered = watch.queues[id]?.unanswered ?? []
            watch.queues[id] = line
        }
    }

    /// What was written lightly is gone with the power.
    mutating func forgetWhatWasNotSynced() {
        let content = disk.content
        watch.pausedUntil = [:]
        watch.account.isKeyRefused = content.hold?.reason == .badKey
        watch.account.isEmpty = content.hold?.reason == .noCredits
        watch.account.isSeenFree = content.hold?.isSeenFree ?? false
        watch.account.reference = content.hold?.balance
        for model in models.models.map(\.id) where content.brakes[model]?.stop == nil {
            watch.queues[model]?.stoppedAt = nil
            watch.queues[model]?.unknowns = content.brakes[model]?.unknowns ?? 0
        }
    }
}
