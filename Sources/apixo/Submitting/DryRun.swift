import Apixo
import App
import Tasks

/// A request as it would go out, and what it would be billed, at most.
struct DryRun {
    let request: GenerateRequest
    let settings: Settings

    private var bill: Bill? { settings.catalog[request.model]?.bill(for: request.input) }
    private var url: String { settings.endpoint.generateTask(request.model) }

    func print(asJSON isJSON: Bool) { writeLine(isJSON ? json.lineForTerminal : text) }

    private var text: String {
        let price = bill?.price == nil ? " (no price is known: see [billing])" : ""
        return """
            POST \(url.lineForTerminal)
            \(request.json.lineForTerminal)
            billed \(bill.map(String.init(describing:)) ?? "-")\(price)
            """
    }

    private var json: JSON {
        .object([
            "url": .string(url),
            "model": .string(request.model.rawValue),
            "request": request.json,
            "unit": .maybe(bill?.unit.rawValue),
            "units": .maybe(bill?.units),
            "usd": (bill?.amount).map { .number($0.amount) } ?? .null,
        ])
    }
}

extension Batch {
    /// `Send 12 requests, up to 0.42 USD?`
    func question(_ catalog: Catalog) -> String {
        let bills = intents.map { catalog[$0.request.model]?.bill(for: $0.request.input) }
        let isPriced = bills.allSatisfy { $0?.price != nil }
        let price = isPriced ? "up to \(Spending(bills).amount) USD" : "at a price not all known"
        let count = intents.count
        return "Send \(count) \(count == 1 ? "request" : "requests"), \(price)?"
    }
}
