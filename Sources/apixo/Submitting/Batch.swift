import Apixo
import App
import Coordination
import Tasks

/// The requests of a file, one a line of JSON; all are sound before the first is written down.
struct Batch {
    private static let mostBytes = 16 << 20
    private static let mostTasks = 10_000
    private static let mostFaultsTold = 10

    private(set) var intents: [Intent] = []
    /// The line of each, from 1.
    private var lines: [Int] = []

    /// - Parameter model: For lines that name none.
    init(path: String, model: String?, isAgain: Bool, settings: Settings) throws {
        let file = InputFile(path: path, option: "--batch", mostBytes: Self.mostBytes)
        var faults: [String] = []
        var places: [TaskRef: Int] = [:]
        let texts = try file.text().split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        )
        for (index, text) in texts.enumerated() where !text.allSatisfy(\.isWhitespace) {
            do {
                let line = try BatchLine(String(text), model, settings)
                if let ref = line.ref, let place = places.updateValue(index + 1, forKey: ref) {
                    throw Exit.usage("ref \(ref.rawValue) is that of line \(place)")
                }
                intents.append(Intent(line.request, ref: line.ref, isAgain: isAgain))
                lines.append(index + 1)
            } catch let exit as Exit {
                faults.append("line \(index + 1): \(exit.message ?? "")")
            }
        }
        guard faults.isEmpty else { throw Self.fault(faults) }
        guard (1...Self.mostTasks).contains(intents.count) else {
            throw Exit.usage("--batch: it holds \(intents.count) requests; 1 to \(Self.mostTasks)")
        }
    }

    private static func fault(_ faults: [String]) -> Exit {
        let more = faults.count - mostFaultsTold
        let told = faults.prefix(mostFaultsTold) + (more > 0 ? ["and \(more) more"] : [])
        return .usage("--batch: nothing was sent\n" + told.joined(separator: "\n"))
    }

    /// The same with the line it is about.
    func exit(_ fault: IntentError) -> Exit {
        guard case .duplicate(let duplicate) = fault, lines.indices.contains(duplicate.place) else {
            return Exit(fault)
        }
        let line = "line \(lines[duplicate.place])"
        guard case .earlier(let place) = duplicate.original else {
            return .usage("--batch: \(line): \(Exit(fault).message ?? "")")
        }
        return .usage(
            "--batch: not sent: \(line) is the same as line \(lines[place]); --again sends it "
                + "all the same"
        )
    }
}

/// `{"model": …, "prompt": …, "input": {…}, "provider": …, "callback_url": …, "ref": …}`
struct BatchLine {
    let request: GenerateRequest
    let ref: TaskRef?

    private static let names = [
        "model", "prompt", "input", "provider", "request_type", "callback_url", "ref",
    ]

    init(_ text: String, _ model: String?, _ settings: Settings) throws {
        guard case .object(let members)? = JSON(parsing: text) else {
            throw Exit.usage("it is not a JSON object")
        }
        if let unknownModel = members.keys.sorted().first(where: { !Self.names.contains($0) }) {
            throw Exit.usage(
                "\(FieldError(field: unknownModel, problem: .unknownField(Self.names)))"
            )
        }
        guard let name = try Self.text("model", members) ?? model else {
            throw Exit.usage("model is needed, in the line or as the argument MODEL")
        }
        let model = try settings.model(name)
        ref = try TaskRef(option: Self.text("ref", members))
        request = try model.checked(Self.draft(of: model, members))
    }

    private static func draft(of model: Model, _ members: [String: JSON]) throws -> Draft {
        var draft = Draft(model: model.id)
        draft.values = try values(members["input"])
        if let prompt = try text("prompt", members) { draft.values["prompt"] = .text(prompt) }
        if let provider = try text("provider", members) {
            draft.provider = try Provider(option: provider)
        }
        if let url = try text("callback_url", members) {
            draft.requestType = .callback
            draft.callbackURL = url
        }
        if let type = try text("request_type", members) {
            guard let type = RequestType(rawValue: type) else {
                let all = RequestType.allCases.map(\.rawValue)
                throw Exit.usage("\(FieldError(field: "request_type", problem: .notOneOf(all)))")
            }
            draft.requestType = type
        }
        return draft
    }

    private static func values(_ input: JSON?) throws -> [String: FieldValue] {
        guard let input else { return [:] }
        guard case .object(let members) = input else {
            throw Exit.usage("\(FieldError(field: "input", problem: .wrongKind("an object")))")
        }
        return try members.reduce(into: [:]) { values, member in
            guard let value = FieldValue(member.value) else {
                let problem = Problem.wrongKind("text, a whole number, a truth value or a list")
                throw Exit.usage("\(FieldError(field: member.key, problem: problem))")
            }
            values[member.key] = value
        }
    }

    private static func text(_ name: String, _ members: [String: JSON]) throws -> String? {
        guard let value = members[name] else { return nil }
        if let text = value.string { return text }
        throw Exit.usage("\(FieldError(field: name, problem: .wrongKind("text")))")
    }
}
