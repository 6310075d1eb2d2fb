import Apixo
import App
import ArgumentParser
import Coordination
import Foundation
import Tasks

struct Submit: BackgroundCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send one request; it is written down before it goes out.",
        discussion: """
            Without --wait it is sent if a slot and the minute's budget are free at once; otherwise it \
            stays queued for the dashboard or the worker. Fields of a model: apixo models MODEL.

            --batch FILE.jsonl sends a request for each line, with one decision for all: \
            {"model": "quick", "prompt": "a lake", "input": {"count": 2}, "ref": "order 7"}; provider, \
            request_type and callback_url may be given, too. Every line is checked before the first \
            is written down.
            """,
    )

    @Argument(help: "The model, such as those that apixo models lists.")
    var model: String?

    @Option(help: "The prompt; @FILE reads it from a file, - from standard input, @@ is an @.")
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

    @Option(help: "Send the requests of this file of JSON lines; - is standard input.")
    var batch: String?

    @Flag(help: "Do not ask before a batch is sent.")
    var yes = false

    @Flag(
        help: "Print what would be sent and billed; nothing is written or sent, no key is needed."
    )
    var dryRun = false

    @Flag(help: "Print the task as JSON; several are a line each.")
    var json = false

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var common: CommonOptions

    func work() async throws {
        let settings = try Settings(common)
        settings.warnOfFaults()
        if let batch { return try await work(on: batch, settings) }
        let intent = Intent(
            try request(for: try settings.model(model ?? ""), settings),
            ref: try TaskRef(option: ref),
            isAgain: again,
        )
        if dryRun { return DryRun(request: intent.request, settings: settings).print(asJSON: json) }
        let run = try HeadlessRun(settings: settings, key: try settings.requireKey())
        let tasks = try Exit.ifRefused { () throws(IntentError) in try run.write([intent]) }
        try await follow(tasks, run)
    }

    private func work(on path: String, _ settings: Settings) async throws {
        let batch = try Batch(path: path, model: model, isAgain: again, settings: settings)
        if dryRun {
            for intent in batch.intents {
                DryRun(request: intent.request, settings: settings).print(asJSON: json)
            }
            return
        }
        let key = try settings.requireKey()
        try Confirmation(question: batch.question(settings.catalog), isGiven: yes).ask()
        let run = try HeadlessRun(settings: settings, key: key)
        let tasks: [TrackedTask]
        do throws(IntentError) {
            tasks = try run.write(batch.intents)
        } catch {
            throw batch.exit(error)
        }
        try await follow(tasks, run)
    }

    private func follow(_ tasks: [TrackedTask], _ run: HeadlessRun) async throws {
        try await run.follow(tasks, isAwaited: waiting.wait, within: waiting.timeout)
            .tell(asJSON: json)
    }

    func validate() throws {
        guard !callback || callbackURL == nil else {
            throw ValidationError("--callback and --callback-url exclude each other")
        }
        guard !dryRun || !callback else {
            throw ValidationError("--callback writes a secret down: with --dry-run, --callback-url")
        }
        guard batch != nil else {
            if model == nil { throw ValidationError("MODEL is needed; see apixo models") }
            return
        }
        let isPlain =
            prompt == nil && fields.isEmpty && imageURLs.isEmpty && provider == nil
            && callbackURL == nil && !callback && ref == nil
        guard isPlain else {
            throw ValidationError("with --batch, what is to be sent stands in its lines")
        }
    }

    private func request(for model: Model, _ settings: Settings) throws -> GenerateRequest {
        var draft = Draft(model: model.id)
        for text in fields {
            let (name, value) = try assignment(text, model)
            draft.values[name] = value
        }
        if let prompt { draft.values["prompt"] = .text(try prompt.asPrompt) }
        if !imageURLs.isEmpty { draft.values["image_urls"] = .urls(imageURLs) }
        if let provider { draft.provider = try Provider(option: provider) }
        if let callbackURL = try callbackURL ?? ownCallbackURL(settings) {
            draft.requestType = .callback
            draft.callbackURL = callbackURL
        }
        return try model.checked(draft)
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
            throw Exit.usage("\(FieldError(field: name, problem: problem))")
        }
        do throws(Problem) {
            return (name, try field.value(typed: String(parts[1])))
        } catch {
            throw Exit.usage("\(FieldError(field: name, problem: error))")
        }
    }
}
