import Glibc

/// Sleeps until the terminal, a signal or the doorbell has something to say.
final class Listener {
    private let device: TerminalDevice
    private let signals: SignalPipe
    private let wake: WakePipe
    private var emptyReads = 0

    init(device: TerminalDevice, signals: SignalPipe, wake: WakePipe) {
        self.device = device
        self.signals = signals
        self.wake = wake
    }

    /// Says whether the terminal can be read. An interrupted sleep is over: a signal came.
    func sleep(upTo limit: Duration?) -> Bool {
        var files = [device.isGone ? -1 : device.input, signals.descriptor, wake.descriptor]
            .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let way = device.isBusy ? device.way : -1
        files.append(pollfd(fd: way, events: Int16(POLLOUT), revents: 0))
        guard poll(&files, nfds_t(files.count), limit?.milliseconds ?? -1) > 0 else { return false }
        if files[2].revents != 0 { wake.drain() }
        if files[3].revents != 0 { device.flush() }
        let terminal = Int32(files[0].revents)
        if terminal & (POLLHUP | POLLERR | POLLNVAL) != 0 { device.hangUp() }
        return terminal & POLLIN != 0
    }

    /// Readable and nothing to read, again and again, is a terminal that is gone.
    func noteRead(of keys: Int) {
        emptyReads = keys == 0 ? emptyReads + 1 : 0
        if emptyReads > 8 { device.hangUp() }
    }
}

extension Duration {
    /// Rounded up, for a sleep must not end before its time; a very long one may.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(max(0, seconds * 1000 + fraction))
    }
}
