import Apixo

/// What the user asks of the terminal that sends and polls, written by one that does not.
public enum UserCommand: Sendable, Hashable {
    case pollNow(TaskNumber)
    /// A callback came to a terminal that does not look.
    case called(TaskID)
    case downloadAgain(TaskNumber, fileNumbers: [Int])
    case remove(TaskNumber)
    /// Take back what is queued; what has left by then stays as it is.
    case cancel(TaskNumber)
    case markLost(TaskNumber)
    case attach(TaskNumber, TaskID)
    /// Goes on sending what trouble holds back; nil means every model.
    case resumeSending(ModelID?)
    /// Send what is queued and has waited long; said at this moment, and good for as long as any
    /// decision.
    case confirm(TaskNumber, at: Timestamp)
}

/// A command as it stands in the journal until its effect is written.
public struct PendingCommand: Sendable, Hashable {
    public let id: Int
    public let command: UserCommand

    public init(id: Int, command: UserCommand) {
        self.id = id
        self.command = command
    }
}

extension UserCommand {
    public var isRemoval: Bool {
        switch self {
        case .remove, .cancel: true
        case .pollNow, .called, .downloadAgain, .markLost, .attach, .resumeSending, .confirm: false
        }
    }

    /// The task it is about; nil for a callback, which names a taskId, and for what is about a queue.
    public var task: TaskNumber? {
        switch self {
        case .pollNow(let number), .downloadAgain(let number, _), .remove(let number),
            .cancel(let number), .markLost(let number), .attach(let number, _),
            .confirm(let number, _):
            number
        case .called, .resumeSending: nil
        }
    }
}
