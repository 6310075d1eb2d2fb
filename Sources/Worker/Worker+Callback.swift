import Apixo

extension Worker {
    private static let pause = Duration.seconds(30)

    /// Receives callbacks until the process ends; a port in use is tried again and again.
    func receiveCallbacks() {
        guard let callback, transport != nil else { return }
        Task.detached { [self] in
            do throws(JournalFault) {
                let url = try journal.callbackURL(callback)
                await receive(at: callback, url)
            } catch {
                report(.trouble(error.description))
            }
        }
    }

    private func receive(at callback: CallbackSettings, _ url: String) async {
        let secret = url.split(separator: "/").last.map(String.init) ?? ""
        let receiver = CallbackReceiver(secret: secret) { [weak self] id in
            self?.post(.called(id))
        }
        var isTold = false
        while true {
            do {
                try await receiver.listen(at: callback) { [weak self] in
                    self?.post(.receiving(at: url))
                }
                return
            } catch {
                post(.receiving(at: nil))
                if !isTold { report(.trouble(Self.fault(callback, error))) }
                isTold = true
            }
            do {
                try await Task.sleep(for: Self.pause)
            } catch {
                return
            }
        }
    }

    private static func fault(_ callback: CallbackSettings, _ error: any Error) -> String {
        "callbacks: cannot listen at \(callback.host):\(callback.port) (\(error)); "
            + "tasks are looked at instead"
    }
}

extension Journal {
    /// What the service is to call; the secret in it is made once, so that URLs handed out live on.
    public func callbackURL(_ callback: CallbackSettings) throws(JournalFault) -> String {
        let fresh = (0..<4).map { _ in UInt32.random(in: 0...UInt32.max) }
            .map { word in
                let digits = String(word, radix: 16)
                return String(repeating: "0", count: 8 - digits.count) + digits
            }
            .joined()
        let secret = try settle("callbackSecret", fresh)
        return "\(callback.publicURL)/\(secret)"
    }
}
