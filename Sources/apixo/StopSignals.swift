import Dispatch
import Foundation

/// Turns the first SIGINT, SIGTERM or SIGHUP into a call; a second one ends the program at once.
final class StopSignals {
    private let sources: [any DispatchSourceSignal]

    init(_ onStop: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            // Ignored any sooner, a signal could be lost that nobody waits for yet.
            source.setRegistrationHandler { signal(number, SIG_IGN) }
            source.setEventHandler {
                onStop()
                signal(number, SIG_DFL)
            }
            source.resume()
            return source
        }
    }

    func cancel() { for source in sources { source.cancel() } }
}
