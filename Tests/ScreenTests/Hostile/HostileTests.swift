import Foundation
import Terminal
import Testing

/// The built binary in a real terminal, the service in the hands of an enemy.
@Suite(.serialized)
struct HostileTests {
    private static let canary = "canary-51c0ffee9a7e"

    @Test func nothingAServerCanSayHarmsTheScreenTheMemoryOrTheJournal() async throws {
        let stories = HostileStory.all(of: Payload.allCases)
        let run = try await HostileRun(stories, key: Self.canary, from: .environment)
        let terminal = run.terminal
        let process = try await run.start()
        let start = try peakMemory(of: process)
        try await run.waitUntilAllWasSaid()
        try terminal.press("2", "g")
        for number in stories.map(\.number).reversed() {
            try await terminal.wait("#\(number) is shown, every row up to the border") { screen in
                screen.contains(" #\(number) ") && odd(rows: screen).isEmpty
            }
            try terminal.press("Down")
        }
        let grown = try peakMemory(of: process) - start
        #expect(grown < 100_000, "the memory grew by \(grown) kB")
        let journal = run.files.filter { $0.key.hasPrefix("data/journal") }.values
        #expect(!journal.isEmpty && journal.map(\.count).reduce(0, +) < 8 << 20)
        try terminal.press("q")
        try await run.waitForTheEnd()
        #expect(run.log.oddities == [])
        #expect(run.files.keys.allSatisfy { !$0.contains("owned") })
    }

    /// Rows between header and footer that do not end at the right border.
    private func odd(rows screen: String) -> [Substring] {
        let rows = screen.split(separator: "\n", omittingEmptySubsequences: false).prefix(40)
        return rows.dropFirst().dropLast().filter { row in
            !"│┃╮╯┤".contains(row.last ?? " ") || CleanText.columns(of: row) != 120
        }
    }

    /// In kilobytes.
    private func peakMemory(of process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return try #require(line?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }

    @Test(arguments: HostileRun.KeySource.allCases)
    func theKeyIsSeenNowhereInALongRunNorInItsCrashReport(_ source: HostileRun.KeySource)
        async throws
    {
        let stories = HostileStory.all(of: [.csi, .manyControls, .tenMegabytes, .echo])
        let run = try await HostileRun(stories, key: Self.canary, from: source)
        let thief = try await HostileService([])
        let process = try await run.start()
        try await run.waitUntilAllWasSaid()
        try await visitEveryPane(run)
        try await sendSomewhereElse(run, thief)
        run.service.answerAll(.refusedKey)
        try await run.terminal.see("API key refused", within: 20)
        try expectNothing(about: process)
        switch source {
        case .environment: try await crash(process, in: run)
        case .file: kill(process, SIGTERM)
        }
        try await run.waitForTheEnd()
        try await run.export("tasks --json", to: "tasks.json")
        try await run.export("show 1 --json", to: "show.json")
        try await run.export("submit quick-1 --prompt again", to: "submit.txt")
        #expect(
            run.service.heads.allSatisfy { head in
                head.hasPrefix("GET /file/") != head.contains("Bearer \(Self.canary)")
            }
        )
        // A download may go there, and then bears no key; a call of the API never.
        #expect(thief.heads.allSatisfy { $0.hasPrefix("GET /stolen") })
        #expect(thief.heads.allSatisfy { !$0.lowercased().contains("authorization") })
        expectNoKey(in: run)
    }

    /// One report is enough: it takes its time, where there is somebody to write it.
    private func crash(_ process: Int32, in run: HostileRun) async throws {
        kill(process, SIGSEGV)
        try await eventually("the crash was reported, or the program ended") {
            try run.log.text.contains("Backtrace took") || run.terminal.processes().isEmpty
        }
        kill(process, SIGKILL)
    }

    private func visitEveryPane(_ run: HostileRun) async throws {
        let terminal = run.terminal
        for key in ["2", "?", "Escape", "3", "PageDown", "2", "y", "c", "y", "p"] {
            try terminal.press(key)
            try await Task.sleep(for: .milliseconds(60))
        }
        try await eventually("the request was copied as curl") {
            run.log.copied.contains { $0.contains("curl -X POST") }
        }
        try terminal.resize(columns: 80, rows: 24)
        try await terminal.wait("the frame is small") { $0.split(separator: "\n").count <= 24 }
        try terminal.resize(columns: 120, rows: 40)
        try await terminal.see("1 Compose")
    }

    private func sendSomewhereElse(_ run: HostileRun, _ thief: HostileService) async throws {
        let count = run.service.heads.count
        run.service.answerAll(.redirect(to: thief.address))
        try await eventually("redirects were sent") { run.service.heads.count > count + 10 }
    }

    /// What other programs can find out about this one.
    private func expectNothing(about process: Int32) throws {
        let place = "/proc/\(process)"
        for name in ["cmdline", "environ", "comm", "status"] {
            let bytes = try Data(contentsOf: URL(filePath: "\(place)/\(name)"))
            #expect(bytes.range(of: Data(Self.canary.utf8)) == nil, "\(name)")
        }
        let limits = try String(contentsOfFile: "\(place)/limits", encoding: .utf8)
        let core = limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") }
        #expect(core?.split(separator: " ").dropFirst(4).first == "0")
        for thread in try FileManager.default.contentsOfDirectory(atPath: "\(place)/task") {
            let children = try? String(
                contentsOfFile: "\(place)/task/\(thread)/children",
                encoding: .utf8,
            )
            #expect(children ?? "" == "")
        }
    }

    /// As it is, as base64, and as a crash report writes memory.
    private func expectNoKey(in run: HostileRun) {
        let plain = Data(Self.canary.utf8)
        let hexadecimal = plain.prefix(6).map { String($0, radix: 16) }.joined(separator: " ")
        let needles = [plain, Data(plain.base64EncodedString().prefix(20).utf8)]
        for (name, bytes) in run.files where name != "config/key" {
            for needle in needles + [Data(hexadecimal.utf8)] {
                #expect(bytes.range(of: needle) == nil, "\(name)")
            }
            #expect(!name.contains("core"))
        }
        #expect(run.log.copied.allSatisfy { !$0.contains(Self.canary) })
        #expect(run.files["tasks.json"]?.isEmpty == false)
    }
}

/// What is copied goes into shells.
struct HostileCopyTests {
    @Test func aCopiedTaskIdIsOneHarmlessWord() async throws {
        let run = try await HostileRun(
            HostileStory.all(of: [.returns]),
            key: "k",
            from: .environment
        )
        let terminal = run.terminal
        _ = try await run.start()
        try await run.waitUntilAllWasSaid()
        try terminal.press("2", "/")
        try terminal.type("returns taskId")
        try await terminal.see("▸ 2 Tasks 1/1")
        try terminal.press("Enter")
        try await eventually("it was copied", in: terminal) {
            try terminal.press("y")
            try terminal.press("t")
            return run.log.copied.contains("abcdefbcb")
        }
        #expect(terminal.screen.contains("odd characters"))
    }
}
