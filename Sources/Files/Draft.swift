internal import Glibc

/// A file that lies beside another one until it takes its place. It goes when it does not come to
/// that.
final class Draft {
    let file: OpenFile

    /// Names stand for files of this very folder, even when it is moved meanwhile.
    private let folder: OpenFile
    private let name: String
    private let target: String
    private var isPlaced = false

    /// - Parameters:
    ///   - target: the name in the folder that the draft is to have.
    ///   - old: the file that has it, whose owner and mode the draft takes over.
    ///   - isPrivate: a file that is new is for its owner only.
    ///   - names: what a draft may be called.
    ///   - changeOwner: fchown(2).
    init(
        of target: String, in folder: String, old: stat?, isPrivate: Bool, owner: OwnerRule,
        names: () -> String = OpenFile.randomName,
        changeOwner: (Int32, uid_t, gid_t) -> Int32 = fchown
    ) throws(SystemCallFault) {
        let folder = try OpenFile(folder: folder)
        // Who may read the old file is known once its owner and mode are taken over.
        let mode: mode_t = old == nil && !isPrivate ? 0o644 : 0o600
        (file, name) = try OpenFile.new(in: folder, mode: mode, names: names)
        self.folder = folder
        self.target = target
        if let old { try takeOwnerAndMode(of: old, owner, changeOwner) }
    }

    deinit {
        if !isPlaced { _ = unsafe unlinkat(folder.descriptor, name, 0) }
    }

    /// Puts the file in its place, for good when this returns.
    func place() throws(SystemCallFault) {
        try file.sync()
        let status = unsafe renameat(folder.descriptor, name, folder.descriptor, target)
        guard status == 0 else { throw .last }
        isPlaced = true
        do {
            try folder.sync()
        } catch  where error.code == EINVAL {
            // A file system that does not sync folders; it has nothing better to offer.
        }
    }

    private func takeOwnerAndMode(
        of old: stat, _ rule: OwnerRule, _ changeOwner: (Int32, uid_t, gid_t) -> Int32
    ) throws(SystemCallFault) {
        let own = try file.status()
        var mode = old.st_mode & 0o7777
        if own.st_uid != old.st_uid || own.st_gid != old.st_gid,
            changeOwner(file.descriptor, old.st_uid, old.st_gid) != 0
        {
            guard rule == .keptIfPossible else { throw .last }
            // The owner (all ones: as it is) stays who writes; the group may be a common one.
            let keepsGroup =
                own.st_gid == old.st_gid || changeOwner(file.descriptor, .max, old.st_gid) == 0
            mode = Self.mode(mode, keepsGroup: keepsGroup)
        }
        guard fchmod(file.descriptor, mode) == 0 else { throw .last }
    }

    /// The mode for another owner: programs do not run as that one, and another group may do no
    /// more than everybody.
    static func mode(_ old: mode_t, keepsGroup: Bool) -> mode_t {
        let plain = old & 0o777
        return keepsGroup ? plain : plain & (0o707 | (plain & 0o007) << 3)
    }
}
