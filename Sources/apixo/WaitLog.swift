import Apixo
import Synchronization
import Tasks

/// Says on stderr why a worker without a screen stands still, once for each reason.
final class WaitLog: Sendable {
    private struct Told: Equatable {
        var outage: Outage?
        var caps: [ModelID: CapReached] = [:]
    }

    private let told = Mutex(Told())

    func take(_ status: EngineStatus) {
        let caps = status.lanes.reduce(into: [ModelID: CapReached]()) { caps, lane in
            if case .cap(let cap, _)? = lane.wait { caps[lane.model] = cap }
        }
        let now = Told(outage: status.outage, caps: caps)
        let before = told.withLock { told in
            defer { told = now }
            return told
        }
        if let outage = now.outage {
            guard before.outage?.since != outage.since || before.outage?.why != outage.why else {
                return
            }
            writeError("apixo: offline since \(outage.since.text): \(outage.why)".forTerminal)
        } else if let outage = before.outage {
            writeError("apixo: the service is there again, after \(outage.since.text)")
        }
        for (model, cap) in caps.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where before.caps[model] != cap {
            writeError("apixo: \(model.rawValue) waits: \(cap)".forTerminal)
        }
    }
}
