import Foundation

/// The copied sources with all mutants in them, every one switched off.
struct Copies {
    private static let targets = ["Apixo", "Tasks", "Coordination"]
    private static let folder = ".build/mutants"

    private let mutants: [Mutant]
    private let files = FileManager.default

    init(_ mutants: [Mutant]) { self.mutants = mutants }

    func write() throws {
        var left = Set(mutants.map(\.name))
        for target in Self.targets {
            let source = "Sources/\(target)"
            let copy = "\(Self.folder)/\(target)"
            let mine = mutants.filter { $0.file.hasPrefix(source + "/") }
            var texts = ["Mutant.swift": switches(of: mine)]
            for path in try files.subpathsOfDirectory(atPath: source) {
                var isFolder: ObjCBool = false
                _ = files.fileExists(atPath: "\(source)/\(path)", isDirectory: &isFolder)
                if isFolder.boolValue { continue }
                var text = try String(contentsOfFile: "\(source)/\(path)", encoding: .utf8)
                for mutant in mine where mutant.file == "\(source)/\(path)" {
                    text = try mutant.applied(to: text)
                    left.remove(mutant.name)
                }
                texts[path] = text
            }
            try keep(texts, in: copy)
        }
        if let name = left.min() { throw Complaint("\(name): there is no such file to mutate") }
    }

    /// Leaves what is as it should be, so that it is not built again.
    private func keep(_ texts: [String: String], in folder: String) throws {
        for path in (try? files.subpathsOfDirectory(atPath: folder)) ?? []
        where path.hasSuffix(".swift") && texts[path] == nil {
            try files.removeItem(atPath: "\(folder)/\(path)")
        }
        for (path, text) in texts {
            let url = URL(fileURLWithPath: "\(folder)/\(path)")
            if (try? String(contentsOf: url, encoding: .utf8)) == text { continue }
            try files.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true,
            )
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
    }

    private func switches(of mutants: [Mutant]) -> String {
        let lines = mutants.map { "    static let \($0.name) = active == \"\($0.name)\"" }
        return """
            import Foundation

            enum Mutant {
                private static let active = ProcessInfo.processInfo.environment["APIXO_MUTANT"]
            \(lines.joined(separator: "\n"))
            }

            """
    }
}
