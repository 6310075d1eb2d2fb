extension Model {
    /// The fields that the choices made so far call for, in the order of the file.
    public func shownFields(for values: [String: FieldValue]) -> [Field] {
        let effective = effectiveValues(values)
        return fields.filter { $0.shownWhen?.holds(in: effective) ?? true }
    }

    /// The values set, with what each field starts with for the rest.
    public func effectiveValues(_ values: [String: FieldValue]) -> [String: FieldValue] {
        fields.reduce(into: values) { result, field in
            if result[field.name] == nil { result[field.name] = field.initial }
        }
    }

    /// The request that `draft` means, or everything that is wrong with it.
    public func request(from draft: Draft) -> Result<GenerateRequest, FieldErrors> {
        let faults = faults(in: draft)
        guard faults.isEmpty else { return .failure(FieldErrors(list: faults)) }
        return .success(
            GenerateRequest(
                model: id,
                requestType: draft.requestType,
                callbackURL: draft.requestType == .callback ? draft.callbackURL : nil,
                provider: draft.provider,
                input: input(from: draft.values),
            )
        )
    }

    /// What the service would refuse, outer fields last.
    public func faults(in draft: Draft) -> [FieldError] {
        let known = fields.map(\.name)
        let unknownFields = draft.values.keys.filter { !known.contains($0) }.sorted()
            .map { FieldError(field: $0, problem: .unknownField(known)) }
        return unknownFields
            + shownFields(for: draft.values).compactMap { fault(of: $0, in: draft.values) }
            + outerFaults(in: draft)
    }

    /// Only what was set or must go out; an empty optional text or list was not set.
    public func input(from values: [String: FieldValue]) -> [String: FieldValue] {
        shownFields(for: values).reduce(into: [:]) { result, field in
            let fallback = field.isRequired || field.isAlwaysSent ? field.initial : nil
            guard let value = values[field.name] ?? fallback else { return }
            if !field.isRequired, value == .text("") || value == .urls([]) { return }
            result[field.name] = value
        }
    }

    private func fault(of field: Field, in values: [String: FieldValue]) -> FieldError? {
        guard let value = values[field.name] ?? field.initial else {
            return field.isRequired ? FieldError(field: field.name, problem: .missing) : nil
        }
        if !field.isRequired, value == .text("") || value == .urls([]) { return nil }
        return field.problem(with: value).map { FieldError(field: field.name, problem: $0) }
    }

    private func outerFaults(in draft: Draft) -> [FieldError] {
        var faults: [FieldError] = []
        if !providers.contains(draft.provider) {
            let problem = Problem.notOneOf(providers.map(\.rawValue))
            faults.append(FieldError(field: "provider", problem: problem))
        }
        if draft.requestType == .callback, let problem = callbackProblem(draft.callbackURL) {
            faults.append(FieldError(field: "callback_url", problem: problem))
        }
        return faults
    }

    /// The webhooks page asks for HTTPS; loopback is let through for the simulator.
    private func callbackProblem(_ text: String) -> Problem? {
        if text.isEmpty { return .missing }
        do throws(WebURLError) {
            let url = try WebURL(checking: text)
            return url.isSecure || url.isLoopback ? nil : .notHTTPS
        } catch {
            return error == .notWeb ? .notHTTPS : .faultyURL(error)
        }
    }
}
