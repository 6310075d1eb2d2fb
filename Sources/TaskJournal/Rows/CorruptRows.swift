import GRDB
import Synchronization

/// The rows met that cannot be read. They stay in the journal as they are, and the user is told.
public final class CorruptRows: Sendable {
    enum Table: String {
        case task, file, spent, draft, balance, pause, brake, hold, ceiling
        case poll = "look"
        case userCommand = "wish"
    }

    private struct State {
        /// In the order in which they were met.
        var names: [String] = []
        var known: Set<String> = []
        var told = 0
    }

    private static let mostNamed = 3

    private let path: String
    private let state = Mutex(State())

    init(path: String) { self.path = path }

    /// What the user must know; nil while every row could be read.
    public var text: String? { state.withLock { text(of: $0.names) } }

    /// The same, once for each time that there are more of them.
    public var news: String? {
        state.withLock { state in
            guard state.names.count > state.told else { return nil }
            state.told = state.names.count
            return text(of: state.names)
        }
    }

    var names: [String] { state.withLock(\.names) }

    /// What `decode` makes of the rows that can be read.
    func read<Value>(
        _ rows: some Sequence<Row>,
        of table: Table,
        _ decode: (Row) throws(CorruptValue) -> Value,
    ) -> [Value] {
        rows.compactMap { read($0, of: table, decode) }
    }

    func read<Value>(
        _ row: Row,
        of table: Table,
        _ decode: (Row) throws(CorruptValue) -> Value,
    ) -> Value? {
        do throws(CorruptValue) {
            return try decode(row)
        } catch {
            note(table.name(of: row), error.column)
            return nil
        }
    }

    private func note(_ row: String, _ column: String) {
        state.withLock { state in
            if state.known.insert(row).inserted { state.names.append("\(row) (\(column))") }
        }
    }

    private func text(of names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        let isOne = names.count == 1
        let named = names.prefix(Self.mostNamed).joined(separator: ", ")
        let others = names.count > Self.mostNamed ? ", …" : ""
        return """
            \(names.count) \(isOne ? "row" : "rows") of the journal cannot be read; \
            \(isOne ? "it is" : "they are") kept: \(named)\(others) in \(path)
            """
    }
}

extension CorruptRows.Table {
    private var key: [String] {
        switch self {
        case .task, .userCommand, .hold, .ceiling: ["id"]
        case .file: ["task", "number"]
        case .poll: ["rowid"]
        case .spent, .draft, .pause, .brake: ["model"]
        case .balance: ["at"]
        }
    }

    fileprivate func name(of row: Row) -> String {
        let values = key.map { "\(row.stored($0))".prefix(40) }
        return "\(rawValue) \(values.joined(separator: "/"))"
    }
}
