#include "engine/segment.h"

#include "engine/hsaid_dict.h"

#include <assert.h>
#include <string.h>

enum {
    PART_ROWS = 256 * 1024,
    PART_FIRST_ROWS = 4096,
    PART_TEXT = 8 * 1024 * 1024,
    PART_FIRST_TEXT = 64 * 1024
};

/* The columns of the part that is being filled; room for `room` rows and `text_room` bytes. */
struct filling {
    uint32_t *identifier, *staff, *key_end;
    uint16_t *day, *minute, *unit, *shape, *sought;
    char *text;
    uint32_t count, room, text_len, text_room;
    bool has_minute, has_sought;
};
struct segment_writer {
    struct arena *arena;
    struct colfile_writer *file;
    struct hsaid_dict unit, staff;
    struct filling part;
    uint32_t parts;
    uint64_t rows;
    struct day first, last;
};

static void *grown(struct arena *a, const void *old, size_t old_size, size_t size)
{
    void *at = arena_take(a, size, COLFILE_ALIGN, 1);
    if (old_size > 0)
        memcpy(at, old, old_size);
    return at;
}

#define GROW(a, column, from, to)                                                                  \
    ((column) = grown((a), (column), (from) * sizeof *(column), (to) * sizeof *(column)))

static void grow_rows(struct arena *a, struct filling *p)
{
    uint32_t room = p->room ? p->room * 4 : PART_FIRST_ROWS;
    GROW(a, p->identifier, p->room, room);
    GROW(a, p->staff, p->room, room);
    GROW(a, p->key_end, p->room, room);
    GROW(a, p->day, p->room, room);
    GROW(a, p->minute, p->room, room);
    GROW(a, p->unit, p->room, room);
    GROW(a, p->shape, p->room, room);
    GROW(a, p->sought, p->room, room);
    p->room = room;
}

static void grow_text(struct arena *a, struct filling *p)
{
    uint32_t room = p->text_room ? p->text_room * 4 : PART_FIRST_TEXT;
    GROW(a, p->text, p->text_room, room);
    p->text_room = room;
}

bool segment_create(const struct files *fs, const char *path, struct segment_writer **out,
                    struct err *err)
{
    struct arena *a = arena_open(1024 * 1024);
    struct segment_writer *w = ARENA_NEW(a, struct segment_writer, 1);
    *w = (struct segment_writer){.arena = a,
                                 .unit = hsaid_dict_open(a),
                                 .staff = hsaid_dict_open(a),
                                 .first = DAY_NONE,
                                 .last = DAY_NONE};
    if (!colfile_create(fs, a, path, &SEGMENT_KIND, &w->file, err)) {
        arena_close(a);
        return false;
    }
    *out = w;
    return true;
}

static bool fits(struct day d)
{
    return d.n >= 0 && d.n < SEGMENT_DAY_NONE;
}

bool segment_takes(struct day date, struct day sought_on)
{
    return fits(date) && (day_is_none(sought_on) || fits(sought_on));
}

static bool write_part(struct segment_writer *w, struct err *err)
{
    struct filling *p = &w->part;
    struct col_new section[] = {
        {"identifier", w->parts, COL_U32, p->identifier, p->count},
        {"day", w->parts, COL_U16, p->day, p->count},
        {"unit", w->parts, COL_U16, p->unit, p->count},
        {"staff", w->parts, COL_U32, p->staff, p->count},
        {"shape", w->parts, COL_U16, p->shape, p->count},
        {"key_end", w->parts, COL_U32, p->key_end, p->count},
        {"key_text", w->parts, COL_TEXT, p->text, p->text_len},
        {"minute", w->parts, COL_U16, p->minute, p->has_minute ? p->count : 0},
        {"sought", w->parts, COL_U16, p->sought, p->has_sought ? p->count : 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(section); i++)
        if (!colfile_add(w->file, &section[i], err))
            return false;
    w->parts++;
    p->count = p->text_len = 0;
    p->has_minute = p->has_sought = false;
    return true;
}

static void note_day(struct segment_writer *w, struct day day)
{
    if (w->rows == 0 || day.n < w->first.n)
        w->first = day;
    if (w->rows == 0 || day.n > w->last.n)
        w->last = day;
}

static void put_row(struct segment_writer *w, uint32_t identifier, uint32_t unit,
                    const struct contact_row *row)
{
    struct filling *p = &w->part;
    uint32_t i = p->count++;
    p->identifier[i] = identifier;
    p->day[i] = (uint16_t)row->date.n;
    p->minute[i] = row->minute < 0 ? SEGMENT_MINUTE_NONE : (uint16_t)row->minute;
    p->has_minute |= row->minute >= 0;
    p->unit[i] = (uint16_t)unit;
    p->staff[i] = row->staff.text[0] ? 1 + hsaid_dict_add(&w->staff, &row->staff) : 0;
    p->shape[i] = shape_pack(&(struct shape){.profession = row->profession,
                                             .form = row->form,
                                             .level = row->level,
                                             .problem = row->problem,
                                             .booking = row->booking,
                                             .assessed = row->assessed});
    bool sought = !day_is_none(row->sought_on);
    p->sought[i] = sought ? (uint16_t)row->sought_on.n : SEGMENT_DAY_NONE;
    p->has_sought |= sought;
    memcpy(p->text + p->text_len, row->contact.at, row->contact.len);
    p->text_len += (uint32_t)row->contact.len;
    p->key_end[i] = p->text_len;
}

bool segment_add(struct segment_writer *w, uint32_t identifier, const struct contact_row *row,
                 struct err *err)
{
    assert(identifier != 0 && row->minute < 24 * 60);
    char day[DAY_TEXT];
    if (!segment_takes(row->date, row->sought_on))
        return FAIL(err, ERR_INVALID, "segment.day", "%s",
                    day_format(fits(row->date) ? row->sought_on : row->date, day).at);
    if (row->contact.len == 0 || row->contact.len > SEGMENT_KEY_MOST)
        return FAIL(err, ERR_INVALID, "segment.key", "%zu", row->contact.len);
    struct filling *p = &w->part;
    if ((p->count == PART_ROWS || p->text_len > PART_TEXT - SEGMENT_KEY_MOST) &&
        !write_part(w, err))
        return false;
    uint32_t unit = hsaid_dict_add(&w->unit, &row->unit);
    if (unit >= UNITS_MOST)
        return FAIL(err, ERR_INVALID, "segment.full", "%u", (unsigned)UNITS_MOST);
    if (p->count == p->room)
        grow_rows(w->arena, p);
    if (p->text_room - p->text_len < SEGMENT_KEY_MOST)
        grow_text(w->arena, p);
    put_row(w, identifier, unit, row);
    note_day(w, row->date);
    w->rows++;
    return true;
}

const struct hsaid_dict *segment_units(const struct segment_writer *w)
{
    return &w->unit;
}

static bool write_end(struct segment_writer *w, struct segment_made *made, struct err *err)
{
    uint64_t meta[] = {w->rows, 0};
    if (w->part.count > 0 && !write_part(w, err))
        return false;
    meta[1] = w->parts;
    struct col_new section[] = {
        {"meta", 0, COL_U64, meta, ARRAY_LEN(meta)},
        {"unit_id", 0, COL_TEXT, w->unit.id, (uint64_t)w->unit.count * sizeof(struct hsaid)},
        {"staff_id", 0, COL_TEXT, w->staff.id, (uint64_t)w->staff.count * sizeof(struct hsaid)},
    };
    for (size_t i = 0; i < ARRAY_LEN(section); i++)
        if (!colfile_add(w->file, &section[i], err))
            return false;
    made->rows = w->rows;
    made->first = w->first;
    made->last = w->last;
    return colfile_commit(w->file, &made->checksum, err);
}

bool segment_commit(struct segment_writer *w, struct segment_made *out, struct err *err)
{
    struct segment_made made;
    bool done = write_end(w, &made, err);
    if (done)
        *out = made;
    segment_discard(w);
    return done;
}

void segment_discard(struct segment_writer *w)
{
    if (!w)
        return;
    colfile_discard(w->file);
    arena_close(w->arena);
}
