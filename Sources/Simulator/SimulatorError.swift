/// Why a simulator did not start.
public enum SimulatorError: Error, Hashable, Sendable {
    case portBusy(Int)
    case notListening(String)
    case ledgerNotWritable(String, reason: String)
}

extension SimulatorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .portBusy(let port):
            "port \(port) of 127.0.0.1 is already in use; choose another, or 0 for a free one"
        case .notListening(let reason): "the simulator cannot listen on 127.0.0.1: \(reason)"
        case .ledgerNotWritable(let path, let reason):
            "the ledger \(path) cannot be written: \(reason)"
        }
    }
}
