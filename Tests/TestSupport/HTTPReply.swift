/// An answer as it came over the socket.
package struct HTTPReply: Sendable {
    package let status: Int
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]

    /// The value of the first field with this name, in whatever case.
    package subscript(field name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; null where it is none.
    package var json: JSONValue {
        (try? JSONValue(text: body)) ?? .null
    }

    package var text: String { String(decoding: body, as: UTF8.self) }
}

extension HTTPReply: CustomStringConvertible {
    package var description: String { "\(status) \(text)" }
}
