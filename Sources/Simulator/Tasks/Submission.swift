import Apixo

/// The body of a generateTask that the model's rules allow.
struct Submission: Sendable {
    let body: JSON
    /// What was sent and counts now, with what the service takes for the rest.
    let input: [String: FieldValue]
    let callbackURL: String?

    var prompt: String { input["prompt"]?.text ?? "" }

    init(_ body: ServiceCall.Body, for model: Model) throws(SimulatedRefusal) {
        switch body {
        case .json(let json): try self.init(json, for: model)
        case .notJSON: throw .invalid("The body is not JSON")
        case .tooLong:
            throw SimulatedRefusal(status: 413, message: "Request body too large", reason: "body")
        }
    }

    private init(_ body: JSON, for model: Model) throws(SimulatedRefusal) {
        guard case .object = body else { throw .invalid("The body is not a JSON object") }
        guard let input = body["input"] else { throw .missing("input") }
        guard case .object(let members) = input else { throw .invalid("input must be an object") }
        self.body = body
        self.callbackURL = try Self.callbackURL(in: body)
        try Self.checkProvider(in: body, for: model)
        self.input = try Self.input(members, for: model)
    }

    private static func callbackURL(in body: JSON) throws(SimulatedRefusal) -> String? {
        let requestType = try text("request_type", in: body) ?? RequestType.async.rawValue
        guard let type = RequestType(rawValue: requestType) else {
            throw .invalid("request_type must be one of async, callback")
        }
        guard type == .callback else { return nil }
        guard let callbackURL = try text("callback_url", in: body) else {
            throw .missing("callback_url")
        }
        guard let url = WebURL(callbackURL), url.isSecure || url.isLoopback else {
            throw .invalid("callback_url must be a public https URL")
        }
        return callbackURL
    }

    private static func checkProvider(in body: JSON, for model: Model) throws(SimulatedRefusal) {
        guard let provider = try text("provider", in: body) else { return }
        let allowed = model.providers.map(\.rawValue)
        guard allowed.contains(provider) else {
            throw .invalid("provider must be one of \(allowed.joined(separator: ", "))")
        }
    }

    private static func text(_ name: String, in body: JSON) throws(SimulatedRefusal) -> String? {
        switch body[name] {
        case nil, .null: return nil
        case .string(let text): return text
        case .bool, .integer, .number, .array, .object: throw .invalid("\(name) must be a string")
        }
    }

    /// Members that the model has no field for are passed over, as are fields the mode does not use.
    private static func input(
        _ members: [String: JSON],
        for model: Model,
    ) throws(SimulatedRefusal) -> [String: FieldValue] {
        var values: [String: FieldValue] = [:]
        for field in model.fields {
            values[field.name] = members[field.name].flatMap(FieldValue.init)
        }
        var effective = values
        for field in model.fields where values[field.name] == nil {
            effective[field.name] = field.serviceDefault ?? field.initial
        }
        for field in model.fields where field.shownWhen?.holds(in: effective) ?? true {
            try check(field, sent: members[field.name], value: values[field.name])
        }
        return effective
    }

    private static func check(
        _ field: Field,
        sent: JSON?,
        value: FieldValue?,
    ) throws(SimulatedRefusal) {
        guard let sent, sent != .null else {
            if field.isRequired { throw .missing("input.\(field.name)") }
            return
        }
        guard let value else { throw .invalid("input.\(field.name) has the wrong type") }
        guard let problem = field.problem(with: value) else { return }
        throw .invalid("input.\(field.name) \(problem)")
    }
}

extension SimulatedRefusal {
    fileprivate static func missing(_ field: String) -> SimulatedRefusal {
        .invalid("Missing required field: \(field)")
    }
}
