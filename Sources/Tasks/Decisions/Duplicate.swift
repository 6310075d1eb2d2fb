import Apixo

/// A request that asks for the same as one that may be billed; it is sent only when the user says
/// so once more.
public struct Duplicate: Error, Sendable, Hashable {
    public enum Original: Sendable, Hashable {
        /// It is queued, under way or unknown, or was sent within the last hour.
        case task(TaskNumber, TaskState)
        /// Decided on together with it, this many places from the first.
        case earlier(Int)
    }

    public var request: GenerateRequest
    /// Its place among those decided on together, from 0.
    public var place: Int
    public var original: Original

    public init(request: GenerateRequest, place: Int, original: Original) {
        self.request = request
        self.place = place
        self.original = original
    }

    /// How long the same is asked about, in seconds, after it was sent and has ended.
    public static let memory = 3600
}

extension Duplicate: CustomStringConvertible {
    public var description: String {
        switch original {
        case .task(let number, let state):
            "the same request is #\(number.rawValue), which \(Self.words(for: state))"
        case .earlier(let place): "it is the same as no. \(place + 1) of this batch"
        }
    }

    private static func words(for state: TaskState) -> String {
        switch state {
        case .queued: "is queued"
        case .sending: "is on its way"
        case .pending, .processing: "is running"
        case .unknown: "got no answer and may be billed"
        case .success: "was sent within the last hour and succeeded"
        case .failed: "was sent within the last hour and failed"
        case .refused: "was refused"
        }
    }
}
