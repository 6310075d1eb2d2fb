import Apixo
import Coordination
import GRDB
import Tasks

extension Journal {
    /// Leaves a command for the program that leads, now or later.
    public func add(_ command: UserCommand) throws(JournalError) {
        let (kind, task, text) = command.columns
        try writeAnyway { db in
            try db.execute(
                sql: "INSERT INTO wish (kind, task, text) VALUES (?, ?, ?)",
                arguments: [kind, task.rawValue, text],
            )
        }
    }

    /// Tells the leader of a callback, once until it has read that.
    public func forward(callback id: TaskID) throws(JournalError) {
        let isNoted = try read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT * FROM wish WHERE kind = 'called' AND text = ?)",
                arguments: [id.rawValue],
            )
        }
        if isNoted != true { try add(.called(id)) }
    }

    /// The commands of other terminals, oldest first. Whoever carries them out writes the effect down
    /// and takes them out of the journal in one transaction.
    public func pendingCommands() throws(JournalError) -> [PendingCommand] {
        try read { db in try pendingCommands(db) }
    }

    /// Takes tasks off the list whose user wished it, and tells which went; a command to remove one that
    /// has to stay is dropped.
    public func removeAsked(of term: TermID? = nil) throws(JournalError) -> [TaskNumber] {
        if try !pendingCommands().contains(where: \.command.isRemoval) { return [] }
        return try write { db in
            if let term { try Self.check(term, of: path, db) }
            return try pendingCommands(db).compactMap { pending in
                guard pending.command.isRemoval, let number = pending.command.task else {
                    return nil
                }
                try Self.drop([pending], db)
                return try remove(as: pending.command, db) ? number : nil
            }
        }
    }

    /// Whether a command still waits for the program that leads.
    public func isPending(_ command: UserCommand) throws(JournalError) -> Bool {
        try pendingCommands().contains { $0.command == command }
    }

    /// Takes a task off the list, or only takes it back while it is queued; says whether it did.
    public func remove(as command: UserCommand, of term: TermID? = nil) throws(JournalError) -> Bool
    {
        try write { db in
            if let term { try Self.check(term, of: path, db) }
            return try remove(as: command, db)
        }
    }

    private func remove(as command: UserCommand, _ db: Database) throws -> Bool {
        switch command {
        case .remove(let number): return try remove(number, db)
        case .cancel(let number):
            return try task(number, db)?.life == .queued && remove(number, db)
        case .pollNow, .called, .downloadAgain, .markLost, .attach, .resumeSending, .confirm:
            return false
        }
    }

    static func drop(_ commands: [PendingCommand], _ db: Database) throws {
        for command in commands {
            try db.execute(sql: "DELETE FROM wish WHERE id = ?", arguments: [command.id])
        }
    }

    private func pendingCommands(_ db: Database) throws -> [PendingCommand] {
        let rows = try Row.fetchAll(db, sql: "SELECT id, kind, task, text FROM wish ORDER BY id")
        return corruptRows.read(rows, of: .userCommand) { row throws(CorruptValue) in
            PendingCommand(id: try row.value("id"), command: try UserCommand(row))
        }
    }
}
