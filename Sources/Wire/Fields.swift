/// The field lines of one request, as they came: one array of octets, and where each name and value lies in it. The
/// array may have the rest of the head as well.
package struct Fields: Sendable {
    struct Line: Sendable {
        var name: Range<UInt32>
        var value: Range<UInt32>
    }

    var octets: [UInt8]
    var lines: [Line]

    init(octets: [UInt8] = [], lines: [Line] = []) {
        self.octets = octets
        self.lines = lines
    }

    /// Lines from text, for tests. Nothing is checked.
    init(_ fields: [(name: String, value: String)]) {
        self.init()
        for (name, value) in fields {
            let start = UInt32(octets.count)
            octets.append(contentsOf: name.utf8)
            let middle = UInt32(octets.count)
            octets.append(contentsOf: value.utf8)
            lines.append(Line(name: start..<middle, value: middle..<UInt32(octets.count)))
        }
    }

    /// Gives the line at `index` another value; a new line of this name if that is nil.
    mutating func set(_ name: StaticString, at index: Int?, to value: [UInt8]) {
        let value = append(value)
        if let index {
            lines[index].value = value
        } else {
            lines.append(Line(name: append(name.withUTF8Buffer(Array.init)), value: value))
        }
    }

    /// Appends octets that are no line by themselves.
    /// - Returns: where they are now.
    mutating func append(_ octets: some Collection<UInt8>) -> Range<UInt32> {
        let start = self.octets.count
        self.octets.append(contentsOf: octets)
        return (start..<self.octets.count).asOffsets
    }

    /// Where the first value of `name` lies in `octets`.
    func firstValue(_ name: StaticString) -> Range<Int>? {
        let octets = octets.span
        for line in lines where octets.equals(line.name.asInt, name) { return line.value.asInt }
        return nil
    }

    /// How many lines have that name.
    func count(of name: StaticString) -> Int {
        let octets = octets.span
        var count = 0
        for line in lines where octets.equals(line.name.asInt, name) { count += 1 }
        return count
    }

    /// All values of `name` in their order, joined by `, ` as RFC 9110 §5.3 allows; nil when there is none.
    /// A Cookie is no list, so its parts are joined by `; `. RFC 9113 §8.2.3.
    func joinedValue(_ name: StaticString) -> [UInt8]? {
        let span = octets.span
        var joined: [UInt8]?
        for line in lines where span.equals(line.name.asInt, name) {
            guard joined != nil else {
                joined = Array(octets[line.value.asInt])
                continue
            }
            joined?.append(span.equals(line.name.asInt, "cookie") ? Octet.semicolon : Octet.comma)
            joined?.append(Octet.space)
            joined?.append(contentsOf: octets[line.value.asInt])
        }
        return joined
    }

    func text(_ name: StaticString) -> String? {
        joinedValue(name).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension Range<UInt32> {
    var asInt: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}

extension Range<Int> {
    /// Offsets in a head, which `Limits.headBytes` keeps far below 4 GiB.
    var asOffsets: Range<UInt32> { UInt32(lowerBound)..<UInt32(upperBound) }
}
