import Apixo
import GRDB
import Tasks

/// A value that cannot be what its column is for.
struct OddValue: Error {
    let column: String
}

/// GRDB's own way to read a column ends the program when the value is of another type.
extension Row {
    /// An optional is nil for NULL alone.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws(OddValue) -> Value {
        guard let value = Value.fromDatabaseValue(stored(column)) else {
            throw OddValue(column: column)
        }
        return value
    }

    /// A number that may be counted on from.
    func count(_ column: String) throws(OddValue) -> Int { try integer(column, in: 0...(1 << 53)) }

    func moment(_ column: String) throws(OddValue) -> Moment {
        Moment(try integer(column, in: Moment.possible))
    }

    func momentIfAny(_ column: String) throws(OddValue) -> Moment? {
        isNull(column) ? nil : try moment(column)
    }

    func flag(_ column: String) throws(OddValue) -> Bool { try integer(column, in: 0...1) == 1 }

    func integer(
        _ column: String,
        in range: ClosedRange<Int>,
    ) throws(OddValue) -> Int {
        // A fraction is not rounded: what was written here was whole.
        guard case .int64(let number) = stored(column).storage, range.contains(Int(number)) else {
            throw OddValue(column: column)
        }
        return Int(number)
    }

    func integerIfAny(
        _ column: String,
        in range: ClosedRange<Int>,
    ) throws(OddValue) -> Int? {
        isNull(column) ? nil : try integer(column, in: range)
    }

    /// A `total` of SQL, which knows no overflow; what is beyond all measure is cut off.
    func sum(_ column: String) throws(OddValue) -> Int {
        let total: Double = try value(column)
        return total > 0 ? Int(exactly: total.rounded()) ?? .max : 0
    }

    func dollars(_ column: String) throws(OddValue) -> Dollars {
        Dollars(micros: try sum(column))
    }

    func isNull(_ column: String) -> Bool { stored(column).isNull }

    func stored(_ column: String) -> DatabaseValue { self[column] ?? .null }
}

extension Moment {
    /// To the end of the year 9999, as the service's own times are read.
    static let possible = 0...253_402_300_799_999

    init(_ milliseconds: Int) { self.init(milliseconds: milliseconds) }
}
