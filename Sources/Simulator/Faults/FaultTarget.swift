/// What a call asks for, as far as faults are concerned.
enum FaultTarget {
    case generate
    case poll(isRunning: Bool, isSuccess: Bool)
    case balance
    case download
    case webhook

    var isWebhook: Bool {
        if case .webhook = self { true } else { false }
    }
}
