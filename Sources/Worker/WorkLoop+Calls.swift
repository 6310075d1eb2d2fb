import Apixo
import Tasks

extension WorkLoop {
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
        case .look(let number, let model, let id): .looked(number, await look(at: id, of: model))
        case .download(let file): .downloaded(file.id, await download(file))
        }
    }

    private func submit(_ request: GenerateRequest) async -> SubmitOutcome {
        guard let transport else { return .notSent(why: "no key is set") }
        let url = endpoint.generateTask(request.model)
        do throws(TransportFault) {
            let answer = try await transport(
                APICall(method: .post(body: request.json.text), url: url)
            )
            return .answered(answer.submitAnswer().keeping(answer.evidence))
        } catch {
            switch error {
            case .notSent(let why): return .notSent(why: why)
            case .lost(let why): return .lost(why: why)
            }
        }
    }

    private func look(at id: TaskID, of model: ModelID) async -> LookOutcome {
        guard let transport else { return .unreachable(why: "no key is set") }
        do throws(TransportFault) {
            let answer = try await transport(
                APICall(method: .get, url: endpoint.statusTask(model, id))
            )
            return .answered(answer.lookAnswer(for: id))
        } catch {
            return .unreachable(why: error.why)
        }
    }

    private func download(_ file: ResultFile) async -> DownloadOutcome {
        let submittedAt = (try? journal.task(file.id.task))?.submittedAt ?? clock.now
        return await downloader.fetch(file, submittedAt: submittedAt)
    }
}
