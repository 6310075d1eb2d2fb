import Apixo
import GRDB
import Tasks

/// GRDB's own way to read a column ends the program when the value is of another type.
extension Row {
    /// An optional is nil for NULL alone.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws(CorruptValue) -> Value {
        guard let value = Value.fromDatabaseValue(stored(column)) else {
            throw CorruptValue(column: column)
        }
        return value
    }

    /// A number that may be counted on from.
    func count(_ column: String) throws(CorruptValue) -> Int {
        try integer(column, in: 0...(1 << 53))
    }

    func moment(_ column: String) throws(CorruptValue) -> Timestamp {
        Timestamp(try integer(column, in: Timestamp.possible))
    }

    func momentIfAny(_ column: String) throws(CorruptValue) -> Timestamp? {
        isNull(column) ? nil : try moment(column)
    }

    func momentOrZero(_ column: String) throws(CorruptValue) -> Timestamp {
        try momentIfAny(column) ?? Timestamp(0)
    }

    func text(_ column: String) throws(CorruptValue) -> String {
        try value(column) ?? ""
    }

    func flag(_ column: String) throws(CorruptValue) -> Bool { try integer(column, in: 0...1) == 1 }

    func integer(
        _ column: String,
        in range: ClosedRange<Int>,
    ) throws(CorruptValue) -> Int {
        // A fraction is not rounded: what was written here was whole.
        guard case .int64(let number) = stored(column).storage, range.contains(Int(number)) else {
            throw CorruptValue(column: column)
        }
        return Int(number)
    }

    func integerIfAny(
        _ column: String,
        in range: ClosedRange<Int>,
    ) throws(CorruptValue) -> Int? {
        isNull(column) ? nil : try integer(column, in: range)
    }

    /// A `total` of SQL, which knows no overflow; what is beyond all measure is cut off.
    func sum(_ column: String) throws(CorruptValue) -> Int {
        let total: Double = try value(column)
        return total > 0 ? Int(exactly: total.rounded()) ?? .max : 0
    }

    func dollars(_ column: String) throws(CorruptValue) -> Dollars {
        Dollars(micros: try sum(column))
    }

    func isNull(_ column: String) -> Bool { stored(column).isNull }

    func stored(_ column: String) -> DatabaseValue { self[column] ?? .null }
}

extension Timestamp {
    /// To the end of the year 9999, as the service's own times are read.
    static let possible = 0...253_402_300_799_999

    init(_ milliseconds: Int) { self.init(milliseconds: milliseconds) }
}
