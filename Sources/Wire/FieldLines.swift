/// Field lines that are put together from octets, for answers that are given many thousand times a second: those parts
/// that are always the same are written and checked once, see `FieldLine`.
package struct FieldLines: Sendable {
    private(set) var octets: [UInt8] = []

    package init(reservingCapacity capacity: Int) {
        octets.reserveCapacity(capacity)
    }

    /// A line with `value` in its gap. What may not stand in a field becomes a space.
    package mutating func append(_ line: FieldLine, _ value: [UInt8]) {
        octets.append(copying: line.before.span)
        append(checking: value)
        octets.append(copying: line.after.span)
    }

    /// A line whose value is in pieces.
    /// - Parameter name: a token, and none that the server writes.
    package mutating func append(_ name: StaticString, _ first: [UInt8], _ second: [UInt8], _ third: [UInt8]) {
        octets.append("\r\n")
        octets.append(name)
        octets.append(": ")
        append(checking: first)
        append(checking: second)
        append(checking: third)
    }

    private mutating func append(checking value: [UInt8]) {
        let start = octets.count
        octets.append(copying: value.span)
        for index in start..<octets.count where !octets[index].isFieldValue { octets[index] = Octet.space }
    }

    /// A line without a gap.
    package mutating func append(_ line: FieldLine) {
        octets.append(copying: line.before.span)
        octets.append(copying: line.after.span)
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
