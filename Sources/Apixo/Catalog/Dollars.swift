/// An amount of money in millionths of a USD, so that sums are exact.
public struct Dollars: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let micros: Int

    public init(micros: Int) { self.micros = micros }

    /// - Parameter amount: USD; what is beyond all measure becomes the largest amount there is.
    public init(_ amount: Double) {
        let micros = (amount * 1_000_000).rounded()
        self.micros = Int(exactly: micros) ?? (micros < 0 ? .min : .max)
    }

    public static let zero = Dollars(micros: 0)

    public static func < (left: Dollars, right: Dollars) -> Bool { left.micros < right.micros }

    public static func + (left: Dollars, right: Dollars) -> Dollars {
        let (sum, isTooMuch) = left.micros.addingReportingOverflow(right.micros)
        return Dollars(micros: isTooMuch ? .max : sum)
    }

    public static func - (left: Dollars, right: Dollars) -> Dollars {
        let (rest, isTooMuch) = left.micros.subtractingReportingOverflow(right.micros)
        return Dollars(micros: isTooMuch ? .min : rest)
    }

    public static func * (price: Dollars, units: Int) -> Dollars {
        let (product, isTooMuch) = price.micros.multipliedReportingOverflow(by: units)
        return Dollars(micros: isTooMuch ? .max : product)
    }

    public var amount: Double { Double(micros) / 1_000_000 }

    /// `0.035`, `12.50`: two decimal places, and more where they say something.
    public var description: String {
        let (whole, fraction) = micros.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        let digits = String(fraction)
        var places = String(repeating: "0", count: 6 - digits.count) + digits
        while places.count > 2, places.last == "0" { places.removeLast() }
        return "\(micros < 0 ? "-" : "")\(whole).\(places)"
    }
}
