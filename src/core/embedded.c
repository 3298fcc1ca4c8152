#include "core/embedded.h"

const struct embedded *embedded_find(const struct embedded_files *all, struct str name)
{
    unsigned low = 0, high = all->count;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        int order = str_compare(name, all->file[middle].name);
        if (order == 0)
            return &all->file[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
