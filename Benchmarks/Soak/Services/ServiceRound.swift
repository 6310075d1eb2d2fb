import Apixo
import Foundation
import Fuzz
import Programs

/// What should never come about.
struct ServiceRoundError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The built program against a service that has lost its mind, and after it against one that is
/// well: it must neither die nor hang, print what others can read, and go on.
struct ServiceRound {
    /// The codes that the README names.
    private static let codes: ClosedRange<Int32> = 0...12

    /// Only what tells where it died, and soon.
    private static let backtrace =
        "enable=yes,color=no,threads=crashed,registers=none,images=none,interactive=no,limit=24"

    let seed: UInt64
    let harness: ServiceHarness

    /// How many odd answers it got.
    func live() async throws -> Int {
        let folder = try harness.copy()
        var program = Program(folder, address: harness.address)
        program.surroundings = ["SWIFT_BACKTRACE": Self.backtrace]
        let service = OddService(seed: seed)
        harness.perform(.odd(service))
        try await meet(program)
        let left = try await read(program)
        harness.perform(.well)
        try await goOn(program, with: left, mustEnd: !service.hasLimited)
        return service.count
    }

    private func meet(_ program: Program) async throws {
        let words = ["submit", "a", "--prompt", "mine", "--again", "--wait", "--json"]
        let running =
            switch seed % 4 {
            case 0: try program.startDashboard()
            case 1: try program.start(words)
            default: try program.start(["worker"])
            }
        try await harness.isQuiet()
        running.signal(SIGTERM)
        let end = try await running.outcome(within: 40)
        try check(end, "with the odd service", isScreen: seed % 4 == 0)
    }

    /// The numbers of those that are not at their end.
    private func read(_ program: Program) async throws -> Set<Int> {
        let all = try await tasks(program)
        guard let last = all.last?["id"]?.integer else {
            throw ServiceRoundError("no task is left")
        }
        for arguments in [["show", "\(last)", "--json"], ["show", "1"]] {
            let end = try await program.start(arguments).outcome()
            try check(end, arguments.joined(separator: " "))
            if arguments.count == 3, end.json == nil { throw ServiceRoundError("no JSON: \(end)") }
        }
        return Set(all.filter(\.isRunning).compactMap { $0["id"]?.integer })
    }

    private func tasks(_ program: Program) async throws -> [JSON] {
        let end = try await program.run("tasks", "--json")
        try check(end, "tasks --json")
        guard end.code == 0, let all = end.json?.array, all.count >= ServiceHarness.running else {
            throw ServiceRoundError("tasks --json: \(end)")
        }
        return all
    }

    private func goOn(_ program: Program, with left: Set<Int>, mustEnd: Bool) async throws {
        let worker = try program.start(["worker"])
        let deadline = ContinuousClock.now + .seconds(20)
        var open = left
        while worker.isRunning, mustEnd, !open.isEmpty, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            let lines = worker.outputSoFar.split(separator: "\n")
            let ended = lines.filter { $0.contains(" success ") }
            open.subtract(ended.compactMap { Int($0.dropFirst().prefix(while: \.isNumber)) })
        }
        if open.isEmpty || !mustEnd { try await harness.isQuiet() }
        worker.signal(SIGTERM)
        let end = try await worker.outcome(within: 40)
        try check(end, "with the good service")
        if !mustEnd { return }
        let all = try await tasks(program).filter { left.contains($0["id"]?.integer ?? 0) }
        let stuck = all.filter { $0["state"]?.string != "success" }
        if !stuck.isEmpty {
            throw ServiceRoundError("these did not go on: \(stuck.map(\.text))\n\(end)")
        }
    }

    /// - Parameter isScreen: Whether the output is what a terminal is told.
    private func check(_ end: Program.Outcome, _ what: String, isScreen: Bool = false) throws {
        if end.isKilled {
            throw ServiceRoundError("\(what): signal \(end.code): \(end.errors.prefix(4000))")
        }
        if !Self.codes.contains(end.code) { throw ServiceRoundError("\(what): \(end)") }
        let text = end.errors + (isScreen ? "" : end.output)
        if let odd = text.unicodeScalars.first(where: \.isControl) {
            throw ServiceRoundError("\(what) printed U+\(String(odd.value, radix: 16)): \(end)")
        }
    }
}

extension Unicode.Scalar {
    /// A line's end aside.
    fileprivate var isControl: Bool { properties.generalCategory == .control && self != "\n" }
}

extension JSON {
    fileprivate var isRunning: Bool { ["pending", "processing"].contains(self["state"]?.string) }
}
