import Apixo

extension Compose {
    /// What is wrong now, field by field.
    var faults: [Slot: Problem] {
        guard let model else { return [:] }
        return model.faults(in: outgoing).reduce(into: [:]) { result, fault in
            result[slot(named: fault.field)] = fault.problem
        }
    }

    /// FieldErrors at fields the user has left, or all once sending was tried.
    var shownFaults: [Slot: Problem] {
        if showsAllFaults { return faults }
        return faults.filter { touched.contains($0.key) && $0.key != slot || $0.value.isExcess }
    }

    private func slot(named name: String) -> Slot {
        switch name {
        case "provider": .provider
        case "callback_url": .callbackURL
        default: .input(name)
        }
    }

    /// The first place with a fault, in the order of the form.
    var firstFault: Slot? {
        let faults = faults
        return fields.first { faults[$0.slot] != nil }?.slot
    }
}

extension Problem {
    /// Too much is wrong at once; too little may still be under way.
    fileprivate var isExcess: Bool {
        switch self {
        case .tooLong, .tooManyURLs, .unknownField: true
        case .missing, .notOneOf, .outside, .tooShort, .notLike, .tooFewURLs, .notAURL,
            .wrongFormat, .wrongKind, .notShown, .notHTTPS, .faultyURL:
            false
        }
    }
}
