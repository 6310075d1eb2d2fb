import Foundation

/// Lives through the worlds of each mutant until an invariant is broken that should notice it.
struct Trial {
    /// How many times sooner than without a mutant an invariant must be broken.
    private static let lead = 5

    private let mutants: [Mutant]
    private let seeds: Int
    private let worlds: String
    private let isWhole: Bool
    /// The seeds that break an invariant without any mutant.
    private var sound: [String: Int] = [:]
    private var missed: [String] = []
    private var idle: Set<String> = []

    /// - Parameter options: The program, how many seeds, and perhaps the names of some mutants.
    init?(_ mutants: [Mutant], _ options: [String]) {
        guard options.count >= 2, let seeds = Int(options[1]) else { return nil }
        let names = options.dropFirst(2)
        worlds = options[0]
        self.seeds = seeds
        isWhole = names.isEmpty
        self.mutants = isWhole ? mutants : mutants.filter { names.contains($0.name) }
    }

    /// Prints what noticed each; false when one was not noticed, or an invariant was never broken.
    mutating func run() throws -> Bool {
        let start = ContinuousClock.now
        idle = Set(try live(nil, ["--list"]).keys)
        if isWhole { try liveWithoutMutant() }
        for mutant in mutants { try judge(mutant) }
        let seconds = Int((ContinuousClock.now - start) / .seconds(1))
        print("\(mutants.count - missed.count) of \(mutants.count) noticed in \(seconds) s")
        if !missed.isEmpty { print("not noticed: \(missed.joined(separator: ", "))") }
        if !isWhole { return missed.isEmpty }
        if !idle.isEmpty { print("broken by no mutant: \(idle.sorted().joined(separator: ", "))") }
        return missed.isEmpty && idle.isEmpty
    }

    private mutating func liveWithoutMutant() throws {
        sound = try live(nil, ["--every"])
        for (invariant, seed) in sound.sorted(by: { $0.value < $1.value }) {
            print("without a mutant: \(invariant) at seed \(seed)")
        }
    }

    private mutating func judge(_ mutant: Mutant) throws {
        defer { fflush(nil) }
        let wanted = mutant.noticedBy.joined(separator: ",")
        let found = try live(mutant.name, ["--until", wanted]).first
        guard let (invariant, seed) = found,
            sound[invariant].map({ seed * Self.lead <= $0 }) ?? true
        else {
            missed.append(mutant.name)
            let near = found.map { "\($0.key) at seed \($0.value) is no sooner" } ?? "NOT NOTICED"
            return print(column(mutant.name), near)
        }
        idle.remove(invariant)
        print(column(mutant.name), column(invariant), seed)
    }

    private func column(_ text: String) -> String {
        text.padding(toLength: max(text.count, 26), withPad: " ", startingAt: 0)
    }

    /// The seed that broke each invariant.
    private func live(_ mutant: String?, _ options: [String]) throws -> [String: Int] {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: worlds)
        child.arguments = ["--seeds", "\(seeds)"] + options
        var environment = ProcessInfo.processInfo.environment
        environment["APIXO_MUTANT"] = mutant
        child.environment = environment
        let pipe = Pipe()
        child.standardOutput = pipe
        try child.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        child.waitUntilExit()
        guard child.terminationStatus == 0, child.terminationReason == .exit else {
            throw Complaint("\(mutant ?? "no mutant"): the worlds came to a bad end")
        }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        return lines.reduce(into: [:]) { found, line in
            let words = line.split(separator: " ")
            if words.count == 2 { found[String(words[0])] = Int(words[1]) }
        }
    }
}
