import Domain

/// Why a call can't be done. Facts only; Web chooses the words and the status.
package enum TrackingError: Error, Hashable {
    case unknown(Noun, String)
    /// A name in a body, at this JSON pointer, that nothing has.
    case unknownReference(Noun, String, pointer: String)
    case slugTaken(String)
    /// With this slug of a program, `/r/{link}` of one referrer would lead to another one's.
    case slugHidesLink(slug: String, link: String)
    /// The default moves to another program; it can't just be taken away.
    case defaultNeedsSuccessor
    case codeTaken(String)
    case codeReserved(String)
    case codeInvalid(String)
    /// Links with the program's slug in them may have been shared.
    case slugInUse
    case programStep(from: ProgramStatus, to: ProgramStatus)
    case hostNotAllowed(host: String, allowed: [String])
    /// An event, order or refund id came again with another body.
    case differs(id: String, earlier: ID<Event>)
    case orderStep(order: String, from: OrderState, to: OrderState)
    case refundTooLarge(order: String, asked: Int64, left: Int64, currency: Currency)
    case inFuture(at: Timestamp, now: Timestamp)
    case keyReused(String)
    case alreadyCredited(ID<Conversion>, ID<Referrer>)
    case suspended(ID<Referrer>)
    /// The customer of the conversion is this referrer.
    case ownReferral(ID<Referrer>)
    case draft(String)
    /// There is none, so nothing can be credited in it.
    case noProgram
    /// A report over more than this server goes through at once.
    case tooMuch(what: String, limit: Int)

    package enum Noun: String, Sendable {
        case program, referrer, link, order, conversion, reward, key
    }
}
