// Fuzzes the reading of gzip bodies: `.ci/fuzz gzip`. Compiled into one module with Sources/Wire.

/// libFuzzer calls this with every input it makes up. What must not be traps, which libFuzzer keeps as a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let limit = 4096
    guard let content = try? gunzip(bytes, limit: limit) else { return 0 }
    precondition(content.count <= limit, "the content is longer than it may be")
    precondition((try? gunzip(gzip(content), limit: limit)) == content, "what was packed again is something else")
    return 0
}
