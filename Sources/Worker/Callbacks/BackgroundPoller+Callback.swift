import Apixo
import Coordination
import Glibc
import NIOCore
import TaskJournal
import UserFiles

extension BackgroundPoller {
    /// Receives callbacks until the process ends, or says why it cannot.
    func receiveCallbacks() {
        guard let callback else { return }
        Task.detached { [weak self] in
            do {
                guard let url = try self?.journal.callbackURL(callback) else { return }
                let secret = url.split(separator: "/").last.map(String.init) ?? ""
                let receiver = CallbackReceiver(secret: secret) { [weak self] id in
                    self?.post(.called(id))
                }
                try await receiver.listen(at: callback) { [weak self] in
                    self?.post(.receiving(at: url))
                }
                self?.post(.cannotReceive(reason: "the receiver of callbacks has ended"))
            } catch {
                self?.post(.cannotReceive(reason: Self.fault(callback, error)))
            }
        }
    }

    private static func fault(_ callback: CallbackSettings, _ error: any Error) -> String {
        if let fault = error as? JournalError { return fault.description }
        let place = "\(callback.host):\(callback.port)"
        if let error = error as? IOError, error.errnoCode == EADDRINUSE {
            return "callbacks: \(place) is in use by another program"
        }
        return "callbacks: cannot listen at \(place) (\(error))"
    }
}

extension Journal {
    /// What the service is to call.
    public func callbackURL(_ callback: CallbackSettings) throws(JournalError) -> String {
        "\(callback.publicURL)/\(try callbackSecret())"
    }
}
