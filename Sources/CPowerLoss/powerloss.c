// Each change is written to the log before it is made, old bytes and new ones, so that whoever
// reads the log when the program was killed can put back what no sync has confirmed. A long log
// begins anew when all is confirmed.
//
// What is not meant to outlive the machine is no part of this: memory that is shared with a file
// (SQLite's -shm), and the file of the lock.

#define _GNU_SOURCE
#include "CPowerLoss.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { files_max = 4096, descriptors_max = 65536, name_bytes = 256, long_log_bytes = 4 << 20 };
/// What a descriptor stands for besides the number of a file.
enum { nothing = 0, the_directory = -1 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char directory[PATH_MAX];
static char log_path[PATH_MAX];
static char new_log_path[PATH_MAX];
static int log_descriptor = -1;
static size_t log_bytes;
static long calls_left, syncs_left;
static bool lies;

/// By number, from 1 on. An empty name: it has none.
static struct {
    char name[name_bytes];
    bool is_unsynced;
} files[files_max];
static int file_count;
static bool are_names_unsynced;
static int file_of[descriptors_max];

/// Without the log nothing can be said about the run.
static _Noreturn void give_up(const char *reason) {
    fprintf(stderr, "power loss: %s: %s\n", reason, strerror(errno));
    abort();
}

static int open_log(const char *path) {
    int flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC;
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600);
    if (descriptor < 0) give_up("the log cannot be opened");
    return descriptor;
}

static void take_up(const struct powerloss_record *record, const char *name) {
    int file = (int)record->file;
    if (file >= files_max) give_up("the log is damaged");
    if (file > file_count) file_count = file;
    switch (record->kind) {
    case powerloss_written:
    case powerloss_resized: files[file].is_unsynced = true; break;
    case powerloss_synced: files[file].is_unsynced = false; break;
    case powerloss_names_synced: are_names_unsynced = false; break;
    default:
        for (int other = 1; other <= file_count; other++)
            if (other == file || strcmp(files[other].name, name) == 0) files[other].name[0] = 0;
        snprintf(files[file].name, name_bytes, "%s", name);
        if (record->kind != powerloss_known) are_names_unsynced = true;
    }
}

/// What an earlier program has left unsynced is unsynced still.
static void continue_log(void) {
    struct powerloss_record record;
    size_t whole = 0;
    while (syscall(SYS_pread64, log_descriptor, &record, sizeof record, whole) == sizeof record) {
        size_t old_end = whole + sizeof record + record.old_count;
        char name[name_bytes] = "";
        bool names = record.kind == powerloss_known || record.kind == powerloss_created
            || record.kind == powerloss_renamed;
        struct stat status;
        if (fstat(log_descriptor, &status) != 0) give_up("the log cannot be read");
        if ((size_t)status.st_size < old_end + record.new_count) break;
        if (names
            && (record.new_count >= name_bytes
                || syscall(SYS_pread64, log_descriptor, name, record.new_count, old_end)
                    != record.new_count))
            give_up("the log is damaged");
        take_up(&record, name);
        whole = old_end + record.new_count;
    }
    // The last program was killed before it had told all of a change, and so before it made it.
    if (syscall(SYS_ftruncate, log_descriptor, whole) != 0) give_up("the log cannot be cut");
    log_bytes = whole;
}

static long number_in(const char *variable) {
    const char *value = getenv(variable);
    return value ? atol(value) : 0;
}

__attribute__((constructor)) static void begin(void) {
    const char *watched = getenv("POWERLOSS_DIRECTORY"), *log = getenv("POWERLOSS_LOG");
    if (!watched || !log) return;
    snprintf(directory, sizeof directory, "%s", watched);
    snprintf(log_path, sizeof log_path, "%s", log);
    if (snprintf(new_log_path, PATH_MAX, "%s.new", log) >= PATH_MAX) give_up("a long path");
    calls_left = number_in("POWERLOSS_KILL_AT");
    syncs_left = number_in("POWERLOSS_KILL_AT_SYNC");
    lies = getenv("POWERLOSS_LIES") != NULL;
    log_descriptor = open_log(log_path);
    continue_log();
}

// MARK: The log

static void tell(struct powerloss_record record, const void *old, const void *new) {
    struct iovec parts[] = {
        {&record, sizeof record},
        {(void *)old, record.old_count},
        {(void *)new, record.new_count},
    };
    size_t count = sizeof record + record.old_count + record.new_count;
    long written = syscall(SYS_writev, log_descriptor, parts, 3);
    if (written < 0 || (size_t)written != count) give_up("the log cannot be written");
    log_bytes += count;
}

static void tell_name(enum powerloss_kind kind, int file, const char *name) {
    uint32_t count = (uint32_t)strlen(name);
    tell((struct powerloss_record){.kind = kind, .file = (uint32_t)file, .new_count = count},
        NULL, name);
}

static void tell_of(enum powerloss_kind kind, int file) { tell_name(kind, file, ""); }

/// Where a file without a name is kept.
static void put_aside(int file, char path[PATH_MAX]) {
    if (snprintf(path, PATH_MAX, "%s.%d", log_path, file) >= PATH_MAX) give_up("a long path");
}

/// One of those is about to be made after which the program is killed.
static void count_down(long *left) {
    if (*left > 0 && --*left == 0) {
        kill(getpid(), SIGKILL);
        pause();
    }
}

/// A change or a sync is about to be made.
static void come_to_call(void) { count_down(&calls_left); }

/// In one step, so that whoever kills the program finds the one log or the other.
static void begin_anew_if_nothing_can_be_lost(void) {
    if (log_bytes < long_log_bytes || are_names_unsynced) return;
    for (int file = 1; file <= file_count; file++)
        if (files[file].is_unsynced && files[file].name[0]) return;
    syscall(SYS_close, log_descriptor);
    syscall(SYS_unlink, new_log_path);
    log_descriptor = open_log(new_log_path);
    log_bytes = 0;
    for (int file = 1; file <= file_count; file++)
        if (files[file].name[0]) tell_name(powerloss_known, file, files[file].name);
    if (syscall(SYS_rename, new_log_path, log_path) != 0) give_up("the log cannot be replaced");
}

// MARK: Names

static bool is_passing(const char *name) {
    size_t count = strlen(name);
    return strcmp(name, "lock") == 0 || (count > 4 && strcmp(name + count - 4, "-shm") == 0);
}

/// The name of a path in the directory, if it is watched; NULL for any other path.
static const char *name_of(const char *path) {
    size_t length = strlen(directory);
    if (log_descriptor < 0 || strncmp(path, directory, length) != 0 || path[length] != '/')
        return NULL;
    const char *name = path + length + 1;
    size_t count = strlen(name);
    bool is_folder = strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strchr(name, '/');
    return count > 0 && count < name_bytes && !is_folder && !is_passing(name) ? name : NULL;
}

static int file_named(const char *name) {
    for (int file = 1; file <= file_count; file++)
        if (strcmp(files[file].name, name) == 0) return file;
    return nothing;
}

static int add_file(const char *name) {
    if (file_count + 1 >= files_max) give_up("too many files");
    file_count++;
    snprintf(files[file_count].name, name_bytes, "%s", name);
    return file_count;
}

static int known_file(const char *name) {
    int file = file_named(name);
    if (file == nothing) {
        file = add_file(name);
        tell_name(powerloss_known, file, name);
    }
    return file;
}

/// A file that loses its name: should that not become durable, it has to be found.
static void keep(const char *path, int file) {
    char kept[PATH_MAX];
    put_aside(file, kept);
    // A log that began anew has forgotten whose that number was.
    syscall(SYS_unlink, kept);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, kept, 0) != 0) give_up("a file is not kept");
    files[file].name[0] = 0;
}

static int open_at(const char *path, int flags, mode_t mode) {
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static int open_watched(const char *path, int flags, mode_t mode) {
    const char *name = name_of(path);
    if (!name) {
        int descriptor = open_at(path, flags, mode);
        if (descriptor >= 0 && descriptor < descriptors_max)
            file_of[descriptor] =
                log_descriptor >= 0 && strcmp(path, directory) == 0 ? the_directory : nothing;
        return descriptor;
    }
    pthread_mutex_lock(&lock);
    bool is_new = access(path, F_OK) != 0;
    if (is_new && flags & O_CREAT) {
        tell_name(powerloss_created, add_file(name), name);
        are_names_unsynced = true;
        come_to_call();
    }
    // What is written has to be read before; and only what is told of is cut.
    int access_mode = (flags & O_ACCMODE) == O_WRONLY ? O_RDWR : flags & O_ACCMODE;
    int descriptor = open_at(path, (flags & ~(O_ACCMODE | O_TRUNC)) | access_mode, mode);
    int failure = errno;
    if (descriptor >= descriptors_max) give_up("too many descriptors");
    if (descriptor >= 0) file_of[descriptor] = known_file(name);
    pthread_mutex_unlock(&lock);
    if (descriptor >= 0 && flags & O_TRUNC && ftruncate(descriptor, 0) != 0) give_up("O_TRUNC");
    errno = failure;
    return descriptor;
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_watched(path, flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int close(int descriptor) {
    if (descriptor >= 0 && descriptor < descriptors_max) file_of[descriptor] = nothing;
    return (int)syscall(SYS_close, descriptor);
}

int unlink(const char *path) {
    const char *name = name_of(path);
    if (!name || access(path, F_OK) != 0) return (int)syscall(SYS_unlink, path);
    pthread_mutex_lock(&lock);
    int file = known_file(name);
    keep(path, file);
    tell_of(powerloss_unlinked, file);
    are_names_unsynced = true;
    come_to_call();
    int result = (int)syscall(SYS_unlink, path);
    pthread_mutex_unlock(&lock);
    return result;
}

int rename(const char *path, const char *new_path) {
    const char *name = name_of(path), *new_name = name_of(new_path);
    if (!name && !new_name) return (int)syscall(SYS_rename, path, new_path);
    if (!name || !new_name) give_up("a file comes or goes by its name");
    pthread_mutex_lock(&lock);
    int file = known_file(name);
    if (access(new_path, F_OK) == 0) keep(new_path, known_file(new_name));
    tell_name(powerloss_renamed, file, new_name);
    snprintf(files[file].name, name_bytes, "%s", new_name);
    are_names_unsynced = true;
    come_to_call();
    int result = (int)syscall(SYS_rename, path, new_path);
    if (result != 0) give_up("a file cannot be renamed");
    pthread_mutex_unlock(&lock);
    return result;
}

// MARK: Contents

static int watched(int descriptor) {
    bool is_known = descriptor >= 0 && descriptor < descriptors_max;
    return is_known ? file_of[descriptor] : nothing;
}

static uint64_t size_of(int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) give_up("a size is not told");
    return (uint64_t)status.st_size;
}

/// The bytes that stand there, to be freed.
static uint8_t *old_bytes(int descriptor, uint64_t offset, uint64_t count) {
    uint8_t *bytes = malloc(count ? count : 1);
    if (!bytes) give_up("no memory");
    uint64_t done = 0;
    while (done < count) {
        long more = syscall(SYS_pread64, descriptor, bytes + done, count - done, offset + done);
        if (more <= 0) give_up("what is replaced cannot be read");
        done += (uint64_t)more;
    }
    return bytes;
}

static ssize_t write_at(int descriptor, const void *bytes, size_t count, off_t offset) {
    int file = watched(descriptor);
    if (file <= 0) return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
    pthread_mutex_lock(&lock);
    uint64_t size = size_of(descriptor), start = (uint64_t)offset, end = start + count;
    uint64_t old_count = start >= size ? 0 : (end < size ? end : size) - start;
    uint8_t *old = old_bytes(descriptor, start, old_count);
    tell(
        (struct powerloss_record){
            .kind = powerloss_written, .file = (uint32_t)file, .offset = start,
            .size_before = size, .size_after = end > size ? end : size,
            .old_count = (uint32_t)old_count, .new_count = (uint32_t)count},
        old, bytes);
    free(old);
    files[file].is_unsynced = true;
    come_to_call();
    ssize_t result = syscall(SYS_pwrite64, descriptor, bytes, count, offset);
    int failure = errno;
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    return write_at(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    return write_at(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    // Nothing that is watched is written without saying where.
    if (watched(descriptor) > 0) give_up("write");
    return syscall(SYS_write, descriptor, bytes, count);
}

static int resize(int descriptor, off_t size) {
    int file = watched(descriptor);
    if (file <= 0) return (int)syscall(SYS_ftruncate, descriptor, size);
    pthread_mutex_lock(&lock);
    uint64_t before = size_of(descriptor), after = (uint64_t)size;
    uint64_t cut = before > after ? before - after : 0;
    uint8_t *old = old_bytes(descriptor, after, cut);
    tell(
        (struct powerloss_record){
            .kind = powerloss_resized, .file = (uint32_t)file, .size_before = before,
            .size_after = after, .old_count = (uint32_t)cut},
        old, NULL);
    free(old);
    files[file].is_unsynced = true;
    come_to_call();
    int result = (int)syscall(SYS_ftruncate, descriptor, size);
    int failure = errno;
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}

int ftruncate(int descriptor, off_t size) { return resize(descriptor, size); }

int ftruncate64(int descriptor, off64_t size) { return resize(descriptor, size); }

/// Other ways to change a file would pass the log by.
int posix_fallocate(int descriptor, off_t offset, off_t count) {
    if (watched(descriptor) > 0) give_up("posix_fallocate");
    return syscall(SYS_fallocate, descriptor, 0, offset, count) == 0 ? 0 : errno;
}

// MARK: Syncs

static int sync_watched(int descriptor, long call) {
    int file = watched(descriptor);
    if (file == nothing) return (int)syscall(call, descriptor);
    pthread_mutex_lock(&lock);
    come_to_call();
    count_down(&syncs_left);
    int result = lies ? 0 : (int)syscall(call, descriptor);
    int failure = errno;
    if (result == 0 && !lies) {
        if (file == the_directory) {
            are_names_unsynced = false;
            tell_of(powerloss_names_synced, 0);
        } else {
            files[file].is_unsynced = false;
            tell_of(powerloss_synced, file);
        }
        begin_anew_if_nothing_can_be_lost();
    }
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}

int fsync(int descriptor) { return sync_watched(descriptor, SYS_fsync); }

int fdatasync(int descriptor) { return sync_watched(descriptor, SYS_fdatasync); }
