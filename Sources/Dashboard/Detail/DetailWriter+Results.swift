import Apixo
import Tasks

extension DetailWriter {
    /// Each URL whole, with its file and the time it has left.
    mutating func succeeded(_ result: TaskResult, _ files: [ResultFile]) {
        guard !result.urls.isEmpty else {
            text.fact("results", "no URL could be read from resultJson:", .stateUnknown)
            return text.note(result.raw, .muted)
        }
        for (index, url) in result.urls.enumerated() {
            text.fact(result.urls.count == 1 ? "result" : "result \(index + 1)", url)
            guard let file = files.first(where: { $0.id.number == index + 1 }) else { continue }
            describe(file)
        }
    }

    private mutating func describe(_ file: ResultFile) {
        switch file.state {
        case .saved(let path, let bytes):
            text.note("✓ \(Words.size(bytes))  \(short(path))", .text)
            if let note = file.note { text.note("not fetched again: \(note)", .stateUnknown) }
            text.note(life(of: file), .muted)
        case .waiting(_, let tries, let reason):
            let words =
                reason.map { "not saved after \(tries) \(tries == 1 ? "try" : "tries"): \($0)" }
                ?? (file.kept == nil ? "being saved" : "being fetched again")
            if let kept = file.kept {
                text.note("✓ \(Words.size(kept.bytes))  \(short(kept.path))", .text)
            }
            text.note(words, reason == nil ? .stateProcessing : .stateUnknown)
            text.note(life(of: file), .muted)
        case .lost(let reason):
            text.note("✗ not saved: \(reason)", .stateFailed)
        }
    }

    private func life(of file: ResultFile) -> String {
        let seconds = Int(file.expiresAt.seconds(since: now))
        return seconds > 0 ? "expires in \(Words.remaining(seconds))" : "expired"
    }

    private func short(_ path: String) -> String {
        let home = environment.homeFolder
        guard !home.isEmpty, path.hasPrefix(home + "/") else { return path }
        return "~" + path.dropFirst(home.count)
    }
}
