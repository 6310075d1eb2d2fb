import Tasks

/// Why requests were not written down; nothing of them is sent.
public enum IntentFault: Error, Sendable, CustomStringConvertible {
    case journal(JournalFault)
    case cap(CapReached)

    public var description: String {
        switch self {
        case .journal(let fault): fault.description
        case .cap(let cap): cap.description
        }
    }
}
