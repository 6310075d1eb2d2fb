/// Looks through an answer for what may be the taskId, under whatever name.
struct TaskIDSearch {
    private static let most = 3
    private static let names = ["taskid": 0, "id": 1, "jobid": 2, "task": 2, "job": 2, "data": 3]

    private var candidates: [(rank: Int, id: TaskID)] = []

    init(in answer: HTTPAnswer) {
        if let json = JSON(parsing: answer.body) { search(in: json, isNamed: nil) }
        search(inText: answer.body.prefix(64 << 10))
        // Where a line ends, so does the id; an answer may have broken off within.
        if let location = answer.location { search(inText: Array("\(location)\n".utf8)[...]) }
    }

    /// The likeliest first.
    var found: [TaskID] {
        var found: [TaskID] = []
        for rank in 0...3 {
            for candidate in candidates where candidate.rank == rank {
                if !found.contains(candidate.id) { found.append(candidate.id) }
            }
        }
        return Array(found.prefix(Self.most))
    }

    private mutating func search(in json: JSON, isNamed name: String?) {
        switch json {
        case .string(let text): note(text, name)
        case .integer(let number): if number > 0 { note(String(number), name) }
        case .array(let items): for item in items { search(in: item, isNamed: name) }
        case .object(let members):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                search(in: value, isNamed: name)
            }
        case .null, .bool, .number: break
        }
    }

    private mutating func note(_ text: String, _ name: String?) {
        let plain = name?.lowercased().filter { $0 != "_" && $0 != "-" }
        guard let rank = plain.flatMap({ Self.names[$0] }) else { return }
        let id = TaskID(rawValue: text)
        if id.isPlain, candidates.count < 100 { candidates.append((rank, id)) }
    }

    /// What broke off, is no JSON, or is a number too long for one: `taskId`, `task_id` or `task-id`
    /// and what follows it.
    private mutating func search(inText bytes: ArraySlice<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        let pattern = /(?i)task[_-]?id["'\\]*\s*[:=]\s*["'\\]*([A-Za-z0-9._:~-]+)[^A-Za-z0-9._:~-]/
        for match in text.matches(of: pattern) {
            note(String(match.1), "taskId")
        }
    }
}

extension TaskID {
    /// Whether it may be offered: it does nothing in a terminal, a shell or an option's place.
    var isPlain: Bool {
        let bytes = rawValue.utf8
        let isWord = bytes.allSatisfy { $0.isLetterOrDigit || "._:~-".utf8.contains($0) }
        return isWord && (1...200).contains(bytes.count) && bytes.first != UInt8(ascii: "-")
    }
}
