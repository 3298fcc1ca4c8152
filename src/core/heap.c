#include "core/heap.h"

#include <malloc.h>

enum { MIB = 1024 * 1024 };

void heap_keep(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, 32 * MIB);
    (void)mallopt(M_TRIM_THRESHOLD, 64 * MIB);
}
