import Apixo

/// How a refusal stands in the log of polls. A store reads there whether the key was refused.
extension PollEntry {
    static func text(of refusal: Refusal) -> String {
        "\(start(refusal.status)) \(refusal.message)"
    }

    /// Whether the service refused the key.
    public static func tellsOfRefusedKey(_ text: String) -> Bool { text.hasPrefix(start(401)) }

    private static func start(_ status: Int) -> String { "HTTP \(status):" }
}
