import CZlib

/// Takes the gzip coding off a body while its bytes come, so that a bomb is refused as soon as it has made more than
/// it may, and never all of it is held beside its content.
///
/// `@unchecked Sendable`: `stream` is only touched by who owns the one body reader that owns this.
/// - Source: RFC 1952; a body may have several members, §2.2.
final class Unzipper: @unchecked Sendable {
    /// On the heap, because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private let limit: Int
    private var place = Place.start

    private enum Place {
        case start
        case inMember
        case betweenMembers
    }

    /// - Parameter limit: the largest content, in bytes.
    init(limit: Int) {
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let begun = inflateInit2_(stream, gzipWindowBits, ZLIB_VERSION, zlibStreamSize)
        // zlib refuses only a bad parameter or a lack of memory, at which an array would stop the process as well.
        precondition(begun == Z_OK, "inflateInit2 answered \(begun)")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Reads all of `bytes` and appends what it makes of them.
    /// - Parameter content: what this made before, and nothing else.
    /// - Throws: `.decodedBodyTooLarge` as soon as it would be; `.malformedContentCoding` for what is no gzip.
    func read(_ bytes: Span<UInt8>, into content: inout [UInt8]) throws(RequestError) {
        var offset = 0
        var mayHaveMore = false  // zlib filled all the room it had, and may hold content back
        while offset < bytes.count || mayHaveMore {
            if place == .betweenMembers { inflateReset(stream) }
            let step = step(bytes, from: offset, into: &content)
            offset += step.taken
            guard content.count <= limit else { throw .decodedBodyTooLarge(limit: limit) }
            // Z_BUF_ERROR: there was nothing left to do.
            guard step.status == Z_OK || step.status == Z_STREAM_END || step.status == Z_BUF_ERROR
            else { throw .malformedContentCoding }
            place = step.status == Z_STREAM_END ? .betweenMembers : .inMember
            mayHaveMore = step.isFull && place == .inMember
        }
    }

    /// - Throws: `.malformedContentCoding` when the last member is not whole. No bytes at all are no content.
    func finish() throws(RequestError) {
        guard place != .inMember else { throw .malformedContentCoding }
    }

    /// One call of zlib's: until the input is used up or the output full.
    private func step(
        _ bytes: Span<UInt8>, from offset: Int, into content: inout [UInt8]
    ) -> (status: Int32, taken: Int, isFull: Bool) {
        let room = min(limit - content.count + 1, 32 * 1024)
        var status = Z_OK
        var taken = 0
        let made = [UInt8](unsafeUninitializedCapacity: room) { output, count in
            bytes.extracting(offset...).withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(clamping: input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                let offered = stream.pointee.avail_in
                status = inflate(stream, Z_NO_FLUSH)
                taken = Int(offered - stream.pointee.avail_in)
                count = room - Int(stream.pointee.avail_out)
            }
        }
        content.append(contentsOf: made)
        return (status, taken, made.count == room)
    }
}
