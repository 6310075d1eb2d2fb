extension FieldValue {
    public var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .integer(let number): .integer(number)
        case .toggle(let isOn): .bool(isOn)
        case .urls(let list): .array(list.map(JSON.string))
        }
    }

    /// The value a JSON member stands for; nil for shapes that no field has.
    public init?(_ json: JSON) {
        switch json {
        case .string(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .bool(let isOn): self = .toggle(isOn)
        case .array(let items):
            let list = items.compactMap(\.string)
            guard list.count == items.count else { return nil }
            self = .urls(list)
        case .null, .number, .object: return nil
        }
    }
}

extension GenerateRequest {
    /// The body of `POST /generateTask/{model}`, as the seeds write it.
    public var json: JSON {
        var members: [String: JSON] = [
            "request_type": .string(requestType.rawValue),
            "input": .object(input.mapValues(\.json)),
        ]
        if let callbackURL { members["callback_url"] = .string(callbackURL) }
        if provider != .auto { members["provider"] = .string(provider.rawValue) }
        return .object(members)
    }

    /// Reads back what `json` wrote.
    public init?(model: ModelID, json: JSON) {
        guard case .object(let members)? = json["input"] else { return nil }
        self.init(
            model: model,
            requestType: json["request_type"]?.string.flatMap(RequestType.init) ?? .async,
            callbackURL: json["callback_url"]?.string,
            provider: json["provider"]?.string.flatMap(Provider.init) ?? .auto,
            input: members.compactMapValues(FieldValue.init),
        )
    }
}

extension Draft {
    public var json: JSON {
        .object([
            "request_type": .string(requestType.rawValue),
            "callback_url": .string(callbackURL),
            "provider": .string(provider.rawValue),
            "values": .object(values.mapValues(\.json)),
        ])
    }

    public init(model: ModelID, json: JSON) {
        self.init(
            model: model,
            requestType: json["request_type"]?.string.flatMap(RequestType.init) ?? .async,
            callbackURL: json["callback_url"]?.string ?? "",
            provider: json["provider"]?.string.flatMap(Provider.init) ?? .auto,
        )
        guard case .object(let members)? = json["values"] else { return }
        values = members.compactMapValues(FieldValue.init)
    }
}
