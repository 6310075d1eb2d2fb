/// How far the user's clocks are ahead of Greenwich. Asked anew for every moment: summer time begins
/// and ends while a program runs.
public struct TimeZoneRules: Sendable {
    public static let utc = fixed(0)

    private let seconds: @Sendable (Timestamp) -> Int

    /// - Parameter seconds: Seconds east of Greenwich at a moment.
    public init(seconds: @escaping @Sendable (Timestamp) -> Int) { self.seconds = seconds }

    public static func fixed(_ seconds: Int) -> TimeZoneRules { TimeZoneRules { _ in seconds } }

    /// Seconds east of Greenwich.
    public func offset(at moment: Timestamp) -> Int { seconds(moment) }
}
