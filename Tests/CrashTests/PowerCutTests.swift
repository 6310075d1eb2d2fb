import Apixo
import Foundation
import Glibc
import Machine
import Programs
import TaskJournal
import Tasks
import Testing

/// The power fails at the very moments that matter.
struct PowerCutTests {
    enum Part: CaseIterable {
        case submit, worker, dashboard
    }

    private let folder: Folder
    private let disk: ForgetfulDisk
    private let service: SimulatorProgram

    init() async throws {
        folder = try Folder()
        try folder.addQuickModel()
        disk = try ForgetfulDisk(in: folder)
        service = try await SimulatorProgram(in: folder, timeScale: 2)
    }

    private func program(_ settings: [String: String] = [:]) -> Program {
        var program = Program(folder, address: service.address)
        program.surroundings = disk.surroundings.merging(settings) { $1 }
        return program
    }

    /// The program that sends what was queued dies at its own hand, and the disk forgets.
    private func cutPower(_ part: Part, _ settings: [String: String]) async throws {
        if part != .submit {
            let request = GenerateRequest(
                model: ModelID(rawValue: "quick"),
                input: ["prompt": .text("x")],
            )
            _ = try Journal(folder: disk.data).insert([Intent(request)], at: SteadyClock().now)
            try disk.keepAll()
        }
        let program = program(settings)
        let running =
            switch part {
            case .submit: try program.start(["submit", "quick", "--prompt", "x"])
            case .worker: try program.start(["worker"])
            case .dashboard: try program.startDashboard()
            }
        let end = try await running.outcome()
        #expect(end.code == SIGKILL, "\(end)")
        try disk.forget()
    }

    @Test(arguments: Part.allCases)
    func whatHasLeftIsNotSentAgain(part: Part) async throws {
        try await cutPower(part, ["CUT_AFTER_SEND": "POST /api"])
        let end = try await program().run("worker", "--until-idle")
        let tasks = try await program().run("tasks", "--json").json?.array
        #expect(tasks?.map { $0["state"]?.string } == ["unknown"], "\(end)")
        #expect(service.entries("accepted").count <= 1)
    }

    @Test(arguments: Part.allCases)
    func whatIsShownAsAcceptedIsKnown(part: Part) async throws {
        // Of a word on the screen only the letters are printed that were others before.
        let words = part == .dashboard ? "rocessing" : "pending"
        try await cutPower(part, ["CUT_BEFORE_PRINT": words])
        let tasks = try await program().run("tasks", "--json").json?.array
        let accepted = service.entries("accepted").map { $0["taskId"]?.string }
        #expect(accepted.count == 1 && tasks?.map { $0["taskId"]?.string } == accepted)
    }

    @Test func whatAFollowerPrintsAsAcceptedIsKnown() async throws {
        let leader = try program().start(["worker"])
        try await until("the balance is asked for") { !service.entries("balance").isEmpty }
        let follower = try program(["CUT_BEFORE_PRINT": "pending"])
            .start(["submit", "quick", "--prompt", "x"])
        #expect(try await follower.outcome().code == SIGKILL)
        leader.signal(SIGKILL)
        _ = try await leader.outcome()
        try disk.forget()
        let tasks = try await program().run("tasks", "--json").json?.array
        let accepted = service.entries("accepted").map { $0["taskId"]?.string }
        #expect(accepted.count == 1 && tasks?.map { $0["taskId"]?.string } == accepted)
    }
}

/// The power fails while what can be read of a damaged journal is carried over.
struct SalvageCutTests {
    @Test(.timeLimit(.minutes(5))) func aPowerCutAtAnyMomentOfItForgetsNoTask() async throws {
        let folder = try Folder()
        try folder.addQuickModel()
        let disk = try ForgetfulDisk(in: folder)
        var program = Program(folder, address: "http://127.0.0.1:1")
        program.surroundings = disk.surroundings
        try Self.makeTornJournal(in: disk.data)
        let torn = try FileManager.default.subpathsOfDirectory(atPath: disk.data)
            .reduce(into: [:]) { files, name in
                files[name] = FileManager.default.contents(atPath: "\(disk.data)/\(name)")
            }
        var sync = 1
        while true {
            try FileManager.default.removeItem(atPath: disk.data)
            try FileManager.default.createDirectory(
                atPath: disk.data,
                withIntermediateDirectories: true,
            )
            for (name, bytes) in torn { try bytes.write(to: URL(filePath: "\(disk.data)/\(name)")) }
            try disk.keepAll()
            var doomed = program
            doomed.surroundings["CUT_AT_SYNC"] = "\(sync)"
            let end = try await doomed.run("submit", "quick", "--prompt", "next \(sync)")
            if end.code == SIGKILL { try disk.forget(luck: sync % 2 * 50) }
            let later = try await program.run("submit", "quick", "--prompt", "later \(sync)")
            #expect(later.code == 5, "sync \(sync): \(later)")
            let tasks = try await program.run("tasks", "--json").json?.array ?? []
            let numbers = Set(tasks.compactMap { $0["id"]?.integer })
            #expect(numbers.isSuperset(of: 1...Self.count), "sync \(sync): \(later)")
            if end.code != SIGKILL { break }
            sync += 1
        }
        #expect(sync > 10)
    }

    private static let count = 40

    /// Its last commits are in the log only, as after a kill; a page in the middle is bad.
    private static func makeTornJournal(in folder: String) throws {
        let words = String(repeating: "words ", count: 100)
        let insert = { (journal: Journal, numbers: Range<Int>) in
            for number in numbers {
                let request = GenerateRequest(
                    model: ModelID(rawValue: "quick"),
                    input: ["prompt": .text("\(number) \(words)")],
                )
                _ = try journal.insert([Intent(request)], at: SteadyClock().now)
            }
        }
        try insert(try Journal(folder: folder), 0..<30)
        let journal = try Journal(folder: folder)
        try insert(journal, 30..<40)
        let log = FileManager.default.contents(atPath: "\(folder)/journal.sqlite-wal") ?? Data()
        var main = FileManager.default.contents(atPath: "\(folder)/journal.sqlite") ?? Data()
        try #require(log.count > 40_000)
        let leaf = try #require(main.range(of: Data("words words".utf8))).lowerBound / 4096
        main.replaceSubrange(
            (leaf * 4096)..<(leaf * 4096 + 4096),
            with: [UInt8](repeating: 7, count: 4096)
        )
        // Beside the open one: closing it would write the log into the file.
        let torn = "\(folder).torn"
        try FileManager.default.createDirectory(atPath: torn, withIntermediateDirectories: true)
        try main.write(to: URL(filePath: "\(torn)/journal.sqlite"))
        try log.write(to: URL(filePath: "\(torn)/journal.sqlite-wal"))
        try Data().write(to: URL(filePath: "\(torn)/journal.sqlite.suspect"))
        withExtendedLifetime(journal) {}
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.moveItem(atPath: torn, toPath: folder)
    }
}

/// The power fails while it is noted how far the journal is.
struct RevisionCutTests {
    private static func program(on disk: ForgetfulDisk, _ folder: Folder) -> Program {
        var program = Program(folder, address: "http://127.0.0.1:1")
        program.surroundings = disk.surroundings
        return program
    }

    /// Whether the power was cut so late.
    private static func cutPower(
        at sync: Int,
        of program: Program,
        _ disk: ForgetfulDisk,
    ) async throws -> Bool {
        var doomed = program
        doomed.surroundings["CUT_AT_SYNC"] = "\(sync)"
        let end = try await doomed.run("submit", "quick", "--prompt", "cut \(sync)")
        if end.code == SIGKILL { try disk.forget(luck: sync % 2 * 50) }
        let later = try await program.run("submit", "quick", "--prompt", "later \(sync)")
        #expect(later.code == 5, "sync \(sync): \(later)")
        let tasks = try await program.run("tasks", "--json").json?.array ?? []
        #expect(!tasks.isEmpty && tasks.allSatisfy { $0["confirm"] == .null }, "sync \(sync)")
        return end.code == SIGKILL
    }

    @Test(.timeLimit(.minutes(5))) func aPowerCutOfAFirstStartIsTakenForNoRestore() async throws {
        var sync = 1
        while true {
            let folder = try Folder()
            try folder.addQuickModel()
            let disk = try ForgetfulDisk(in: folder)
            let program = Self.program(on: disk, folder)
            guard try await Self.cutPower(at: sync, of: program, disk) else { break }
            sync += 1
        }
        #expect(sync > 5)
    }

    @Test(.timeLimit(.minutes(5))) func aPowerCutOfALaterStartIsTakenForNoRestore() async throws {
        let folder = try Folder()
        try folder.addQuickModel()
        let disk = try ForgetfulDisk(in: folder)
        let program = Self.program(on: disk, folder)
        #expect(try await program.run("submit", "quick", "--prompt", "before").code == 5)
        var sync = 1
        while try await Self.cutPower(at: sync, of: program, disk) { sync += 1 }
        #expect(sync > 3)
    }
}
