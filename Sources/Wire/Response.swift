/// An answer, before the server adds what belongs to the connection.
package struct Response: Sendable {
    package var status: Int
    /// Without Date, X-Request-Id, Content-Length, Connection and Transfer-Encoding, which the server adds; they are
    /// left out here.
    /// No field can split a response: a name that is no token leaves its line out, and CR, LF and other controls
    /// in a value become spaces.
    package var fields: [(name: String, value: String)]
    /// More fields, written out already.
    let lines: [UInt8]
    /// Not sent to a HEAD (its length is), nor with 204 and 304.
    package var body: [UInt8]

    /// - Parameter status: 200 to 599; anything else goes out as 500, since an interim answer ends no exchange.
    package init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
        lines = []
    }

    /// An answer without a body.
    package init(status: Int, _ lines: FieldLines) {
        self.status = status
        self.lines = lines.octets
        fields = []
        body = []
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

/// An answer that is given over and over, written out once.
package final class PreparedAnswer: Sendable {
    package let response: Response
    /// All that follows the server's own fields where another request may follow.
    let rest: [UInt8]

    /// - Parameter response: as it is to be sent. It is never compressed: nobody looks what its fields say.
    package init(_ response: Response) {
        self.response = response
        var octets: [UInt8] = []
        response.appendFields(to: &octets)
        octets.append("\r\n\r\n")
        rest = response.sendsBody(.plain) ? octets + response.body : octets
    }
}

/// Are these two field names one, whatever the case of their letters?
func isSameName(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count
        && one.utf8.elementsEqual(other.utf8) { $0.lowercased == $1.lowercased }
}
