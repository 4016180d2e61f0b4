// Fuzzes the reader of request heads: `.ci/fuzz head`. Compiled into one module with Sources/Wire and
// Tests/WireTests/HeadFacts.swift.

/// libFuzzer calls this with every input it makes up. What must not be traps, which libFuzzer keeps as a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let outcome = HeadOutcome(bytes, limits: limits)
    precondition(outcome == HeadOutcome(bytes, limits: limits), "the same bytes are read as two things")
    var end = bytes.count
    if case .complete(let facts, let length) = outcome {
        precondition(length <= bytes.count, "more was read than there is")
        precondition(HeadOutcome(bytes[..<length], limits: limits) == outcome, "what follows a head changes it")
        end = length
        checkUnambiguous(facts)
    }
    checkPrefixes(bytes[..<end], outcome)
    return 0
}

/// Small, so that inputs reach them.
private let limits: Limits = {
    var limits = Limits()
    limits.headBytes = 1024
    limits.requestLineBytes = 256
    limits.fieldCount = 12
    return limits
}()

/// Each shorter prefix is incomplete, or refused for the reason for which the whole is.
private func checkPrefixes(_ bytes: ArraySlice<UInt8>, _ outcome: HeadOutcome) {
    // All prefixes of a short input, some of a long one: to read them all would cost the square of its length.
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 32)) {
        switch (HeadOutcome(bytes[..<length], limits: limits), outcome) {
        case (.incomplete, _): break
        case (.refused(let reason), .refused(let error)): precondition(reason == error, "refused for two reasons")
        default: preconditionFailure("a prefix says more than the whole")
        }
    }
}

/// What was accepted can be read in one way only.
private func checkUnambiguous(_ facts: HeadFacts) {
    for text in [facts.path, facts.query] + facts.fields {
        precondition(text.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == Octet.tab }, "a control was let through")
    }
    let again = facts.octets
    var roomy = limits
    // An absolute target may have become a longer Host.
    roomy.headBytes *= 2
    precondition(
        HeadOutcome(again, limits: roomy) == .complete(facts, length: again.count),
        "what was accepted is something else when it is sent again")
    let codings = facts.count(of: "transfer-encoding")
    precondition(facts.count(of: "content-length") + codings <= 1, "two lengths")
    precondition((facts.framing == .chunked) == (codings == 1), "chunks without their coding")
    precondition(facts.count(of: "host") <= 1, "two hosts")
    precondition(facts.hasPlainPath, "a path that is not one thing")
}
