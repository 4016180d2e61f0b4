/// Field lines that are put together from octets, for answers that are given many thousand times a second: those parts
/// that are always the same are written and checked once, see `FieldLine`.
package struct FieldLines: Sendable {
    private(set) var octets: [UInt8] = []

    package init(reservingCapacity capacity: Int) {
        octets.reserveCapacity(capacity)
    }

    /// A line with what `write` appends in its gap. What may not stand in a field becomes a space.
    package mutating func append(_ line: FieldLine, _ write: (inout [UInt8]) -> Void) {
        octets.append(copying: line.before.span)
        let start = octets.count
        write(&octets)
        octets.append(copying: line.after.span)
        replaceControls(from: start)
    }

    /// A line whose value is `before`, what `write` appends, and `after`.
    /// - Parameter name: a token, and none that the server writes.
    package mutating func append(
        _ name: StaticString, _ before: [UInt8], _ after: [UInt8], _ write: (inout [UInt8]) -> Void
    ) {
        octets.append("\r\n")
        octets.append(name)
        octets.append(": ")
        let start = octets.count
        octets.append(copying: before.span)
        write(&octets)
        octets.append(copying: after.span)
        replaceControls(from: start)
    }

    private mutating func replaceControls(from start: Int) {
        // Hardly ever any, so all are looked at at once first.
        guard octets.span.extracting(start..<octets.count).hasControl else { return }
        for index in start..<octets.count where !octets[index].isFieldValue { octets[index] = Octet.space }
    }

    /// A line without a gap.
    package mutating func append(_ line: FieldLine) {
        octets.append(copying: line.before.span)
        octets.append(copying: line.after.span)
    }
}

extension Span<UInt8> {
    /// Whether something in it may not stand in a field. Looks at all of it, many octets at a time.
    fileprivate var hasControl: Bool {
        withUnsafeBufferPointer { octets in
            var found: UInt8 = 0
            for octet in octets { found |= octet.isFieldValue ? 0 : 1 }
            return found != 0
        }
    }
}

/// One field line with a gap in its value. Like every field of an answer it can split none.
package struct FieldLine: Sendable {
    let before: [UInt8]
    let after: [UInt8]

    /// - Precondition: the name is a token, and none that the server writes.
    package init(_ name: StaticString, before: [UInt8], after: [UInt8] = []) {
        var octets: [UInt8] = []
        octets.append(fieldLine: name.description, String(decoding: before, as: UTF8.self))
        precondition(!octets.isEmpty, "a field that the server writes itself, or no token: \(name)")
        self.before = octets
        self.after = after.map { $0.isFieldValue ? $0 : Octet.space }
    }
}
