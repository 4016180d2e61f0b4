import Domain
import Tracking

/// A program as a client sends it, and as it reads it back: one document for creating, showing and patching.
struct ProgramInput {
    let slug: String
    let terms: ProgramTerms
    let isDefault: Bool?

    /// - Returns: nil where a fault was noted.
    init?(_ json: JSON, faults: Faults) {
        let fields = Fields(json, faults: faults)
        let slug = fields.slug("slug")
        let name = fields.string("name", isRequired: true)
        let destination = fields.url("destination_url", isRequired: true)
        let fallback = fields.url("fallback_url")
        let hosts = fields.hosts("allowed_hosts")
        let currency = fields.currency("currency", isRequired: true)
        let schedule = fields.schedule()
        let timezone = fields.timezone("timezone")
        let attribution = fields.object("attribution").map { readPolicy($0) } ?? AttributionPolicy()
        let isDefault = fields.bool("default")
        let releaseOn = fields.choice("release_on", of: OrderState.self) ?? .paid
        if releaseOn.isEnd {
            fields.fault("release_on", "must be placed, paid or delivered: \(releaseOn.rawValue) ends an order")
        }
        let autoApprove = fields.bool("auto_approve") ?? true
        let rules = fields.objects("rewards", maximum: 50)?.map { readRule($0) } ?? []
        let terms = fields.texts("terms", areTexts: true)
        let content = fields.texts("content", areTexts: false)
        fields.finish()
        checkNames(rules, fields)
        guard faults.isEmpty, let slug, let name, let destination, let currency else { return nil }
        self.slug = slug
        self.isDefault = isDefault
        self.terms = ProgramTerms(
            name: name, destinationURL: destination.text, fallbackURL: fallback?.text,
            allowedHosts: Set(hosts ?? [destination.host]).sorted(),
            currency: currency,
            schedule: schedule, timezone: timezone, attribution: attribution, releaseOn: releaseOn,
            autoApprove: autoApprove, rewards: rules.compactMap { $0 },
            texts: ProgramTexts(terms: terms, content: content))
    }
}

private func checkNames(_ rules: [RewardRule?], _ fields: Fields) {
    var seen: Set<String> = []
    for (index, rule) in rules.enumerated() {
        guard let rule, !seen.insert(rule.name).inserted else { continue }
        fields.faults.add(
            pointer: jsonPointer(jsonPointer("/rewards", index), "name"),
            detail: "is the name of an earlier rule too; each rule needs its own")
    }
}

extension Fields {
    /// A required slug.
    fileprivate func slug(_ name: String) -> String? {
        guard let text = string(name, isRequired: true) else { return nil }
        if Slug.isValid(text) { return text }
        fault(name, "must be 1 to 64 lower-case letters, digits and hyphens, with a letter or digit at both ends")
        return nil
    }

    func currency(_ name: String, isRequired: Bool = false) -> Currency? {
        guard let text = string(name, isRequired: isRequired) else { return nil }
        if let currency = Currency(text) { return currency }
        fault(name, "must be a currency code of ISO 4217 in capitals, such as INR; it is \(quoted(text))")
        return nil
    }

    /// Host names in lower case, without scheme and port.
    fileprivate func hosts(_ name: String) -> [String]? {
        array(name, maximum: 100)?.compactMap { element in
            if case .string(let text) = element.json, let address = try? WebAddress("https://" + text),
                address.host == text.lowercased()
            {
                return address.host
            }
            faults.add(
                pointer: element.pointer, detail: "must be a host name such as shop.example, without scheme and port")
            return nil
        }
    }

    /// `starts_at` (included) and `ends_at` (left out).
    fileprivate func schedule() -> Schedule {
        let schedule = Schedule(startsAt: timestamp("starts_at"), endsAt: timestamp("ends_at"))
        if let start = schedule.startsAt, let end = schedule.endsAt, end <= start {
            fault("ends_at", "must be after starts_at")
        }
        return schedule
    }

    /// The form of an IANA name; nothing depends on it yet but what the shop reads back.
    fileprivate func timezone(_ name: String) -> String? {
        guard let text = string(name, length: 1...64) else { return nil }
        let isName = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        if isName { return text }
        fault(name, "must be an IANA time zone such as Asia/Kolkata")
        return nil
    }

    /// An object by language, kept as it came.
    /// - Parameter areTexts: whether its members are texts; else objects of the shop's own making.
    fileprivate func texts(_ name: String, areTexts: Bool) -> String? {
        guard let object = object(name), let json = json(name) else { return nil }
        for language in object.names where !isLanguageTag(language) {
            object.fault(language, "must be a language tag such as en or en-IN")
        }
        for language in object.names where areTexts {
            _ = object.string(language, length: 0...20_000, isMultiline: true)
        }
        let text = json.canonicalText
        guard text.utf8.count <= 65_536 else {
            fault(name, "must have at most 64 KiB of JSON")
            return nil
        }
        return text
    }
}

/// The form of a BCP 47 tag: parts of 1 to 8 letters and digits.
func isLanguageTag(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return text.utf8.count <= 35
        && parts.allSatisfy { part in
            (1...8).contains(part.utf8.count)
                && part.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                }
        }
}
