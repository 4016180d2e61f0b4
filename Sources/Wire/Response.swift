/// An answer, before the server adds what belongs to the connection.
package struct Response: Sendable {
    package var status: Int
    /// Without Date, Content-Length, Connection and Transfer-Encoding, which the server adds; they are left out here.
    /// No field can split a response: a name that is no token leaves its line out, and CR, LF and other controls
    /// in a value become spaces.
    package var fields: [(name: String, value: String)]
    /// Not sent to a HEAD (its length is), nor with 204 and 304.
    package var body: [UInt8]

    /// - Parameter status: 200 to 599; anything else goes out as 500, since an interim answer ends no exchange.
    package init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
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

/// Are these two field names one, whatever the case of their letters?
func isSameName(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count
        && one.utf8.elementsEqual(other.utf8) { $0.lowercased == $1.lowercased }
}
