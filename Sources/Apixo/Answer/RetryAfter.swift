/// How long a server asks to be left alone.
public enum RetryAfter {
    /// Between two dates of the same clock lies a day at most.
    private static let longest = 86_400.0

    /// In seconds, nil for what is neither a number nor a date; what lies in the past is 0.
    ///
    /// - Parameters:
    ///   - text: `Retry-After`, in seconds or as a date.
    ///   - date: The answer's own `Date`: its clock may be another than ours.
    ///   - now: In Unix seconds.
    public static func seconds(_ text: String, date: String?, now: Double) -> Double? {
        // "nan" and "inf" are numbers to a parser, and no time to wait.
        if let seconds = Double(text) { return seconds.isFinite ? max(seconds, 0) : nil }
        guard let end = HTTPDate(text, now: now) else { return nil }
        let start = date.flatMap { HTTPDate($0, now: now) }
        let wait = start.map { Double(end.seconds - $0.seconds) }
        if let wait, wait <= longest { return max(wait, 0) }
        return max(Double(end.seconds) - now, 0)
    }
}
