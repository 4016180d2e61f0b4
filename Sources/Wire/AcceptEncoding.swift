extension Fields {
    /// Does the client take gzip at least as gladly as the plain body? Without Accept-Encoding it does not.
    /// A weight that is no weight counts as 0.
    /// - Source: RFC 9110 §12.5.3, §12.4.2.
    package var acceptsGzip: Bool {
        guard let value = joinedValue("accept-encoding") else { return false }
        let bytes = value.span
        var gzip: Int?
        var identity: Int?
        var others: Int?
        bytes.eachElement(of: 0..<value.count) { element in
            var nameEnd = element.lowerBound
            while nameEnd < element.upperBound, bytes[nameEnd] != Octet.semicolon { nameEnd += 1 }
            let name = bytes.trimmed(element.lowerBound..<nameEnd)
            let weight = bytes.weight(nameEnd..<element.upperBound)
            if bytes.equals(name, "gzip") || bytes.equals(name, "x-gzip") { gzip = max(gzip ?? 0, weight) }
            if bytes.equals(name, "identity") { identity = weight }
            if bytes.equals(name, "*") { others = weight }
        }
        let weight = gzip ?? others ?? 0
        return weight > 0 && weight >= identity ?? 0
    }
}

extension Span<UInt8> {
    /// The weight in `; q=0.5`, in thousandths; 1000 when `range` is empty, 0 when it is anything else.
    fileprivate func weight(_ range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 1000 }
        let text = trimmed((range.lowerBound + 1)..<range.upperBound)
        guard text.count >= 3, text.count <= 7, equals(text.lowerBound..<(text.lowerBound + 2), "q=") else { return 0 }
        let whole = self[text.lowerBound + 2]
        guard whole == Octet.zero || whole == Octet.zero + 1 else { return 0 }
        var thousandths = Int(whole - Octet.zero) * 1000
        if text.count > 3 {
            guard self[text.lowerBound + 3] == Octet.dot else { return 0 }
            var unit = 100
            for index in (text.lowerBound + 4)..<text.upperBound {
                guard self[index].isDigit else { return 0 }
                thousandths += Int(self[index] - Octet.zero) * unit
                unit /= 10
            }
        }
        return thousandths <= 1000 ? thousandths : 0
    }
}
