/// Lets submits through freely until one meets 429: then one at a time tries, later and later, until
/// one is accepted. Somebody else may hold the slots, and each try costs a request.
enum SubmitGate: Sendable, Hashable {
    case open
    case closed(until: Timestamp, refusals: Int)
    /// The one that tries is under way.
    case trying(refusals: Int)

    func isOpen(at now: Timestamp) -> Bool { opensAt(now).map { $0 <= now } ?? false }

    /// When the next may leave; nil when that hangs on the one under way.
    func opensAt(_ now: Timestamp) -> Timestamp? {
        switch self {
        case .open: now
        case .closed(let until, _): max(until, now)
        case .trying: nil
        }
    }

    mutating func pass() {
        if case .closed(_, let refusals) = self { self = .trying(refusals: refusals) }
    }

    /// Those that left together with the first to be refused change nothing.
    mutating func refuse(until: (_ refusals: Int) -> Timestamp) {
        switch self {
        case .open: self = .closed(until: until(1), refusals: 1)
        case .trying(let refusals):
            self = .closed(until: until(refusals + 1), refusals: refusals + 1)
        case .closed: break
        }
    }

    /// A submit ended in a way that says nothing about slots.
    mutating func tryAgain(at now: Timestamp) {
        if case .trying(let refusals) = self { self = .closed(until: now, refusals: refusals) }
    }

    /// A task of ours has ended: its slot may be had.
    mutating func hurry(at now: Timestamp) {
        if case .closed(_, let refusals) = self { self = .closed(until: now, refusals: refusals) }
    }
}
