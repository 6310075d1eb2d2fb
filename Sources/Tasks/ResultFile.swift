/// A result URL and what has become of it on this machine.
public struct ResultFile: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// To be fetched; `tries` failed before, the last for the reason given.
        case waiting(next: Timestamp, tries: Int, reason: String?)
        case saved(path: String, bytes: Int)
        /// Not to be had: the URL has died or leads to something else.
        case lost(reason: String)
    }

    public var id: FileID
    public var url: String
    /// When the URL dies, by the model's page.
    public var expiresAt: Timestamp
    public var state: State
    /// What is here from before, while it is fetched again.
    public var kept: SavedFile?
    /// Why fetching a saved file again has failed.
    public var note: String?

    public init(id: FileID, url: String, expiresAt: Timestamp, state: State) {
        self.id = id
        self.url = url
        self.expiresAt = expiresAt
        self.state = state
    }

    /// The whole file on this machine, if there is one.
    public var saved: SavedFile? {
        if case .saved(let path, let bytes) = state { return SavedFile(path: path, bytes: bytes) }
        return kept
    }

    /// An unsaved result with this many seconds to live, or fewer, is shown before all others.
    public static let nearEnd = 86_400

    /// How often its fetching has failed; nil when it is no longer tried.
    public var tries: Int? {
        guard case .waiting(_, let tries, _) = state else { return nil }
        return tries
    }

    /// Why it is not here, or not here again.
    public var reason: String? {
        switch state {
        case .waiting(_, _, let reason): reason
        case .saved: note
        case .lost(let reason): reason
        }
    }

    public var isWaiting: Bool {
        guard case .waiting = state else { return false }
        return true
    }
}

/// A whole file on this machine.
public struct SavedFile: Sendable, Hashable {
    public var path: String
    public var bytes: Int

    public init(path: String, bytes: Int) {
        self.path = path
        self.bytes = bytes
    }
}
