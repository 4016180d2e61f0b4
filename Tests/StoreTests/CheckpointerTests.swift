import Testing

@testable import Store

@Suite("The checkpointer")
struct CheckpointerTests {
    @Test("asks the writer for help where a pass over a long log is just over, and then begins anew")
    func asks() throws {
        let scratch = try Scratch()
        let checkpointer = Checkpointer(try Connection(path: scratch.path, mode: .readWrite)) { Issue.record($0) }
        /// What it says to a log of so many pages, its passes being over before and after.
        func asks(_ pages: Int) -> Bool {
            checkpointer.closeConnection()
            defer { checkpointer.closeConnection() }
            return checkpointer.noteLog(pages: pages)
        }
        let (pass, long) = (Checkpointer.passPages, Checkpointer.longPages)
        #expect(!asks(pass - 1))
        #expect(!asks(pass))
        // The pass over the first thousand left too much for the writer: another one goes first.
        #expect(!asks(long))
        #expect(asks(long + 1))
        #expect(!asks(long + 2))
        #expect(asks(long + 3))
        // The log has started anew.
        #expect(!asks(1))
        #expect(!asks(long))
        #expect(asks(long))
        checkpointer.close()
    }
}
