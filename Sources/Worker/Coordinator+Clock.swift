import Tasks

extension Coordinator {
    /// Where the machine's clock was set, nothing more is started by the old one. When all that is
    /// under way has ended, another loop goes on by the new one, as a new start would: the journal
    /// knows by the machine's own time how long ago requests left and pauses began.
    mutating func noticeClock() {
        guard !isClockOutdated, !isStopping, rest == .none, worker.clock.isOutdated else { return }
        isClockOutdated = true
        engine.close()
        for download in downloads.values { download.cancel() }
    }

    var mayFollowClock: Bool {
        isClockOutdated && !isStopping && rest == .none && !isSending && unsaved.isEmpty
            && downloads.isEmpty
    }

    /// What was asked for meanwhile waits for the loop that follows.
    func withNewClock() -> Coordinator {
        let lag = worker.clock.lag
        worker.clock.follow()
        let length = Self.words(for: abs(lag))
        worker.report(
            .warning("the machine's clock was set \(length) \(lag < 0 ? "back" : "forward")")
        )
        var loop = Coordinator(worker: worker, stopCondition: stopCondition)
        loop.leads = leads
        loop.isDemoted = isDemoted
        loop.reception = reception
        loop.isReceiving = reception.nextTry == nil
        worker.ring()
        return loop
    }

    private static func words(for seconds: Double) -> String {
        switch seconds {
        case 172_800...: "\(Int(seconds / 86_400)) days"
        case 7200...: "\(Int(seconds / 3600)) hours"
        case 120...: "\(Int(seconds / 60)) minutes"
        default: "\(Int(seconds)) seconds"
        }
    }
}
