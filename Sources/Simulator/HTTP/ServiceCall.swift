import Apixo

/// A request as far as the service reads it.
struct ServiceCall: Sendable {
    enum Endpoint: Sendable, Hashable {
        case generate(model: String)
        case poll(model: String, taskID: String?)
        case balance
        case file(path: String)
        case unknown(path: String)
    }

    enum Body: Sendable {
        case json(JSON)
        case notJSON
        case tooLong
    }

    var endpoint: Endpoint
    var hasKey: Bool
    var body: Body = .notJSON
}

extension ServiceCall.Endpoint {
    enum Method { case get, head, post }

    init(_ method: Method?, path: String, taskID: String?) {
        if method == .post, let model = path.rest(after: "/api/v1/generateTask/") {
            self = .generate(model: model)
        } else if method == .get, let model = path.rest(after: "/api/v1/statusTask/") {
            self = .poll(model: model, taskID: taskID)
        } else if method == .get, path == "/api/v1/apikeys/current-balance" {
            self = .balance
        } else if method == .get || method == .head, path.hasPrefix(ServedFile.folder) {
            self = .file(path: path)
        } else {
            self = .unknown(path: path)
        }
    }

    /// The endpoint as the ledger names it.
    var name: String {
        switch self {
        case .generate: "generateTask"
        case .poll: "statusTask"
        case .balance: "current-balance"
        case .file: "results"
        case .unknown(let path): path
        }
    }

    var model: String? {
        switch self {
        case .generate(let model), .poll(let model, _): model
        case .balance, .file, .unknown: nil
        }
    }
}

extension String {
    fileprivate func rest(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
