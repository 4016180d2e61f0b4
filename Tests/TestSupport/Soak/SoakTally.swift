/// What a soak came to.
package struct SoakTally: Sendable, CustomStringConvertible {
    package internal(set) var rounds = 0
    /// Redirects that carried a token.
    package internal(set) var clicks = 0
    /// Purchases answered with 201, or with 200 when they were sent again after a kill.
    package internal(set) var orders = 0
    /// Refunds and order states, in the same way.
    package internal(set) var steps = 0
    /// What was acknowledged and is not there.
    package internal(set) var lost: [String] = []
    /// What is there, but not as it was acknowledged, or more than once.
    package internal(set) var changed: [String] = []
    /// What `grapevine check` found, and answers that nobody should get.
    package internal(set) var faults: [String] = []

    package var isClean: Bool { lost.isEmpty && changed.isEmpty && faults.isEmpty }

    package var description: String {
        "acknowledged clicks=\(clicks) orders=\(orders) steps=\(steps) lost=\(lost.count) changed=\(changed.count) "
            + "faults=\(faults.count)"
    }
}
