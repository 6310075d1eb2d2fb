import Apixo
import Tasks

/// Whether callbacks come in here, and when to try again if they cannot.
struct Reception {
    /// The program that led before may not have let go of the port yet.
    private static let firstPause = 2.0
    private static let pause = 30.0

    /// What the service calls, while this program listens.
    private(set) var url: String?
    private(set) var nextTry: Timestamp?
    /// While this program led.
    private(set) var failures = 0

    mutating func isTrying() { nextTry = nil }

    mutating func listens(at url: String) { self = Reception(url: url) }

    mutating func failed(at now: Timestamp, isLeader: Bool) {
        url = nil
        if isLeader { failures += 1 }
        nextTry = now + (failures < 2 ? Self.firstPause : Self.pause)
    }
}

extension Coordinator {
    mutating func startReception() {
        guard stopCondition == .none || stopCondition == .idle, setup.canSend,
            setup.receivesCallbacks
        else { return }
        reception.isTrying()
        order(.receiveCallbacks)
    }

    /// Only the leader tries again: for the others the one that leads has the port, as a rule.
    var receptionDue: Timestamp? { isLeader ? reception.nextTry : nil }

    mutating func receiving(at url: String) {
        reception.listens(at: url)
        leadership.term?.engine.receive(at: url)
    }

    mutating func cannotReceive(_ reason: String) {
        reception.failed(at: now, isLeader: isLeader)
        leadership.term?.engine.receive(at: nil)
        guard isLeader, reception.failures == 2 else { return }
        warn("\(reason); tasks are polled instead, and it is tried again")
    }

    mutating func called(_ id: TaskID) -> [Event] {
        if isLeader { return [.called(id)] }
        do throws(JournalError) {
            // A stranger's word is not written down.
            guard try store.task(id)?.life.running != nil else { return [] }
            try store.forward(callback: id)
        } catch {
            warn(error.description)
        }
        return []
    }
}
