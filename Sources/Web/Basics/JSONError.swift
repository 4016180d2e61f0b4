/// Why a text is no JSON that we take. Facts only; `Problem` chooses the words.
enum JSONError: Error, Hashable {
    case empty
    case notUTF8
    /// It ends inside a string, an array or an object.
    case cutShort
    case tooDeep(limit: Int)
    /// An object has two members with one name, so it could be read in two ways.
    case repeatedMember
    /// Past what 64 bits hold.
    case numberTooLarge(pointer: String)
    /// Not JSON. `pointer` names the value (RFC 6901) where that is known: a number or string which is broken;
    /// it is empty where that is the whole body.
    case malformed(pointer: String?)
}
