import Apixo
import App
import Tasks

extension EngineStatus.Held {
    var code: ExitCode {
        switch self {
        case .account(let hold): hold.reason == .badKey ? .key : .credits
        case .model(_, let status, _): status == 403 ? .key : .failed
        }
    }

    /// What was refused, and what to do about it.
    var reason: String {
        switch self {
        case .account(let hold): hold.sentence
        case .model(let model, let status, let message):
            "\(model.rawValue) is held, HTTP \(status): \(message); apixo resume \(model.rawValue) goes on"
        }
    }
}

extension AccountHold {
    var sentence: String {
        switch reason {
        case .badKey:
            "the service refused the key (HTTP \(status)); run apixo login, or apixo resume to try this one again"
        case .noCredits:
            "the account has no credits left (HTTP \(status)); top up, or apixo resume to try again"
        }
    }
}

extension BrakeRecord.Stop {
    var sentence: String {
        switch reason {
        case .unknown(let count, let last):
            "stopped after \(count) unknown outcomes in a row (\(last)); one request tries again from \(until?.text ?? "-") on, if the service answers then, or after apixo resume"
        case .refused(let status, let message):
            "held, HTTP \(status): \(message); apixo resume goes on"
        }
    }
}
