import Domain
import Tracking

extension Fields {
    /// The members of a profile that stand here; null takes one away.
    func profile() -> ProfileChange {
        var change = ProfileChange()
        change.email = settable("email") { self.email("email") }
        change.name = settable("name") { self.string("name") }
        change.kind = choice("kind", of: ReferrerKind.self)
        change.locale = settable("locale") { self.language("locale") }
        change.followers = settable("followers") { self.integer("followers", in: 0...1_000_000_000_000) }
        change.tags = isNull("tags") ? [] : strings("tags", maximum: 50, length: 1...64)
        return change
    }

    /// A member of which absent, null and a value mean three things.
    func settable<Value>(_ name: String, _ read: () -> Value?) -> Value?? {
        guard isPresent(name) else { return nil }
        return .some(isNull(name) ? nil : read())
    }

    /// In lower case. Only its form is looked at: who has the address, a mail to it would have to tell.
    func email(_ name: String) -> String? {
        guard let text = string(name, length: 3...254) else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !text.contains(" ") { return text.lowercased() }
        fault(name, "must be an email address")
        return nil
    }

    func vanityCode(_ name: String, isRequired: Bool = false) -> String? {
        guard let text = string(name, isRequired: isRequired) else { return nil }
        if Code.isVanity(text) { return text }
        fault(name, "must be 3 to 32 letters, digits and hyphens, with a letter or digit at both ends")
        return nil
    }

    func language(_ name: String) -> String? {
        guard let text = string(name, length: 1...35) else { return nil }
        if isLanguageTag(text) { return text }
        fault(name, "must be a language tag such as ur or en-IN")
        return nil
    }
}

func readEnrolment(_ json: JSON, faults: Faults) -> Enrolment? {
    let fields = Fields(json, faults: faults)
    let customerID = fields.string("customer_id", length: 1...128, isRequired: true)
    let profile = fields.profile()
    let code = fields.vanityCode("code")
    fields.finish()
    return customerID.map { Enrolment(customerID: $0, change: profile, code: code) }
}
