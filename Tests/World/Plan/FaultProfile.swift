/// How likely each kind of trouble is.
struct FaultProfile {
    // The network.
    var noConnection = 0.0
    var lostGoing = 0.0
    var lostComing = 0.0
    var slow = 0.0
    var toldTwice = 0.0
    // The service.
    var tooMany = 0.0
    var saysWhen = 0.0
    var broken = 0.0
    var brokenAfter = 0.0
    var silentAfter = 0.0
    var refuses = 0.0
    var badKey = 0.0
    var noCredits = 0.0
    var forbidden = 0.0
    var notFound = 0.0
    var unreadable = 0.0
    var oddWords = 0.0
    var early = 0.0
    var late = 0.0
    var endless = 0.0
    var downloadFails = 0.0
    // This machine.
    var crash = 0.0
    var unwritable = 0.0
    var sluggish = 0.0

    static let clear = FaultProfile()

    /// Half of the troubles, each as bad as chance has it: all at once would hide the rare ones.
    init(_ dice: inout Dice) {
        let network: [WritableKeyPath<FaultProfile, Double>] = [
            \.noConnection, \.lostGoing, \.lostComing, \.slow, \.toldTwice,
        ]
        let service: [WritableKeyPath<FaultProfile, Double>] = [
            \.tooMany, \.broken, \.brokenAfter, \.silentAfter, \.refuses, \.notFound,
            \.unreadable, \.oddWords, \.early, \.late, \.downloadFails,
        ]
        let rare: [WritableKeyPath<FaultProfile, Double>] = [
            \.badKey, \.noCredits, \.forbidden, \.endless, \.unwritable,
        ]
        for path in network + service { self[keyPath: path] = Self.some(0.3, &dice) }
        for path in rare { self[keyPath: path] = Self.some(0.1, &dice) }
        if dice.happens(0.1) { unwritable = 0.4 }
        saysWhen = Self.some(1, &dice)
        crash = Self.some(0.03, &dice)
        sluggish = Self.some(0.2, &dice)
    }

    private init() {}

    private static func some(_ most: Double, _ dice: inout Dice) -> Double {
        dice.happens(0.5) ? 0 : most * dice.share()
    }
}
