/// Whoever reads what came from outside.
public enum Reader: String, Sendable, CaseIterable {
    case submitAnswer, pollAnswer, balanceAnswer, result, json
    case model, theme, configuration, key, draft, request, address, journal
}

extension Reader {
    public func complaint(about bytes: [UInt8]) -> String? {
        complaint(about: bytes, in: Scratch())
    }

    /// FuzzInputs as they should be.
    var seeds: [String] {
        switch self {
        case .submitAnswer, .pollAnswer, .balanceAnswer: Seeds.answers
        case .result: Seeds.results
        case .json: Seeds.answers + Seeds.results + Seeds.drafts
        case .model: Seeds.models
        case .theme: Seeds.themes
        case .configuration: Seeds.configurations
        case .key: Seeds.keys
        case .draft: Seeds.drafts
        case .request: Seeds.requests
        case .address: Seeds.addresses
        // Its pages are no text.
        case .journal: []
        }
    }
}
