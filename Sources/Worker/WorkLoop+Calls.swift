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

    /// Asks for the balance, at most every ten seconds; one asked for too early is asked for later.
    mutating func askBalance(isWanted: Bool = false) {
        guard let transport = worker.transport, goal == .none || goal == .idle else { return }
        if !isWanted, let last = balanceAskedAt, now < last + Self.balancePause {
            balanceDue = last + Self.balancePause
            return
        }
        balanceAskedAt = now
        balanceDue = nil
        Task.detached { [worker] in
            let call = APICall(method: .get, url: worker.endpoint.currentBalance)
            // A balance that cannot be read is simply not shown; looks tell of outages.
            guard let answer = try? await transport(call),
                case .value(let amount) = answer.balanceAnswer()
            else { return }
            worker.keep(Balance(amount: amount, at: worker.clock.now))
        }
    }

    mutating func askBalanceIfDue() {
        if let balanceDue, balanceDue <= now { askBalance() }
    }

    private static let balancePause = 10.0
}

extension Worker {
    fileprivate func keep(_ balance: Balance) {
        do throws(JournalFault) {
            try journal.note(balance)
        } catch {
            report(.trouble(error.description))
        }
        report(.balance(balance))
    }

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
            return .answered(answer.submitAnswer())
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
