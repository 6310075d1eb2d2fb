import Apixo
import GRDB
import Tasks

/// What the user asks of the terminal that sends and looks, written by one that does not.
public enum Wish: Sendable, Hashable {
    case lookNow(TaskNumber)
    /// A callback came to a terminal that does not look.
    case called(TaskID)
    case downloadAgain(TaskNumber, fileNumbers: [Int])
    case remove(TaskNumber)
    /// Take back what is queued; what has left by then stays as it is.
    case cancel(TaskNumber)
    case settle(TaskNumber)
    case attach(TaskNumber, TaskID)
    /// Goes on sending what trouble holds back; nil means every model.
    case resumeSending(ModelID?)
    /// Send what is queued and has waited long; said at this moment, and good for as long as any
    /// decision.
    case confirm(TaskNumber, at: Moment)
}

/// A wish as it stands in the journal until its effect is written.
struct PendingWish: Sendable, Hashable {
    let id: Int
    let wish: Wish
}

extension Journal {
    /// Leaves a wish for the program that leads, now or later.
    public func add(_ wish: Wish) throws(JournalFault) {
        let (kind, task, text) = wish.columns
        try writeAnyway { db in
            try db.execute(
                sql: "INSERT INTO wish (kind, task, text) VALUES (?, ?, ?)",
                arguments: [kind, task.rawValue, text],
            )
        }
    }

    /// Tells the leader of a callback, once until it has read that.
    func passOn(callback id: TaskID) throws(JournalFault) {
        let isNoted = try read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT * FROM wish WHERE kind = 'called' AND text = ?)",
                arguments: [id.rawValue],
            )
        }
        if isNoted != true { try add(.called(id)) }
    }

    /// The wishes of other terminals, oldest first. Whoever carries them out writes the effect down
    /// and takes them out of the journal in one transaction.
    func wishes() throws(JournalFault) -> [PendingWish] {
        try read { db in try wishes(db) }
    }

    /// Takes tasks off the list whose user wished it, and tells which went; a wish to remove one that
    /// has to stay is dropped.
    func removeWished(of lead: Lead? = nil) throws(JournalFault) -> [TaskNumber] {
        if try !wishes().contains(where: \.wish.isRemoval) { return [] }
        return try write { db in
            if let lead { try Self.check(lead, of: path, db) }
            return try wishes(db).compactMap { pending in
                guard pending.wish.isRemoval, let number = pending.wish.task else { return nil }
                try Self.drop([pending], db)
                return try remove(as: pending.wish, db) ? number : nil
            }
        }
    }

    /// Whether a wish still waits for the program that leads.
    public func isPending(_ wish: Wish) throws(JournalFault) -> Bool {
        try wishes().contains { $0.wish == wish }
    }

    /// Takes a task off the list, or only takes it back while it is queued; says whether it did.
    func remove(as wish: Wish, of lead: Lead? = nil) throws(JournalFault) -> Bool {
        try write { db in
            if let lead { try Self.check(lead, of: path, db) }
            return try remove(as: wish, db)
        }
    }

    private func remove(as wish: Wish, _ db: Database) throws -> Bool {
        switch wish {
        case .remove(let number): return try remove(number, db)
        case .cancel(let number):
            return try task(number, db)?.life == .queued && remove(number, db)
        case .lookNow, .called, .downloadAgain, .settle, .attach, .resumeSending, .confirm:
            return false
        }
    }

    static func drop(_ wishes: [PendingWish], _ db: Database) throws {
        for wish in wishes {
            try db.execute(sql: "DELETE FROM wish WHERE id = ?", arguments: [wish.id])
        }
    }

    private func wishes(_ db: Database) throws -> [PendingWish] {
        let rows = try Row.fetchAll(db, sql: "SELECT id, kind, task, text FROM wish ORDER BY id")
        return oddRows.read(rows, of: .wish) { row throws(OddValue) in
            PendingWish(id: try row.value("id"), wish: try Wish(row))
        }
    }
}

extension Wish {
    var isRemoval: Bool {
        switch self {
        case .remove, .cancel: true
        case .lookNow, .called, .downloadAgain, .settle, .attach, .resumeSending, .confirm: false
        }
    }

    fileprivate var columns: (String, TaskNumber, String) {
        switch self {
        case .lookNow(let task): ("lookNow", task, "")
        case .called(let id): ("called", TaskNumber(rawValue: 0), id.rawValue)
        case .downloadAgain(let task, let numbers):
            ("downloadAgain", task, numbers.map(String.init).joined(separator: " "))
        case .remove(let task): ("remove", task, "")
        case .cancel(let task): ("cancel", task, "")
        case .settle(let task): ("settle", task, "")
        case .attach(let task, let id): ("attach", task, id.rawValue)
        case .resumeSending(let model):
            ("resumeSending", TaskNumber(rawValue: 0), model?.rawValue ?? "")
        case .confirm(let task, let yes): ("confirm", task, "\(yes.milliseconds)")
        }
    }

    fileprivate init(_ row: Row) throws(OddValue) {
        let task = TaskNumber(rawValue: try row.value("task"))
        let text: String = try row.value("text")
        switch try row.value("kind") as String {
        case "lookNow": self = .lookNow(task)
        case "called": self = .called(TaskID(rawValue: text))
        case "downloadAgain":
            self = .downloadAgain(
                task,
                fileNumbers: text.split(separator: " ").compactMap { Int($0) }
            )
        case "remove": self = .remove(task)
        case "cancel": self = .cancel(task)
        case "settle": self = .settle(task)
        case "attach": self = .attach(task, TaskID(rawValue: text))
        case "resumeSending":
            self = .resumeSending(text.isEmpty ? nil : ModelID(rawValue: text))
        case "confirm":
            guard let yes = Int(text), Moment.possible.contains(yes) else {
                throw OddValue(column: "text")
            }
            self = .confirm(task, at: Moment(yes))
        default: throw OddValue(column: "kind")
        }
    }
}
