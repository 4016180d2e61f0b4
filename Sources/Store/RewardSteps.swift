import Domain

/// One step in a reward's life, with who took it and why.
package struct RewardStep: Hashable, Sendable {
    package let status: RewardStatus
    package let reversed: Int64
    package let at: Timestamp
    package let actor: String
    package let reason: String

    package init(status: RewardStatus, reversed: Int64, at: Timestamp, actor: String, reason: String) {
        self.status = status
        self.reversed = reversed
        self.at = at
        self.actor = actor
        self.reason = reason
    }
}

extension Connection {
    package func insert(_ step: RewardStep, of reward: ID<Reward>) throws {
        try run(
            """
            INSERT INTO reward_step (reward, position, status, reversed, at, actor, reason)
            VALUES (\(reward), (SELECT COALESCE(MAX(position), 0) + 1 FROM reward_step WHERE reward = \(reward)),
                    \(step.status.rawValue), \(step.reversed), \(step.at), \(step.actor), \(step.reason))
            """)
    }

    /// In the order they happened.
    package func steps(of reward: ID<Reward>) throws -> [RewardStep] {
        try rows(
            """
            SELECT status, reversed, at, actor, reason FROM reward_step WHERE reward = \(reward) ORDER BY position
            """
        ) { row in
            RewardStep(
                status: try row.word(0), reversed: row.int64(1), at: row.timestamp(2), actor: row.text(3),
                reason: row.text(4))
        }
    }
}
