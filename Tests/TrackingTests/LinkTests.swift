import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("a link's slug")
struct LinkTests {
    @Test("is a referrer's code in any writing, or a code and a program")
    func ownLinks() throws {
        let world = try World()
        let one = try world.program("one")
        let two = try world.program("two-more")
        let asha = try world.referrer("asha", code: "Asha-7")
        for (slug, program) in [("ASHA-7", one), ("asha7", one), ("asha7-two-more", two), ("Asha-7-Two-More", two)] {
            let target = try world.write { try $0.connection.target(slug: slug) }
            #expect(target?.referrer == asha.id, "\(slug)")
            #expect(target?.program.id == program.id, "\(slug)")
        }
        #expect(try world.write { try $0.connection.target(slug: "asha7-three") } == nil)
    }

    @Test("cannot be taken over by a vanity code")
    func shadowing() throws {
        let world = try World()
        try world.program("one")
        _ = try world.referrer("asha", code: "ASHA")
        #expect(throws: TrackingError.codeTaken("ashaone")) { try world.referrer("thief", code: "ashaone") }
        #expect(throws: TrackingError.codeTaken("A-S-H-A")) { try world.referrer("thief", code: "A-S-H-A") }
        #expect(throws: TrackingError.codeReserved("ad-min")) { try world.referrer("thief", code: "ad-min") }
        #expect(throws: TrackingError.codeInvalid("-x-y")) { try world.referrer("thief", code: "-x-y") }
    }

    @Test("that somebody made cannot become the link of a code, nor a code's a made one")
    func madeLinks() throws {
        let world = try World()
        let program = try world.program("one")
        let asha = try world.referrer("asha", code: "ASHA")
        func make(_ slug: String) throws {
            try world.write { transaction in
                var random = RandomSource { .random(in: .min ... .max) }
                let link = NewLink(
                    referrer: asha, program: program, slug: slug, destination: nil, channel: nil, expiresAt: nil)
                _ = try transaction.make(link, random: &random)
            }
        }
        try make("my-link")
        #expect(throws: TrackingError.codeTaken("MY-LINK")) { try world.referrer("carl", code: "MY-LINK") }
        try world.referrer("dora", code: "DO-RA")
        #expect(throws: TrackingError.slugTaken("dora")) { try make("dora") }
    }

    @Test("of a program is refused where another referrer's code or link would be in its place")
    func programSlug() throws {
        let world = try World()
        try world.program("one")
        let asha = try world.referrer("asha", code: "ASHA")
        try world.referrer("bilal", code: "ASHA-DIWALI")
        #expect(throws: TrackingError.slugHidesLink(slug: "diwali", link: "ASHA-DIWALI")) {
            try world.program("diwali")
        }
        try world.write { transaction in
            var random = RandomSource { .random(in: .min ... .max) }
            let one = try transaction.connection.program(named: "one")
            let link = NewLink(
                referrer: asha, program: one, slug: "asha-eid", destination: nil, channel: nil, expiresAt: nil)
            _ = try transaction.make(link, random: &random)
        }
        #expect(throws: TrackingError.slugHidesLink(slug: "eid", link: "asha-eid")) { try world.program("eid") }
        try world.program("holi")
    }

    @Test("is kept in memory in its own spelling only, so that spellings can't fill it")
    func spellings() throws {
        let world = try World()
        try world.program()
        try world.referrer("asha", code: "ASHA")
        let directory = LinkDirectory()
        for slug in ["asha", "A-s-h-a", "as--ha"] {
            #expect(try world.store.readers.wait { try directory.read(slug, from: $0) } != nil)
        }
        #expect(directory.target(Array("AsHa".utf8)[...]) != nil)
        #expect(directory.target(Array("a-s-h-a".utf8)[...]) == nil)
        let long = "a" + String(repeating: "-", count: 200) + "sha"
        #expect(try world.store.readers.wait { try directory.read(long, from: $0) } == nil)
    }

    @Test("stays in memory while it is asked for, however many others come")
    func bound() throws {
        let world = try World()
        try world.program()
        let codes = try (0..<12).map { try world.referrer("c\($0)").mainCode }
        let directory = LinkDirectory(limit: 8)
        func isKnown(_ code: String) -> Bool { directory.target(Array(code.utf8)[...]) != nil }
        for code in codes {
            _ = try world.store.readers.wait { try directory.read(code, from: $0) }
            #expect(isKnown(codes[0]))
            #expect(isKnown(code))
        }
        #expect(codes.count(where: isKnown) <= 8)
    }

    @Test("is read ahead of its first click, but not where another program is the default one by now")
    func readAhead() throws {
        let world = try World()
        let first = try world.program()
        let old = try world.referrer("asha").mainCode
        try world.write { transaction in
            let second = NewProgram(slug: "second", terms: first.terms, isDefault: true)
            _ = try transaction.create(second)
        }
        let new = try world.referrer("bilal").mainCode
        let directory = LinkDirectory()
        directory.fill(from: world.store.readers)
        // It returns when what was asked for before is done.
        world.store.readers.close()
        #expect(directory.target(Array(new.utf8)[...]) != nil)
        #expect(directory.target(Array(old.utf8)[...]) == nil)
    }

    @Test("is forgotten alone where it or its referrer has changed")
    func forgetting() throws {
        let world = try World()
        try world.program()
        let (asha, bilal) = (try world.referrer("asha"), try world.referrer("bilal"))
        let directory = LinkDirectory()
        func isKnown(_ code: String) -> Bool { directory.target(Array(code.utf8)[...]) != nil }
        for (part, forgotten, kept) in [
            (LinkDirectory.Part.slug(asha.mainCode.lowercased()), asha, bilal), (.referrer(bilal.id), bilal, asha),
        ] {
            for code in [asha.mainCode, bilal.mainCode] {
                _ = try world.store.readers.wait { try directory.read(code, from: $0) }
            }
            directory.forget(part)
            #expect(!isKnown(forgotten.mainCode))
            #expect(isKnown(kept.mainCode))
        }
    }

    @Test("leads to the new terms right after a change, though it was in memory")
    func directory() throws {
        let world = try World()
        let program = try world.program()
        let asha = try world.referrer("asha")
        let directory = LinkDirectory()
        _ = try world.store.readers.wait { try directory.read(asha.mainCode, from: $0) }
        #expect(directory.target(Array(asha.mainCode.utf8)[...])?.destination.text == "https://shop.example/")
        try world.write { transaction in
            var terms = program.terms
            terms.destinationURL = "https://shop.example/new"
            _ = try transaction.change(program, slug: program.slug, terms: terms, isDefault: nil)
            transaction.afterCommit { directory.forget(.all) }
        }
        #expect(directory.target(Array(asha.mainCode.utf8)[...]) == nil)
        let target = try world.store.readers.wait { try directory.read(asha.mainCode, from: $0) }
        #expect(target?.destination.text == "https://shop.example/new")
    }
}

@Suite("a code at the checkout")
struct CodeCheckTests {
    @Test("that is mistyped gets a suggestion when one code only is near")
    func mistyped() throws {
        let world = try World()
        try world.program()
        let code = try world.referrer("asha").mainCode
        var typed = Array(code.utf8)
        let place = try #require(typed.indices.dropLast().first { typed[$0] != typed[$0 + 1] })
        typed.swapAt(place, place + 1)
        let mistyped = String(decoding: typed, as: UTF8.self)
        let answer = try world.write { try $0.connection.check(code: mistyped, at: $0.now) }
        guard case .mistyped(let suggestion) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(suggestion == code)
    }

    @Test("is not accepted while its referrer is suspended or the program does not run")
    func suspended() throws {
        let world = try World()
        let program = try world.program()
        let asha = try world.referrer("asha")
        try world.set(.suspended, of: asha)
        let answer = try world.write { try $0.connection.check(code: asha.mainCode, at: $0.now) }
        guard case .referrerSuspended = answer else {
            Issue.record("\(answer)")
            return
        }
        let bilal = try world.referrer("bilal")
        try world.write { _ = try $0.set(.paused, of: program) }
        let paused = try world.write { try $0.connection.check(code: bilal.mainCode, at: $0.now) }
        guard case .programNotActive = paused else {
            Issue.record("\(paused)")
            return
        }
    }
}
