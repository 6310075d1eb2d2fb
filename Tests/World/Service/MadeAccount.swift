import Apixo

/// The account's limits, all models together: wide, or such that they are met; known to the program
/// or not.
struct MadeAccount {
    var limits = AccountLimits.none
    private var isKnown = true

    init() {}

    init(_ dice: inout Dice) {
        if dice.happens(0.3) {
            limits.requestsPerMinute = dice.pick([10, 20, 60])
            limits.tasksAtOnce = dice.pick([2, 3, 5, 10])
        }
        isKnown = dice.happens(0.7)
    }

    /// What a program is told.
    var known: AccountLimits { isKnown ? limits : AccountLimits() }

    /// Whether going above a limit is a fault of the program.
    var isBinding: Bool { isKnown }
}
