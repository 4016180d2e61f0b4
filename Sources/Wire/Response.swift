/// An answer, before the server adds what belongs to the connection.
package struct Response: Sendable {
    package var status: Int
    /// Without Date, X-Request-Id, Content-Length, Connection and Transfer-Encoding, which the server adds; they are
    /// left out here.
    /// No field can split a response: a name that is no token leaves its line out, and CR, LF and other controls
    /// in a value become spaces.
    package var fields: [(name: String, value: String)]
    /// Fields that are written before `fields` just as they are. An answer given often has its fields here.
    package let prepared: PreparedFields
    /// Not sent to a HEAD (its length is), nor with 204 and 304.
    package var body: [UInt8]

    /// - Parameter status: 200 to 599; anything else goes out as 500, since an interim answer ends no exchange.
    package init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
        prepared = PreparedFields([])
    }

    /// An answer with prepared fields. It is never compressed: nobody looks what they say.
    package init(status: Int, prepared: PreparedFields, body: [UInt8]) {
        self.status = status
        self.prepared = prepared
        self.body = body
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

/// Fields as octets, checked and written out once for many answers.
package struct PreparedFields: Sendable {
    let octets: [UInt8]

    /// - Parameter fields: as `Response.fields`.
    package init(_ fields: [(name: String, value: String)]) {
        var octets: [UInt8] = []
        for (name, value) in fields { octets.append(fieldLine: name, value) }
        self.octets = octets
    }
}

/// Are these two field names one, whatever the case of their letters?
func isSameName(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count
        && one.utf8.elementsEqual(other.utf8) { $0.lowercased == $1.lowercased }
}
