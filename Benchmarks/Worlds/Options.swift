import World

/// What was asked for on the command line.
struct Options {
    var seeds = 1
    var first: UInt64 = 1
    /// The invariants one of which is looked for.
    var until = Set(Invariant.allCases)
    /// Whether all seeds are lived through, whatever is broken.
    var isThorough = false
    var isList = false

    init?(_ arguments: some Sequence<String>) {
        var rest = Array(arguments)[...]
        while let option = rest.popFirst() {
            switch option {
            case "--seeds":
                guard let count = rest.popFirst().flatMap(Int.init), count > 0 else { return nil }
                seeds = count
            case "--first":
                guard let seed = rest.popFirst().flatMap(UInt64.init) else { return nil }
                first = seed
            case "--until":
                guard let names = rest.popFirst()?.split(separator: ",") else { return nil }
                let wanted = names.compactMap { Invariant(rawValue: String($0)) }
                guard wanted.count == names.count else { return nil }
                until = Set(wanted)
            case "--every": isThorough = true
            case "--list": isList = true
            default: return nil
            }
        }
    }
}
