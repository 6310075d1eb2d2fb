import Apixo
import Synchronization
import Tasks

/// Says on stderr why a worker without a screen stands still, once for each reason.
final class WaitLog: Sendable {
    private struct Told: Equatable {
        var outage: Moment?
        var caps: [ModelID: CapReached] = [:]
    }

    private let told = Mutex(Told())

    func take(_ status: EngineStatus) {
        let caps = status.lanes.reduce(into: [ModelID: CapReached]()) { caps, lane in
            if case .cap(let cap, _)? = lane.wait { caps[lane.model] = cap }
        }
        let now = Told(outage: status.outage?.since, caps: caps)
        let before = told.withLock { told in
            defer { told = now }
            return told
        }
        if let outage = status.outage, before.outage != outage.since {
            writeError("apixo: offline: \(outage.why); trying again".forTerminal)
        } else if before.outage != nil, status.outage == nil {
            writeError("apixo: the service answers again")
        }
        for (model, cap) in caps.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where before.caps[model] != cap {
            writeError("apixo: \(model.rawValue) waits: \(cap)".forTerminal)
        }
    }
}
