#include "engine/events_parts.h"

#include "engine/colcheck.h"

#include <assert.h>
#include <string.h>

const struct colfile_kind EVENTS_KIND = {"events", 1};

enum { MINUTES = 24 * 60 };

/* A column may be left out where every row may be without a value. */
static bool column_stands(struct colcheck *c, const struct table_column *of, struct column *out,
                          struct err *err)
{
    if (!colcheck_find(c, of->name, events_type(events_kept(of)), out, err))
        return false;
    if (out->count == 0 && !of->required)
        return true;
    return out->count == c->count || colcheck_damaged(c, of->name, err);
}

static bool persons(const struct colcheck *c, const struct column *col, struct err *err)
{
    const uint32_t *at = col->at;
    for (uint64_t i = 0; i < col->count; i++)
        if (at[i] == 0)
            return colcheck_damaged(c, "person", err);
    return true;
}

static bool words(const struct colcheck *c, const struct table_column *of, const struct column *col,
                  struct err *err)
{
    const uint8_t *at = col->at;
    for (uint64_t i = 0; i < col->count; i++)
        if (at[i] >= of->vocab->count || !of->vocab->word[at[i]])
            return colcheck_damaged(c, of->name, err);
    return true;
}

/* Numbers of 16 bits: under `limit`, or the greatest there is where the column may be empty. */
static bool shorts(const struct colcheck *c, const struct table_column *of,
                   const struct column *col, uint64_t limit, struct err *err)
{
    const uint16_t *at = col->at;
    for (uint64_t i = 0; i < col->count; i++)
        if (at[i] >= limit && (of->required || at[i] != UINT16_MAX))
            return colcheck_damaged(c, of->name, err);
    return true;
}

static bool texts(const struct colcheck *c, const struct table_column *of, const struct column *col,
                  const struct events_part *p, struct err *err)
{
    const uint32_t *at = col->at;
    for (uint64_t i = 0; i < col->count; i++)
        if (at[i] >= p->texts || (of->required && events_text(p, at[i]).len == 0))
            return colcheck_damaged(c, of->name, err);
    return true;
}

static bool check_column(const struct colcheck *c, const struct events *e,
                         const struct events_part *p, unsigned number, struct err *err)
{
    const struct table_column *of = &TABLES[e->table].column[number];
    const struct column *col = &p->column[number];
    switch (events_kept(of)) {
    case KEPT_PERSON:
        return persons(c, col, err);
    case KEPT_DAY:
        return shorts(c, of, col, SEGMENT_DAY_NONE, err);
    case KEPT_MINUTE:
        return shorts(c, of, col, MINUTES, err);
    case KEPT_UNIT:
        return shorts(c, of, col, e->units, err);
    case KEPT_WORD:
        return words(c, of, col, err);
    case KEPT_COUNT:
        return true;
    case KEPT_TEXT:
        break;
    }
    return texts(c, of, col, p, err);
}

static bool open_dictionary(struct colcheck *c, struct events_part *p, struct err *err)
{
    struct column end, bytes;
    if (!colcheck_find(c, "text_end", COL_U32, &end, err) ||
        !colcheck_find(c, "text_bytes", COL_TEXT, &bytes, err))
        return false;
    if (end.count > UINT32_MAX)
        return colcheck_damaged(c, "text_end", err);
    p->texts = (uint32_t)end.count;
    p->text_end = end.at;
    p->text = bytes.at;
    uint32_t before = 0;
    for (uint32_t i = 0; i < p->texts; before = p->text_end[i++])
        if (p->text_end[i] < before)
            return colcheck_damaged(c, "text_end", err);
    return before == bytes.count || colcheck_damaged(c, "text_bytes", err);
}

static bool open_part(const struct events *e, uint32_t number, struct events_part *p,
                      struct err *err)
{
    const struct table *t = &TABLES[e->table];
    struct colcheck c = {.file = &e->file, .code = "segment.damaged", .part = number};
    struct column person;
    if (!colcheck_find(&c, t->column[0].name, COL_U32, &person, err))
        return false;
    c.count = p->count = person.count;
    if (c.count > UINT32_MAX)
        return colcheck_damaged(&c, t->column[0].name, err);
    if (!open_dictionary(&c, p, err))
        return false;
    for (unsigned i = 0; i < t->columns; i++)
        if (!column_stands(&c, &t->column[i], &p->column[i], err) ||
            !check_column(&c, e, p, i, err))
            return false;
    return true;
}

static bool open_table(struct colcheck *c, struct events *e, struct err *err)
{
    struct column name;
    if (!colcheck_find(c, "table", COL_TEXT, &name, err))
        return false;
    return (table_find((struct str){name.at, name.count}, &e->table) &&
            TABLES[e->table].home == HOME_EVENTS) ||
           colcheck_damaged(c, "table", err);
}

static bool open_all(struct arena *a, struct events *e, struct err *err)
{
    struct colcheck c = {.file = &e->file, .code = "segment.damaged", .count = 2};
    struct column meta;
    if (!colcheck_column(&c, "meta", COL_U64, UINT64_MAX, &meta, err) || !open_table(&c, e, err) ||
        !colcheck_hsaids(&c, "unit_id", &e->unit, &e->units, err))
        return false;
    e->rows = ((const uint64_t *)meta.at)[0];
    uint64_t parts = ((const uint64_t *)meta.at)[1], rows = 0;
    if (parts > COLFILE_SECTIONS_MOST)
        return colcheck_damaged(&c, "meta", err);
    struct events_part *part = ARENA_NEW(a, struct events_part, parts ? parts : 1);
    for (uint32_t i = 0; i < parts; i++) {
        if (!open_part(e, i, &part[i], err))
            return false;
        rows += part[i].count;
    }
    e->part = part;
    e->parts = (uint32_t)parts;
    return rows == e->rows || colcheck_damaged(&c, "meta", err);
}

bool events_open(struct arena *a, const char *path, struct events *out, struct err *err)
{
    struct events e = {0};
    if (!colfile_open(a, path, &EVENTS_KIND, &e.file, err))
        return false;
    if (!open_all(a, &e, err)) {
        colfile_close(&e.file);
        return false;
    }
    *out = e;
    return true;
}

void events_close(struct events *e)
{
    colfile_close(&e->file);
    *e = (struct events){0};
}

struct day events_part_date(enum table_id table, const struct events_part *p, uint64_t row)
{
    const struct table *t = &TABLES[table];
    for (unsigned i = 0; i < t->columns; i++) {
        if (t->column[i].type != COLUMN_DAY || p->column[i].count == 0)
            continue;
        uint16_t day = ((const uint16_t *)p->column[i].at)[row];
        if (day != SEGMENT_DAY_NONE)
            return (struct day){day};
    }
    return DAY_NONE;
}

static void get_cell(const struct events *e, const struct events_part *p, unsigned column,
                     uint64_t row, void *out)
{
    const struct table_column *c = &TABLES[e->table].column[column];
    const struct column *from = &p->column[column];
    bool stands = from->count > 0;
    void *to = (char *)out + c->at;
    switch (events_kept(c)) {
    case KEPT_PERSON:
        break;
    case KEPT_DAY: {
        uint16_t day = stands ? ((const uint16_t *)from->at)[row] : SEGMENT_DAY_NONE;
        *(struct day *)to = day == SEGMENT_DAY_NONE ? DAY_NONE : (struct day){day};
        break;
    }
    case KEPT_MINUTE: { /* of the row's day */
        uint16_t minute = stands ? ((const uint16_t *)from->at)[row] : SEGMENT_MINUTE_NONE;
        bool timed = minute != SEGMENT_MINUTE_NONE;
        void *at = (char *)out + c->minute;
        *(int16_t *)at = timed ? (int16_t)minute : -1;
        *(struct day *)to = timed ? events_part_date(e->table, p, row) : DAY_NONE;
        break;
    }
    case KEPT_UNIT: {
        uint16_t unit = stands ? ((const uint16_t *)from->at)[row] : UINT16_MAX;
        *(struct hsaid *)to = unit < e->units ? e->unit[unit] : (struct hsaid){{0}};
        break;
    }
    case KEPT_WORD:
        *(unsigned *)to = stands ? ((const uint8_t *)from->at)[row] : c->empty;
        break;
    case KEPT_COUNT: {
        uint32_t count = stands ? ((const uint32_t *)from->at)[row] : UINT32_MAX;
        *(int64_t *)to = count == UINT32_MAX ? -1 : (int64_t)count;
        break;
    }
    case KEPT_TEXT:
        *(struct str *)to =
            stands ? events_text(p, ((const uint32_t *)from->at)[row]) : (struct str){0};
        break;
    }
}

void events_row(const struct events *e, const struct events_part *p, uint64_t row, void *out)
{
    const struct table *t = &TABLES[e->table];
    memset(out, 0, t->row_size);
    for (unsigned i = 0; i < t->columns; i++)
        get_cell(e, p, i, row, out);
}
