import Apixo
import AsyncHTTPClient
import NIOCore

/// POSTs the ends of callback tasks until the receiver answers 200, four times at most.
struct Webhooks: Sendable {
    /// Seconds before each try, times the time scale; the pages give only the first gap.
    static let gaps: [Double] = [0, 30, 60, 120]
    static let patience: TimeAmount = .seconds(30)

    let service: Service
    let client: HTTPClient
    let timeScale: Double

    /// Serves orders until cancelled.
    func run(_ orders: AsyncStream<Webhook>) async {
        await withDiscardingTaskGroup { group in
            for await order in orders {
                group.addTask { await deliver(order) }
            }
        }
    }

    private func deliver(_ webhook: Webhook) async {
        do {
            try await waitForEnd(webhook)
            // Nothing may leave the machine, whatever address a request names.
            guard WebURL(webhook.url)?.isLoopback == true else {
                return note(webhook, attempt: 0, reason: "not a loopback address, not sent")
            }
            for (attempt, gap) in Self.gaps.enumerated() {
                try await Task.sleep(for: .seconds(gap * timeScale))
                if await post(webhook, attempt: attempt + 1) { return }
            }
        } catch {
            // Cancelled: the simulator is being stopped.
        }
    }

    /// In days at most: a sleep of centuries is too long for the system's timers.
    private func waitForEnd(_ webhook: Webhook) async throws {
        while service.clock.now < webhook.due {
            let rest = min(webhook.due - service.clock.now, 86_400_000)
            try await Task.sleep(for: .milliseconds(max(rest, 1)))
        }
    }

    /// Whether the receiver took it.
    private func post(_ webhook: Webhook, attempt: Int) async -> Bool {
        let now = service.clock.now
        let text = service.world.withLock { $0.webhookBody(taskID: webhook.taskID, at: now) }
        var request = HTTPClientRequest(url: webhook.url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: text ?? ""))
        do {
            let response = try await client.execute(request, timeout: Self.patience)
            note(webhook, attempt: attempt, status: Int(response.status.code))
            return response.status == .ok
        } catch {
            note(webhook, attempt: attempt, reason: "\(error)")
            return false
        }
    }

    private func note(
        _ webhook: Webhook,
        attempt: Int,
        status: Int? = nil,
        reason: String? = nil,
    ) {
        var entry = LedgerEntry(.webhook, at: service.clock.now, taskId: webhook.taskID)
        entry.url = webhook.url
        entry.attempt = attempt
        entry.status = status
        entry.reason = reason
        service.ledger.add(entry)
    }
}
