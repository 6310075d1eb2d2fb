import GRDB

extension Salvage {
    /// A table as both journals know it.
    struct Table {
        let name: String
        private let columns: [String]
        private let keys: [String]

        init(_ name: String, _ source: Database, _ target: Database) {
            self.name = name
            let old = Self.columns(of: name, source)
            columns = Self.columns(of: name, target).filter(old.contains)
            // The library ends the program over a schema that cannot be: the new one is asked.
            keys = (try? target.primaryKey(name).columns) ?? []
        }

        private static func columns(of name: String, _ db: Database) -> [String] {
            let sql = "SELECT name FROM pragma_table_info(?)"
            return (try? String.fetchAll(db, sql: sql, arguments: [name])) ?? []
        }

        var isKnown: Bool { !columns.isEmpty }
        private var list: String { columns.joined(separator: ", ") }

        func lastRow(in source: Database) -> Int {
            let queries = ["SELECT max(rowid) FROM \(name)"]
            return queries.compactMap { (try? Int.fetchOne(source, sql: $0)) ?? nil }.max() ?? 0
        }

        func rows(_ condition: String, _ arguments: [Int], _ source: Database) throws -> [Row] {
            try Row.fetchAll(
                source,
                sql: "SELECT \(list) FROM \(name) WHERE \(condition)",
                arguments: StatementArguments(arguments),
            )
        }

        /// Whether the row was new to the target.
        func insert(_ row: Row, _ target: Database) throws -> Bool {
            let places = columns.map { _ in "?" }.joined(separator: ", ")
            try target.execute(
                sql: "INSERT OR IGNORE INTO \(name) (\(list)) VALUES (\(places))",
                arguments: StatementArguments(columns.map { row[$0] as DatabaseValue }),
            )
            return target.changesCount > 0
        }

        /// Row after row until one cannot be read.
        func walk(isBackwards: Bool, _ source: Database, _ body: (Row) throws -> Void) throws {
            guard !keys.isEmpty, keys.allSatisfy(columns.contains) else { return }
            let order = keys.map { "\($0) \(isBackwards ? "DESC" : "ASC")" }
            let sql = "SELECT \(list) FROM \(name) ORDER BY \(order.joined(separator: ", "))"
            guard let cursor = try? Row.fetchCursor(source, sql: sql) else { return }
            while true {
                let next: Row?
                do { next = try cursor.next() } catch { return }
                guard let next else { return }
                try body(next)
            }
        }
    }

    /// More rows than one page leads to.
    private static let mostFailures = 20_000

    struct Read {
        var carried: [Int] = []
        var failed: [Int] = []
        var count = 0
    }

    /// Rows 1 to `last`; where some cannot be read, ever smaller parts are tried.
    func carryOver(_ table: Table, upTo last: Int) throws -> Read {
        var read = Read()
        guard table.isKnown else { return read }
        var parts: [ClosedRange<Int>] = []
        var next = 1
        while next <= last {
            parts.append(next...min(last, next + 4095))
            next += 4096
        }
        parts.reverse()
        // In a row: where the page that leads to all of them is bad, none can be read.
        var failures = 0
        while let part = parts.popLast() {
            let ends = [part.lowerBound, part.upperBound]
            guard failures < Self.mostFailures,
                let rows = try? table.rows("rowid BETWEEN ? AND ?", ends, source)
            else {
                if part.count == 1 || failures >= Self.mostFailures {
                    read.failed += part
                    failures += 1
                } else {
                    parts += part.halves
                }
                continue
            }
            failures = 0
            for row in rows where try table.insert(row, target) {
                read.count += 1
                if let id = Int.fromDatabaseValue(row["id"] ?? .null) { read.carried.append(id) }
            }
        }
        return read
    }

    func carryOver(_ table: Table, _ condition: String, _ key: Int) throws -> Read {
        var read = Read()
        guard table.isKnown, let rows = try? table.rows(condition, [key], source) else {
            return read
        }
        for row in rows where try table.insert(row, target) { read.count += 1 }
        return read
    }

    /// From both ends up to what cannot be read.
    func carryOverEnds(of table: Table) throws -> Int {
        var count = 0
        guard table.isKnown else { return 0 }
        for isBackwards in [false, true] {
            try table.walk(isBackwards: isBackwards, source) { row in
                if try table.insert(row, target) { count += 1 }
            }
        }
        return count
    }
}

extension ClosedRange<Int> {
    /// The second one first, for a stack.
    fileprivate var halves: [ClosedRange<Int>] {
        let middle = lowerBound + (upperBound - lowerBound) / 2
        return [(middle + 1)...upperBound, lowerBound...middle]
    }
}
