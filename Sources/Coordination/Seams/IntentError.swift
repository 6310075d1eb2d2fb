import Tasks

/// Why requests were not written down; nothing of them is sent.
public enum IntentError: Error, Sendable, CustomStringConvertible {
    case journal(JournalError)
    case cap(CapReached)
    /// The user has to say once more that it is to be sent.
    case duplicate(Duplicate)
    /// The name is another request's.
    case refTaken(TaskRef, by: TaskNumber)

    public var description: String {
        switch self {
        case .journal(let fault): fault.description
        case .cap(let cap): cap.description
        case .duplicate(let duplicate): duplicate.description
        case .refTaken(let ref, let number):
            "the ref \(ref.rawValue) is that of #\(number.rawValue), which is another request"
        }
    }
}
