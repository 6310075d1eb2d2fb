import Foundation

/// Shows that the made-up worlds notice faults of the product: each mutant is one, written into a
/// copy of the sources and switched on by the environment.
@main
enum Mutate {
    private static let list = "Tests/Mutants/mutants.toml"

    static func main() {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            let mutants = try Mutant.read(list)
            switch arguments.first {
            case "copy": try Copies(mutants).write()
            case "run":
                let options = Array(arguments.dropFirst())
                guard var trial = Trial(mutants, options), try trial.run() else { exit(1) }
            default: throw Complaint("usage: mutate copy | mutate run WORLDS SEEDS [NAME…]")
            }
        } catch {
            print("mutate: \(error)")
            exit(1)
        }
    }
}

/// What is said before the tool gives up.
struct Complaint: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
