import Attribution
import Dispatch
import Domain
import FoundationEssentials
import Synchronization

/// One journey of a document.
struct DocumentJourney: Sendable {
    let id: String
    let journey: Journey
}

/// Reads a document's parts: ATTRIBUTION.md §10.
struct DocumentReader: Sendable {
    let octets: [UInt8]
    let journeys: [Range<Int>]

    /// How many journeys are read at a time, and of these how many by one thread without asking for more.
    private static let batch = 4096
    private static let stride = 64

    /// Reads the journeys, on all cores, and hands over in their order what `make` makes of them. Each reading begins anew
    /// and keeps none of them.
    /// - Throws: `DocumentError` of the first journey that has one, or what `take` throws.
    func forEach<Made: Sendable>(
        _ make: @Sendable (DocumentJourney) -> Made, take: (Made) throws -> Void
    ) throws {
        for start in Swift.stride(from: 0, to: journeys.count, by: Self.batch) {
            let batch = start..<min(journeys.count, start + Self.batch)
            let parts = Swift.stride(from: batch.lowerBound, to: batch.upperBound, by: Self.stride).map { first in
                first..<min(batch.upperBound, first + Self.stride)
            }
            let made = Mutex<[[Result<Made, DocumentError>]]>(Array(repeating: [], count: parts.count))
            DispatchQueue.concurrentPerform(iterations: parts.count) { place in
                let results = read(parts[place], make)
                made.withLock { $0[place] = results }
            }
            for result in made.withLock({ $0 }).joined() { try take(result.get()) }
        }
    }

    private func read<Made>(
        _ indices: Range<Int>, _ make: (DocumentJourney) -> Made
    ) -> [Result<Made, DocumentError>] {
        let decoder = JSONDecoder()
        return indices.map { index in
            Result { () throws(DocumentError) in
                make(
                    try Self.decode(
                        JourneyInput.self, octets[journeys[index]], at: "journeys[\(index)]", by: decoder
                    ).document)
            }
        }
    }

    static func model(_ octets: ArraySlice<UInt8>) throws(DocumentError) -> AttributionModel {
        let word = try decode(String.self, octets, at: "model", by: JSONDecoder())
        guard let model = AttributionModel(rawValue: word) else {
            throw .fault(place: "model", what: unknown(word, AttributionModel.self))
        }
        return model
    }

    static func params(_ octets: ArraySlice<UInt8>) throws(DocumentError) -> DocumentParams {
        try decode(DocumentParams.self, octets, at: "params", by: JSONDecoder())
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, _ octets: ArraySlice<UInt8>, at place: String, by decoder: JSONDecoder
    ) throws(DocumentError) -> Value {
        do {
            return try decoder.decode(type, from: Data(octets))
        } catch let error as DocumentError {
            throw error
        } catch let error as DecodingError {
            throw fault(error, at: place)
        } catch {
            throw .notJSON(offset: octets.startIndex)
        }
    }

    private static func fault(_ error: DecodingError, at root: String) -> DocumentError {
        func place(_ path: [any CodingKey]) -> String {
            path.reduce(root) { $0 + ($1.intValue.map { "[\($0)]" } ?? ".\($1.stringValue)") }
        }
        return switch error {
        case .keyNotFound(let key, let context): .fault(place: place(context.codingPath + [key]), what: "is missing")
        case .valueNotFound(let type, let context):
            .fault(place: place(context.codingPath), what: "is null; it must be \(noun(type))")
        case .typeMismatch(let type, let context):
            .fault(place: place(context.codingPath), what: "must be \(noun(type))")
        case .dataCorrupted(let context):
            .fault(place: place(context.codingPath), what: "is no JSON, or has a number that is no integer of 64 bits")
        @unknown default: .fault(place: place([]), what: "cannot be read")
        }
    }

    private static func noun(_ type: Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Int64.Type: "an integer"
        case is Bool.Type: "true or false"
        case is [Any].Type, is any UnkeyedDecodingContainer.Type: "an array"
        default: "an object or array, as in the description"
        }
    }
}

/// `is "lasttouch"; known are first_touch, ...`.
func unknown<Word: RawRepresentable<String> & CaseIterable>(_ word: String, _ type: Word.Type) -> String {
    "is \(quoted(word)); known are \(type.allCases.map(\.rawValue).joined(separator: ", "))"
}

private struct JourneyInput: Decodable {
    let id: String
    let customer: CustomerInput
    let touchpoints: [TouchpointInput]
    let conversion: ConversionInput?
    let observed_until_ms: Int64?

    var document: DocumentJourney {
        DocumentJourney(
            id: id,
            journey: Journey(
                customer: customer.customer, touchpoints: touchpoints.map(\.touchpoint),
                conversion: conversion?.conversion, observedUntil: observed_until_ms.map(Timestamp.init(milliseconds:)))
        )
    }
}

private struct CustomerInput: Decodable {
    let id: String
    let own_referrers: [String]?
    let became_customer_ms: Int64?
    let bound_referrer: String?

    var customer: JourneyCustomer {
        JourneyCustomer(
            id: Identifier(id), ownReferrers: Set((own_referrers ?? []).map(Identifier.init(_:))),
            becameCustomerAt: became_customer_ms.map(Timestamp.init(milliseconds:)),
            boundReferrer: bound_referrer.map(Identifier.init(_:)))
    }
}

private struct TouchpointInput: Decodable {
    let id: String
    let referrer: String?
    let kind: String
    let channel: String?
    let time_ms: Int64
    let lookback_ms: Int64?

    var touchpoint: Touchpoint {
        Touchpoint(
            id: Identifier(id), referrer: referrer.map(Identifier.init(_:)), kind: TouchpointKind(word: kind),
            channel: channel, at: Timestamp(milliseconds: time_ms),
            lookback: lookback_ms.map(Lookback.milliseconds(_:)))
    }
}

private struct ConversionInput: Decodable {
    let time_ms: Int64
    let amount_minor: Int64
    let previous_time_ms: Int64?

    var conversion: JourneyConversion {
        JourneyConversion(
            at: Timestamp(milliseconds: time_ms), amount: amount_minor,
            previousAt: previous_time_ms.map(Timestamp.init(milliseconds:)))
    }
}
