import Foundation
import GRDB

/// The right to write down what an engine decided, and with it to send and look.
///
/// The lock on the folder elects who leads. Should it ever fail, because somebody deleted its file or
/// the file system does not know locks, the journal still takes the word of the last to lead alone.
struct Term: Sendable, Hashable {
    fileprivate let id = UUID().uuidString
}

extension Journal {
    /// From here on no decision of an earlier lead is written down any more.
    func begin(_ lead: Term, for service: String) throws(JournalError) {
        try write { [path] db in
            try ServiceClaim(service: service, mayTakeOver: true).make(on: path, db)
            try Self.set("lead", lead.id, db)
            try Self.forgetAnnouncement(db)
        }
    }

    /// Throws unless `lead` was the last to begin.
    static func check(_ lead: Term, of path: String, _ db: Database) throws {
        if try setting("lead", db) != lead.id { throw JournalError.ledElsewhere(path) }
    }
}

/// A journal is for one service: what waits to be sent to one must not be sent to another. It goes
/// over to another one when nothing waits any more and nobody leads.
public struct ServiceClaim: Sendable {
    let service: String
    /// Whether nobody else leads.
    let mayTakeOver: Bool

    func make(on path: String, _ db: Database) throws {
        let owner = try Journal.setting("service", db)
        if owner == service { return }
        if let owner {
            let waiting = try queued(db)
            guard mayTakeOver, waiting == 0 else {
                throw JournalError.otherService(path, owner: owner, waiting: waiting)
            }
        }
        try Journal.set("service", service, db)
    }

    /// What runs already is polled wherever the user says: a wrong place knows nothing of it.
    private func queued(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM task
                WHERE state IN ('queued', 'sending', 'pending', 'processing')
                    AND state IN ('queued', 'sending') AND isRemoved = 0
                """,
        ) ?? 0
    }
}
