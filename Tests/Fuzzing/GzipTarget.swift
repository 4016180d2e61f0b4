// Fuzzes the reading of gzip bodies: `.ci/fuzz gzip`. Compiled into one module with Sources/Wire.

/// libFuzzer calls this with every input it makes up. What must not be traps, which libFuzzer keeps as a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let atOnce = Result { () throws(RequestError) in try gunzip(bytes, limit: limit) }
    for piece in [1, 7, 64] {
        let inPieces = Result { () throws(RequestError) in try unzip(bytes, by: piece) }
        precondition(inPieces == atOnce, "in pieces it is something else")
    }
    guard case .success(let content) = atOnce else { return 0 }
    precondition(content.count <= limit, "the content is longer than it may be")
    precondition((try? gunzip(gzip(content), limit: limit)) == content, "what was packed again is something else")
    return 0
}

/// Small, so that inputs reach it; bytes.
private let limit = 1024

private func unzip(_ bytes: [UInt8], by piece: Int) throws(RequestError) -> [UInt8] {
    let unzipper = Unzipper(limit: limit)
    var content: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: piece) {
        let end = min(bytes.count, start + piece)
        try unzipper.read(Array(bytes[start..<end]).span, into: &content)
    }
    try unzipper.finish()
    return content
}
