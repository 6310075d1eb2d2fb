import Apixo
import Synchronization
import Tasks

/// Says on stderr why a worker without a screen stands still, once for each reason.
final class WaitLog: Sendable {
    private struct Told: Equatable {
        var outage: Outage?
        var caps: [ModelID: CapReached] = [:]
        var hold: AccountHold?
        var missing = 0
        var learnt: AccountLimits?
        var stops: [ModelID: BrakeRecord.Stop] = [:]
    }

    private let told = Mutex(Told())

    func take(_ status: EngineStatus) {
        let caps = status.queues.reduce(into: [ModelID: CapReached]()) { caps, queue in
            if case .cap(let cap, _)? = queue.wait { caps[queue.model] = cap }
        }
        let stops = status.queues.reduce(into: [ModelID: BrakeRecord.Stop]()) {
            $0[$1.model] = $1.stop
        }
        let now = Told(
            outage: status.outage,
            caps: caps,
            hold: status.hold,
            missing: status.missing,
            learnt: status.account.ceiling?.limits,
            stops: stops,
        )
        let before = told.withLock { told in
            defer { told = now }
            return told
        }
        tellHeld(now, before)
        if let learnt = now.learnt, learnt != before.learnt { writeError(learnt.sentence) }
        if now.missing > 0, before.missing == 0 {
            let which =
                now.missing == 1
                ? "does not know the task" : "knows none of the \(now.missing) tasks"
            writeError("apixo: the service \(which); is the base URL right?")
        }
        if let outage = now.outage {
            guard before.outage?.since != outage.since || before.outage?.reason != outage.reason
            else {
                return
            }
            writeError("apixo: offline since \(outage.since.text): \(outage.reason)".forTerminal)
        } else if let outage = before.outage {
            writeError("apixo: the service is there again, after \(outage.since.text)")
        }
        for (model, cap) in caps.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where before.caps[model] != cap {
            writeError("apixo: \(model.rawValue) waits: \(cap)".forTerminal)
        }
    }

    private func tellHeld(_ now: Told, _ before: Told) {
        if let hold = now.hold, before.hold?.reason != hold.reason {
            writeError("apixo: nothing is sent: \(hold.sentence)".forTerminal)
        } else if now.hold == nil, before.hold != nil {
            writeError("apixo: it is sent again")
        }
        for (model, stop) in now.stops.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where before.stops[model] != stop {
            writeError("apixo: \(model.rawValue) is \(stop.sentence)".forTerminal)
        }
        for model in before.stops.keys.sorted(by: { $0.rawValue < $1.rawValue })
        where now.stops[model] == nil {
            writeError("apixo: \(model.rawValue) is sent again")
        }
    }
}

extension AccountLimits {
    /// What a 429 has taught.
    fileprivate var sentence: String {
        let parts = [
            requestsPerMinute.map { "\($0) requests a minute" },
            tasksAtOnce.map { "\($0) tasks at once" },
        ].compactMap(\.self)
        return """
            apixo: the service answered 429 though the model had room: the account is taken to have \
            \(parts.joined(separator: " and ")); set [account] in config.toml if you know better
            """
    }
}
