import Domain
import Store

/// May a checkout accept a code?
package enum CodeAnswer: Sendable {
    case valid(Referrer, Program)
    case mistyped(suggestion: String?)
    case unknown
    case referrerSuspended
    case programNotActive
}

extension Connection {
    /// - Parameter text: as the invitee typed it.
    package func check(code text: String, at now: Timestamp) throws -> CodeAnswer {
        guard let normalised = Code.normalised(text) else { return .unknown }
        guard let code = try code(normalised), let referrer = try referrer(code.referrer) else {
            guard Code.isMistyped(normalised) else { return .unknown }
            let known = try Code.corrections(of: normalised).filter { try self.code($0) != nil }
            // Two candidates are no suggestion: the wrong one would credit a stranger.
            return .mistyped(suggestion: known.count == 1 ? known.first : nil)
        }
        guard referrer.status == .active else { return .referrerSuspended }
        guard let program = try defaultProgram(), program.isRunning(at: now) else { return .programNotActive }
        return .valid(referrer, program)
    }
}
