import Apixo
import Foundation
import Programs
import Testing

/// `apixo submit` against `apixo simulate`: exit codes, JSON, and what the service really saw.
struct SubmitCommandTests {
    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    @Test func theTimeScaleReachesTheSimulator() async throws {
        try await SimulatorProgram.run(in: folder, timeScale: 0.01) { _, program in
            let prompt = "a lake [take:100]"
            let end = try await program.run(
                "submit",
                "quick",
                "--prompt",
                prompt,
                "--wait",
                "--json"
            )
            #expect(end.json?["costTime"]?.integer.map((900...1100).contains) == true)
        }
    }

    @Test func aFinishedTaskIsPrintedAsJSONAndExitsWith0() async throws {
        try await SimulatorProgram.run(in: folder) { _, program in
            let end = try await program.run(
                "submit",
                "quick",
                "--prompt",
                "a lake",
                "--wait",
                "--json"
            )
            #expect(end.code == 0, "\(end)")
            let json = try #require(end.json)
            #expect(json["state"]?.string == "success" && json["model"]?.string == "quick")
            #expect(json["id"]?.integer == 1 && json["taskId"]?.string?.isEmpty == false)
            #expect(json["resultUrls"]?.array?.count == 1)
            for name in ["submittedAt", "createTime", "completeTime", "costTime"] {
                #expect((json[name]?.integer ?? 0) > 0, "\(name)")
            }
            #expect(json["failCode"] == .null && json["failMsg"] == .null)
            let file = try #require(json["files"]?.array?.first?.string)
            #expect(file.hasPrefix("\(folder.data)/results/"))
            let bytes = FileManager.default.contents(atPath: file) ?? Data()
            #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
    }

    @Test func aBuiltInModelTakesItsFields() async throws {
        try await SimulatorProgram.run(in: folder, timeScale: 0.001) { service, program in
            let end = try await program.run(
                "submit",
                "seedream-5-0",
                "--prompt",
                "a lake",
                "--set",
                "resolution=3K",
                "--set",
                "aspect_ratio=16:9",
                "--set",
                "max_images=2",
                "--provider",
                "value",
                "--json",
            )
            #expect(end.code == 0)
            #expect(["pending", "processing"].contains(end.json?["state"]?.string))
            let request = try #require(service.entries("accepted").first?["request"])
            #expect(request["provider"]?.string == "value")
            #expect(request["input"]?["max_images"]?.integer == 2)
            #expect(request["input"]?["aspect_ratio"]?.string == "16:9")
        }
    }

    @Test func aFailedTaskExitsWith1() async throws {
        try await SimulatorProgram.run(in: folder) { _, program in
            let end = try await program.run(
                "submit",
                "quick",
                "--prompt",
                "[fail:CONTENT_VIOLATION]",
                "--wait",
                "--json"
            )
            #expect(end.code == 1)
            #expect(end.json?["failCode"]?.string == "CONTENT_VIOLATION")
            #expect(end.json?["failMsg"]?.string?.isEmpty == false)
            #expect(end.errors.contains("CONTENT_VIOLATION"))
        }
    }

    @Test func anEmptyAccountExitsWith7() async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            let end = try await program.run("submit", "quick", "--prompt", "[credits]", "--json")
            #expect(end.code == 7 && end.json?["state"]?.string == "refused")
            #expect(end.errors.contains("Insufficient credits"))
            #expect(service.entries("refused").count == 1)
        }
    }

    @Test(arguments: [
        (
            ["submit", "seedream-5-0", "--prompt", "x", "--set", "resolution=9K"], "resolution",
            "3K"
        ),
        (
            ["submit", "seedream-5-0", "--prompt", "x", "--set", "max_images=11"], "max_images",
            "10"
        ),
        (
            ["submit", "seedream-5-0", "--prompt", "x", "--set", "mode=none"], "mode",
            "text-to-image"
        ),
        (["submit", "gpt-image-1", "--prompt", "x", "--set", "num_images=3"], "num_images", "4"),
        (["submit", "seedream-5-0", "--prompt", "x", "--set", "nosuch=1"], "nosuch", "resolution"),
        (["submit", "seedream-5-0"], "prompt", "required"),
        (
            ["submit", "seedream-5-0", "--prompt", "x", "--provider", "best"], "provider",
            "official"
        ),
        (["submit", "nosuch", "--prompt", "x"], "nosuch", "seedream-5-0"),
        (
            ["submit", "quick", "--prompt", "x", "--callback-url", "ftp://a"], "callback_url",
            "https"
        ),
        (["submit", "quick", "--prompt", "x", "--nosuch"], "--nosuch", "Usage"),
        (["tasks", "--state", "lost"], "--state", "queued"),
    ])
    func aWrongValueExitsWith2AndNothingIsSent(
        arguments: [String],
        field: String,
        allowed: String,
    ) async throws {
        try await SimulatorProgram.run(in: folder) { service, program in
            let end = try await program.start(arguments).outcome()
            #expect(end.code == 2 && end.output == "")
            #expect(end.errors.contains(field) && end.errors.contains(allowed), "\(end.errors)")
            #expect(service.entries("accepted").isEmpty && service.entries("refused").isEmpty)
        }
    }

    @Test func aScriptMayAskToBeCalledBack() async throws {
        try folder.write(
            "[callback]\nlisten = \"8787\"\npublic_url = \"https://here.example/apixo\"\n",
            to: "config/apixo/config.toml",
        )
        try await SimulatorProgram.run(in: folder) { service, program in
            for prompt in ["one", "two"] {
                let end = try await program.run("submit", "quick", "--prompt", prompt, "--callback")
                #expect(end.code == 0, "\(end)")
            }
            let urls = service.entries("accepted").map { $0["request"]?["callback_url"]?.string }
            #expect(urls.count == 2 && urls[0] == urls[1])
            #expect(urls[0]?.hasPrefix("https://here.example/apixo/") == true)
        }
    }

    @Test func withoutAReceiverNobodyCanCallBack() async throws {
        let program = Program(folder, address: "http://127.0.0.1:1")
        let end = try await program.run("submit", "quick", "--prompt", "a", "--callback")
        #expect(end.code == 2)
        #expect(end.errors.contains("--callback: config.toml has no [callback]"))
        let both = try await program.run(
            "submit",
            "quick",
            "--prompt",
            "a",
            "--callback",
            "--callback-url",
            "https://a.example",
        )
        #expect(both.code == 2 && both.errors.contains("exclude each other"))
    }
}
