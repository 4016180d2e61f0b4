import Domain
import Ledger
import Store

// What happens to an order after it was placed: states and refunds, and what they do to its rewards.

extension EventRecorder {
    /// Applies a state or refund to its order, or keeps it until the order comes.
    func recordOrderStep(
        _ event: ReportedEvent, _ orderID: String, _ step: OrderStep, at moment: Timestamp, _ transaction: Transaction
    ) throws -> RecordedEvent {
        let row = try transaction.connection.order(orderID)
        // Refused, if it is, before anything is written.
        let changed = try row.map { try $0.order.applying(step, orderID: orderID) }
        var recorded = RecordedEvent(
            id: try insert(event, of: row?.customer, at: moment, transaction), type: event.type)
        guard let row, let changed else {
            recorded.isWaiting = true
            try transaction.connection.insert(
                WaitingStep(event: recorded.id, orderID: orderID, step: step, at: moment))
            return recorded
        }
        recorded.conversion = try transaction.connection.conversion(order: orderID)
        recorded.rewards = try transaction.apply(
            step, to: row, making: changed, of: recorded.conversion, at: moment, actor: event.actor)
        return recorded
    }

    /// Applies what came before its order, in the order of coming. It was acknowledged, so what can't be applied as
    /// it stands is applied as far as it goes: a refund of more than the order takes all of it, a step back none.
    func applyWaiting(
        order orderID: String, to recorded: inout RecordedEvent, actor: String, _ transaction: Transaction
    ) throws {
        for waiting in try transaction.connection.takeWaitingSteps(order: orderID) {
            guard let row = try transaction.connection.order(orderID), let step = row.order.possible(waiting.step)
            else { continue }
            let changed = try transaction.apply(
                step, to: row, making: row.order.applying(step, orderID: orderID), of: recorded.conversion,
                at: waiting.at, actor: actor)
            for reward in changed {
                recorded.rewards = recorded.rewards.map { $0.id == reward.id ? reward : $0 }
            }
        }
    }
}

extension Transaction {
    /// Takes an order one step further and lets its rewards follow. No step counts as earlier than its order,
    /// whatever the sender's clock says: a hold would be over too soon.
    /// - Parameter order: as the step leaves it.
    /// - Returns: the rewards that changed, as they are now.
    fileprivate func apply(
        _ step: OrderStep, to row: OrderRow, making order: Order, of conversion: ConversionRow?, at moment: Timestamp,
        actor: String
    ) throws -> [RewardRow] {
        var changed = row
        changed.order = order
        try connection.update(changed)
        guard let conversion else { return [] }
        return try connection.rewards(of: conversion.id).compactMap { reward in
            let change =
                orderShrank(reward.reward, order: changed.order)
                ?? orderAdvanced(reward.reward, order: changed.order, now: max(moment, row.occurredAt))
            return try change.map { try apply($0, to: reward, actor: actor, reason: step.reason) }
        }
    }
}

extension OrderStep {
    fileprivate var reason: String {
        switch self {
        case .state(let state): "the order is \(state.rawValue)"
        case .refund: "the order was refunded"
        }
    }
}

extension Order {
    /// - Throws: `TrackingError.orderStep` for a step back, `.refundTooLarge` for more than is left.
    fileprivate func applying(_ step: OrderStep, orderID: String) throws -> Order {
        var changed = self
        switch step {
        // The state that it has already is no step back: a purchase may have said so before.
        case .state(let next) where next == state: break
        case .state(let next):
            guard state.canBecome(next) else { throw TrackingError.orderStep(order: orderID, from: state, to: next) }
            changed.state = next
        case .refund(let amount):
            let left = self.amount - refunded
            guard left > 0, amount ?? left <= left else {
                throw TrackingError.refundTooLarge(
                    order: orderID, asked: amount ?? left, left: left, currency: currency)
            }
            changed.refunded += amount ?? left
        }
        return changed
    }

    /// What of a step this order can still take; nil: nothing.
    fileprivate func possible(_ step: OrderStep) -> OrderStep? {
        switch step {
        case .state(let next): state.canBecome(next) ? step : nil
        case .refund(let asked):
            amount > refunded ? .refund(min(asked ?? amount, amount - refunded)) : nil
        }
    }
}
