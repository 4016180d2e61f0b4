import Domain
import Store
import Tracking

// The words for what went wrong below Web.

extension Problem {
    /// - Returns: nil for what nobody foresaw: a 500, whose cause goes to the log only.
    static func of(_ error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let error as TrackingError: of(error)
        case let error as StoreError: of(error)
        default: nil
        }
    }

    private static func of(_ error: StoreError) -> Problem? {
        switch error {
        case .busy, .full, .readOnly, .io, .locked, .misplaced, .outOfMemory, .closed: .unavailable()
        default: nil
        }
    }

    private static func of(_ error: TrackingError) -> Problem {
        switch error {
        case .unknown(let noun, let name): .notFound(noun.rawValue, name)
        case .unknownReference(let noun, let name, let pointer):
            .unprocessable([Fault(pointer: pointer, detail: "there is no \(noun.rawValue) \(quoted(name))")])
        case .slugInUse:
            .conflict("The slug stands in links that may have been shared; only a draft's slug can change.")
        case .slugHidesLink(let slug, let link):
            .conflict(
                "With the slug \(quoted(slug)), a link of one referrer would lead to \(quoted(link)), which is taken; "
                    + "choose another slug.")
        case .defaultNeedsSuccessor:
            .unprocessable([
                Fault(
                    pointer: "/default",
                    detail: "cannot be taken away; set default: true on the program that is to have it")
            ])
        case .slugTaken(let slug): .conflict("The slug \(quoted(slug)) is taken; choose another one.")
        case .codeTaken(let code): .conflict("The code \(quoted(code)) is taken; choose another one.")
        case .codeReserved(let code):
            .unprocessable([
                Fault(
                    pointer: "/code",
                    detail: "\(quoted(code)) is reserved for Grapevine's own paths; choose another one")
            ])
        case .codeInvalid(let code): .invalidFields([Fault(pointer: "/code", detail: "\(quoted(code)) is no code")])
        case .programStep(let from, let to):
            .conflict("The program is \(from.rawValue); from there it cannot become \(to.rawValue).")
        case .hostNotAllowed(let host, let allowed):
            .unprocessable([
                Fault(
                    pointer: "/destination",
                    detail: "its host \(quoted(host)) is not among the program's allowed_hosts: "
                        + (allowed.isEmpty ? "there are none" : alternatives(allowed)))
            ])
        case .differs(let id, let earlier):
            .conflict(
                "\(quoted(id)) was reported before with another body, as event \(earlier.text); nothing was changed. "
                    + "Send the same body, or another id.")
        case .orderStep(let order, let from, let to):
            .conflict(
                "The order \(quoted(order)) is \(from.rawValue); from there it cannot become \(to.rawValue): "
                    + "states go forward only.")
        case .refundTooLarge(let order, let asked, let left, let currency):
            .unprocessable(
                "The order \(quoted(order)) has \(left) \(currency.code) (minor units) left to refund; \(asked) is more."
            )
        case .inFuture(let at, let now):
            .unprocessable([
                Fault(
                    pointer: "/occurred_at",
                    detail: "\(at.rfc3339) is more than 5 minutes ahead of this server's clock, \(now.rfc3339)")
            ])
        case .alreadyCredited(let conversion, let referrer):
            .conflict("All of \(conversion.text) is \(referrer.text)'s already; nothing was changed.")
        case .suspended(let referrer):
            .unprocessable([
                Fault(pointer: "/referrer", detail: "\(referrer.text) is suspended; make it active first")
            ])
        case .ownReferral(let referrer):
            .unprocessable([
                Fault(
                    pointer: "/referrer",
                    detail: "\(referrer.text) is the customer, and the program's self_referral is reject")
            ])
        case .draft(let program):
            .unprocessable([
                Fault(
                    pointer: "/program", detail: "\(quoted(program)) is a draft and credits nobody; activate it first")
            ])
        case .noProgram:
            .unprocessable([Fault(pointer: "/program", detail: "there is no program yet; make one first")])
        case .tooMuch(let what, let limit):
            .unprocessable("There are more than \(limit) \(what) in this stretch of time; ask for a shorter one.")
        case .keyReused(let key):
            .unprocessable(
                "The Idempotency-Key \(quoted(key)) came before with another request; use a new key for a new request.")
        }
    }
}
