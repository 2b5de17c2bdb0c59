// jemalloc's own name for its settings.

#ifndef YUSHI_CALLOCATOR_H
#define YUSHI_CALLOCATOR_H

extern const char *malloc_conf;

#endif
