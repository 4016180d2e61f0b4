import Dispatch
import Domain
import Store
import Synchronization
import Testing

@testable import Tracking

@Suite("The queue of clicks")
struct ClickRecorderTests {
    /// A click that nothing can be written of.
    private final class Broken: WaitingClick {
        let bytes: Int
        let isSent = DispatchSemaphore(value: 0)
        let error = Mutex<StoreError?>(nil)

        init(bytes: Int) {
            self.bytes = bytes
        }

        func write(with writing: ClickWriting) throws -> RecordedClick {
            throw StoreError.corrupt("broken")
        }

        func settle(_ result: Result<RecordedClick, any Error>) {
            if case .failure(let failure) = result { error.withLock { $0 = failure as? StoreError } }
        }

        func send() {
            isSent.signal()
        }
    }

    @Test("holds no more than so many bytes, and takes more once these are written")
    func bytes() throws {
        let world = try World()
        let recorder = ClickRecorder(world.store.writer, words: WordList())
        let half = ClickRecorder.byteLimit / 2
        let clicks = (0..<3).map { _ in Broken(bytes: half) }
        #expect(clicks.map { recorder.add($0) } == [true, true, false])
        recorder.flush()
        for click in clicks.dropLast() { click.isSent.wait() }
        #expect(recorder.add(clicks[2]))
        recorder.flush()
        clicks[2].isSent.wait()
    }

    @Test("tells a click alone that it could not be written")
    func broken() throws {
        let world = try World()
        try world.program()
        let code = try world.referrer("asha").mainCode
        let recorder = ClickRecorder(world.store.writer, words: WordList())
        let click = Broken(bytes: 0)
        #expect(recorder.add(click))
        recorder.flush()
        click.isSent.wait()
        #expect(click.error.withLock { $0 } == .corrupt("broken"))
        try world.click(code, cookie: world.cookie(1))
    }
}
