// What a test writes to the file that FAULT_CONTROL names, and what the shim writes back. Both map or read and write
// the same file, so it is told and asked without signals and without stopping the server.
#pragma once
#include <stdint.h>

enum { FAULT_OFF = 0, FAULT_FAIL = 1, FAULT_DELAY = 2 };

// Which files, by what stands behind the database's name.
enum { FAULT_IN_DATABASE = 1, FAULT_IN_LOG = 2, FAULT_IN_SHARED_MEMORY = 4 };

// Which calls.
enum { FAULT_ON_WRITE = 1, FAULT_ON_SYNC = 2, FAULT_ON_TRUNCATE = 4, FAULT_ON_OPEN = 8 };

struct fault_control {
    // FAULT_OFF, FAULT_FAIL or FAULT_DELAY; written last.
    uint32_t mode;
    // Which files and which calls, as sums of the above. FAULT_ON_OPEN is for opening with the right to write.
    uint32_t files;
    uint32_t calls;
    // The first call that is hit: 1 is the next one.
    uint32_t first;
    // How many calls are hit from there on.
    uint32_t length;
    // What a call that is hit fails with, or how many milliseconds it takes longer.
    uint32_t number;
    // Calls seen since the test set it to 0, and how many of them were hit.
    uint32_t seen;
    uint32_t hit;
    // Added to the clock that tells the time of day, in seconds.
    int64_t clock;
};
