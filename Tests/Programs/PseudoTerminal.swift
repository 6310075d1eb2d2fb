import Foundation
import Glibc

/// A terminal at which nobody sits: what is drawn there goes to a file.
struct PseudoTerminal {
    /// The end that a program takes.
    let path: String
    private let screen: Int32
    private let seat: Int32

    init() throws {
        var (screen, seat): (Int32, Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 64)
        guard openpty(&screen, &seat, &name, nil, nil) == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EIO)
        }
        for end in [screen, seat] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (self.screen, self.seat) = (screen, seat)
        path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }

    /// Once a program is there, goes on until it has left. Undrained, a terminal soon takes no more.
    func drain(to file: String) {
        close(seat)
        let log = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        Thread.detachNewThread { [screen] in
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(screen, &bytes, bytes.count)
                if count <= 0 { break }
                _ = write(log, bytes, count)
            }
            close(screen)
            close(log)
        }
    }
}
