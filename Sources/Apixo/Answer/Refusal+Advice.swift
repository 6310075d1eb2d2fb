extension Refusal {
    /// What the user can do about it.
    public var advice: String { failCode?.explanation?.advice ?? reason.advice }
}

extension Refusal.Reason {
    public var meaning: String {
        switch self {
        case .badRequest: "The service does not accept these parameters. Nothing was created."
        case .noCredits: "The account has no credits left. Nothing was created."
        case .badKey: "The service does not know this key. Nothing was created."
        case .forbidden: "The key has no permission for this, or the content breaks the policy."
        case .notFound: "The service does not know this model. Nothing was created."
        case .other: "The service did not accept the request. Nothing was created."
        }
    }

    public var advice: String {
        switch self {
        case .badRequest: "Correct the field named in the message, then send it again."
        case .noCredits: "Top up the balance, then send it again."
        case .badKey: "Run apixo login, or set APIXO_API_KEY, and start again."
        case .forbidden: "Read the message, then change the prompt or the permissions of the key."
        case .notFound: "Check the name of the model, and its file in the configuration folder."
        case .other: "Read the message, and check the base URL."
        }
    }
}
