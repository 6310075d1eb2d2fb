import Apixo
import Tasks

extension Coordinator {
    /// Makes a call in the background; its end comes back as an event.
    mutating func perform(_ call: Call) {
        let task = Task.detached { [worker, leads] in
            worker.post(.ended(await worker.perform(call), lead: leads))
        }
        if case .download(let file) = call { downloads[file.id] = task }
    }
}

extension Worker {
    fileprivate func perform(_ call: Call) async -> Event {
        switch call {
        case .post(let number, let request): .sent(number, await submit(request))
        case .poll(let number, let model, let id): .polled(number, await poll(at: id, of: model))
        case .download(let file): .downloaded(file.id, await download(file))
        }
    }

    private func submit(_ request: GenerateRequest) async -> SubmitOutcome {
        guard let transport else { return .notSent(reason: "no key is set") }
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

    private func poll(at id: TaskID, of model: ModelID) async -> PollOutcome {
        guard let transport else { return .unreachable(reason: "no key is set") }
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
