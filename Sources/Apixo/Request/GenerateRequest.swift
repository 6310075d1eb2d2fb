/// The routing of a request; `auto` is the service's default and is not sent.
public enum Provider: String, Sendable, CaseIterable, Codable {
    case auto, value, official
}

/// `request_type`: whether the service is asked, or calls back.
public enum RequestType: String, Sendable, CaseIterable, Codable {
    case async, callback
}

/// A request that the model's rules allow, ready to be sent.
public struct GenerateRequest: Sendable, Hashable {
    public var model: ModelID
    public var requestType: RequestType
    public var callbackURL: String?
    public var provider: Provider
    public var input: [String: FieldValue]

    public init(
        model: ModelID,
        requestType: RequestType = .async,
        callbackURL: String? = nil,
        provider: Provider = .auto,
        input: [String: FieldValue],
    ) {
        self.model = model
        self.requestType = requestType
        self.callbackURL = callbackURL
        self.provider = provider
        self.input = input
    }

    public var prompt: String {
        guard case .text(let text)? = input["prompt"] else { return "" }
        return text
    }

    /// The same request to change and send anew.
    public var draft: Draft {
        Draft(
            model: model,
            requestType: requestType,
            callbackURL: callbackURL ?? "",
            provider: provider,
            values: input,
        )
    }
}
