import Apixo
import Tasks

/// How long a program that was told to stop waits for a store that cannot be written.
struct DiskDeadline {
    private static let length = 5.0

    private(set) var end: Timestamp?
    private(set) var isOver = false

    mutating func wait(at now: Timestamp) {
        let end = end ?? now + Self.length
        self.end = end
        isOver = end <= now
    }
}

extension Coordinator {
    /// Gives up on the last answers after a while: the next start takes their tasks for unknown.
    mutating func watchTheDisk() {
        guard isStopping, let term = leadership.term, term.isSending, term.hasEveryAnswer else {
            diskDeadline = DiskDeadline()
            return
        }
        diskDeadline.wait(at: now)
        guard diskDeadline.isOver else { return }
        for case .sent(let number, let outcome) in term.unsaved {
            warn(Self.lastWords(on: number, outcome))
        }
    }

    static func lastWords(on number: TaskNumber, _ outcome: SubmitOutcome) -> String {
        let loss = "task \(number.rawValue): its answer could not be written to the journal"
        guard case .answered(.value(let id)) = outcome else { return loss }
        return "\(loss); it was accepted as \(id.rawValue)"
    }
}

extension Term {
    /// Whether all that is missing is the writing.
    fileprivate var hasEveryAnswer: Bool {
        let answered = Set(unsaved.compactMap(\.sent))
        let sending = engine.tasks.values.filter { $0.state == .sending }
        return answered.isSuperset(of: sending.map(\.id))
    }
}

extension Event {
    fileprivate var sent: TaskNumber? {
        if case .sent(let number, _) = self { number } else { nil }
    }
}
