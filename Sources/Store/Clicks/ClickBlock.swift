/// Some five hundred neighbours of an order as octets, sized to fill one page of the database.
///
/// For each entry the difference of its key from the one before (from `firstKey` for the first), then its identifier:
/// the difference from the one before where the key is the same, else from `base`. All are variable-length numbers,
/// seven bits an octet, the lowest first (LEB128). Bits of the node are left out where all entries have the same.
struct ClickBlock: Sendable {
    /// What fits a page of 4096 octets beside the row's other columns.
    static let capacity = 4000
    /// The longest that one entry may become: two numbers of ten octets.
    private static let longestEntry = 20

    private(set) var first: ClickEntry?
    private var last = ClickEntry(key: 0, id: 0)
    private(set) var octets: [UInt8] = []
    private(set) var count = 0
    private let base: Int64
    private let form: IdentifierForm

    /// - Parameter base: no identifier of the run is lower.
    init(base: Int64, _ form: IdentifierForm) {
        self.base = form.number(base)
        self.form = form
        octets.reserveCapacity(Self.capacity)
    }

    var isFull: Bool { octets.count + Self.longestEntry > Self.capacity }

    /// - Precondition: the entry is above all before, not below `base`, and the block is not full.
    mutating func append(_ entry: ClickEntry) {
        let number = form.number(entry.id)
        let isNewKey = first == nil || entry.key != last.key
        append(UInt64(bitPattern: first == nil ? 0 : entry.key &- last.key))
        append(UInt64(bitPattern: number &- (isNewKey ? base : last.id)))
        if first == nil { first = entry }
        last = ClickEntry(key: entry.key, id: number)
        count += 1
    }

    private mutating func append(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        octets.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Reads the entries of a block in their order.
    /// - Throws: `StoreError.corrupt` where the octets are cut or no numbers.
    static func read(
        _ octets: [UInt8], firstKey: Int64, base: Int64, _ form: IdentifierForm, _ body: (ClickEntry) -> Void
    ) throws(StoreError) {
        let base = form.number(base)
        var (key, number) = (firstKey, base)
        var (at, isFirst) = (0, true)
        while at < octets.count {
            guard let keyStep = next(octets, &at), let idStep = next(octets, &at) else {
                throw .corrupt("a block of clicks ends within a number")
            }
            if isFirst || keyStep != 0 { number = base }
            isFirst = false
            key &+= Int64(bitPattern: keyStep)
            number &+= Int64(bitPattern: idStep)
            body(ClickEntry(key: key, id: form.identifier(number)))
        }
    }

    private static func next(_ octets: [UInt8], _ at: inout Int) -> UInt64? {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while at < octets.count, shift < 64 {
            let octet = octets[at]
            at += 1
            number |= UInt64(octet & 0x7F) << shift
            if octet < 0x80 { return number }
            shift += 7
        }
        return nil
    }
}

/// How the identifiers of a run are written.
enum IdentifierForm: Hashable, Sendable {
    /// As they are: more than one node made them.
    case whole
    /// Without the bits of the node that made them all.
    case of(node: Int64)

    private static let sequenceBits: Int64 = 13
    private static let nodeBits: Int64 = 8

    /// - Parameter identifiers: all of a run.
    init(_ identifiers: some Sequence<Int64>) {
        var node: Int64?
        for identifier in identifiers {
            let its = Self.node(identifier)
            guard node == nil || node == its else {
                self = .whole
                return
            }
            node = its
        }
        self = .of(node: node ?? 0)
    }

    /// As it is stored: the node, or -1.
    init(stored: Int64) {
        self = stored < 0 ? .whole : .of(node: stored)
    }

    var stored: Int64 {
        switch self {
        case .whole: -1
        case .of(let node): node
        }
    }

    func number(_ identifier: Int64) -> Int64 {
        guard case .of = self else { return identifier }
        let sequence = identifier & ((1 << Self.sequenceBits) - 1)
        return ((identifier >> (Self.sequenceBits + Self.nodeBits)) << Self.sequenceBits) | sequence
    }

    func identifier(_ number: Int64) -> Int64 {
        guard case .of(let node) = self else { return number }
        let sequence = number & ((1 << Self.sequenceBits) - 1)
        let time = (number >> Self.sequenceBits) << (Self.sequenceBits + Self.nodeBits)
        return time | (node << Self.sequenceBits) | sequence
    }

    private static func node(_ identifier: Int64) -> Int64 {
        (identifier >> sequenceBits) & ((1 << nodeBits) - 1)
    }
}
