import Apixo
import Foundation
import Glibc
import Programs
import Testing

@testable import Simulator

/// Programs on one data folder that are started and killed, and what they asked for.
struct Campaign {
    let seed = UInt64.random(in: 0...UInt64.max)
    private(set) var kills = 0
    private(set) var powerCuts = 0

    private let folder: Folder
    /// Where a power cut is part of it.
    private let disk: ForgetfulDisk?
    private let service: SimulatorProgram
    private let program: Program
    private var random: SplitMix
    private var running: [RunningProgram] = []
    private var dashboard: RunningProgram?
    private var dashboards = (started: 0, killed: 0)
    /// What was asked for, with the program that was to write it down.
    private var submits: [(prompt: String, program: RunningProgram)] = []

    init(hasPowerCuts: Bool = false) async throws {
        random = SplitMix(seed: seed)
        folder = try Folder()
        disk = hasPowerCuts ? try ForgetfulDisk(in: folder) : nil
        try folder.addQuickModel(atOnce: 20)
        service = try await SimulatorProgram(
            in: folder,
            timeScale: 0.2,
            faults: ["close-after=0.05", "truncated=0.1", "500=0.05", "slow=0.1"],
            seed: Int(seed % 1_000_000),
        )
        var program = Program(folder, address: service.address)
        program.surroundings = disk?.surroundings ?? [:]
        self.program = program
    }

    /// Starts a worker or the dashboard and a few submits, and kills one of those that run at some
    /// moment.
    mutating func killOnce() async throws {
        try await goOn()
        guard let victim = running.filter(\.isRunning).randomElement(using: &random) else { return }
        victim.signal(SIGKILL)
        let end = try await victim.outcome(within: 10)
        // It may just have ended by itself.
        if end.code == SIGKILL { kills += 1 }
        if end.code == SIGKILL, victim === dashboard { dashboards.killed += 1 }
        expectNoLock(end.errors + end.output)
    }

    private mutating func goOn() async throws {
        running.removeAll { !$0.isRunning }
        for _ in 0..<Int.random(in: 0...2, using: &random) { try submit() }
        if running.count < 3 { running.append(try worker()) }
        let longest = disk == nil ? 400 : 600
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest, using: &random)))
    }

    /// The same, but all programs end at once and the disk keeps only what was synced.
    mutating func cutPower() async throws {
        try await goOn()
        for program in running { program.signal(SIGKILL) }
        for program in running {
            let end = try await program.outcome(within: 10)
            if end.code == SIGKILL { kills += 1 }
            if end.code == SIGKILL, program === dashboard { dashboards.killed += 1 }
            expectNoLock(end.errors)
        }
        running = []
        try disk?.forget(luck: powerCuts.isMultiple(of: 2) ? 0 : 30)
        powerCuts += 1
    }

    /// After every fifth kill the dashboard is opened again, if need be.
    private mutating func worker() throws -> RunningProgram {
        guard (disk == nil ? kills : powerCuts).isMultiple(of: 5), dashboard?.isRunning != true
        else {
            return try program.start(["worker", "--until-idle"])
        }
        let new = try program.startDashboard()
        dashboard = new
        dashboards.started += 1
        return new
    }

    private mutating func submit() throws {
        let prompt = "intent \(submits.count)"
        let submit = try program.start(["submit", "quick", "--prompt", prompt])
        submits.append((prompt, submit))
        running.append(submit)
    }

    /// Lets what still runs come to its end, then works until nothing is left.
    mutating func finish() async throws {
        try await closeDashboard()
        for program in running { expectNoLock(try await program.outcome(within: 300).errors) }
        let last = try await program.start(["worker", "--until-idle"]).outcome(within: 300)
        // The worst of what it had in hand: an honest unknown is 3.
        #expect([0, 3].contains(last.code), "\(last.errors)")
        expectNoLock(last.errors)
    }

    private func closeDashboard() async throws {
        let isOpen = dashboard?.isRunning == true
        #expect(dashboards.killed + (isOpen ? 1 : 0) == dashboards.started, "one ended by itself")
        print("crash campaign: \(dashboards.killed) of the kills met the dashboard")
        dashboard?.signal(SIGTERM)
        if let end = try await dashboard?.outcome(within: 300) { expectNoLock(end.output) }
    }

    private func expectNoLock(_ errors: String) {
        #expect(!errors.contains("database is locked"), "\(errors)")
    }
}

extension Campaign {
    /// The ledger against the journal.
    func check() async throws {
        let tasks = try await journal()
        let prompts = Set(tasks.compactMap(\.prompt))
        let unknown = Set(tasks.filter { $0["state"]?.string == "unknown" }.compactMap(\.prompt))
        for (prompt, program) in submits where program.outputSoFar.hasPrefix("#") {
            #expect(prompts.contains(prompt), "\(prompt) was promised and is not in the journal")
            guard program.outputSoFar.isAccepted else { continue }
            #expect(!unknown.contains(prompt), "\(prompt) was printed as accepted and is unknown")
        }
        let accepted = service.entries("accepted")
        let byPrompt = Dictionary(grouping: accepted, by: \.prompt)
        for (prompt, entries) in byPrompt {
            #expect(entries.count == 1, "\(prompt ?? "-") was accepted \(entries.count) times")
        }
        let known = Set(tasks.compactMap { $0["taskId"]?.string })
        for entry in accepted {
            guard let id = entry["taskId"]?.string, !known.contains(id) else { continue }
            let prompt = entry.prompt ?? ""
            #expect(unknown.contains(prompt), "\(prompt) was accepted as \(id) and is lost")
        }
        for task in tasks { try checkEnd(of: task) }
        checkUnknown(unknown, of: tasks.count)
    }

    /// Unknown is only what no answer came to, or what a kill cut off from its answer.
    private func checkUnknown(_ unknown: Set<String>, of intents: Int) {
        let accepted = service.entries("accepted")
        let unanswered = service.submitsWithoutAnswer
        print(
            "crash campaign: \(powerCuts) power cuts, \(kills) kills, \(intents) intents, \(accepted.count) accepted,",
            "\(unknown.count) unknown, \(unanswered.count) of them unanswered",
        )
        if disk == nil { #expect(unknown.count <= unanswered.count + kills) }
        let hidden = Set(unanswered.compactMap(\.prompt))
        let answered = Set(accepted.compactMap(\.prompt)).subtracting(hidden)
        #expect(answered.subtracting(unknown).count * 4 > answered.count, "\(unknown)")
        // Whoever polls a task knows its id, and has written that down first.
        let polled = Set(service.entries("poll").compactMap { $0["taskId"]?.string })
        for entry in accepted where polled.contains(entry["taskId"]?.string ?? "") {
            #expect(!unknown.contains(entry.prompt ?? ""), "\(entry.text) was known and is lost")
        }
    }

    private func checkEnd(of task: JSON) throws {
        let state = task["state"]?.string ?? "none"
        #expect(["success", "unknown"].contains(state), "\(task.text)")
        guard state == "success" else { return }
        let id = try #require(task["taskId"]?.string)
        let files = task["files"]?.array?.compactMap(\.string) ?? []
        try #require(files.count == 1 && task["resultUrls"]?.array?.count == 1, "\(task.text)")
        let picture = ServedFile(taskID: id, number: 1, kind: .png(nil))
        let bytes = FileManager.default.contents(atPath: files[0]) ?? Data()
        #expect(bytes.elementsEqual(picture.bytes), "\(files[0]) is not the whole picture")
    }

    private func journal() async throws -> [JSON] {
        try #require(try await program.run("tasks", "--json").json?.array)
    }
}

extension JSON {
    fileprivate var prompt: String? { self["request"]?["input"]?["prompt"]?.string }
}

extension String {
    /// Whether a line for a task says that the service has taken it.
    fileprivate var isAccepted: Bool { contains(" pending ") || contains(" processing ") }
}
