import Domain

// The kinds of values that members have. See `Fields` for what nil means.

extension Fields {
    /// - Parameters:
    ///   - length: in Unicode scalars, as JSON Schema counts.
    ///   - isMultiline: line feeds and tabs may stand in it; other control characters never.
    func string(
        _ name: String, length: ClosedRange<Int> = 1...255, isMultiline: Bool = false, isRequired: Bool = false
    ) -> String? {
        json(name, isRequired: isRequired).flatMap {
            checkedString($0, jsonPointer(pointer, name), length, isMultiline: isMultiline)
        }
    }

    /// A whole number. 1.0 is one; "1" is none.
    func integer(_ name: String, in range: ClosedRange<Int64> = .min ... .max, isRequired: Bool = false) -> Int64? {
        guard let value = json(name, isRequired: isRequired) else { return nil }
        switch value {
        case .integer(let integer):
            guard let detail = rangeFault(integer, range) else { return integer }
            fault(name, detail)
        case .number: fault(name, "must be a whole number")
        default: fault(name, "must be a whole number; it is \(value.kind)")
        }
        return nil
    }

    func bool(_ name: String, isRequired: Bool = false) -> Bool? {
        guard let value = json(name, isRequired: isRequired) else { return nil }
        if case .bool(let bool) = value { return bool }
        fault(name, "must be true or false; it is \(value.kind)")
        return nil
    }

    /// RFC 3339 with an offset.
    func timestamp(_ name: String, isRequired: Bool = false) -> Timestamp? {
        guard let value = json(name, isRequired: isRequired) else { return nil }
        if case .string(let text) = value, let moment = Timestamp(rfc3339: text) { return moment }
        fault(name, timestampFault)
        return nil
    }

    /// One of a type's words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type, isRequired: Bool = false
    ) -> Choice? {
        json(name, isRequired: isRequired).flatMap { checkedChoice($0, jsonPointer(pointer, name), of: type) }
    }

    /// An absolute http or https URL. See `WebAddress`.
    func url(_ name: String, isRequired: Bool = false) -> WebAddress? {
        guard let value = json(name, isRequired: isRequired) else { return nil }
        guard case .string(let text) = value else {
            fault(name, "must be a URL in a string; it is \(value.kind)")
            return nil
        }
        do {
            return try WebAddress(text)
        } catch {
            fault(name, error.words)
            return nil
        }
    }

    /// The reader of an object within. Its unknown members are found by its own `finish()`.
    func object(_ name: String, isRequired: Bool = false) -> Fields? {
        guard let value = json(name, isRequired: isRequired) else { return nil }
        guard case .object = value else {
            fault(name, "must be an object; it is \(value.kind)")
            return nil
        }
        return Fields(value, at: jsonPointer(pointer, name), faults: faults)
    }

    /// The elements as they came, each with its own pointer. Nulls are not taken out.
    /// - Parameter maximum: more elements are a fault.
    func array(
        _ name: String, maximum: Int, isRequired: Bool = false
    ) -> [(json: JSON, pointer: String)]? {
        guard let value = json(name, isRequired: isRequired) else { return nil }
        guard case .array(let elements) = value else {
            fault(name, "must be an array; it is \(value.kind)")
            return nil
        }
        guard elements.count <= maximum else {
            fault(name, "must have at most \(maximum) elements; it has \(elements.count)")
            return nil
        }
        let parent = jsonPointer(pointer, name)
        return elements.enumerated().map { ($1, jsonPointer(parent, $0)) }
    }

    /// An array of objects: a reader for each, those that are no objects noted.
    func objects(_ name: String, maximum: Int, isRequired: Bool = false) -> [Fields]? {
        array(name, maximum: maximum, isRequired: isRequired)?.map { Fields($0.json, at: $0.pointer, faults: faults) }
    }

    /// An array of strings, without those that are noted as faults.
    /// - Parameter length: of each, in Unicode scalars.
    func strings(
        _ name: String, maximum: Int, length: ClosedRange<Int> = 1...255, isRequired: Bool = false
    ) -> [String]? {
        array(name, maximum: maximum, isRequired: isRequired)?.compactMap { checkedString($0.json, $0.pointer, length) }
    }

    /// An array of a type's words, without those that are noted as faults.
    func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type, maximum: Int, isRequired: Bool = false
    ) -> [Choice]? {
        array(name, maximum: maximum, isRequired: isRequired)?.compactMap {
            checkedChoice($0.json, $0.pointer, of: type)
        }
    }

    private func checkedString(
        _ value: JSON, _ pointer: String, _ length: ClosedRange<Int>, isMultiline: Bool = false
    ) -> String? {
        guard case .string(let text) = value else {
            faults.add(pointer: pointer, detail: "must be a string; it is \(value.kind)")
            return nil
        }
        guard let detail = lengthFault(text, length) ?? controlFault(text, isMultiline: isMultiline) else {
            return text
        }
        faults.add(pointer: pointer, detail: detail)
        return nil
    }

    private func checkedChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ value: JSON, _ pointer: String, of type: Choice.Type
    ) -> Choice? {
        guard case .string(let text) = value else {
            let words = alternatives(type.allCases.map(\.rawValue))
            faults.add(pointer: pointer, detail: "must be \(words); it is \(value.kind)")
            return nil
        }
        if let choice = Choice(rawValue: text) { return choice }
        faults.add(pointer: pointer, detail: choiceFault(text, of: type))
        return nil
    }
}
