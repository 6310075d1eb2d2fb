import Dispatch
import Foundation

/// Turns the first SIGINT, SIGTERM or SIGHUP into a call; a second one ends the program at once.
///
/// Dispatch catches them by a handler of its own, which must be left in place. A hang-up comes from
/// the kernel and again from the shell, so a second one means nothing; one that was ignored from the
/// start, as `nohup` has it, stays so.
final class StopSignals {
    private let numbers: [Int32]
    private let sources: [any DispatchSourceSignal]

    init(_ onStop: @escaping @Sendable () -> Void) {
        numbers = [SIGINT, SIGTERM, SIGHUP].filter { !Self.isIgnored($0) }
        sources = numbers.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                onStop()
                if number != SIGHUP { signal(number, SIG_DFL) }
            }
            source.resume()
            return source
        }
    }

    /// From here on each ends the program at once.
    func cancel() {
        for source in sources { source.cancel() }
        for number in numbers { signal(number, SIG_DFL) }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var present = sigaction()
        sigaction(number, nil, &present)
        let handlers = [present.__sigaction_handler.sa_handler, SIG_IGN]
        return Set(handlers.map { unsafeBitCast($0, to: Int.self) }).count == 1
    }
}
