/// Decides which of the programs on one task store leads: a file lock, or a made-up one.
public protocol Election: AnyObject, Sendable {
    /// Who leads, as far as it can be seen from here.
    var holder: LockHolder? { get }

    /// Wins if nobody leads.
    func tryToLead() -> Bool

    /// Gives the place up, or the wait for it.
    func release()

    /// Stands at the place that has the name now; false where that is the same one.
    func renew() -> Bool
}
