import Tasks

/// What the user was told, the newest first, and which of it stands in the footer.
struct NoticeLog: Sendable {
    struct Entry: Sendable, Hashable {
        var notice: Notice
        var at: Timestamp
        var times = 1
        /// When it leaves the footer.
        var until: Timestamp
    }

    private static let limit = 100
    /// So many that were covered by newer ones come back to the footer.
    private static let waiting = 5

    private(set) var entries: [Entry] = []
    /// A warning or an error came since the list was read.
    private(set) var hasUnread = false

    mutating func add(_ notice: Notice, at now: Timestamp) {
        let seconds = notice.severity.seconds
        if entries.first?.notice == notice {
            entries[0].times += 1
            (entries[0].at, entries[0].until) = (now, now + seconds)
        } else {
            waitForNewer(seconds, at: now)
            entries.insert(Entry(notice: notice, at: now, until: now + seconds), at: 0)
            if entries.count > Self.limit { entries.removeLast() }
        }
        if notice.severity.isWorthReading { hasUnread = true }
    }

    /// What is covered now has its time afterwards; a mere answer to a key has not.
    private mutating func waitForNewer(_ seconds: Double, at now: Timestamp) {
        for place in entries.indices.prefix(Self.waiting) where entries[place].until > now {
            let isKept = entries[place].notice.severity.isWorthReading
            entries[place].until = isKept ? entries[place].until + seconds : now
        }
        for place in entries.indices.dropFirst(Self.waiting - 1) { entries[place].until = now }
    }

    func shown(at now: Timestamp) -> Entry? {
        entries.prefix(Self.waiting).first { $0.until > now }
    }

    mutating func markRead() { hasUnread = false }
}

extension Notice.Severity {
    fileprivate var seconds: Double {
        switch self {
        case .success, .plain: 4
        case .warning: 8
        case .error: 15
        }
    }

    fileprivate var isWorthReading: Bool { self == .warning || self == .error }
}
