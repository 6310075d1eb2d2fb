import Apixo
import Tasks

/// What does not change while the dashboard is open.
public struct AppEnvironment: Sendable {
    public var catalog: Catalog
    public var theme: Theme
    public var endpoint: Endpoint
    public var endpointHost: String
    public var isDemo: Bool
    /// Without a key everything can be looked at and nothing can be sent.
    public var hasKey: Bool
    public var zone: TimeZoneRules
    public var resultsFolder: String
    /// Shortens paths to `~`.
    public var homeFolder: String
    /// What may be spent a day and at once.
    public var caps: SpendCaps
    /// How long a decision holds.
    public var confirm: ConfirmRule
    /// Where this program receives callbacks, if it does.
    public var callbackURL: String?
    /// The terminal shows nothing but ASCII.
    public var isASCII: Bool

    public init(
        catalog: Catalog,
        theme: Theme,
        endpoint: Endpoint,
        isDemo: Bool = false,
        hasKey: Bool = true,
        zone: TimeZoneRules = .utc,
        resultsFolder: String = "",
        homeFolder: String = "",
        caps: SpendCaps = SpendCaps(),
        confirm: ConfirmRule = ConfirmRule(),
        callbackURL: String? = nil,
        isASCII: Bool = false,
    ) {
        self.catalog = catalog
        self.theme = theme
        self.endpoint = endpoint
        endpointHost = endpoint.host
        self.isDemo = isDemo
        self.hasKey = hasKey
        self.zone = zone
        self.resultsFolder = resultsFolder
        self.homeFolder = homeFolder
        self.caps = caps
        self.confirm = confirm
        self.callbackURL = callbackURL
        self.isASCII = isASCII
    }
}
