import Foundation
import TOMLKit

/// One fault that the product might have.
struct Mutant {
    /// A Swift name, and what the environment calls it.
    var name: String
    var file: String
    /// What stands once in the file, and what stands there instead; `MUTANT` is the switch.
    var old: String
    var new: String
    /// Invariants, one of which is broken by it.
    var noticedBy: [String]

    static func read(_ path: String) throws -> [Mutant] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let table = try TOMLTable(string: text)
        guard let entries = table["mutant"]?.array else {
            throw Complaint("\(path) has no [[mutant]]")
        }
        let mutants = try entries.map { entry in
            guard let mutant = entry.table.flatMap(Mutant.init) else {
                throw Complaint("\(path): a mutant needs name, file, old, new and noticed_by")
            }
            return mutant
        }
        let names = Dictionary(grouping: mutants, by: \.name).filter { $1.count > 1 }.keys
        if let name = names.first { throw Complaint("\(path): two mutants are named \(name)") }
        return mutants
    }

    private init?(_ table: TOMLTable) {
        guard let name = table["name"]?.string, let file = table["file"]?.string,
            let old = table["old"]?.string, let new = table["new"]?.string,
            let noticedBy = table["noticed_by"]?.array, new.contains(Self.token)
        else { return nil }
        self.name = name
        self.file = file
        self.old = old
        self.new = new
        self.noticedBy = noticedBy.compactMap(\.string)
    }

    private static let token = "MUTANT"

    /// The text of its file with it.
    func applied(to text: String) throws -> String {
        let parts = text.components(separatedBy: old)
        guard parts.count == 2 else {
            throw Complaint("\(name): its old text stands \(parts.count - 1) times in \(file)")
        }
        return parts.joined(separator: new.replacing(Self.token, with: "Mutant.\(name)"))
    }
}
