import ArgumentParser
import Domain
import Glibc
import Store
import Tracking
import Wire

/// Why a command failed, in words for its operator: the failure, the value, the remedy.
struct Failure: Error {
    let words: String
    var status: ExitCode = .failure

    /// What was typed or configured can't be meant: exit 64, as sysexits has it.
    static func usage(_ words: String) -> Failure {
        Failure(words: words, status: .validationFailure)
    }
}

extension Grapevine {
    /// Ends the process as `error` says: its words on standard error; help that was asked for on standard output.
    static func finish(after error: any Error) -> Never {
        guard let failure = failure(of: error) else { exit(withError: error) }
        Output.note("grapevine: \(failure.words)")
        exit(withError: failure.status)
    }

    /// - Returns: nil for what the argument parser has words for itself.
    private static func failure(of error: any Error) -> Failure? {
        switch error {
        case let error as Failure: error
        case let error as StoreError: Failure(words: words(of: error))
        case let error as BackupError: Failure(words: words(of: error))
        case let error as SocketError: Failure(words: error.words)
        case let error as TrackingError: Failure(words: words(of: error))
        default: nil
        }
    }

    private static func words(of error: StoreError) -> String {
        switch error {
        case .locked(let what): "\(what); stop it first, or name another file with --database"
        case .newerSchema(let found, let known):
            "the database has migration \(found) and this grapevine knows \(known): use the newer grapevine"
        case .changedMigration(let name):
            "the database was made by another build: its migration \(name) is not the one known here; use the grapevine"
                + " that made it (grapevine migrate --status shows what differs)"
        case .corrupt(let what): "the file is damaged or no database (\(what)): restore a backup"
        case .full(let what): "\(what): make room on the disk"
        case .readOnly(let what): "\(what): let this user write the file and its directory"
        case .io(let what): "\(what); look at the path (--database), who may write there, and the disk"
        case .misplaced(let path, _): "\(path) was moved, deleted or replaced while it was in use; put it back"
        case .outOfMemory, .interrupted, .busy, .closed, .constraint, .other: "the store failed: \(error)"
        }
    }

    private static func words(of error: BackupError) -> String {
        switch error {
        case .exists(let path): "\(path) is there already: name another file, or replace it with --force"
        case .isDatabase(let path): "\(path) is the database itself: name another file"
        case .leftover(let path):
            "\(path) would be taken for a part of the backup: end the program that has the database beside it open, or"
                + " remove both, or name another file"
        case .underway(let path): "another process is writing \(path): wait for it, or name another file"
        case .noStore(let path): "\(path) is no database of grapevine: name one with --database, or another backup"
        case .faulty(let path, let faults):
            "\(path) is damaged, nothing was changed; use another backup. What is wrong with it:\n"
                + faults.joined(separator: "\n")
        }
    }

    private static func words(of error: TrackingError) -> String {
        switch error {
        case .unknown(let noun, let name): "there is no \(noun.rawValue) \(name)"
        default: "refused: \(error)"
        }
    }
}
