// Also compiled into the fuzzed head reader, Tests/Fuzzing/HeadTarget.swift.

@testable import Wire

/// Everything that a head reader tells of a head, so that two readings can be compared.
struct HeadFacts: Hashable {
    let method: Wire.Method
    let path: [UInt8]
    let query: [UInt8]
    let version: Version
    let fields: [[UInt8]]  // names and values by turns
    let framing: Framing
    let flags: [Bool]

    init(_ head: Head) {
        method = head.method
        path = Array(head.path)
        query = Array(head.query)
        version = head.version
        fields = head.fields.lines.flatMap { line in
            [Array(head.fields.octets[line.name.asInt]), Array(head.fields.octets[line.value.asInt])]
        }
        framing = head.framing
        flags = [head.isGzipped, head.isPersistent, head.expectsContinue]
    }

    /// How many fields have this name, which is in lower case.
    func count(of name: String) -> Int {
        stride(from: 0, to: fields.count, by: 2).count { index in
            fields[index].map(\.lowercased) == Array(name.utf8)
        }
    }

    /// The head as a client would send it that says just this.
    var octets: [UInt8] {
        let target = query.isEmpty ? path : path + [Octet.question] + query
        var octets = Array(method.rawValue.utf8) + [Octet.space] + target
        octets += Array((version == .http10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n").utf8)
        for index in stride(from: 0, to: fields.count, by: 2) {
            octets += fields[index] + [Octet.colon] + fields[index + 1] + [Octet.cr, Octet.lf]
        }
        return octets + [Octet.cr, Octet.lf]
    }

    /// Does the path decode to one thing, with no way up in it? `*` is no path, and does.
    var hasPlainPath: Bool {
        guard path != [Octet.asterisk] else { return true }
        let octets = percentDecoded(path[...]) ?? []
        guard let text = String(validating: octets, as: UTF8.self), text.unicodeScalars.allSatisfy({ $0.value >= 0x20 })
        else { return false }
        let segments = text.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        return text.hasPrefix("/") && !segments.contains(".") && !segments.contains("..")
    }
}

/// What comes of reading the front of some bytes.
enum HeadOutcome: Hashable {
    case incomplete
    case complete(HeadFacts, length: Int)
    case refused(RequestError)

    init(_ bytes: some Sequence<UInt8>, limits: Limits = Limits()) {
        // An array of its own, so that AddressSanitizer sees a read beyond its end.
        let bytes = Array(bytes)
        do throws(RequestError) {
            switch try readHead(bytes.span, limits: limits) {
            case .incomplete: self = .incomplete
            case .complete(let head, let length): self = .complete(HeadFacts(head), length: length)
            }
        } catch {
            self = .refused(error)
        }
    }
}
