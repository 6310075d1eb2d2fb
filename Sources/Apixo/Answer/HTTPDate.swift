/// A date as HTTP writes it, in Unix seconds: in the form of today and the two of old (RFC 9110,
/// 5.6.7).
struct HTTPDate: Hashable {
    let seconds: Int

    /// - Parameter now: In Unix seconds; tells the century of a year of two digits.
    init?(_ text: String, now: Double) {
        guard text.utf8.count <= 64 else { return nil }
        let words = text.split { " ,-".contains($0) }
        switch words.count {
        // Sun, 06 Nov 1994 08:49:37 GMT, and Sunday, 06-Nov-94 08:49:37 GMT
        case 6 where words[5] == "GMT":
            self.init(day: words[1], words[2], words[3], time: words[4], now)
        // Sun Nov  6 08:49:37 1994
        case 5: self.init(day: words[2], words[1], words[4], time: words[3], now)
        default: return nil
        }
    }

    private init?(
        day: Substring,
        _ month: Substring,
        _ year: Substring,
        time: Substring,
        _ now: Double,
    ) {
        guard let day = day.number(in: 1...31), let month = Self.months.firstIndex(of: month),
            let time = Self.seconds(of: time)
        else { return nil }
        func moment(in year: Int) -> Int {
            Self.days(year: year, month: month + 1, day: day) * 86_400 + time
        }
        if year.utf8.count == 2, let year = year.number(in: 0...99) {
            // More than 50 years ahead means the century before.
            let isAhead = Double(moment(in: 2000 + year)) > now + 50 * 365.25 * 86_400
            self.seconds = moment(in: isAhead ? 1900 + year : 2000 + year)
        } else if year.utf8.count == 4, let year = year.number(in: 1970...9999) {
            self.seconds = moment(in: year)
        } else {
            return nil
        }
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func seconds(of time: Substring) -> Int? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = parts[0].number(in: 0...23),
            let minute = parts[1].number(in: 0...59), let second = parts[2].number(in: 0...60)
        else { return nil }
        return (hour * 60 + minute) * 60 + second
    }

    /// Since 1970, in the calendar of today; a year begins with its March, so that a leap day is
    /// its last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let years = month > 2 ? year : year - 1
        let months = (month + 9) % 12
        let leapDays = years / 4 - years / 100 + years / 400
        return years * 365 + leapDays + (months * 153 + 2) / 5 + day - 719_469
    }
}

extension Substring {
    fileprivate func number(in range: ClosedRange<Int>) -> Int? {
        guard utf8.allSatisfy(\.isDigit), let number = Int(self) else {
            return nil
        }
        return range.contains(number) ? number : nil
    }
}
