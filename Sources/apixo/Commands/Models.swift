import Apixo
import App
import ArgumentParser

struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the models, or the fields of one."
    )

    @Argument(help: "The model whose fields to list.")
    var model: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let settings = try Settings.forReading(common)
        settings.warnOfFaults()
        if let model {
            let model = try settings.model(model)
            writeLine(json ? model.json.forTerminal : model.manual)
        } else if json {
            writeLine(JSON.array(settings.catalog.models.map(\.json)).forTerminal)
        } else {
            for model in settings.catalog.models { writeLine(model.line) }
        }
    }
}

extension Model {
    fileprivate var line: String {
        "\(id.rawValue)\t\(output.rawValue)\t\(limits.requestsPerMinute) requests a minute, "
            + "\(limits.tasksAtOnce) tasks at once, billed per \(billing.unit.rawValue)"
    }

    fileprivate var manual: String {
        ([line, ""] + fields.map(\.manual)).joined(separator: "\n")
    }

    fileprivate var json: JSON {
        .object([
            "model": .string(id.rawValue),
            "title": .string(title),
            "output": .string(output.rawValue),
            "requestsPerMinute": .integer(limits.requestsPerMinute),
            "tasksAtOnce": .integer(limits.tasksAtOnce),
            "firstLookAfterSeconds": .number(polls.firstAfter),
            "lookEverySeconds": .number(polls.every),
            "resultLifetimeSeconds": .integer(resultLifetime),
            "billingUnit": .string(billing.unit.rawValue),
            "fields": .array(fields.map(\.json)),
        ])
    }
}

extension Field {
    fileprivate var manual: String {
        var notes = [rule]
        if isRequired { notes.append("required") }
        if let initial { notes.append("starts as \(initial.text)") }
        if let serviceDefault { notes.append("default \(serviceDefault.text)") }
        if let shownWhen { notes.append("only with \(shownWhen)") }
        return "\(name)\n    \(notes.joined(separator: "; "))\n    \(help)"
    }

    private var rule: String {
        switch kind {
        case .choice(let choices): choices.joined(separator: " | ")
        case .integer(.values(let values)): values.map(String.init).joined(separator: " | ")
        case .integer(.range(let range, _)): "\(range.lowerBound) to \(range.upperBound)"
        case .toggle: "true | false"
        case .text(let text): "\(text.length.lowerBound) to \(text.length.upperBound) characters"
        case .urls(let urls):
            "\(urls.count.lowerBound) to \(urls.count.upperBound) URLs of \(urls.formats.joined(separator: ", "))"
        }
    }

    fileprivate var json: JSON {
        .object([
            "name": .string(name),
            "rule": .string(rule),
            "required": .bool(isRequired),
            "default": initial?.json ?? serviceDefault?.json ?? .null,
            "shownWhen": .maybe(shownWhen?.description),
            "help": .string(help),
        ])
    }
}
