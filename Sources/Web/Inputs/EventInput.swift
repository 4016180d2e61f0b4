import Crypto
import Domain
import Store
import Tracking

private enum AnyEventType: String, CaseIterable {
    case signup, install, lead, purchase
    case orderState = "order_state"
    case refund
    case orderChange = "order_change"
    case share, custom
}

/// Reads an event of `POST /v1/events`.
/// - Parameter text: the body as it came, which is kept.
/// - Returns: nil where a fault was noted.
func readEvent(_ json: JSON, text: [UInt8], actor: String, faults: Faults) -> ReportedEvent? {
    let fields = Fields(json, faults: faults)
    let type = fields.choice("type", of: AnyEventType.self, isRequired: true)
    let eventID = fields.string("event_id", length: 1...128)
    let occurredAt = fields.timestamp("occurred_at")
    _ = fields.object("properties")
    let report: ReportedEvent.Report?
    switch type {
    case nil:
        // What else belongs to it, only its type could tell.
        _ = readTouch(fields, isRequired: false)
        return nil
    case .signup:
        if eventID == nil, !fields.isPresent("event_id") { fields.fault("event_id", "is required for a signup") }
        report = readTouch(fields).map { .signup($0) }
    case .purchase: report = readPurchase(fields)
    case .orderState: report = readOrderState(fields)
    case .refund: report = readRefund(fields, hasEventID: eventID != nil)
    case .install?, .lead?, .orderChange?, .share?, .custom?:
        fields.fault("type", "\(type?.rawValue ?? "such") events are not built yet", isUnprocessable: true)
        return nil
    }
    fields.finish()
    guard let report else { return nil }
    return ReportedEvent(
        report: report, eventID: eventID, occurredAt: occurredAt, body: String(decoding: text, as: UTF8.self),
        fingerprint: Array(SHA256.hash(data: json.octets)), actor: actor)
}

private func readTouch(_ fields: Fields, isRequired: Bool = true) -> ReportedEvent.Touch? {
    let customer = fields.object("customer", isRequired: isRequired)
    let keys = customer.map { readKeys($0) }
    let isNew = customer?.bool("new")
    customer?.finish()
    let touch = ReportedEvent.Touch(
        customer: keys ?? [], isNewCustomer: isNew, clickToken: fields.strangersText("click"),
        visitorCookie: fields.strangersText("visitor"), code: fields.strangersText("code"),
        program: fields.string("program", length: 1...64))
    return customer == nil ? nil : touch
}

/// The ways to know the customer again, the shop's id first.
private func readKeys(_ customer: Fields) -> [CustomerKey] {
    let id = customer.string("id", length: 1...128).map { CustomerKey(.id, $0) }
    let email = customer.email("email").map { CustomerKey(.email, $0) }
    let phone = customer.phone("phone").map { CustomerKey(.phone, $0) }
    let hasNone = ["id", "email", "phone"].allSatisfy { !customer.isPresent($0) || customer.isNull($0) }
    if hasNone { customer.faults.add(pointer: customer.pointer, detail: "needs at least one of id, email and phone") }
    return [id, email, phone].compactMap { $0 }
}

private func readPurchase(_ fields: Fields) -> ReportedEvent.Report? {
    let touch = readTouch(fields)
    let orderID = fields.string("order_id", length: 1...128, isRequired: true)
    let state = fields.choice("state", of: OrderState.self) ?? .paid
    let amount = fields.integer("amount", in: 0...largestAmount, isRequired: true)
    let currency = fields.currency("currency", isRequired: true)
    for item in fields.objects("items", maximum: 1000) ?? [] {
        checkItem(item)
    }
    guard let touch, let orderID, let amount, let currency else { return nil }
    return .purchase(
        touch,
        ReportedEvent.Purchase(orderID: orderID, state: state, amount: Money(minor: amount, currency: currency)))
}

/// Items are kept as they came, with the event.
private func checkItem(_ item: Fields) {
    _ = item.string("product_id", length: 1...128, isRequired: true)
    _ = item.string("name", length: 1...512)
    _ = item.integer("quantity", in: 1...1_000_000_000)
    _ = item.integer("amount", in: 0...largestAmount)
    item.finish()
}

private func readOrderState(_ fields: Fields) -> ReportedEvent.Report? {
    let orderID = fields.string("order_id", length: 1...128, isRequired: true)
    let state = fields.choice("state", of: OrderState.self, isRequired: true)
    guard let orderID, let state else { return nil }
    return .order(orderID, .state(state), refundID: nil)
}

private func readRefund(_ fields: Fields, hasEventID: Bool) -> ReportedEvent.Report? {
    let orderID = fields.string("order_id", length: 1...128, isRequired: true)
    let refundID = fields.string("refund_id", length: 1...128)
    if refundID == nil, !hasEventID, !fields.isPresent("refund_id"), !fields.isPresent("event_id") {
        fields.fault("refund_id", "is required where there is no event_id: it tells a repetition from a second refund")
    }
    let amount = fields.integer("amount", in: 1...largestAmount)
    guard let orderID else { return nil }
    return .order(orderID, .refund(amount), refundID: refundID)
}

extension Fields {
    /// A text that comes from an invitee's browser: whatever it is, the order has to be recorded, so nothing but a
    /// wrong type is a fault. Empty is absent.
    fileprivate func strangersText(_ name: String) -> String? {
        guard let value = json(name) else { return nil }
        guard case .string(let text) = value else {
            fault(name, "must be a string; it is \(value.kind)")
            return nil
        }
        return text.isEmpty ? nil : text
    }

    /// Digits only, after a `+` where there was one: people write the same number in many ways.
    fileprivate func phone(_ name: String) -> String? {
        guard let text = string(name, length: 3...40) else { return nil }
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let others = text.filter { !($0.isASCII && $0.isNumber) }
        if (3...20).contains(digits.count), others.allSatisfy({ " +-().".contains($0) }) {
            return (text.hasPrefix("+") ? "+" : "") + digits
        }
        fault(name, "must be a phone number of 3 to 20 digits")
        return nil
    }
}
