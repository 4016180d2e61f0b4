// Fuzzes the decoder of chunked bodies: `.ci/fuzz chunks`. Compiled into one module with Sources/Wire.

/// libFuzzer calls this with every input it makes up. What must not be traps, which libFuzzer keeps as a finding.
///
/// The first two octets say how large the pieces are, by turns: a body in pieces must be the body at once.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard input.count >= 2 else { return -1 }  // not worth keeping
    let bytes = Array(input[2...])
    let atOnce = ChunksOutcome(bytes, pieces: [bytes.count])
    precondition(atOnce.body.count <= limits.bodyBytes, "the body is longer than it may be")
    precondition(atOnce.isDone || atOnce.error != nil || atOnce.taken == bytes.count, "bytes were left for nothing")
    precondition(!atOnce.isDone || bytes[..<atOnce.taken].suffix(2) == [Octet.cr, Octet.lf], "done in the middle")
    precondition(
        ChunksOutcome(bytes, pieces: [1]) == atOnce
            && ChunksOutcome(bytes, pieces: [input[0], input[1]].map { Int($0) + 1 }) == atOnce,
        "in pieces it is something else")
    if atOnce.isDone { checkPrefix(bytes, atOnce) }
    return 0
}

/// Small, so that inputs reach them.
private let limits: Limits = {
    var limits = Limits()
    limits.bodyBytes = 40
    limits.chunkExtensionBytes = 32
    limits.trailerBytes = 48
    return limits
}()

/// A body is the same whatever follows it, and unfinished without its last octet.
private func checkPrefix(_ bytes: [UInt8], _ outcome: ChunksOutcome) {
    let body = Array(bytes[..<outcome.taken])
    precondition(ChunksOutcome(body, pieces: [body.count]) == outcome, "what follows a body changes it")
    let cut = ChunksOutcome(body.dropLast(), pieces: [body.count])
    precondition(!cut.isDone && cut.error == nil, "a body without its end is one")
}

/// What came of a chunked body.
private struct ChunksOutcome: Equatable {
    var body: [UInt8] = []
    var isDone = false
    var taken = 0
    var error: RequestError?

    /// - Parameter pieces: how many octets the decoder gets at a time, over and over.
    init(_ bytes: [UInt8], pieces: [Int]) {
        var decoder = ChunkedDecoder(limits: limits)
        var turn = 0
        do throws(RequestError) {
            while taken < bytes.count, !decoder.isDone {
                let end = min(bytes.count, taken + pieces[turn % pieces.count])
                turn += 1
                taken += try decoder.decode(Array(bytes[taken..<end]).span, into: &body)
            }
        } catch {
            self.error = error
            taken = 0
        }
        isDone = decoder.isDone
    }
}
