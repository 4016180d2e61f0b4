import ArgumentParser
import Attribution
import Domain
import Glibc

struct AttributeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attribute",
        abstract: "Credit the journeys of a JSON document from standard input; needs no database.",
        discussion: """
            The document has a model, params and journeys; the answer has one result a journey and, for markov and \
            shapley, what the whole population taught. A document that cannot be read, or with parameters that cannot \
            be meant, is refused as a whole: exit status 1, the reason on standard error, nothing on standard output.
            """)

    func run() throws {
        let octets = try StandardInput.read(atMost: DocumentOutline.longest)
        do {
            for part in try answer(to: octets) { try Output.result(octets: part) }
        } catch let error as DocumentError {
            throw Failure(words: "document refused: \(error.words)")
        }
    }

    /// - Returns: the whole answer in parts, none of which may be written before all are there.
    private func answer(to octets: [UInt8]) throws -> [[UInt8]] {
        let outline = try DocumentOutline(octets)
        let model = try DocumentReader.model(octets[try outline.part(named: "model")])
        let params = try outline.parts["params"].map { try DocumentReader.params(octets[$0]) } ?? DocumentParams()
        let policy = params.policy(model)
        let reader = DocumentReader(octets: octets, journeys: outline.journeys)

        var population: Population?
        if var learning = Learning(policy, disqualified: params.disqualified) {
            let select = learning.select
            try reader.forEach {
                select($0.journey)
            } take: {
                if let learned = $0 { learning.learn(learned) }
            }
            do {
                population = try learning.population()
            } catch {
                throw DocumentError.tooManyReferrers(error)
            }
        }
        var writer = AnswerWriter()
        let effects = population?.effects
        try reader.forEach { document in
            do throws(AttributionError) {
                let decision = try decide(
                    document.journey, policy, disqualified: params.disqualified, effects: effects)
                return AnswerWriter.text(
                    of: decision, id: document.id, converted: document.journey.conversion != nil,
                    amount: document.journey.conversion?.amount ?? 0, showsTouchpoints: model.isLearned)
            } catch {
                return AnswerWriter.text(of: error, id: document.id)
            }
        } take: {
            writer.add($0)
        }
        return writer.finish(population, value: model == .shapley ? "value" : "removal_effect")
    }
}

/// Standard input as a whole.
private enum StandardInput {
    private static let chunkBytes = 1 << 20

    /// - Throws: `DocumentError.tooLong`; `Failure` where it cannot be read.
    static func read(atMost limit: Int) throws -> [UInt8] {
        var octets: [UInt8] = []
        while true {
            let chunk = try [UInt8](unsafeUninitializedCapacity: chunkBytes) { buffer, count in
                var got = Glibc.read(STDIN_FILENO, buffer.baseAddress, chunkBytes)
                while got < 0, errno == EINTR { got = Glibc.read(STDIN_FILENO, buffer.baseAddress, chunkBytes) }
                guard got >= 0 else {
                    throw Failure(words: "cannot read standard input: \(String(cString: strerror(errno)))")
                }
                count = got
            }
            if chunk.isEmpty { return octets }
            octets += chunk
            guard octets.count <= limit else {
                throw Failure(words: "document refused: \(DocumentError.tooLong(limit: limit).words)")
            }
        }
    }
}
