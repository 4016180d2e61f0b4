/// An answer, before the server adds what belongs to the connection.
package struct Response: Sendable {
    package var status: Int
    /// Without Date, X-Request-Id, Content-Length, Connection and Transfer-Encoding, which the server adds; they are
    /// left out here.
    /// No field can split a response: a name that is no token leaves its line out, and CR, LF and other controls
    /// in a value become spaces.
    package var fields: [(name: String, value: String)]
    /// What `fields` and the body's length would say, written out already.
    let prepared: PreparedAnswer?
    /// More fields, written out already.
    let lines: [UInt8]
    /// Not sent to a HEAD (its length is), nor with 204 and 304.
    package var body: [UInt8]

    /// - Parameter status: 200 to 599; anything else goes out as 500, since an interim answer ends no exchange.
    package init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
        prepared = nil
        lines = []
    }

    /// An answer without a body.
    package init(status: Int, _ lines: FieldLines) {
        self.status = status
        self.lines = lines.octets
        prepared = nil
        fields = []
        body = []
    }

    /// An answer that is given over and over. It is never compressed: nobody looks what its fields say.
    package init(_ answer: PreparedAnswer) {
        status = answer.status
        prepared = answer
        lines = []
        body = answer.body
        fields = []
    }

    /// The first value of a field, its name in any case.
    package func field(_ name: String) -> String? {
        fields.first { isSameName($0.name, name) }?.value
    }

    /// Replaces every field of that name by one.
    package mutating func setField(_ name: String, _ value: String) {
        fields.removeAll { isSameName($0.name, name) }
        fields.append((name, value))
    }
}

/// An answer whose fields are checked and written out once.
package final class PreparedAnswer: Sendable {
    let status: Int
    /// The field lines, Content-Length among them.
    let fields: [UInt8]
    let body: [UInt8]
    /// The fields, the empty line and the body: all that follows the server's own fields where another request may
    /// follow.
    let rest: [UInt8]

    /// The same as `Response` has them.
    /// - Precondition: the status is one that has a body: not 204 or 304.
    package init(status: Int, fields: [(name: String, value: String)], body: [UInt8]) {
        precondition(status != 204 && status != 304, "an answer without a body has no length")
        var octets: [UInt8] = []
        for (name, value) in fields { octets.append(fieldLine: name, value) }
        octets.append("\r\nContent-Length: ")
        octets.append(number: body.count)
        self.status = status
        self.fields = octets
        self.body = body
        octets.append("\r\n\r\n")
        rest = octets + body
    }
}

/// Are these two field names one, whatever the case of their letters?
func isSameName(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count
        && one.utf8.elementsEqual(other.utf8) { $0.lowercased == $1.lowercased }
}
