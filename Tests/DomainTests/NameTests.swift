import Domain
import Testing

@Suite("Names in URLs and of channels")
struct NameTests {
    @Test(
        "slugs",
        arguments: [
            ("diwali", true), ("diwali-2026", true), ("a", true), ("7", true), ("a--b", true),
            (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false), ("", false),
            ("-a", false), ("a-", false), ("-", false), ("Diwali", false), ("a_b", false), ("a b", false), ("é", false),
            ("a/b", false),
        ])
    func slugs(text: String, isValid: Bool) {
        #expect(Slug.isValid(text) == isValid)
    }

    @Test(
        "channels",
        arguments: [
            ("whatsapp", "whatsapp"), ("WhatsApp", "whatsapp"), ("e-mail_2.0", "e-mail_2.0"), ("", nil), ("a b", nil),
            ("é", nil), (String(repeating: "a", count: 33), nil), ("a\u{0}", nil), ("<b>", nil),
        ] as [(String, String?)])
    func channels(text: String, channel: String?) {
        #expect(Channel.normalised(text) == channel)
    }
}
