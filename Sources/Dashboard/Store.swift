import Synchronization
import Tasks

/// The one place where the state lives; any thread may send to it.
public final class Store: Sendable {
    private struct Contents {
        var state: AppState
        /// Wanted, not yet begun.
        var effects: [Effect] = []
        var isPerforming = false
    }

    private let contents: Mutex<Contents>
    private let clock: @Sendable () -> Timestamp
    private let ring: @Sendable () -> Void
    private let perform: @Sendable (Effect) -> Void

    /// - Parameter ring: Called after a change, so that whoever draws wakes up.
    public init(
        _ state: AppState,
        clock: @escaping @Sendable () -> Timestamp,
        ring: @escaping @Sendable () -> Void,
        perform: @escaping @Sendable (Effect) -> Void,
    ) {
        contents = Mutex(Contents(state: state))
        self.clock = clock
        self.ring = ring
        self.perform = perform
    }

    public func snapshot() -> AppState { contents.withLock { $0.state } }

    /// - Parameter rings: Whoever draws on this very thread needs no bell to see what it did.
    public func send(_ action: Action, rings: Bool = true) {
        guard !action.isEmpty else { return }
        contents.withLock { contents in
            let now = clock()
            contents.effects += contents.state.update(action, at: now)
        }
        if rings { ring() }
        performEffects()
    }

    /// One thread at a time performs, outside the lock, so that effects keep their order.
    private func performEffects() {
        guard startsPerforming() else { return }
        while let effect = nextEffect() { perform(effect) }
    }

    private func startsPerforming() -> Bool {
        contents.withLock { contents in
            guard !contents.isPerforming, !contents.effects.isEmpty else { return false }
            contents.isPerforming = true
            return true
        }
    }

    private func nextEffect() -> Effect? {
        contents.withLock { contents in
            guard !contents.effects.isEmpty else {
                contents.isPerforming = false
                return nil
            }
            return contents.effects.removeFirst()
        }
    }
}

extension Action {
    /// Says nothing, changes nothing.
    fileprivate var isEmpty: Bool {
        switch self {
        case .tasksChanged(let news): news.isEmpty
        case .filesChanged(let files): files.isEmpty
        case .input, .burst, .windowLoaded, .detailLoaded, .statusChanged, .balanceChanged,
            .spendingChanged, .draftsLoaded,
            .submitAccepted, .submitRejected, .submitAsked, .leadershipChanged, .noticed, .copied,
            .ticked,
            .journalChanged:
            false
        }
    }
}
