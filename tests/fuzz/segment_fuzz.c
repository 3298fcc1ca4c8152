/* A segment damaged by someone who knows the format: the input is a list of changes to a small,
 * right one. The first byte even: 8 bytes a change of sections, checksums right. Odd: where bytes
 * of the file are replaced, and by what, with the table's and the tail's checksums right. What
 * opens must make a snapshot that opens, or be refused with a code. */
#include "../unit/engine/forge.h"
#include "../unit/engine/world.h"

#include "warehouse_fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct warehouse_base base; /* once for the process */

static void leave(void)
{
    warehouse_leave(&base);
}

static void enter(void)
{
    if (base.path)
        return;
    warehouse_enter(&base, "segment");
    (void)atexit(leave);
}

static void build_from(const struct segment *s, const char *path)
{
    struct snapshot_builder *b = snapshot_builder_open();
    struct arena *a = arena_open(ARENA_BLOCK);
    struct snapshot_options options = {.path = path, .threads = 1};
    struct snapshot made;
    struct err err = {0};
    uint64_t checksum;
    for (uint32_t i = 0; i < 8; i++) {
        struct snapshot_person p = {.key = i + 1, .birth = DAY_NONE, .end = DAY_NONE};
        snapshot_add_identifier(b, i + 1, snapshot_add_person(b, &p));
    }
    if (snapshot_add_segment(b, s, &err) &&
        snapshot_finish(b, &FORGE_FILES, &options, &checksum, &err)) {
        if (!snapshot_open(a, path, &made, &err) || made.contacts.count > s->rows)
            abort();
        snapshot_close(&made);
    } else if (strcmp(err.code, "snapshot.person") != 0) {
        abort();
    }
    arena_close(a);
    snapshot_builder_close(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enter();
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct segment s;
    if (warehouse_forge(&base, &SEGMENT_KIND, data, size) &&
        segment_open(a, base.forged, &s, &err)) {
        build_from(&s, base.built);
        segment_close(&s);
    }
    arena_close(a);
    return 0;
}
