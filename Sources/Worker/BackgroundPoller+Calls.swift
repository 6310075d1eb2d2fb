import Apixo
import Coordination
import Tasks

extension BackgroundPoller {
    func perform(_ call: Call) async -> Event {
        switch call {
        case .post(let number, let request): .sent(number, await submit(request))
        case .poll(let number, let model, let id): .polled(number, await poll(id, of: model))
        case .download(let file): .downloaded(file.id, await download(file))
        }
    }

    func askBalance() async -> BalanceOutcome {
        guard let transport else { return .unreachable(reason: Self.noKey) }
        do throws(TransportError) {
            let answer = try await transport(APICall(method: .get, url: endpoint.currentBalance))
            return .answered(answer.balanceAnswer())
        } catch {
            return .unreachable(reason: error.reason)
        }
    }

    private static let noKey = "no key is set"

    private func submit(_ request: GenerateRequest) async -> SubmitOutcome {
        guard let transport else { return .notSent(reason: Self.noKey) }
        let url = endpoint.generateTask(request.model)
        do throws(TransportError) {
            let answer = try await transport(
                APICall(method: .post(body: request.json.text), url: url)
            )
            return .answered(answer.submitAnswer().keeping(answer.evidence))
        } catch {
            switch error {
            case .notSent(let reason): return .notSent(reason: reason)
            case .lost(let reason): return .lost(reason: reason)
            }
        }
    }

    private func poll(_ id: TaskID, of model: ModelID) async -> PollOutcome {
        guard let transport else { return .unreachable(reason: Self.noKey) }
        do throws(TransportError) {
            let answer = try await transport(
                APICall(method: .get, url: endpoint.statusTask(model, id))
            )
            return .answered(answer.pollAnswer(for: id))
        } catch {
            return .unreachable(reason: error.reason)
        }
    }

    private func download(_ file: ResultFile) async -> DownloadOutcome {
        let submittedAt = (try? journal.task(file.id.task))?.submittedAt ?? clock.now
        return await downloader.fetch(file, submittedAt: submittedAt)
    }
}
