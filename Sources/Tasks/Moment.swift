/// A point in time in Unix milliseconds, as the API counts (`createTime`).
///
/// The worker's clock starts at the wall clock and then runs steadily, so within one run of the
/// program moments never go back.
public struct Moment: Hashable, Comparable, Sendable {
    public var milliseconds: Int

    public init(milliseconds: Int) { self.milliseconds = milliseconds }

    public static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (moment: Moment, seconds: Double) -> Moment {
        Moment(milliseconds: moment.milliseconds + Int((seconds * 1000).rounded()))
    }

    public static func - (moment: Moment, seconds: Double) -> Moment { moment + -seconds }

    /// The seconds from `earlier` to here.
    public func seconds(since earlier: Moment) -> Double {
        Double(milliseconds - earlier.milliseconds) / 1000
    }
}
