import Testing

@testable import CLI

@Suite("Settings")
struct SettingsTests {
    @Test("a setting has one name as flag, variable and key")
    func names() {
        #expect(Setting.clickWait.flag == "--click-wait")
        #expect(Setting.clickWait.variable == "GRAPEVINE_CLICK_WAIT")
        #expect(Setting(key: "click_wait") == .clickWait)
        #expect(Setting(key: "click-wait") == nil)
    }

    @Test("the command line wins, then the environment, then the file; an empty variable counts as none")
    func order() throws {
        let file = try ConfigurationFile(path: "x.yaml", bytes: Array("readers: 1\nreactors: 2\nclick_wait: 3".utf8))
        let environment = ["GRAPEVINE_READERS": "4", "GRAPEVINE_REACTORS": "5", "GRAPEVINE_CLICK_WAIT": ""]
        let given = GivenSettings(flags: [.readers: "7"], environment: { environment[$0] }, file: file)
        let settings = try ServeSettings(given)
        #expect(settings.readers == 7)
        #expect(settings.http.reactors == 5)
        #expect(settings.clickWaitMilliseconds == 3)
    }

    @Test("without anything given every setting has its default")
    func defaults() throws {
        let settings = try ServeSettings(GivenSettings(flags: [:], environment: { _ in nil }, file: nil))
        #expect(settings.http.listen.map(\.description) == ["127.0.0.1:8080"])
        #expect(settings.secretFile == "grapevine.db.secret")
        #expect(settings.durability == .full)
        #expect(settings.publicURL == nil)
    }

    @Test("the secret file follows the database")
    func secretFile() throws {
        #expect(try settings([.database: "/data/shop.db"]).secretFile == "/data/shop.db.secret")
    }

    @Test(
        "addresses are HOST:PORT, several with commas between",
        arguments: [
            ("127.0.0.1:0", ["127.0.0.1:0"]), ("[::1]:80,localhost:65535", ["[::1]:80", "localhost:65535"]),
            (" a:1 , b:2 ", ["a:1", "b:2"]),
        ])
    func addresses(text: String, expected: [String]) throws {
        #expect(try settings([.listen: text]).http.listen.map(\.description) == expected)
    }

    @Test(
        "what can't be meant is refused with its place, its value and what would be right",
        arguments: [
            (Setting.listen, "8080"), (.listen, ":8080"), (.listen, "::1:80"), (.listen, "a:65536"), (.listen, "a:+8"),
            (.listen, "a:1,"), (.clickWait, "-1"), (.clickWait, "60001"), (.clickWait, "1 s"), (.readers, "٣"),
            (.durability, "FULL"), (.logLevel, "loud"), (.publicURL, "shop.example"),
            (.publicURL, "https://shop.example/?a"), (.publicURL, "https://u@shop.example"),
            (.cookieDomain, "shop..example"),
            (.cookieDomain, "https://shop.example"), (.database, ""),
        ])
    func refused(setting: Setting, text: String) {
        #expect {
            try settings([setting: text])
        } throws: { error in
            guard let failure = error as? Failure else { return false }
            return failure.status == .validationFailure && failure.words.hasPrefix("\(setting.flag) \(text): give ")
        }
    }

    private func settings(_ flags: [Setting: String]) throws -> ServeSettings {
        try ServeSettings(GivenSettings(flags: flags, environment: { _ in nil }, file: nil))
    }
}
