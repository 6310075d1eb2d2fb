/// What the user has filled in so far; may be incomplete or wrong.
public struct Draft: Sendable, Hashable {
    public var model: ModelID
    public var requestType: RequestType
    public var callbackURL: String
    public var provider: Provider
    /// Only what was set; a field of a mode not chosen now keeps its value here but is not sent.
    public var values: [String: FieldValue]

    public init(
        model: ModelID,
        requestType: RequestType = .async,
        callbackURL: String = "",
        provider: Provider = .auto,
        values: [String: FieldValue] = [:],
    ) {
        self.model = model
        self.requestType = requestType
        self.callbackURL = callbackURL
        self.provider = provider
        self.values = values
    }
}
