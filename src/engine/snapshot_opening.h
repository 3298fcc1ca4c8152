/* engine/snapshot_opening.h - what the files that open a snapshot share: each fills
 * what it is named after, or fails with "snapshot.damaged" and the section. */
#ifndef ENGINE_SNAPSHOT_OPENING_H
#define ENGINE_SNAPSHOT_OPENING_H
#include "engine/colcheck.h"
#include "engine/snapshot.h"

enum { OPENING_MINUTES = 24 * 60 };
static const uint64_t OPENING_ANY = UINT64_MAX, OPENING_ANY16 = UINT16_MAX + 1;

struct opening {
    struct snapshot *s;
    struct arena *arena;
    struct colcheck check; /* its part is that of the columns that are opened */
    struct err *err;
};
/* Always false. */
bool opening_damaged(const struct opening *o, const char *name);

/* A column of a table: its type, what all its values are under, where it goes. */
struct wanted {
    const char *name;
    enum col_type type;
    uint64_t limit;
    const void **out;
};
MUST_USE bool opening_find(struct opening *o, uint64_t count, const struct wanted *wanted,
                           size_t columns);
#define FIND_ALL(o, count, wanted) opening_find((o), (count), (wanted), ARRAY_LEN(wanted))
MUST_USE bool opening_texts(struct opening *o, const char *name, const char *end_name,
                            uint32_t count, const struct str **out);
/* Indexes of places; SNAPSHOT_NONE16 is none. */
MUST_USE bool opening_places(const struct opening *o, const char *name, const uint16_t *at,
                             uint64_t count);
/* Where each person's rows begin; *count: how many there are in all. */
MUST_USE bool opening_first(struct opening *o, const char *name, const uint32_t **out,
                            uint32_t *count);
/* A column, of o->check.count items, of whatever width it was written in. */
MUST_USE bool opening_narrow(struct opening *o, const char *name, uint64_t limit,
                             struct narrow *out);
/* The same, that is empty where no row has a value; all values are under `limit` or none. */
MUST_USE bool opening_optional(struct opening *o, const char *name, uint32_t limit,
                               const uint16_t **out);

MUST_USE bool opening_positions(struct opening *o);
MUST_USE bool opening_terms(struct opening *o);
MUST_USE bool opening_events(struct opening *o);
#endif
