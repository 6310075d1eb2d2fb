import Apixo
import Tasks

extension DetailWriter {
    /// What became of it, or what is being done about it.
    mutating func outcome(of detail: TaskDetail, queue: EngineStatus.ModelQueue?) {
        switch detail.task.life {
        case .queued:
            queued(queue)
            evidence(detail.task.evidence)
        case .sending(let since):
            text.fact("sending", "since \(clock.time(since)); written down before it left")
        case .running(let running): self.running(running)
        case .succeeded(_, let result): succeeded(result, detail.files)
        case .failed(_, let failure): failed(failure)
        case .refused(let refusal, let at): refused(refusal, at)
        case .unknown(let unknown): self.unknown(unknown, detail.balances)
        }
    }

    private mutating func queued(_ queue: EngineStatus.ModelQueue?) {
        if isForOtherKey {
            text.fact("waiting for", "the key it was queued with", .stateUnknown)
            let note =
                "Queued with another key: start apixo with that key, or press x to take it back."
            return text.note(note, .accent)
        }
        if let reason = environment.confirm.reason(toHold: row, at: now) {
            return unconfirmed(reason)
        }
        text.fact("waiting for", queue.map(self.reason) ?? itsTurn)
        text.note("Not sent yet: press x to take it back.", .muted)
    }

    private var itsTurn: String {
        isLeader ? "its turn" : "its turn; another terminal is the leader"
    }

    private func reason(_ queue: EngineStatus.ModelQueue) -> String {
        switch queue.wait {
        case .slots?: "a free slot: \(queue.live) of \(queue.slots) tasks are running"
        case .minute(let until)?:
            "the minute's budget of \(Words.count(queue.limit)) requests: room at \(clock.time(until))"
        case .account?: "the account: all models together have no slot or no request left"
        case .paused(let until)?:
            "the service, which said too many requests (429): goes on at \(clock.time(until))"
        case .offline(let since, let reason)?:
            "the network, down since \(clock.time(since)): \(reason)"
        case .badKey?: "a key that the service accepts; it refused this one"
        case .noCredits?: "credits; the account had none left. Top up, or press c to try again"
        case .stopped(let stop)?: reason(stop)
        case .first?: "the answer to the request that was sent first"
        case .cap(let cap, let until)?: "\(cap.brief); tomorrow begins at \(clock.time(until))"
        case nil: itsTurn
        }
    }

    private func reason(_ stop: BrakeRecord.Stop) -> String {
        switch stop.reason {
        case .unknown(let count, let last):
            "the service: \(count) outcomes in a row are unknown (\(last)). One request tries again "
                + "\(stop.until.map { "after \(clock.time($0))" } ?? "later"); press c to try now"
        case .refused(let status, let message):
            "you: the service refused the model, HTTP \(status): \(message). Press c to try again"
        }
    }

    private mutating func running(_ running: Running) {
        text.fact("phase", running.phase)
        text.fact("polls", "\(running.polls)" + nextPoll(running))
        guard let warning = running.warning else { return }
        text.fact("last poll", warning, .stateUnknown)
        text.note("A failed poll says nothing about the task; it is polled again.", .muted)
    }

    private func nextPoll(_ running: Running) -> String {
        if running.isParked { return ", now once an hour; press l to poll now" }
        guard let next = running.nextPoll else { return ", one under way" }
        guard next > now else { return ", the next is due" }
        return ", next at \(clock.time(next))"
    }

    private mutating func failed(_ failure: TaskFailure) {
        text.fact("failCode", failure.code.rawValue, .stateFailed)
        explain(failure.code)
        text.fact("failMsg", failure.message.isEmpty ? "–" : failure.message)
    }

    private mutating func explain(_ code: FailCode) {
        guard let explanation = code.explanation else {
            return text.note("No page names this code; the message is all there is.", .muted)
        }
        text.note(explanation.meaning, .text)
        text.note(explanation.advice, .accent)
    }

    private mutating func refused(_ refusal: Refusal, _ at: Timestamp) {
        text.fact("refused", "HTTP \(refusal.status) at \(clock.dateAndTime(at))", .stateRefused)
        text.note(refusal.reason.meaning, .text)
        text.note(refusal.reason.advice, .accent)
        text.fact("message", refusal.message.isEmpty ? "–" : refusal.message)
        evidence(refusal.evidence)
        guard let code = refusal.failCode else { return }
        text.fact("failCode", code.rawValue, .stateRefused)
        explain(code)
    }

    private mutating func unknown(_ unknown: Unknown, _ balances: BalanceEvidence) {
        text.fact("sent", clock.dateAndTime(unknown.sentAt))
        text.fact("noticed", clock.dateAndTime(unknown.noticedAt))
        text.fact("what", unknown.reason, .stateUnknown)
        evidence(unknown.answer)
        self.balances(balances)
        guard !unknown.isSettled else {
            return text.note("You marked it as lost.", .muted)
        }
        text.note(
            "It may be running and billed. It is never sent again by itself; press u to resolve it:",
            .text,
        )
        text.note("· mark it as lost", .accent)
        text.note("· send it again, as a new draft; that may bill twice", .accent)
        text.note("· attach a taskId you found elsewhere", .accent)
        for id in unknown.answer?.taskIDs ?? [] {
            text.note("· attach \(id.rawValue), which the answer named", .accent)
        }
    }

    /// The answer as it came, for whoever has to find out what it meant.
    private mutating func evidence(_ evidence: Evidence?) {
        guard let evidence else { return }
        text.fact("answer", "HTTP \(evidence.status)")
        for (name, value) in evidence.headers.sorted(by: { $0.key < $1.key }) {
            text.note("\(name): \(value)", .muted)
        }
        text.note(evidence.body.isEmpty ? "(no body)" : evidence.body, .muted)
    }
}

extension DetailWriter {
    /// Money tells what the service never said.
    private mutating func balances(_ balances: BalanceEvidence) {
        text.fact("balance", words(for: balances.before, "before"))
        text.fact("", words(for: balances.after, "after"))
        guard let before = balances.before, let after = balances.after else { return }
        let change = Dollars(before.amount) - Dollars(after.amount)
        text.note(
            change > .zero
                ? "\(change) USD less: this may have been billed, or another request was."
                : "Nothing was taken between the two.",
            .muted,
        )
    }

    private func words(for balance: Balance?, _ place: String) -> String {
        guard let balance else { return "not known \(place)" }
        return "\(Dollars(balance.amount)) USD \(place), at \(clock.dateAndTime(balance.at))"
    }
}
