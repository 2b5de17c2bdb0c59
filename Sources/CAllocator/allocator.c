// How jemalloc serves the program that is linked with this, read by it before main.
//
// A heap of a gigabyte in pages of 4 KiB costs a walk through the page tables for nearly every
// matter that is touched. Large pages, where the system gives them, cost two hundredths more
// memory. The environment's MALLOC_CONF adds to this.

#include "CAllocator.h"

const char *malloc_conf = "thp:always";
