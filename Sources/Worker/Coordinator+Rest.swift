import Tasks

/// A program that is stopped by its terminal (Ctrl-Z) would keep the lead and do nothing with it.
enum Rest: Equatable {
    case none
    /// The lead is given up once no submit waits for its answer and no file is written to.
    case leaving(isBack: Bool)
    case away
}

extension Coordinator {
    mutating func pause(_ done: @escaping @Sendable () -> Void) {
        worker.onRest.withLock { $0 = done }
        engine.close()
        // A stopped program would keep their files from the next one to lead.
        for download in downloads.values { download.cancel() }
        rest = .leaving(isBack: false)
    }

    mutating func resume() {
        switch rest {
        case .none: break
        // The answer under way belongs to this engine: a new one would take it for lost.
        case .leaving: rest = .leaving(isBack: true)
        case .away:
            rest = .none
            start()
        }
    }

    mutating func restIfMayBe() {
        guard case .leaving(let isBack) = rest, !isSending, unsaved.isEmpty, downloads.isEmpty
        else { return }
        isLeader = false
        worker.lock.release()
        rest = .away
        worker.onRest.withLock { $0 }?()
        if isBack { resume() }
    }
}
