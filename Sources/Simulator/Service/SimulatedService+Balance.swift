import Apixo

extension SimulatedService {
    mutating func showBalance(_ call: ServiceCall, at now: Int) -> CallOutcome {
        guard call.hasKey else { return refuse(call, .wrongKey, at: now) }
        let fault = faults.draw(for: .balance, from: &random)
        if let fault, fault.hidesAnswer { return refuse(call, .by(fault), fault: fault, at: now) }
        do throws(SimulatedRefusal) {
            try countRequestOfAccount(at: now)
        } catch {
            return refuse(call, error, fault: fault, at: now)
        }
        let rounded = (balance * 10_000).rounded() / 10_000
        let text = SimulatedAnswer.envelope(
            message: message("success", fault: fault),
            data: "\(rounded)"
        )
        return finish(
            SimulatedAnswer(body: .text(text)),
            LedgerEntry(.balance, at: now),
            fault: fault
        )
    }
}
