#include "engine/events_parts.h"

#include "engine/text_dict.h"

#include <assert.h>
#include <string.h>

enum {
    PART_ROWS = 256 * 1024,
    PART_FIRST_ROWS = 4096,
    PART_TEXT = 8 * 1024 * 1024, /* bytes of a part's dictionary; a row over it begins another */
    ROW_TEXT_MOST = 16 * 1024
};

/* One column of the part that is being filled. */
struct filling {
    void *at;
    bool any; /* a row has a value */
};
struct events_writer {
    struct arena *arena;
    struct colfile_writer *file;
    enum table_id table;
    struct hsaid_dict unit;
    struct text_dict text; /* of the part */
    struct filling column[COLUMNS_MOST];
    uint32_t count, room, parts; /* rows of the part */
    uint64_t rows;
    struct day first, last;
};

enum events_kept events_kept(const struct table_column *c)
{
    switch (c->type) {
    case COLUMN_PERSON:
        return KEPT_PERSON;
    case COLUMN_HSAID:
        return KEPT_UNIT;
    case COLUMN_DAY:
        return KEPT_DAY;
    case COLUMN_TIME:
        return KEPT_MINUTE;
    case COLUMN_VOCAB:
        return KEPT_WORD;
    case COLUMN_COUNT:
        return KEPT_COUNT;
    case COLUMN_TEXT:
    case COLUMN_WORD:
    case COLUMN_MEASURED:
    case COLUMN_DECIMAL:
    case COLUMN_COUNTY:
    case COLUMN_MUNICIPALITY:
    case COLUMN_REGION:
    case COLUMN_PERIOD:
        return KEPT_TEXT;
    case COLUMN_UNIT_OR_NATION:
    case COLUMN_DAY_OR_TIME:
    case COLUMN_MONTH:
    case COLUMN_MOMENT:
    case COLUMN_NUMBER:
        break;
    }
    assert(false && "no table of events has such a column");
    return KEPT_TEXT;
}

enum col_type events_type(enum events_kept kept)
{
    switch (kept) {
    case KEPT_WORD:
        return COL_U8;
    case KEPT_DAY:
    case KEPT_MINUTE:
    case KEPT_UNIT:
        return COL_U16;
    case KEPT_PERSON:
    case KEPT_COUNT:
    case KEPT_TEXT:
        break;
    }
    return COL_U32;
}

bool events_create(const struct files *fs, const char *path, enum table_id table,
                   struct events_writer **out, struct err *err)
{
    assert(TABLES[table].home == HOME_EVENTS);
    struct arena *a = arena_open(ARENA_BLOCK);
    struct events_writer *w = ARENA_NEW(a, struct events_writer, 1);
    *w = (struct events_writer){.arena = a,
                                .table = table,
                                .unit = hsaid_dict_open(a),
                                .text = text_dict_open(a),
                                .first = DAY_NONE,
                                .last = DAY_NONE};
    if (!colfile_create(fs, a, path, &EVENTS_KIND, &w->file, err)) {
        arena_close(a);
        return false;
    }
    *out = w;
    return true;
}

static bool fits(struct day d)
{
    return day_is_none(d) || (d.n >= 0 && d.n < SEGMENT_DAY_NONE);
}

const struct table_column *events_refuses(enum table_id table, const void *row)
{
    const struct table *t = &TABLES[table];
    for (unsigned i = 0; i < t->columns; i++)
        if (t->column[i].type == COLUMN_DAY &&
            !fits(*(const struct day *)column_at(&t->column[i], row)))
            return &t->column[i];
    return NULL;
}

struct day events_date(enum table_id table, const void *row)
{
    const struct table *t = &TABLES[table];
    struct day day = DAY_NONE;
    for (unsigned i = 0; i < t->columns && day_is_none(day); i++)
        if (t->column[i].type == COLUMN_DAY)
            day = *(const struct day *)column_at(&t->column[i], row);
    return day;
}

static void grow(struct events_writer *w)
{
    const struct table *t = &TABLES[w->table];
    uint32_t room = w->room ? w->room * 4 : PART_FIRST_ROWS;
    for (unsigned i = 0; i < t->columns; i++) {
        size_t size = col_size(events_type(events_kept(&t->column[i])));
        void *grown = arena_take(w->arena, size, COLFILE_ALIGN, room);
        if (w->count > 0)
            memcpy(grown, w->column[i].at, w->count * size);
        w->column[i].at = grown;
    }
    w->room = room;
}

static bool write_part(struct events_writer *w, struct err *err)
{
    const struct table *t = &TABLES[w->table];
    for (unsigned i = 0; i < t->columns; i++) {
        const struct table_column *c = &t->column[i];
        bool stands = c->required || w->column[i].any;
        struct col_new section = {c->name, w->parts, events_type(events_kept(c)), w->column[i].at,
                                  stands ? w->count : 0};
        if (!colfile_add(w->file, &section, err))
            return false;
        w->column[i].any = false;
    }
    struct col_new text[] = {{"text_end", w->parts, COL_U32, w->text.end, w->text.count},
                             {"text_bytes", w->parts, COL_TEXT, w->text.bytes, w->text.used}};
    if (!colfile_add(w->file, &text[0], err) || !colfile_add(w->file, &text[1], err))
        return false;
    text_dict_clear(&w->text);
    w->parts++;
    w->count = 0;
    return true;
}

static void put_day(struct filling *f, uint32_t row, struct day day)
{
    ((uint16_t *)f->at)[row] = day_is_none(day) ? SEGMENT_DAY_NONE : (uint16_t)day.n;
    f->any |= !day_is_none(day);
}

static void put_minute(struct filling *f, uint32_t row, int16_t minute)
{
    ((uint16_t *)f->at)[row] = minute < 0 ? SEGMENT_MINUTE_NONE : (uint16_t)minute;
    f->any |= minute >= 0;
}

static void put_text(struct events_writer *w, struct filling *f, struct str text)
{
    ((uint32_t *)f->at)[w->count] = text_dict_add(&w->text, text);
    f->any |= text.len > 0;
}

static bool put_unit(struct events_writer *w, struct filling *f, const struct hsaid *unit,
                     struct err *err)
{
    uint32_t number = hsaid_dict_add(&w->unit, unit);
    if (number >= UNITS_MOST)
        return FAIL(err, ERR_INVALID, "segment.full", "%u", (unsigned)UNITS_MOST);
    ((uint16_t *)f->at)[w->count] = (uint16_t)number;
    f->any = true;
    return true;
}

static bool put_cell(struct events_writer *w, unsigned column, uint32_t identifier, const void *row,
                     struct err *err)
{
    const struct table_column *c = &TABLES[w->table].column[column];
    struct filling *f = &w->column[column];
    const void *at = column_at(c, row);
    switch (events_kept(c)) {
    case KEPT_PERSON:
        ((uint32_t *)f->at)[w->count] = identifier;
        f->any = true;
        break;
    case KEPT_DAY:
        put_day(f, w->count, *(const struct day *)at);
        break;
    case KEPT_MINUTE:
        put_minute(f, w->count, *(const int16_t *)(const void *)((const char *)row + c->minute));
        break;
    case KEPT_UNIT:
        return put_unit(w, f, at, err);
    case KEPT_WORD:
        ((uint8_t *)f->at)[w->count] = (uint8_t) * (const unsigned *)at;
        f->any = true;
        break;
    case KEPT_COUNT:
        ((uint32_t *)f->at)[w->count] = (uint32_t) * (const int64_t *)at; /* -1: UINT32_MAX */
        f->any |= *(const int64_t *)at >= 0;
        break;
    case KEPT_TEXT:
        put_text(w, f, *(const struct str *)at);
        break;
    }
    return true;
}

static void note_day(struct events_writer *w, struct day day)
{
    if (day_is_none(day))
        return;
    if (day_is_none(w->first) || day.n < w->first.n)
        w->first = day;
    if (day_is_none(w->last) || day.n > w->last.n)
        w->last = day;
}

bool events_add(struct events_writer *w, uint32_t identifier, const void *row, struct err *err)
{
    const struct table *t = &TABLES[w->table];
    assert(identifier != 0 && !events_refuses(w->table, row));
    if ((w->count == PART_ROWS || w->text.used > PART_TEXT - ROW_TEXT_MOST) && !write_part(w, err))
        return false;
    if (w->count == w->room)
        grow(w);
    for (unsigned i = 0; i < t->columns; i++)
        if (!put_cell(w, i, identifier, row, err))
            return false;
    note_day(w, events_date(w->table, row));
    w->count++;
    w->rows++;
    return true;
}

const struct hsaid_dict *events_units(const struct events_writer *w)
{
    return &w->unit;
}

static bool write_end(struct events_writer *w, struct segment_made *made, struct err *err)
{
    uint64_t meta[] = {w->rows, 0};
    struct str name = str_of(TABLES[w->table].name);
    if (w->count > 0 && !write_part(w, err))
        return false;
    meta[1] = w->parts;
    struct col_new section[] = {
        {"meta", 0, COL_U64, meta, ARRAY_LEN(meta)},
        {"table", 0, COL_TEXT, name.at, name.len},
        {"unit_id", 0, COL_TEXT, w->unit.id, (uint64_t)w->unit.count * sizeof(struct hsaid)},
    };
    for (size_t i = 0; i < ARRAY_LEN(section); i++)
        if (!colfile_add(w->file, &section[i], err))
            return false;
    made->rows = w->rows;
    made->first = w->first;
    made->last = w->last;
    return colfile_commit(w->file, &made->checksum, err);
}

bool events_commit(struct events_writer *w, struct segment_made *out, struct err *err)
{
    struct segment_made made;
    bool done = write_end(w, &made, err);
    if (done)
        *out = made;
    events_discard(w);
    return done;
}

void events_discard(struct events_writer *w)
{
    if (!w)
        return;
    colfile_discard(w->file);
    arena_close(w->arena);
}
