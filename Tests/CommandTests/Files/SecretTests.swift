import Apixo
import Foundation
import Programs
import Testing

struct SecretTests {
    @Test func theKeyIsSeenNowhere() async throws {
        let folder = try Folder.withQuickModel()
        let service = try await SimulatorProgram(
            in: folder,
            timeScale: 0.5,
            faults: ["garbage=0.2", "502=0.1", "hostile-text=0.2"],
        )
        let program = Program(folder, address: service.address)
        let worker = try program.start(["worker"])
        var texts: [String] = []
        for arguments in [
            ["submit", "quick", "--prompt", "a lake", "--wait", "--json"],
            ["submit", "quick", "--prompt", "[refuse:401]"],
            ["submit", "quick", "--prompt", "[fail]", "--wait"],
            ["tasks"], ["tasks", "--json"], ["show", "1"], ["show", "1", "--json"], ["models"],
        ] {
            let run = try program.start(arguments)
            texts.append(try shownByProcessList(worker.id))
            let end = try await run.outcome()
            texts += [end.output, end.errors]
        }
        worker.signal(SIGTERM)
        let end = try await worker.outcome()
        texts += [end.output, end.errors]
        for text in texts { #expect(!text.contains(Program.key)) }
        for (name, bytes) in folder.files {
            #expect(bytes.range(of: Data(Program.key.utf8)) == nil, "\(name)")
        }
    }

    @Test func noDownloadCarriesTheKey() async throws {
        let folder = try Folder.withQuickModel()
        let service = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: service.address)
        _ = try await program.run("submit", "quick", "--prompt", "a lake", "--wait")
        let downloads = service.entries("download")
        #expect(!downloads.isEmpty)
        #expect(downloads.allSatisfy { $0["authorization"] == .bool(false) })
    }

    /// What `ps` shows of a process.
    private func shownByProcessList(_ id: pid_t) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "/proc/\(id)/cmdline")), as: UTF8.self)
    }
}

/// A service that repeats the key in every spelling there is, in every place of every answer.
struct SpelledKeyTests {
    private static let units = Program.key.utf8.map(Int.init)

    private static func hex(_ number: Int, _ count: Int) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: count - digits.count) + digits
    }

    private static func each(_ spelling: (Int) -> String) -> String {
        units.map(spelling).joined()
    }

    /// As they stand in the text of a JSON string.
    private static let spellings: [String] = {
        var all: [String] = [Program.key, "\\u0063" + Program.key.dropFirst()]
        all.append(each { "\\u" + hex($0, 4) })
        all.append(each { "\\u" + hex($0, 4).lowercased() })
        all.append(each { "\\\\u" + hex($0, 4) })
        all.append(each { "%" + hex($0, 2) })
        all.append(each { "%" + hex($0, 2).lowercased() })
        all.append(each { "%25" + hex($0, 2) })
        all.append(each { "\\u0025" + hex($0, 2) })
        for before in ["", "u", "us"] {
            let text = Data((before + Program.key).utf8).base64EncodedString()
            all += [text, text.replacing("=", with: "")]
        }
        return all
    }()

    private static let headers = ["X-Request-Id", "Location", "Via", "Server"]

    /// Whether anybody could read the key out of the text.
    private func tells(_ bytes: Data) -> Bool {
        var text = String(decoding: bytes, as: UTF8.self)
        // What base64 begins with is the same, whatever stands behind it.
        let tokens = ["", "u", "us"].map { before in
            Data((before + Program.key).utf8).base64EncodedString().dropFirst(4).prefix(12)
        }
        for _ in 0..<4 {
            if text.contains(Program.key) || tokens.contains(where: { text.contains($0) }) {
                return true
            }
            text = Self.units.reduce(text) { text, unit in
                let plain = String(UnicodeScalar(UInt8(unit)))
                return ["\\u\(Self.hex(unit, 4))", "%\(Self.hex(unit, 2))"].reduce(text) {
                    $0.replacing($1, with: plain).replacing($1.lowercased(), with: plain)
                }
            }
            .replacing("%25", with: "%").replacing("\\u0025", with: "%")
            .replacing("\\\\", with: "\\")
        }
        return false
    }

    /// Some in one run, for each takes its time.
    private static let groups = stride(from: 0, to: spellings.count, by: 5).map { start in
        spellings[start..<min(start + 5, spellings.count)].joined(separator: " ")
    }

    private static func answer(_ request: PlainServer.Request, _ text: String) -> [UInt8] {
        // A head holds no escapes of JSON, but whatever else.
        let heads = headers.map { "\($0): /a?b=\(text)" }
        if request.method == "POST", request.body.contains("refused") {
            return Reply.raw("400 No", heads, Array(#"{"message":"\#(text)"}"#.utf8))
        }
        if request.method == "POST", request.body.contains("unclear") {
            return Reply.raw("302 No", heads, Array("<a href='\(text)'>".utf8))
        }
        if request.method == "POST" {
            return Reply.ok(#"{"code":200,"data":{"taskId":"t-\#(UUID())"}}"#)
        }
        if !request.path.contains("taskId") { return Reply.ok(#"{"data":"\#(text)"}"#) }
        let failure = #""failMsg":"\#(text)","failCode":"\#(text)""#
        return Reply.ok(#"{"code":200,"data":{"state":"failed",\#(failure)}}"#, heads)
    }

    @Test(arguments: groups)
    func theKeyIsSeenInNoSpelling(text: String) async throws {
        let folder = try Folder.withQuickModel()
        let server = try PlainServer { Self.answer($0, text) }
        let program = Program(folder, address: server.address)
        var seen: [(String, Data)] = []
        for prompt in ["refused", "unclear", "failed"] {
            let end = try await program.run("submit", "quick", "--prompt", prompt, "--wait")
            seen += [("stdout", Data(end.output.utf8)), ("stderr", Data(end.errors.utf8))]
        }
        for arguments in [["tasks", "--json"], ["show", "1"], ["show", "2"], ["show", "3"]] {
            let end = try await program.start(arguments).outcome()
            seen += [("\(arguments)", Data((end.output + end.errors).utf8))]
            #expect(end.output.contains("***"))
        }
        let dashboard = try program.startDashboard()
        try await dashboard.waitToPrint("***")
        // The journal, and what of it is in its log only.
        seen += folder.files.map { ($0.key, $0.value) }
        #expect(seen.contains { $0.0.hasSuffix("journal.sqlite") })
        #expect(seen.contains { $0.0.hasSuffix("journal.sqlite-wal") && !$0.1.isEmpty })
        dashboard.signal(SIGTERM)
        seen.append(("frames", Data(try await dashboard.outcome().output.utf8)))
        for (place, bytes) in seen { #expect(!tells(bytes), "\(place)") }
    }
}
