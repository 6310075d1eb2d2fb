/// A point in time in Unix milliseconds, as the API counts (`createTime`).
///
/// The worker's clock starts at the wall clock and then runs steadily, so within one run of the
/// program moments never go back.
public struct Timestamp: Hashable, Comparable, Sendable {
    public var milliseconds: Int

    public init(milliseconds: Int) { self.milliseconds = milliseconds }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (moment: Timestamp, seconds: Double) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + Int((seconds * 1000).rounded()))
    }

    public static func - (moment: Timestamp, seconds: Double) -> Timestamp { moment + -seconds }

    /// The seconds from `earlier` to here.
    public func seconds(since earlier: Timestamp) -> Double {
        Double(milliseconds - earlier.milliseconds) / 1000
    }
}
