import Apixo
import App
import ArgumentParser
import Tasks
import Worker

struct BalanceCommand: BackgroundCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance",
        abstract: "Ask the service for the account's balance, in USD.",
    )

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func work() async throws {
        let settings = try Settings(common)
        let key = try settings.requireKey()
        let network = try settings.network()
        let http = HTTPTransport(key: key, endpoint: settings.endpoint, network: network)
        let amount = try await amount(http, settings)
        let text = "\(Dollars(amount))"
        writeLine(json ? JSON.object(["balance": .number(amount)]).forTerminal : "\(text) USD")
    }

    private func amount(_ http: HTTPTransport, _ settings: Settings) async throws -> Double {
        let call = APICall(method: .get, url: settings.endpoint.currentBalance)
        let answer: HTTPAnswer
        do throws(TransportError) {
            answer = try await http.transport(call)
        } catch {
            throw Exit(.unreachable, "the balance is not known: \(error.reason)")
        }
        switch answer.balanceAnswer() {
        case .value(let amount): return amount
        case .refused(let refusal):
            let words = "HTTP \(refusal.status): \(refusal.message)"
            throw Exit(refusal.reason == .badKey ? .key : .failed, words)
        case .tooMany: throw Exit(.failed, "HTTP 429: too many requests; ask later")
        case .unclear(let unclear):
            throw Exit(.failed, "HTTP \(unclear.status): \(unclear.detail)")
        }
    }
}
