import Apixo
import ArgumentParser
import Foundation
import Tasks
import Worker

struct Submit: BackgroundCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send one request; it is written down before it goes out.",
        discussion: """
            Without --wait it is sent if a slot and the minute's budget are free at once; otherwise it \
            stays queued for the dashboard or the worker. Fields of a model: apixo models MODEL.
            """,
    )

    @Argument(help: "The model, such as those that apixo models lists.")
    var model: String

    @Option(help: "The prompt.")
    var prompt: String?

    @Option(name: .customLong("set"), help: "A field of the model, as field=value.")
    var fields: [String] = []

    @Option(name: .customLong("image-url"), help: "A reference image; may be given more than once.")
    var imageURLs: [String] = []

    @Option(help: "auto, value or official.")
    var provider: String?

    @Option(name: .customLong("callback-url"), help: "Ask the service to call this URL at the end.")
    var callbackURL: String?

    @Flag(help: "Ask the service to call this program, as [callback] in config.toml says.")
    var callback = false

    @Option(
        help: "A name of your own for it: what has one is sent once, however often it is asked."
    )
    var ref: String?

    @Flag(help: "Send it though the same is live or unknown, or was sent within the hour.")
    var again = false

    @Flag(help: "Print the task as JSON.")
    var json = false

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var common: CommonOptions

    func work() async throws {
        let settings = try Settings(common)
        settings.warnOfFaults()
        let request = try request(for: try settings.model(model), settings)
        let intent = Intent(request, ref: try taskRef(), isAgain: again)
        let key = try settings.requireKey()
        let run = try HeadlessRun(settings: settings, key: key)
        let ends = try await run.follow(try run.write([intent]), waiting: waiting)
        for end in ends { TaskText(detail: end.detail).print(asJSON: json) }
        try ends.leave()
    }

    func validate() throws {
        guard !callback || callbackURL == nil else {
            throw ValidationError("--callback and --callback-url exclude each other")
        }
    }

    private func taskRef() throws -> TaskRef? {
        guard let ref else { return nil }
        if let ref = TaskRef(rawValue: ref) { return ref }
        throw Exit.usage(
            """
            --ref: a name has 1 to \(TaskRef.mostCharacters) visible characters, and blanks only \
            between them
            """
        )
    }

    private func request(for model: Model, _ settings: Settings) throws -> GenerateRequest {
        var draft = Draft(model: model.id)
        for text in fields {
            let (name, value) = try assignment(text, model)
            draft.values[name] = value
        }
        if let prompt { draft.values["prompt"] = .text(prompt) }
        if !imageURLs.isEmpty { draft.values["image_urls"] = .urls(imageURLs) }
        if let provider {
            guard let value = Provider(rawValue: provider) else {
                let all = Provider.allCases.map(\.rawValue)
                throw Exit.usage("\(Fault(field: "provider", problem: .notOneOf(all)))")
            }
            draft.provider = value
        }
        if let callbackURL = try callbackURL ?? ownCallbackURL(settings) {
            draft.requestType = .callback
            draft.callbackURL = callbackURL
        }
        return try checked(draft, model)
    }

    private func ownCallbackURL(_ settings: Settings) throws -> String? {
        guard callback else { return nil }
        if let url = try settings.callbackURL(try settings.journal()) { return url }
        throw Exit.usage("--callback: config.toml has no [callback] with listen and public_url")
    }

    private func assignment(_ text: String, _ model: Model) throws -> (String, FieldValue) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw Exit.usage("--set \(text): write it as field=value") }
        let name = String(parts[0])
        guard let field = model.field(named: name) else {
            let problem = Problem.unknownField(model.fields.map(\.name))
            throw Exit.usage("\(Fault(field: name, problem: problem))")
        }
        do throws(Problem) {
            return (name, try field.value(typed: String(parts[1])))
        } catch {
            throw Exit.usage("\(Fault(field: name, problem: error))")
        }
    }

    private func checked(_ draft: Draft, _ model: Model) throws -> GenerateRequest {
        let shown = model.shownFields(for: draft.values)
        let hidden = draft.values.keys.sorted().compactMap(model.field(named:))
            .filter { !shown.contains($0) }
            .compactMap { field in
                field.shownWhen.map { Fault(field: field.name, problem: .notShown(when: $0)) }
            }
        guard hidden.isEmpty else {
            throw Exit.usage(hidden.map(\.description).joined(separator: "\n"))
        }
        switch model.request(from: draft) {
        case .success(let request): return request
        case .failure(let faults):
            throw Exit.usage(faults.list.map(\.description).joined(separator: "\n"))
        }
    }
}
