import Apixo
import Foundation
import Programs
import Tasks
import Testing

@testable import Machine
@testable import TaskJournal

/// What the commands print, the service in the hands of an enemy.
struct HostileCommandTests {
    private let folder: Folder
    private let stories: [HostileStory]
    private let service: HostileService
    private let program: Program

    private static let payloads: [Payload] = [
        .csi, .clipboard, .deviceControl, .c1, .returns, .bidi, .invisible,
    ]

    init() async throws {
        folder = try Folder()
        try folder.write(HostileStory.model, to: "config/apixo/models/quick.toml")
        stories = HostileStory.all(of: Self.payloads)
        service = try await HostileService(stories)
        program = Program(folder, address: service.address)
    }

    @Test func nothingAServerCanSaySteersTheTerminalOfACommand() async throws {
        _ = try Journal(folder: folder.data).insert(
            stories.map { Intent($0.request) },
            at: SteadyClock().now
        )
        let worker = try program.start(["worker"])
        try await eventually("every answer was given") { service.hasSaidAll }
        worker.signal(SIGTERM)
        let end = try await worker.outcome()
        expectPlain(end, "worker")
        #expect(end.output.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })

        let list = try await program.run("tasks")
        expectPlain(list, "tasks")
        #expect(list.output.split(separator: "\n").count == stories.count)
        let tasks = try await program.run("tasks", "--json")
        expectPlain(tasks, "tasks --json")
        let all = try #require(tasks.json?.array)
        #expect(all.count == stories.count)
        for story in stories {
            let text = try await program.run("show", "\(story.number)")
            expectPlain(text, "show, \(story.prompt)")
            let facts = text.output.split(separator: "\n").prefix { !$0.hasPrefix("request ") }
            #expect(facts.allSatisfy { $0.isFact }, "\(story.prompt): \(facts)")
            let json = try await program.run("show", "\(story.number)", "--json")
            expectPlain(json, "show --json, \(story.prompt)")
            #expect(json.json != nil && all.contains { $0 == json.json }, "\(story.prompt)")
        }
        // What was spelled out means the same.
        let told = all.compactMap { $0["failMsg"]?.string }
        for payload in Self.payloads { #expect(told.contains(payload.text), "\(payload)") }
    }

    @Test func nothingInAnAnswerToASubmitSteersTheTerminal() async throws {
        let places: [Place] = [
            .refusalMessage, .refusalDetail, .refusalCode, .taskId, .submitPage,
        ]
        for story in stories where places.contains(story.place) {
            let text = try await program.run("submit", "quick-1", "--prompt", story.prompt)
            expectPlain(text, "submit, \(story.prompt)")
            #expect(text.output.split(separator: "\n").count == 1, "\(story.prompt): \(text)")
            #expect(text.errors.split(separator: "\n").count <= 1, "\(story.prompt): \(text)")
            let json = try await program.run(
                "submit",
                "quick-1",
                "--json",
                "--again",
                "--prompt",
                story.prompt,
            )
            expectPlain(json, "submit --json, \(story.prompt)")
            #expect(json.json != nil, "\(story.prompt)")
            #expect(story.place == .taskId || text.code != 0, "\(story.prompt): \(text)")
        }
    }

    private func expectPlain(_ end: Program.Outcome, _ what: String) {
        #expect(end.output.steering == [] && end.errors.steering == [], "\(what)")
    }
}

extension String {
    /// A command has no business with any of these, not even with what our screen may say.
    fileprivate var steering: [String] {
        unicodeScalars.filter { $0 != "\n" && $0.isSteering }
            .map { "U+\(String($0.value, radix: 16))" }
    }
}

extension Substring {
    /// A name and what there is to say, or what belongs to the line above.
    fileprivate var isFact: Bool {
        hasPrefix("  ") || dropFirst(12).hasPrefix(" ") && first?.isLetter == true
    }
}

extension Unicode.Scalar {
    fileprivate var isSteering: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
