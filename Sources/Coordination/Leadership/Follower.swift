import Tasks

/// What a program that does not lead knows of the one that does, from the task store.
struct Follower {
    var view: LeaderView
    /// Whether another program was found to lead.
    var isBesideLeader = false
    /// Whether the leader has done what this program is here for.
    var isConditionMet = false
    /// Why the leader will not do it, until the user does something about it.
    var standstill: RunEnd?
    /// Whether what is waited for is still queued.
    var isQueued = false
    /// When the next request that the leader sends will need a yes, so that whoever waits for it
    /// hears of that.
    var confirmDue: Timestamp?
    var check = LeaderCheck()
}
