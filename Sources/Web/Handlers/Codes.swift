import Domain
import Store
import Tracking

@Sendable func checkCode(_ app: WebApp, _ call: Call, _ connection: Connection) throws -> Reply {
    try call.expectNoQuery()
    let now = app.clock()
    if call.key == nil,
        case .wait(let seconds) = app.codeChecks.take(call.request.client.site.text, at: now.milliseconds)
    {
        throw Problem.tooManyRequests(retryAfter: seconds)
    }
    switch try connection.check(code: call.parameters["code"], at: now) {
    case .valid(let referrer, let program):
        return Reply(
            200,
            [
                "valid": true, "program": .string(program.slug),
                "referrer": ["display_name": JSON(displayName(referrer))], "invitee_reward": inviteeReward(program),
            ])
    case .mistyped(let suggestion): return refused("mistyped", suggestion)
    case .unknown: return refused("unknown_code")
    case .referrerSuspended: return refused("referrer_suspended")
    case .programNotActive: return refused("program_not_active")
    }
}

private func refused(_ reason: String, _ suggestion: String? = nil) -> Reply {
    Reply(200, ["valid": false, "reason": .string(reason), "suggestion": JSON(suggestion)])
}

/// The first name: anybody may ask, so no more than a friend would recognise.
private func displayName(_ referrer: Referrer) -> String? {
    referrer.profile.name?.split(separator: " ").first.map(String.init)
}

/// What the code's invitee gets: the program's first rule for invitees.
private func inviteeReward(_ program: Program) -> JSON {
    guard let rule = program.terms.rewards.first(where: { $0.beneficiary == .invitee }) else { return .null }
    var output: JSON = [
        "rule": .string(rule.name), "trigger": .string(rule.trigger.rawValue), "kind": .string(rule.kind.rawValue),
    ]
    switch rule.value {
    case .flat(let amount):
        output = output.setting("amount", to: .integer(amount))
        if rule.kind != .points { output = output.setting("currency", to: .string(program.terms.currency.code)) }
    case .percent(let share, let max):
        output = output.setting("percent_bp", to: .integer(share.count)).setting("max", to: JSON(max))
    }
    return output
}
