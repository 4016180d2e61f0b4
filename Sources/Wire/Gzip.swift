import CZlib

// The gzip format, RFC 1952, by way of zlib.

let gzipWindowBits: Int32 = 15 + 16  // the largest window, with gzip's header and trailer
let zlibStreamSize = Int32(MemoryLayout<z_stream>.size)

/// `bytes` as one gzip member.
/// - Parameter level: 1, fast, to 9, small. The default is fast: 6 takes more than twice as long (a megabyte of JSON
///   22 ms, not 8) and makes it 8 to 17 % smaller.
package func gzip(_ bytes: [UInt8], level: Int = 1) -> [UInt8] {
    var stream = z_stream()
    let begun = deflateInit2_(
        &stream, Int32(level), Z_DEFLATED, gzipWindowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, zlibStreamSize)
    // zlib refuses only a bad level or a lack of memory, at which an array would stop the process as well.
    precondition(begun == Z_OK, "deflateInit2 answered \(begun)")
    defer { deflateEnd(&stream) }

    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
        bytes.withUnsafeBufferPointer { input in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(clamping: input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(clamping: output.count)
            let ended = deflate(&stream, Z_FINISH)
            precondition(ended == Z_STREAM_END, "deflate answered \(ended)")
            count = Int(stream.total_out)
        }
    }
}

/// The content of one or more gzip members.
/// - Throws: `.decodedBodyTooLarge` beyond `limit` bytes; `.malformedContentCoding` for what is damaged, cut short, or
///   followed by something else.
package func gunzip(_ bytes: [UInt8], limit: Int) throws(RequestError) -> [UInt8] {
    let unzipper = Unzipper(limit: limit)
    var content: [UInt8] = []
    try unzipper.read(bytes.span, into: &content)
    try unzipper.finish()
    return content
}
