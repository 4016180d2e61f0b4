// JSON pointers: `/items/0/amount` names a value within a body.

/// The pointer of a member or an element of what `parent` points to. The whole body is the empty pointer.
/// - Source: RFC 6901 §3: `~` is written `~0`, `/` is written `~1`.
func jsonPointer(_ parent: String, _ name: String) -> String {
    var pointer = parent + "/"
    for scalar in name.unicodeScalars {
        switch scalar {
        case "~": pointer += "~0"
        case "/": pointer += "~1"
        default: pointer.unicodeScalars.append(scalar)
        }
    }
    return pointer
}

func jsonPointer(_ parent: String, _ index: Int) -> String {
    "\(parent)/\(index)"
}

func jsonPointer(_ path: [any CodingKey]) -> String {
    path.reduce("") { pointer, key in
        key.intValue.map { jsonPointer(pointer, $0) } ?? jsonPointer(pointer, key.stringValue)
    }
}
