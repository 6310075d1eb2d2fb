import Apixo

extension Compose {
    /// The form as the choices made so far call for, in reading order.
    var fields: [FormField] {
        guard let model else { return [modelField, .send] }
        let shown = model.shownFields(for: draft.values)
        let inputs = shown.filter { !$0.isExtra }
        let extras = shown.filter(\.isExtra)
        return [modelField] + inputs.map(formField) + outerFields(model) + extras.map(formField)
            + [.send]
    }

    private func formField(_ field: Field) -> FormField {
        FormField(field, value: draft.values[field.name])
    }

    private var modelField: FormField {
        let models = catalog.models
        return FormField(
            slot: .model,
            name: "model",
            control: .choice(
                models.map { .init(value: .text($0.id.rawValue), label: $0.id.rawValue) },
                chosen: models.firstIndex { $0.id == draft.model } ?? 0,
            ),
            isRequired: true,
            help: model.map { "\($0.title), \($0.output.rawValue)s." } ?? "",
        )
    }

    private func outerFields(_ model: Model) -> [FormField] {
        let callback = draft.requestType == .callback ? [callbackField] : []
        return [providerField(model), requestTypeField] + callback
    }

    private func providerField(_ model: Model) -> FormField {
        FormField(
            slot: .provider,
            name: "provider",
            control: .choice(
                model.providers.map { .init(value: .text($0.rawValue), label: $0.rawValue) },
                chosen: model.providers.firstIndex(of: draft.provider) ?? 0,
            ),
            help: "auto: the service chooses. value: cheapest. official: the maker's own.",
        )
    }

    private var callbackField: FormField {
        let asked = "A public https:// address that the service calls when the task ends."
        return FormField(
            slot: .callbackURL,
            name: "callback_url",
            control: .line(example: callbackURL == nil ? "https://example.com/apixo" : nil),
            isRequired: callbackURL == nil,
            help: callbackURL == nil
                ? asked : "\(asked) Leave it empty to have this program called.",
            fallback: callbackURL,
        )
    }

    private var requestTypeField: FormField {
        let types = RequestType.allCases
        return FormField(
            slot: .requestType,
            name: "request_type",
            control: .choice(
                types.map { .init(value: .text($0.rawValue), label: $0.rawValue) },
                chosen: types.firstIndex(of: draft.requestType) ?? 0,
            ),
            help: "async: the task is polled. callback: the service calls your URL.",
        )
    }
}

extension FormField {
    static let send = FormField(
        slot: .send,
        name: "Send",
        control: .button,
        help: "Saves the request and sends it.",
    )
}
