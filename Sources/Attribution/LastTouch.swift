/// The newest eligible touchpoint earns everything; of two in one millisecond the one with the higher id.
func lastTouch(_ count: Int) -> [UInt64] {
    (0..<count).map { $0 == count - 1 ? 1 : 0 }
}
