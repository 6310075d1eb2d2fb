/// Amounts as people read them.
enum Words {
    /// `0:07`, `12:40`, `1:02:03`
    static func clock(_ seconds: Int) -> String {
        let seconds = max(0, seconds)
        let tail = seconds % 60 < 10 ? "0\(seconds % 60)" : "\(seconds % 60)"
        guard seconds >= 3600 else { return "\(seconds / 60):\(tail)" }
        let minutes = seconds / 60 % 60
        return "\(seconds / 3600):\(minutes < 10 ? "0" : "")\(minutes):\(tail)"
    }

    /// `now`, `5m`, `3h`, `12d`
    static func age(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "now"
        case ..<3600: "\(seconds / 60)m"
        case ..<86_400: "\(seconds / 3600)h"
        case ..<(86_400 * 1000): "\(seconds / 86_400)d"
        default: "old"
        }
    }

    /// `14 d 3 h`, `3 h 20 min`, `12 min`
    static func remaining(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "less than a minute"
        case ..<3600: "\(seconds / 60) min"
        case ..<86_400: "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
        }
    }

    /// Milliseconds as `28.4s`, or as a clock when there are many.
    static func cost(_ milliseconds: Int) -> String {
        let milliseconds = max(0, milliseconds)
        guard milliseconds < 1_000_000 else { return clock(milliseconds / 1000) }
        return "\(milliseconds / 1000).\(milliseconds / 100 % 10)s"
    }

    /// `820 B`, `34 kB`, `2.1 MB`
    static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: "\(bytes) B"
        case ..<1_000_000: "\(bytes / 1000) kB"
        case ..<1_000_000_000: "\(tenths(bytes / 100_000)) MB"
        default: "\(tenths(bytes / 100_000_000)) GB"
        }
    }

    /// `10,000`
    static func count(_ number: Int) -> String {
        var digits = String(abs(number))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = String(digits.dropLast(3))
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// `12.34`; four places where cents would hide the amount.
    static func dollars(_ amount: Double) -> String {
        let places = abs(amount) < 1 && amount != 0 ? 4 : 2
        let unit = places == 4 ? 10_000 : 100
        guard abs(amount) < 1e12 else { return "very much" }
        let total = Int((abs(amount) * Double(unit)).rounded())
        let fraction = String(total % unit)
        let zeros = String(repeating: "0", count: places - fraction.count)
        return "\(amount < 0 ? "-" : "")\(count(total / unit)).\(zeros)\(fraction)"
    }

    /// `1 image`, `4 images`
    static func counted(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Whole seconds of a number that came from a file, whatever it says.
    static func seconds(_ number: Double) -> Int {
        Int(min(max(number, 0), 1e9))
    }

    private static func tenths(_ number: Int) -> String { "\(number / 10).\(number % 10)" }
}
