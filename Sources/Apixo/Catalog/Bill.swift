/// What a request is billed as, so far as the model's file knows.
public struct Bill: Hashable, Sendable {
    public var unit: Billing.Unit
    /// At most; images are billed as far as they are really made (seedream-5-0 page, `max_images`).
    public var units: Int
    /// USD a unit, where the user has set one.
    public var price: Dollars?

    public init(unit: Billing.Unit, units: Int, price: Dollars? = nil) {
        self.unit = unit
        self.units = units
        self.price = price
    }

    /// The most it can cost; nil when the price is not known.
    public var amount: Dollars? { price.map { $0 * units } }
}

extension Bill: CustomStringConvertible {
    /// `up to 4 images · 0.14 USD`
    public var description: String {
        let words = "\(units) \(unit.rawValue)\(units == 1 ? "" : "s")"
        let most = unit == .image && units > 1 ? "up to \(words)" : words
        return most + (amount.map { " · \($0) USD" } ?? "")
    }
}

extension Model {
    public func bill(for input: [String: FieldValue]) -> Bill {
        Bill(unit: billing.unit, units: billedUnits(for: input), price: billing.price)
    }
}
