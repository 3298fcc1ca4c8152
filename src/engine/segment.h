/* engine/segment.h - the contacts of one load as a column file. Written in the
 * order of loading, in parts of about a million rows, so that a load of any size
 * needs little memory; rows refer to the registry's identifier, not to the person,
 * so that merging persons rewrites nothing.
 *
 * A row whose contact key came before, in this segment or in an earlier load,
 * replaces that row: who builds a snapshot sees to it (engine/snapshot.h).
 *
 * Errors of writing: ERR_INVALID "segment.day" (a day that 16 bits from 1900 do
 * not hold: before 1900-01-01 or after 2079-06-05; the import makes it a reject),
 * "segment.key" (a contact key that is empty or over SEGMENT_KEY_MOST bytes),
 * "segment.full" (more than 65 535 different units), and those of core/files.h.
 * Of reading: those of engine/colfile.h, and ERR_IO "segment.damaged", which names the
 * section whose numbers point outside.
 *
 *     struct segment_writer *w;
 *     if (!segment_create(&FILES_POSIX, path, &w, err))
 *         return false;
 *     while (next(&row)) if (!segment_add(w, identifier, &row, err)) { segment_discard(w); … }
 *     if (!segment_commit(w, &made, err)) … */
#ifndef ENGINE_SEGMENT_H
#define ENGINE_SEGMENT_H
#include "domain/rows.h"
#include "engine/colfile.h"
#include "engine/hsaid_dict.h"

enum {
    SEGMENT_DAY_NONE = 65535, /* no day; days are 0 (1900-01-01) to 65 534 */
    SEGMENT_MINUTE_NONE = 65535,
    SEGMENT_KEY_MOST = 1024
};

extern const struct colfile_kind SEGMENT_KIND;

struct segment_writer;
/* `path` is copied. The writer owns its memory: end it by segment_commit() or segment_discard(). */
MUST_USE bool segment_create(const struct files *fs, const char *path, struct segment_writer **out,
                             struct err *err);
/* True where a contact on that day, asked for on `sought_on`, can be kept. */
bool segment_takes(struct day date, struct day sought_on);
/* Copies all it keeps. `identifier`: the registry's id of the row's person, not 0. After a failure
 * that is not "segment.day" or "segment.key" only discarding is left. */
MUST_USE bool segment_add(struct segment_writer *w, uint32_t identifier,
                          const struct contact_row *row, struct err *err);
/* The units of the rows so far. */
const struct hsaid_dict *segment_units(const struct segment_writer *w);
struct segment_made {
    uint64_t rows, checksum;
    struct day first, last; /* the earliest and the latest contact; DAY_NONE without rows */
};
/* Writes, syncs and renames; the writer is gone whatever the result. */
MUST_USE bool segment_commit(struct segment_writer *w, struct segment_made *out, struct err *err);
void segment_discard(struct segment_writer *w); /* NULL is allowed */

/* One part's columns, mapped; all have `count` items. */
struct segment_part {
    uint64_t count;
    const uint32_t *identifier;
    const uint16_t *day;
    const uint16_t *minute;  /* NULL: no row has one */
    const uint16_t *unit;    /* index of segment.unit */
    const uint32_t *staff;   /* 0: none, else 1 + index of segment.staff */
    const uint16_t *shape;   /* see shape_pack() */
    const uint16_t *sought;  /* NULL: no row has one */
    const uint32_t *key_end; /* where each row's contact key ends in key_text */
    const char *key_text;
};
struct segment {
    struct colfile file;
    uint64_t rows;
    uint32_t units, staff_count, parts;
    const struct hsaid *unit, *staff;
    const struct segment_part *part;
};
/* Everything is checked, so that reading the parts needs no checks. */
MUST_USE bool segment_open(struct arena *a, const char *path, struct segment *out, struct err *err);
void segment_close(struct segment *s);

static inline struct str segment_key(const struct segment_part *p, uint64_t i)
{
    uint32_t from = i > 0 ? p->key_end[i - 1] : 0;
    return (struct str){p->key_text + from, p->key_end[i] - from};
}
/* The row as it was given, but for the person, whom p->identifier names; its key stands in the
 * file. */
void segment_row(const struct segment *s, const struct segment_part *p, uint64_t i,
                 struct contact_row *out);

/* The attributes of a contact that filters ask for, as one number under SHAPES. */
struct shape {
    enum profession profession;
    enum form form;
    enum care_level level;
    enum problem problem;
    enum booking booking;
    enum answer assessed;
};
enum { SHAPES = 10 * 7 * 3 * 4 * 4 * 3 };
uint16_t shape_pack(const struct shape *s);
struct shape shape_unpack(uint16_t packed); /* packed < SHAPES */
#endif
