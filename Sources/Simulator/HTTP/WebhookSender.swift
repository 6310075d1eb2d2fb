import Apixo
import AsyncHTTPClient
import NIOCore

/// POSTs the ends of callback tasks until the receiver answers 200, four times at most.
struct WebhookSender: Sendable {
    /// Seconds before each try, times the time scale; the pages give only the first gap.
    static let gaps: [Double] = [0, 30, 60, 120]
    static let timeout: TimeAmount = .seconds(30)

    let responder: SimulatorResponder
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
            // Nothing may leave the machine, whatever address a request names.
            let mayLeave = WebURL(webhook.url)?.isLoopback == true
            if mayLeave, let extra = extraBody(for: webhook) { await post(extra, as: webhook, 0) }
            try await waitForEnd(webhook)
            guard mayLeave else {
                return note(webhook, attempt: 0, reason: "not a loopback address, not sent")
            }
            if webhook.fault == .webhookLost { return note(webhook, attempt: 0, reason: "fault") }
            try await deliverEnd(of: webhook)
        } catch {
            // Cancelled: the simulator is being stopped.
        }
    }

    private func deliverEnd(of webhook: Webhook) async throws {
        for (attempt, gap) in Self.gaps.enumerated() {
            try await Task.sleep(for: .seconds(gap * timeScale))
            guard await post(report(webhook.taskID), as: webhook, attempt + 1) else { continue }
            if webhook.fault == .webhookTwice { await post(report(webhook.taskID), as: webhook, 0) }
            return
        }
    }

    /// What a fault sends while the task runs.
    private func extraBody(for webhook: Webhook) -> String? {
        switch webhook.fault {
        case .webhookEarly: report(webhook.taskID)
        case .webhookForged:
            report(webhook.taskID)
                .replacing(webhook.taskID, with: "task_forged\(UInt32.random(in: 0...UInt32.max))")
        case .webhookGarbage:
            ["", "<html>", "[[[[{\"code\":\"\u{0}", #"{"data":{"taskId":7}}"#].randomElement()
        default: nil
        }
    }

    private func report(_ taskID: String) -> String {
        let now = responder.clock.now
        return responder.service.withLock { $0.webhookBody(taskID: taskID, at: now) } ?? ""
    }

    /// In days at most: a sleep of centuries is too long for the system's timers.
    private func waitForEnd(_ webhook: Webhook) async throws {
        while responder.clock.now < webhook.due {
            let rest = min(webhook.due - responder.clock.now, 86_400_000)
            try await Task.sleep(for: .milliseconds(max(rest, 1)))
        }
    }

    /// Whether the receiver took it.
    @discardableResult
    private func post(_ text: String, as webhook: Webhook, _ attempt: Int) async -> Bool {
        var request = HTTPClientRequest(url: webhook.url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: text))
        do {
            let response = try await client.execute(request, timeout: Self.timeout)
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
        var entry = LedgerEntry(.webhook, at: responder.clock.now, taskId: webhook.taskID)
        entry.url = webhook.url
        entry.attempt = attempt
        entry.status = status
        entry.reason = reason
        entry.fault = webhook.fault
        responder.ledger.add(entry)
    }
}
