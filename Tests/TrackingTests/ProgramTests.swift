import Domain
import Store
import TestSupport
import Testing

@testable import Tracking

@Suite("a program")
struct ProgramTests {
    @Test("is the default one when it is the first, whatever it says")
    func firstIsDefault() throws {
        let world = try World()
        let terms = try world.program("unused").terms
        let other = try World()
        let made = try other.write { try $0.create(NewProgram(slug: "one", terms: terms, isDefault: false)) }
        #expect(made.isDefault)
    }

    @Test("hands the default on, but can't just drop it")
    func defaultMoves() throws {
        let world = try World()
        let (one, two) = (try world.program("one"), try world.program("two"))
        #expect(throws: TrackingError.defaultNeedsSuccessor) {
            try world.write { try $0.change(one, slug: one.slug, terms: one.terms, isDefault: false) }
        }
        try world.write { _ = try $0.change(two, slug: two.slug, terms: two.terms, isDefault: true) }
        #expect(try world.write { try $0.connection.defaultProgram() }?.slug == "two")
    }

    @Test("keeps its slug once it has been active, since links with it may have been shared")
    func slug() throws {
        let world = try World()
        let program = try world.program("one")
        #expect(throws: TrackingError.slugInUse) {
            try world.write { try $0.change(program, slug: "two", terms: program.terms, isDefault: nil) }
        }
    }

    @Test("has a new version with each change, and none without one")
    func versions() throws {
        let world = try World()
        let program = try world.program()
        let same = try world.write {
            try $0.change(program, slug: program.slug, terms: program.terms, isDefault: true)
        }
        #expect(same.version == 1)
        var terms = program.terms
        terms.attribution.model = .firstTouch
        let wanted = terms
        let changed = try world.write { try $0.change(program, slug: program.slug, terms: wanted, isDefault: nil) }
        #expect(changed.version == 2)
        #expect(try world.write { try $0.connection.terms(of: program.id, version: 1) } == program.terms)
        #expect(try world.write { try $0.connection.terms(of: program.id, version: 2) } == terms)
    }
}
