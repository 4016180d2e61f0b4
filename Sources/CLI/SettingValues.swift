import Wire

// Values of settings out of their text. Each failure names the place, the value and what would be right.

extension GivenSettings {
    /// - Returns: nil where the setting was not given; so for all of these.
    func text(_ setting: Setting, _ remedy: String, where isRight: (String) -> Bool) throws(Failure) -> String? {
        try value(setting, remedy) { isRight($0) ? $0 : nil }
    }

    /// A path of a file. What is wrong with it shows when it is opened.
    func path(_ setting: Setting) throws(Failure) -> String? {
        try text(setting, "give the path of a file") { !$0.isEmpty }
    }

    /// A whole number, in digits alone.
    func number(_ setting: Setting, of unit: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        try value(setting, "give a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)") { text in
            Self.digits(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// One of the words of an enumeration.
    func choice<Word: RawRepresentable<String> & CaseIterable>(
        _ setting: Setting, of type: Word.Type
    ) throws(Failure) -> Word? {
        try value(setting, "give one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))") {
            Word(rawValue: $0)
        }
    }

    /// One address or several, separated by commas: `127.0.0.1:8080,[::1]:8080,unix:/run/grapevine.sock`.
    /// - Parameter mode: of Unix sockets.
    func addresses(_ setting: Setting, socketMode mode: UInt32) throws(Failure) -> [ListenAddress]? {
        try list(setting, "give HOST:PORT, such as 127.0.0.1:8080 or [::]:8080, or unix:PATH") {
            ListenAddress(text: $0, socketMode: mode)
        }
    }

    /// One range of addresses or several, separated by commas.
    func ranges(_ setting: Setting) throws(Failure) -> [AddressRange]? {
        try list(
            setting, "give an address, a range whose bits behind the prefix are 0, such as 10.0.0.0/8, or unix",
            AddressRange.init(text:))
    }

    /// The permissions of a file: up to three octal digits, perhaps behind a 0.
    func socketMode(_ setting: Setting) throws(Failure) -> UInt32? {
        try value(setting, "give permissions in octal, such as 660") { text in
            let isOctal = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
            return isOctal ? UInt32(text, radix: 8).flatMap { $0 <= 0o777 ? $0 : nil } : nil
        }
    }

    /// - Parameter read: one element without blanks around it.
    private func list<Element>(
        _ setting: Setting, _ remedy: String, _ read: (String) -> Element?
    ) throws(Failure) -> [Element]? {
        try value(setting, remedy + "; several with commas between") { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let elements = parts.compactMap { read(String($0).trimmed) }
            return elements.count == parts.count ? elements : nil
        }
    }

    private func value<Value>(
        _ setting: Setting, _ remedy: String, _ read: (String) -> Value?
    ) throws(Failure) -> Value? {
        guard let given = self[setting] else { return nil }
        guard let value = read(given.text) else { throw .usage("\(given.place): \(remedy)") }
        return value
    }

    /// Int's own reading would take a sign as well.
    static func digits(_ text: String) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}

extension ListenAddress {
    /// Reads `HOST:PORT`, where a host with colons stands in brackets, or `unix:PATH`.
    init?(text: String, socketMode mode: UInt32) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst(5)
            guard !path.isEmpty else { return nil }
            self = .unix(path: String(path), mode: mode)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = GivenSettings.digits(String(text[text.index(after: colon)...])),
            (0...65535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || "[]/".contains($0) }) else { return nil }
        self.init(host: String(host), port: port)
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }
}
