import Apixo
import GRDB
import Tasks

extension TrackedTask {
    init(_ row: Row) throws(CorruptValue) {
        // Whether it is on the list is asked for in SQL.
        _ = try row.flag("isRemoved")
        self.init(
            id: TaskNumber(rawValue: try row.value("id")),
            request: try GenerateRequest(row),
            submittedAt: try row.moment("submittedAt"),
            bill: row.isNull("unit") || row.isNull("units") ? nil : try Bill(row),
            ref: try TaskRef(row),
            life: try Life(row),
        )
        if life == .queued { turnedAway = Evidence(row) }
        confirmedAt = try row.momentIfAny("confirmedAt")
        restoredAt = try row.momentIfAny("restoredAt")
    }
}

extension TaskRef {
    fileprivate init?(_ row: Row) throws(CorruptValue) {
        guard let text: String = try row.value("ref") else { return nil }
        guard let ref = TaskRef(rawValue: text) else { throw CorruptValue(column: "ref") }
        self = ref
    }
}

extension GenerateRequest {
    init(_ row: Row) throws(CorruptValue) {
        let model = ModelID(rawValue: try row.value("model"))
        if model.rawValue.isEmpty { throw CorruptValue(column: "model") }
        guard let json = JSON(parsing: try row.value("request") as String),
            let request = GenerateRequest(model: model, json: json)
        else { throw CorruptValue(column: "request") }
        self = request
    }
}

extension Bill {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        guard let unit = Billing.Unit(rawValue: try row.value("unit")) else {
            throw CorruptValue(column: "unit")
        }
        let price = try row.integerIfAny("price", in: 0...Int.max)
        self.init(
            unit: unit,
            units: try row.integer("units", in: 0...Int.max),
            price: price.map(Dollars.init(micros:)),
        )
    }
}
