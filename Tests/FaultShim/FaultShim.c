// A disk that fails or is slow and a clock that is set, when a test says so. The server is started with this library in LD_PRELOAD; what
// SQLite writes and syncs then goes through here. Only calls on `<name>.db`, `<name>.db-wal` and `<name>.db-shm`, with
// FAULT_DATABASE as the path of the first, are ever touched; unarmed, a call costs one look at the memory.

#define _GNU_SOURCE
#include "FaultShim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static struct fault_control *control;
static const char *database;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULT_CONTROL");
    database = getenv("FAULT_DATABASE");
    if (!path || !database) return;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) abort();
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) abort();
    control = mapped;
}

// Which of the database's files a path is; 0 for any other. The kernel adds " (deleted)" behind a name that is gone.
static uint32_t kind_of(const char *path) {
    size_t length = strlen(database);
    if (strncmp(path, database, length) != 0) return 0;
    const char *rest = path + length;
    if (strncmp(rest, "-wal", 4) == 0) return FAULT_IN_LOG;
    if (strncmp(rest, "-shm", 4) == 0) return FAULT_IN_SHARED_MEMORY;
    return *rest == '\0' || *rest == ' ' ? FAULT_IN_DATABASE : 0;
}

// Counts a call, and waits if it is one that takes long.
// Returns what the call fails with; 0 if it is to be made.
static int fault(uint32_t call, uint32_t kind) {
    uint32_t mode = atomic_load((_Atomic uint32_t *)&control->mode);
    if (mode == FAULT_OFF || !(control->calls & call) || !(control->files & kind)) return 0;
    uint32_t place = atomic_fetch_add((_Atomic uint32_t *)&control->seen, 1) + 1;
    if (place < control->first || place - control->first >= control->length) return 0;
    atomic_fetch_add((_Atomic uint32_t *)&control->hit, 1);
    if (mode == FAULT_FAIL) return (int)control->number;
    struct timespec pause = {control->number / 1000, control->number % 1000 * 1000000L};
    while (nanosleep(&pause, &pause) != 0 && errno == EINTR) {
    }
    return 0;
}

static int fault_on_file(uint32_t call, int file) {
    if (!control || control->mode == FAULT_OFF) return 0;
    int saved = errno;
    char link[40], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = saved;
    if (length < 0) return 0;
    path[length] = '\0';
    uint32_t kind = kind_of(path);
    return kind ? fault(call, kind) : 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL_IF_ARMED(call, file)                \
    do {                                         \
        int number = fault_on_file(call, file);  \
        if (number) {                            \
            errno = number;                      \
            return -1;                           \
        }                                        \
    } while (0)

ssize_t write(int file, const void *bytes, size_t count) {
    static __typeof__(&write) real;
    if (!real) real = REAL(write);
    FAIL_IF_ARMED(FAULT_ON_WRITE, file);
    return real(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    static __typeof__(&pwrite) real;
    if (!real) real = REAL(pwrite);
    FAIL_IF_ARMED(FAULT_ON_WRITE, file);
    return real(file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    static __typeof__(&pwrite64) real;
    if (!real) real = REAL(pwrite64);
    FAIL_IF_ARMED(FAULT_ON_WRITE, file);
    return real(file, bytes, count, offset);
}

int fsync(int file) {
    static __typeof__(&fsync) real;
    if (!real) real = REAL(fsync);
    FAIL_IF_ARMED(FAULT_ON_SYNC, file);
    return real(file);
}

int fdatasync(int file) {
    static __typeof__(&fdatasync) real;
    if (!real) real = REAL(fdatasync);
    FAIL_IF_ARMED(FAULT_ON_SYNC, file);
    return real(file);
}

int ftruncate(int file, off_t length) {
    static __typeof__(&ftruncate) real;
    if (!real) real = REAL(ftruncate);
    FAIL_IF_ARMED(FAULT_ON_TRUNCATE, file);
    return real(file, length);
}

int ftruncate64(int file, off64_t length) {
    static __typeof__(&ftruncate64) real;
    if (!real) real = REAL(ftruncate64);
    FAIL_IF_ARMED(FAULT_ON_TRUNCATE, file);
    return real(file, length);
}

static int fault_on_path(const char *path, int flags) {
    if (!control || control->mode == FAULT_OFF || (flags & O_ACCMODE) == O_RDONLY) return 0;
    uint32_t kind = kind_of(path);
    return kind ? fault(FAULT_ON_OPEN, kind) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    static __typeof__(&clock_gettime) real;
    if (!real) real = REAL(clock_gettime);
    int status = real(clock, time);
    if (status == 0 && clock == CLOCK_REALTIME && control) time->tv_sec += control->clock;
    return status;
}

#define OPEN(name)                                         \
    int name(const char *path, int flags, ...) {           \
        static int (*real)(const char *, int, ...);        \
        if (!real) real = dlsym(RTLD_NEXT, #name);         \
        int number = fault_on_path(path, flags);           \
        if (number) {                                      \
            errno = number;                                \
            return -1;                                     \
        }                                                  \
        if (!(flags & (O_CREAT | O_TMPFILE))) return real(path, flags); \
        va_list rest;                                      \
        va_start(rest, flags);                             \
        unsigned mode = va_arg(rest, unsigned);            \
        va_end(rest);                                      \
        return real(path, flags, mode);                    \
    }

OPEN(open)
OPEN(open64)
