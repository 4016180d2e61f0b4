#pragma once
#include <sqlite3.h>

// sqlite3_config takes any arguments, which Swift cannot call.
static inline int csqlite_leave_memory_uncounted(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
