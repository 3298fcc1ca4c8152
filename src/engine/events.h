/* engine/events.h - the events of one load as column files, one for each table of
 * HOME_EVENTS (domain/tables.h): diagnoses, procedures, measurements and so on.
 * As contacts (engine/segment.h) they are written in the order of loading, in
 * parts, so that a load of any size needs little memory, and name the registry's
 * identifier, not the person.
 *
 * A part has one section for each column of the table, by its name:
 *
 *     person        u32, the registry's id of the identifier, never 0
 *     a day         u16 from 1900-01-01, SEGMENT_DAY_NONE: none
 *     a time        u16, the minute of the row's day, SEGMENT_MINUTE_NONE: none
 *     a unit        u16, index of the file's `unit_id`
 *     a word        u8, its place in the vocabulary
 *     a count       u32, EVENTS_COUNT_NONE: none
 *     a text, value u32, index of the part's dictionary: `text_end` and `text_bytes`
 *
 * A column that may be empty and is in every row of the part has no items.
 *
 * Errors of writing: ERR_INVALID "segment.day", "segment.full" as engine/segment.h, and those of
 * core/files.h. Of reading: those of engine/colfile.h, and ERR_IO "segment.damaged". */
#ifndef ENGINE_EVENTS_H
#define ENGINE_EVENTS_H
#include "domain/tables.h"
#include "engine/segment.h"

enum { EVENTS_COUNT_NONE = -1 }; /* UINT32_MAX as stored */
extern const struct colfile_kind EVENTS_KIND;

struct events_writer;
/* `path` is copied. The writer owns its memory: end it by events_commit() or events_discard(). */
MUST_USE bool events_create(const struct files *fs, const char *path, enum table_id table,
                            struct events_writer **out, struct err *err);
/* NULL where every day of the row can be kept, else the column that cannot. */
const struct table_column *events_refuses(enum table_id table, const void *row);
/* Copies all it keeps; `row` as domain/rows.h has it. After a failure only discarding is left. */
MUST_USE bool events_add(struct events_writer *w, uint32_t identifier, const void *row,
                         struct err *err);
/* The units of the rows so far. */
const struct hsaid_dict *events_units(const struct events_writer *w);
/* Writes, syncs and renames; the writer is gone whatever the result. Days in *out are those that
 * the rows are dated by. */
MUST_USE bool events_commit(struct events_writer *w, struct segment_made *out, struct err *err);
void events_discard(struct events_writer *w); /* NULL is allowed */

/* One part, mapped; columns as the table has them, of `count` items or, where no row has a value,
 * none. */
struct events_part {
    uint64_t count;
    struct column column[COLUMNS_MOST];
    uint32_t texts;
    const uint32_t *text_end;
    const char *text;
};
struct events {
    struct colfile file;
    enum table_id table;
    uint64_t rows;
    uint32_t units, parts;
    const struct hsaid *unit;
    const struct events_part *part;
};
/* Everything is checked, so that reading the parts needs no checks. */
MUST_USE bool events_open(struct arena *a, const char *path, struct events *out, struct err *err);
void events_close(struct events *e);
static inline struct str events_text(const struct events_part *p, uint32_t number)
{
    uint32_t from = number > 0 ? p->text_end[number - 1] : 0;
    return (struct str){p->text + from, p->text_end[number] - from};
}

/* The row as it was given, into the table's struct of domain/rows.h, but for the person, whom the
 * first column names; its texts stand in the file. */
void events_row(const struct events *e, const struct events_part *p, uint64_t row, void *out);

/* The day that a row is dated by: its first day that there is; DAY_NONE: it has none. */
struct day events_date(enum table_id table, const void *row);
struct day events_part_date(enum table_id table, const struct events_part *p, uint64_t row);
#endif
