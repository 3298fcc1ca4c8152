/* tests/unit/engine/forge.h - column files that were damaged by someone who knows
 * the format: sections changed, checksums right, so that what is left to refuse
 * them is what the numbers mean. */
#ifndef TESTS_UNIT_ENGINE_FORGE_H
#define TESTS_UNIT_ENGINE_FORGE_H
#include "engine/colfile.h"

/* FILES_POSIX, but nothing waits for the disk. */
extern const struct files FORGE_FILES;

enum forge_op {
    FORGE_SET,  /* item `at` of the section (from its beginning, around its end) becomes `value` */
    FORGE_SIZE, /* the section gets `value` items, those that are new 0 */
    FORGE_TYPE, /* the bytes are of the type `value` */
    FORGE_DROP, /* the section is left out */
    FORGE_OPS
};
struct forge {
    uint32_t section; /* in the order of writing, around its end */
    enum forge_op op;
    uint64_t at, value;
};
/* Writes a copy of the file with the changes; false where it is no file of the kind. */
bool forge_copy(const char *from, const char *to, const struct colfile_kind *kind,
                const struct forge *change, size_t changes);
/* A copy of which the bytes [at, at + size) become `bytes`, with the checksums of table and tail
 * made right, not those of sections. */
struct forge_bytes {
    size_t at, size;
    const unsigned char *bytes;
};
bool forge_patch(const char *from, const char *to, const struct forge_bytes *patch);
#endif
