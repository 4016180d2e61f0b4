import Domain
import Store

/// What creates a program.
package struct NewProgram: Sendable {
    package let slug: String
    package let terms: ProgramTerms
    /// The first program becomes the default one whatever this says; nil: others do not.
    package let isDefault: Bool?

    package init(slug: String, terms: ProgramTerms, isDefault: Bool?) {
        self.slug = slug
        self.terms = terms
        self.isDefault = isDefault
    }
}

extension Transaction {
    /// Creates a program as a draft. The first one becomes the default.
    /// - Throws: `TrackingError.slugTaken`, `.slugHidesLink`.
    package func create(_ new: NewProgram) throws -> Program {
        try checkSlug(new.slug)
        let isDefault = try new.isDefault ?? false || connection.defaultProgram() == nil
        if isDefault { try connection.clearDefaultProgram() }
        let program = Program(
            id: mint(Program.self), slug: new.slug, status: .draft, isDefault: isDefault, version: 1, terms: new.terms,
            madeAt: now, changedAt: now)
        try connection.insert(program)
        return program
    }

    /// Gives a program other terms, as a new version; decisions already made stay as they are.
    /// - Parameter isDefault: true moves the default to this program; nil or the present value changes nothing.
    /// - Throws: `TrackingError.slugTaken`, `.slugHidesLink`, `.slugInUse`, `.defaultNeedsSuccessor`.
    package func change(
        _ program: Program, slug: String, terms: ProgramTerms, isDefault: Bool?
    ) throws -> Program {
        var changed = program
        if slug != program.slug {
            guard program.status == .draft else { throw TrackingError.slugInUse }
            try checkSlug(slug)
        }
        changed.slug = slug
        changed.terms = terms
        if let isDefault, isDefault != program.isDefault {
            guard isDefault else { throw TrackingError.defaultNeedsSuccessor }
            try connection.clearDefaultProgram()
            changed.isDefault = true
        }
        guard changed != program else { return program }
        changed.version += 1
        changed.changedAt = now
        try connection.update(changed, hasNewTerms: true)
        return changed
    }

    /// Activates, pauses or ends a program. The status it already has changes nothing.
    /// - Throws: `TrackingError.programStep` for a step that is impossible: an end is for good.
    package func set(_ status: ProgramStatus, of program: Program) throws -> Program {
        guard status != program.status else { return program }
        guard program.status.canBecome(status) else {
            throw TrackingError.programStep(from: program.status, to: status)
        }
        var changed = program
        changed.status = status
        changed.changedAt = now
        try connection.update(changed, hasNewTerms: false)
        return changed
    }

    /// A slug must be free, and `/r/{code}-{slug}` must not already be another link.
    private func checkSlug(_ slug: String) throws {
        guard try connection.program(slug: slug) == nil else { throw TrackingError.slugTaken(slug) }
        if let link = try connection.linkHidden(byProgram: slug) {
            throw TrackingError.slugHidesLink(slug: slug, link: link)
        }
    }
}
