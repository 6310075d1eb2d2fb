import Apixo
import Foundation
import Samples
import Tasks
import Testing

@testable import TaskJournal

/// Windows as SQL gives them, against the same table sorted and filtered in memory.
struct WindowTests {
    private let folder: TestFolder
    private let journal: Journal
    private var random = SplitMix(seed: UInt64.random(in: 0...UInt64.max))
    private var table: [TrackedTask] = []
    /// The tasks whose results are not saved and die soon, in that order.
    private var pinned: [TaskNumber] = []

    init() throws {
        folder = try TestFolder()
        journal = try Journal(folder: folder.path)
        for _ in 0..<300 { table.append(try addTask()) }
        for task in table where Int.random(in: 0..<10, using: &random) == 0 {
            guard try journal.remove(task.id) else { continue }
            table.removeAll { $0.id == task.id }
        }
    }

    @Test(arguments: StateFilter.allCases, SortColumn.allCases)
    mutating func everyWindowIsAStretchOfTheTable(filter: StateFilter, sort: SortColumn) throws {
        for text in ["", "LAKE", "quick", "task_1", "violation", "50%", "a_b", "\\", "nowhere"] {
            let expected = rows(filter, text, sort)
            for limit in [1, 7, 1000] {
                try check(
                    expected,
                    WindowQuery(filter: filter, text: text, sort: sort, limit: limit)
                )
            }
        }
    }

    @Test(arguments: StateFilter.allCases)
    mutating func whatDiesUnsavedStandsFirst(filter: StateFilter) throws {
        try pinSome()
        for text in ["", "LAKE", "task_1"] {
            let expected = rows(filter, text, .newest)
            for limit in [1, 3, 7, 50, 1000] {
                try check(expected, WindowQuery(filter: filter, text: text, limit: limit))
            }
        }
        let window = try journal.window(WindowQuery(), at: .start)
        #expect(window.pinned == pinned.count && window.unsaved.count == pinned.count + 1)
        #expect(window.rows.prefix(pinned.count).map(\.id) == pinned)
        #expect(try journal.window(WindowQuery(sort: .model), at: .start).pinned == 0)
    }

    /// Some that die within the day, one that dies later, one that is saved.
    private mutating func pinSome() throws {
        let tasks = table.shuffled(using: &random).prefix(7)
        var decision = Decision()
        for (place, task) in tasks.enumerated() {
            var file = ResultFile.sample("https://a.example/\(place)")
            file.id.task = task.id
            file.expiresAt = .start + (place < 5 ? Double(place * 100) : 2 * 86_400)
            let saved = ResultFile.State.saved(path: "/1.png", bytes: 1)
            file.state = place == 6 ? saved : .waiting(next: .start, tries: 3, reason: "HTTP 500")
            decision.files[file.id] = file
        }
        try journal.save(decision, at: .start)
        pinned = tasks.prefix(5).map(\.id)
    }

    private mutating func check(_ expected: [TaskNumber], _ query: WindowQuery) throws {
        var query = query
        let top = try journal.window(query, at: .start)
        #expect(top.rows.map(\.id) == Array(expected.prefix(query.limit)))
        #expect(top.first == 0 && top.total == expected.count)
        query.anchor = .bottom
        let bottom = try journal.window(query, at: .start)
        #expect(bottom.rows.map(\.id) == Array(expected.suffix(query.limit)))
        #expect(bottom.first == max(0, expected.count - query.limit))
        for _ in 0..<5 {
            guard let anchor = table.randomElement(using: &random)?.id else { return }
            query.anchor = .around(anchor)
            try checkAround(anchor, expected, journal.window(query, at: .start))
        }
    }

    private func checkAround(
        _ anchor: TaskNumber,
        _ expected: [TaskNumber],
        _ window: TaskWindow,
    ) throws {
        #expect(window.total == expected.count)
        let stretch = expected.dropFirst(window.first).prefix(window.rows.count)
        #expect(window.rows.map(\.id) == Array(stretch))
        #expect(window.rows.count <= window.query.limit)
        guard let place = expected.firstIndex(of: anchor) else { return }
        let before = min(place, window.query.limit / 2)
        #expect(window.first == place - before)
        #expect(window.rows.map(\.id).contains(anchor))
    }

    /// The reference: every rule of the table in the plainest words.
    private func rows(_ filter: StateFilter, _ text: String, _ sort: SortColumn) -> [TaskNumber] {
        table.filter { task in
            filter.states.contains(task.state) && task.isFound(by: text)
        }
        .sorted { left, right in
            switch sort {
            case .newest: (place(of: left), right.id) < (place(of: right), left.id)
            case .state: (left.state.rank, right.id) < (right.state.rank, left.id)
            case .model: (left.model.rawValue, right.id) < (right.model.rawValue, left.id)
            case .costTime:
                (right.times.costTime ?? -1, right.id) < (left.times.costTime ?? -1, left.id)
            }
        }
        .map(\.id)
    }

    private func place(of task: TrackedTask) -> Int {
        pinned.firstIndex(of: task.id) ?? pinned.count
    }

    private mutating func addTask() throws -> TrackedTask {
        let words = ["lake", "Lakeside", "100 %", "50% off", "a_b", "a\\b", "sea", "violation"]
        let prompt = (0..<3).map { _ in words.randomElement(using: &random) ?? "" }
        var request = GenerateRequest.quick(prompt.joined(separator: " "))
        request.model = ModelID(rawValue: Bool.random(using: &random) ? "quick" : "slow-2")
        return try journal.add(Life.all.randomElement(using: &random) ?? .queued, request)
    }
}

extension TrackedTask {
    fileprivate func isFound(by text: String) -> Bool {
        let code: String? =
            switch life {
            case .failed(_, let failure): failure.code.rawValue
            case .refused(let refusal, _): refusal.failCode?.rawValue
            case .queued, .sending, .running, .succeeded, .unknown: nil
            }
        let places = [request.prompt, life.taskID?.rawValue, model.rawValue, code]
        return text.isEmpty
            || places.contains { $0?.range(of: text, options: .caseInsensitive) != nil }
    }
}
