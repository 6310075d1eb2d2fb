import World

/// Lives through made-up worlds on every core and says which invariants were broken first.
@main
enum Worlds {
    static func main() async {
        guard let options = Options(CommandLine.arguments.dropFirst()) else {
            return print(
                "usage: worlds --seeds N [--first S] [--until INVARIANT,… | --every | --list]"
            )
        }
        if options.isList {
            for invariant in Invariant.allCases { print(invariant.rawValue, 0) }
            return
        }
        let broken = await Search(options).run()
        for find in broken { print(find.invariant.rawValue, find.seed) }
        if broken.isEmpty { print("none") }
    }
}
