import Testing

@testable import CLI

@Suite("The configuration file")
struct ConfigurationFileTests {
    @Test("JSON and YAML say the same")
    func twoForms() throws {
        let json = try values(#"{"listen": "a:1", "readers": 3, "public_url": null}"#)
        let yaml = try values("# where\n---\nlisten: 'a:1'  # here\r\nreaders: 3\npublic_url: ~\n\n")
        #expect(json == [.listen: "a:1", .readers: "3"])
        #expect(yaml == json)
    }

    @Test(
        "a YAML value is plain or quoted",
        arguments: [
            ("a", "a"), ("a b  ", "a b"), ("a#b", "a#b"), ("a #b", "a"), ("''", ""), ("'it''s'", "it's"),
            (#""say \"hi\" \\ #" # c"#, #"say "hi" \ #"#), ("'#'", "#"), ("-1", "-1"), ("http://x", "http://x"),
        ])
    func scalars(text: String, expected: String) throws {
        #expect(try values("database: \(text)") == [.database: expected])
    }

    @Test(
        "YAML that is broken, nested, or says a thing twice is refused",
        arguments: [
            "database:\n  - a", "database: [a]", "database: {a: b}", "- database", "database", "database: 'a",
            "database: a: b", "database: a\ndatabase: b", "database: @a", "? [a]\n: b",
        ])
    func refusedYAML(text: String) {
        #expect { try values(text) } throws: { ($0 as? Failure)?.words.hasPrefix("x: ") == true }
    }

    @Test("an empty file sets nothing", arguments: ["", "---", "# nothing", "{}", "null"])
    func empty(text: String) throws {
        #expect(try values(text) == [:])
    }

    @Test(
        "JSON of another shape is refused",
        arguments: [
            #"{"readers": true}"#, #"{"readers": 1.5}"#, #"{"readers": [1]}"#, #"{"readers": {}}"#, #"{"readers": 1"#,
            "{]",
        ])
    func refusedJSON(text: String) {
        #expect { try values(text) } throws: { ($0 as? Failure)?.words.hasPrefix("x: ") == true }
    }

    @Test("a key that is no setting is refused by name", arguments: ["colour: red", #"{"colour": "red"}"#])
    func unknown(text: String) {
        #expect { try values(text) } throws: {
            ($0 as? Failure)?.words.hasPrefix("x: there is no setting colour") == true
        }
    }

    private func values(_ text: String) throws -> [Setting: String] {
        try ConfigurationFile(path: "x", bytes: Array(text.utf8)).values
    }
}
