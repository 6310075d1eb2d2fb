/// Moments as the user's wall clock and calendar show them.
public struct WallClock: Sendable {
    private let zone: TimeZoneRules

    public init(_ zone: TimeZoneRules) { self.zone = zone }

    /// `14:02:31`
    public func time(_ moment: Timestamp) -> String { time(moment, separator: ":") }

    public func time(_ moment: Timestamp, separator: String) -> String {
        let seconds = local(moment) % 86_400
        return [seconds / 3600, seconds / 60 % 60, seconds % 60].map(twoDigits)
            .joined(separator: separator)
    }

    /// `2025-11-20`
    public func date(_ moment: Timestamp) -> String {
        let (year, month, day) = civil(days: local(moment) / 86_400)
        return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    }

    /// `2025-11-20 14:02:31`
    public func dateAndTime(_ moment: Timestamp) -> String { "\(date(moment)) \(time(moment))" }

    private func local(_ moment: Timestamp) -> Int {
        max(0, moment.milliseconds / 1000 + zone.offset(at: moment))
    }

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The proleptic calendar in eras of 400 years that begin in March.
    private func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let leapDays = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        let day = dayOfYear - (153 * march + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
