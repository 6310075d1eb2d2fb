import Coordination
import GRDB

extension Journal {
    /// From here on no decision of an earlier term is written down any more.
    public func begin(_ term: TermID, for service: String) throws(JournalError) {
        try write { [path] db in
            try ServiceClaim(service: service, mayTakeOver: true).make(on: path, db)
            try Self.set("lead", term.rawValue, db)
            try Self.forgetAnnouncement(db)
        }
    }

    /// Throws when the journal is in use for another service.
    package func make(_ claim: ServiceClaim) throws(JournalError) {
        try write { [path] db in try claim.make(on: path, db) }
    }

    /// Throws unless `term` was the last to begin.
    static func check(_ term: TermID, of path: String, _ db: Database) throws {
        if try setting("lead", db) != term.rawValue { throw JournalError.ledElsewhere(path) }
    }
}
