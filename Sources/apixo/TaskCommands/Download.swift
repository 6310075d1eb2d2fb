import Apixo
import ArgumentParser
import Coordination
import Foundation
import TaskJournal
import Tasks

struct Download: TaskOrder {
    static let configuration = CommandConfiguration(
        abstract: "Have the results of a task here; prints their paths.",
        discussion: "What is saved and still there is not fetched again.",
    )
    static let needsKey = false
    static let leadsWithoutKey = true

    @OptionGroup var options: TaskOptions

    @Option(help: "Copy them into this folder too; no file is replaced.")
    var to: String?

    func userCommand(for task: TrackedTask, in journal: Journal) throws -> UserCommand? {
        guard case .succeeded(_, let result) = task.life else {
            throw Exit.usage("\(task.name) is \(task.state.rawValue): it has no results to fetch")
        }
        guard !result.urls.isEmpty else {
            throw Exit(.noURL, "\(task.name) succeeded, but the answer holds no result URL")
        }
        let missing = try reading { try journal.files(of: task.id) }.filter { !$0.isHere }
        return missing.isEmpty
            ? nil : .downloadAgain(task.id, fileNumbers: missing.map(\.id.number))
    }

    func tell(_ detail: TaskDetail, _ rule: ConfirmRule) throws {
        let paths = try detail.files.compactMap(\.savedPath).map { path in
            try to.map { try FileCopy(of: path, to: $0).make() } ?? path
        }
        if options.json {
            writeLine(TaskText(detail: detail, rule: rule).json.forTerminal)
        } else {
            for path in paths { writeLine(path.lineForTerminal) }
        }
    }

    func outcome(of detail: TaskDetail, _ run: HeadlessRun) -> (String, ExitCode) {
        let missing = detail.files.filter { !$0.isHere }
        let name = detail.task.name
        if missing.isEmpty { return ("every result of \(name) is here", .done) }
        let reason = missing.map { "\($0.id.number) is \($0.stateText)" }.joined(separator: "; ")
        return ("not every result of \(name) is here: \(reason)", .notSaved)
    }
}

extension ResultFile {
    var savedPath: String? {
        guard case .saved(let path, _) = state else { return nil }
        return path
    }

    /// Saved, and nobody has moved it since.
    fileprivate var isHere: Bool {
        savedPath.map { FileManager.default.fileExists(atPath: $0) } ?? false
    }
}
