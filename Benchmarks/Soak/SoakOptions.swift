import World

/// What was asked for on the command line.
struct SoakOptions {
    var schedules: Int?
    var inputs: Int?
    var services: Int?
    /// Where a child of the soak notes how far it has come.
    var notes: String?
    var seed: UInt64?
    var isTold = false
    /// On a network that delivers every request twice, to see that a broken invariant is told.
    var sendsTwice = false

    init?(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let option = rest.popFirst() {
            switch option {
            case "--schedules":
                guard let count = rest.popFirst().flatMap(Int.init), count > 0 else { return nil }
                schedules = count
            case "--inputs":
                guard let count = rest.popFirst().flatMap(Int.init), count > 0 else { return nil }
                inputs = count
            case "--services":
                guard let count = rest.popFirst().flatMap(Int.init), count > 0 else { return nil }
                services = count
            case "--notes": notes = rest.popFirst()
            case "--seed":
                guard let number = rest.popFirst().flatMap(UInt64.init) else { return nil }
                seed = number
            case "--story": isTold = true
            case "--twice": sendsTwice = true
            default: return nil
            }
        }
    }
}
