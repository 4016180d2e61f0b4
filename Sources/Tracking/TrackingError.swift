import Domain

/// Why a call can't be done. Facts only; Web chooses the words and the status.
package enum TrackingError: Error, Hashable {
    case unknown(Noun, String)
    case slugTaken(String)
    case codeTaken(String)
    case codeReserved(String)
    case codeInvalid(String)
    case programStep(from: ProgramStatus, to: ProgramStatus)
    case hostNotAllowed(host: String, allowed: [String])
    /// An event, order or refund id came again with another body.
    case differs(id: String, earlier: ID<Event>)
    case orderStep(order: String, from: OrderState, to: OrderState)
    case refundTooLarge(order: String, asked: Int64, left: Int64, currency: Currency)
    case inFuture(at: Timestamp, now: Timestamp)
    case keyReused(String)

    package enum Noun: String, Sendable {
        case program, referrer, link, order, conversion, reward, key
    }
}
