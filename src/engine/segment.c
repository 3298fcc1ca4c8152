#include "engine/segment.h"

#include "engine/colcheck.h"

#include <assert.h>

const struct colfile_kind SEGMENT_KIND = {"contacts", 1};

enum { MINUTES = 24 * 60 };

/* A column that is left out where no row has a value. */
static bool optional(struct colcheck *c, const char *name, uint16_t most, const uint16_t **out,
                     struct err *err)
{
    struct column col;
    if (!colcheck_find(c, name, COL_U16, &col, err))
        return false;
    if (col.count == 0) {
        *out = NULL;
        return true;
    }
    const uint16_t *at = col.at;
    for (uint64_t i = 0; i < col.count; i++)
        if (at[i] > most && at[i] != UINT16_MAX)
            return colcheck_damaged(c, name, err);
    if (col.count != c->count)
        return colcheck_damaged(c, name, err);
    *out = at;
    return true;
}

static bool keys(struct colcheck *c, struct segment_part *part, struct err *err)
{
    struct column end, text;
    if (!colcheck_column(c, "key_end", COL_U32, UINT32_MAX, &end, err) ||
        !colcheck_find(c, "key_text", COL_TEXT, &text, err))
        return false;
    uint32_t before = 0;
    part->key_end = end.at;
    part->key_text = text.at;
    for (uint64_t i = 0; i < c->count; before = part->key_end[i++])
        if (part->key_end[i] <= before || part->key_end[i] - before > SEGMENT_KEY_MOST)
            return colcheck_damaged(c, "key_end", err);
    return before == text.count || colcheck_damaged(c, "key_text", err);
}

static bool open_part(const struct segment *s, uint32_t number, struct segment_part *part,
                      struct err *err)
{
    struct colcheck c = {.file = &s->file, .code = "segment.damaged", .part = number};
    struct column identifier, day, unit, staff, shape;
    if (!colcheck_find(&c, "identifier", COL_U32, &identifier, err))
        return false;
    c.count = identifier.count;
    if (c.count > UINT32_MAX)
        return colcheck_damaged(&c, "identifier", err);
    if (!colcheck_column(&c, "day", COL_U16, SEGMENT_DAY_NONE - 1, &day, err) ||
        !colcheck_index(&c, "unit", COL_U16, s->units, &unit, err) ||
        !colcheck_column(&c, "staff", COL_U32, s->staff_count, &staff, err) ||
        !colcheck_index(&c, "shape", COL_U16, SHAPES, &shape, err) ||
        !optional(&c, "minute", MINUTES - 1, &part->minute, err) ||
        !optional(&c, "sought", SEGMENT_DAY_NONE, &part->sought, err) || !keys(&c, part, err))
        return false;
    for (uint64_t i = 0; i < c.count; i++)
        if (((const uint32_t *)identifier.at)[i] == 0)
            return colcheck_damaged(&c, "identifier", err);
    part->count = c.count;
    part->identifier = identifier.at;
    part->day = day.at;
    part->unit = unit.at;
    part->staff = staff.at;
    part->shape = shape.at;
    return true;
}

static bool open_all(struct arena *a, struct segment *s, struct err *err)
{
    struct colcheck c = {.file = &s->file, .code = "segment.damaged", .count = 2};
    struct column meta;
    if (!colcheck_column(&c, "meta", COL_U64, UINT64_MAX, &meta, err))
        return false;
    s->rows = ((const uint64_t *)meta.at)[0];
    uint64_t parts = ((const uint64_t *)meta.at)[1], rows = 0;
    if (parts > COLFILE_SECTIONS_MOST)
        return colcheck_damaged(&c, "meta", err);
    if (!colcheck_hsaids(&c, "unit_id", &s->unit, &s->units, err) ||
        !colcheck_hsaids(&c, "staff_id", &s->staff, &s->staff_count, err))
        return false;
    struct segment_part *part = ARENA_NEW(a, struct segment_part, parts ? parts : 1);
    for (uint32_t i = 0; i < parts; i++) {
        if (!open_part(s, i, &part[i], err))
            return false;
        rows += part[i].count;
    }
    s->part = part;
    s->parts = (uint32_t)parts;
    return rows == s->rows || colcheck_damaged(&c, "meta", err);
}

bool segment_open(struct arena *a, const char *path, struct segment *out, struct err *err)
{
    struct segment s = {0};
    if (!colfile_open(a, path, &SEGMENT_KIND, &s.file, err))
        return false;
    if (!open_all(a, &s, err)) {
        colfile_close(&s.file);
        return false;
    }
    *out = s;
    return true;
}

void segment_close(struct segment *s)
{
    colfile_close(&s->file);
    *s = (struct segment){0};
}

void segment_row(const struct segment *s, const struct segment_part *p, uint64_t i,
                 struct contact_row *out)
{
    struct shape shape = shape_unpack(p->shape[i]);
    bool timed = p->minute && p->minute[i] != SEGMENT_MINUTE_NONE;
    bool sought = p->sought && p->sought[i] != SEGMENT_DAY_NONE;
    *out = (struct contact_row){.contact = segment_key(p, i),
                                .date = {p->day[i]},
                                .minute = timed ? (int16_t)p->minute[i] : -1,
                                .unit = s->unit[p->unit[i]],
                                .profession = shape.profession,
                                .form = shape.form,
                                .level = shape.level,
                                .problem = shape.problem,
                                .sought_on = DAY_NONE,
                                .assessed = shape.assessed,
                                .booking = shape.booking};
    if (sought)
        out->sought_on.n = p->sought[i];
    if (p->staff[i] != 0)
        out->staff = s->staff[p->staff[i] - 1];
}

/* The product of the six vocabularies is small: a shape is its place in the product. */
uint16_t shape_pack(const struct shape *s)
{
    unsigned n = s->profession;
    n = n * 7 + s->form;
    n = n * 3 + s->level;
    n = n * 4 + s->problem;
    n = n * 4 + s->booking;
    n = n * 3 + s->assessed;
    assert(n < SHAPES);
    return (uint16_t)n;
}

struct shape shape_unpack(uint16_t packed)
{
    assert(packed < SHAPES);
    struct shape s;
    unsigned n = packed;
    s.assessed = (enum answer)(n % 3);
    n /= 3;
    s.booking = (enum booking)(n % 4);
    n /= 4;
    s.problem = (enum problem)(n % 4);
    n /= 4;
    s.level = (enum care_level)(n % 3);
    n /= 3;
    s.form = (enum form)(n % 7);
    s.profession = (enum profession)(n / 7);
    return s;
}
_Static_assert(PROF_OTHER + 1 == 10 && FORM_LETTER + 1 == 7 && CARE_SPECIALIST + 1 == 3 &&
                   PROBLEM_OTHER + 1 == 4 && BOOKING_UNKNOWN + 1 == 4 && ANSWER_NO + 1 == 3,
               "shape_pack() knows how many words each vocabulary has");
