// What the server uses of LZ4: blocks with a dictionary.

#ifndef YUSHI_CLZ4_SHIM_H
#define YUSHI_CLZ4_SHIM_H

#include <lz4.h>

#endif
