import Apixo

/// A line of the form: where it stands, what it is called, how it is filled in.
struct FormField: Sendable, Equatable {
    enum Control: Sendable, Equatable {
        case choice([Option], chosen: Int)
        /// On, off, and unset where that is a third thing.
        case toggle([Option], chosen: Int)
        case number(IntegerRule, Int?, unit: String?)
        /// Several lines, wrapped.
        case prompt(TextRule)
        /// A single line.
        case line(example: String?)
        case list(URLRule)
        case button
    }

    /// A value that can be chosen; nil leaves the field out of the request.
    struct Option: Sendable, Equatable {
        var value: FieldValue?
        var label: String
    }

    var slot: Slot
    var name: String
    var control: Control
    var isRequired = false
    var help = ""
    /// What goes out when a line is left empty.
    var fallback: String?

    var takesText: Bool {
        switch control {
        case .prompt, .line, .list: true
        case .choice, .toggle, .number, .button: false
        }
    }
}

extension FormField {
    /// Longer texts get several lines.
    private static let longestLine = 200

    init(_ field: Field, value: FieldValue?) {
        slot = .input(field.name)
        name = field.name
        isRequired = field.isRequired
        help = field.help
        control =
            switch field.kind {
            case .choice(let choices):
                .choice(field.options(choices.map(FieldValue.text)), chosen: 0)
            case .toggle: .toggle(field.options([.toggle(true), .toggle(false)]), chosen: 0)
            case .integer(let rule):
                .number(rule, (value ?? field.initial)?.integer, unit: field.unit)
            case .text(let rule) where rule.length.upperBound > Self.longestLine: .prompt(rule)
            case .text(let rule): .line(example: rule.example)
            case .urls(let rule): .list(rule)
            }
        control = control.choosing(value ?? field.initial)
    }
}

extension Field {
    /// What can be chosen: the values, and nothing where nothing may be sent.
    fileprivate func options(_ values: [FieldValue]) -> [FormField.Option] {
        let options = values.map { FormField.Option(value: $0, label: $0.label) }
        return initial == nil ? [.init(value: nil, label: unsetLabel)] + options : options
    }

    private var unsetLabel: String {
        if let serviceDefault { return "default \(serviceDefault.label)" }
        return isRequired ? "choose" : "not set"
    }
}

extension FormField.Control {
    /// The same with the option chosen that stands for `value`.
    fileprivate func choosing(_ value: FieldValue?) -> Self {
        switch self {
        case .choice(let options, _):
            .choice(options, chosen: options.firstIndex { $0.value == value } ?? 0)
        case .toggle(let options, _):
            .toggle(options, chosen: options.firstIndex { $0.value == value } ?? 0)
        case .number, .prompt, .line, .list, .button: self
        }
    }
}

extension FieldValue {
    fileprivate var label: String {
        guard case .toggle(let isOn) = self else { return text }
        return isOn ? "on" : "off"
    }

    var integer: Int? {
        guard case .integer(let number) = self else { return nil }
        return number
    }
}
