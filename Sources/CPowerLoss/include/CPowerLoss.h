// A log of what a loss of power may take away: every change to the files of one directory that no
// sync has confirmed yet. The library is loaded before a program (LD_PRELOAD), which needs to know
// nothing of it. Read from the environment:
//
//   POWERLOSS_DIRECTORY   whose files are watched, as the program names it, without symbolic links
//   POWERLOSS_LOG         a new file on the same file system, or the log of a program before this
//                         one, which is continued
//   POWERLOSS_KILL_AT     SIGKILL before the n-th change or sync is carried out
//   POWERLOSS_KILL_AT_SYNC  the same, and only syncs are counted
//   POWERLOSS_LIES        syncs report success and do nothing

#ifndef CPOWERLOSS_H
#define CPOWERLOSS_H

#include <stdint.h>

/// What a record of the log tells. The numbers stand in files.
enum powerloss_kind {
    /// A file that was there before the log began. The new bytes are its name.
    powerloss_known = 1,
    /// A new file. The new bytes are its name.
    powerloss_created = 2,
    /// Bytes were replaced or added.
    powerloss_written = 3,
    /// The size was set; the old bytes are those that were cut off.
    powerloss_resized = 4,
    /// All earlier changes of the file are on the disk.
    powerloss_synced = 5,
    /// The file has no name any more. It can be found as the log's name, a dot, and its number.
    powerloss_unlinked = 6,
    /// The file has another name, in place of one that may have had it. The new bytes are the name.
    powerloss_renamed = 7,
    /// All earlier changes of names are on the disk.
    powerloss_names_synced = 8,
};

/// A record: this, the old bytes, the new bytes. It is written before the change is made, and a
/// record that is not whole tells of nothing.
struct powerloss_record {
    uint32_t kind;
    /// The file, by a number that no other one had.
    uint32_t file;
    uint64_t offset;
    uint64_t size_before;
    uint64_t size_after;
    uint32_t old_count;
    uint32_t new_count;
};

#endif
