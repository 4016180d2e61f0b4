import Domain

/// What a program's rules made of one conversion.
package struct Granted: Hashable, Sendable {
    package internal(set) var rewards: [RewardChange]
    package internal(set) var refused: [RefusedReward]

    /// Nothing.
    package init() {
        self.init(rewards: [], refused: [])
    }

    package init(rewards: [RewardChange], refused: [RefusedReward]) {
        self.rewards = rewards
        self.refused = refused
    }
}

/// A rule that was meant for the conversion and granted nothing.
package struct RefusedReward: Hashable, Sendable {
    /// The rule's name.
    package let rule: String
    package let refusal: RewardRefusal
    /// What was missing, with the numbers; amounts in minor units, as the API has them.
    package let detail: String

    package init(rule: String, refusal: RewardRefusal, detail: String) {
        self.rule = rule
        self.refusal = refusal
        self.detail = detail
    }
}
