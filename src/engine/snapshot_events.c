/* From the events' rows, in the order of their loads, to those of each person by day, table by
 * table: rows are spread over the persons, each thread taking ranges of persons, and written as
 * columns. What is sorted is given back before the next table begins. */
#include "engine/snapshot_builder.h"

#include "engine/parallel.h"
#include "engine/sort_rows.h"

#include <assert.h>
#include <stdatomic.h>

enum { RANGE_ROWS = 1024 * 1024, RANGES_MOST = 64, FORMS = 128 };

/* Where the rows of a table of the snapshot stand in one of the import, and by which columns. */
struct source {
    enum table_id table;
    struct str day, unit;
};
static const struct source SOURCE[SNAPSHOT_EVENTS] = {
    [EVENTS_DIAGNOSES] = {TABLE_DIAGNOSES, STR_INIT("date"), STR_INIT("unit")},
    [EVENTS_PROCEDURES] = {TABLE_PROCEDURES, STR_INIT("date"), STR_INIT("unit")},
    [EVENTS_MEASUREMENTS] = {TABLE_MEASUREMENTS, STR_INIT("date"), STR_INIT("unit")},
    [EVENTS_PRESCRIPTIONS] = {TABLE_PRESCRIPTIONS, STR_INIT("date"), STR_INIT("unit")},
    [EVENTS_INVITATIONS] = {TABLE_INVITATIONS, STR_INIT("invited_on"), STR_INIT("unit")},
    [EVENTS_PERFORMED] = {TABLE_INVITATIONS, STR_INIT("performed_on"), STR_INIT("unit")},
    [EVENTS_REFERRALS] = {TABLE_REFERRALS, STR_INIT("date"), STR_INIT("from_unit")},
};

struct part {
    const struct events_facts *of;
    uint32_t first_row, count;
    const uint32_t *identifier;
    const uint32_t *shape;
    const uint16_t *day, *unit, *minute; /* day, minute: NULL: no row has one */
};
struct sorted_event {
    uint32_t when;  /* engine/sort_rows.h */
    uint32_t shape; /* the builder's number */
    uint16_t unit;
    uint8_t forms;
};
struct sorting {
    const struct numbering *numbering;
    struct arena *arena;
    struct part *part;
    uint32_t parts, rows, ranges;
    uint32_t *who;             /* by row: the person, or SNAPSHOT_NOBODY */
    _Atomic uint32_t stranger; /* an identifier that nobody has; 0: none */
    uint32_t *first;           /* by person; one more at the end */
    uint32_t *next;            /* by person: where the next row goes */
    struct sorted_event *out;
    uint32_t count;
};

static const struct column *column_of(const struct events_part *p, enum table_id table,
                                      struct str name)
{
    const struct table_column *c = table_column(&TABLES[table], name);
    return c ? &p->column[c - TABLES[table].column] : NULL;
}

static void open_parts(struct sorting *s, const struct event_rows *rows, const struct source *from)
{
    uint32_t parts = 0, row = 0;
    for (size_t i = 0; i < rows->events.count; i++)
        parts += ((const struct events_facts *)bag_at(&rows->events, i))->events->parts;
    s->part = ARENA_NEW(s->arena, struct part, parts + 1);
    for (size_t i = 0; i < rows->events.count; i++) {
        const struct events_facts *facts = bag_at(&rows->events, i);
        uint64_t before = 0; /* rows of the file */
        for (uint32_t k = 0; k < facts->events->parts; k++) {
            const struct events_part *p = &facts->events->part[k];
            const struct column *day = column_of(p, from->table, from->day);
            const struct column *time = column_of(p, from->table, STR("time"));
            s->part[s->parts++] =
                (struct part){.of = facts,
                              .first_row = row,
                              .count = (uint32_t)p->count,
                              .identifier = p->column[0].at,
                              .shape = facts->shape + before,
                              .day = day->count > 0 ? day->at : NULL,
                              .unit = column_of(p, from->table, from->unit)->at,
                              .minute = time && time->count > 0 ? time->at : NULL};
            row += (uint32_t)p->count;
            before += p->count;
        }
    }
    s->rows = row;
}

static void look_up(void *state, unsigned thread, unsigned piece)
{
    struct sorting *s = state;
    const struct part *p = &s->part[piece];
    uint32_t *who = s->who + p->first_row;
    for (uint32_t i = 0; i < p->count; i++) {
        who[i] = SNAPSHOT_NOBODY;
        if (p->shape[i] == EVENT_OUT || !p->day || p->day[i] == SEGMENT_DAY_NONE)
            continue;
        who[i] = snapshot_person_of(s->numbering, p->identifier[i]);
        if (who[i] == SNAPSHOT_NOBODY)
            atomic_store(&s->stranger, p->identifier[i]);
    }
}

static uint32_t range_first(const struct sorting *s, unsigned range)
{
    return (uint32_t)((uint64_t)s->numbering->persons * range / s->ranges);
}

static void count_range(void *state, unsigned thread, unsigned range)
{
    struct sorting *s = state;
    uint32_t from = range_first(s, range), size = range_first(s, range + 1) - from;
    uint32_t *count = s->first + from;
    for (uint32_t row = 0; row < s->rows; row++)
        if (s->who[row] - from < size)
            count[s->who[row] - from]++;
}

static struct sorted_event event_of(const struct sorting *s, const struct part *p, uint32_t i)
{
    uint16_t minute = p->minute && p->minute[i] != SEGMENT_MINUTE_NONE ? p->minute[i] + 1 : 0;
    return (struct sorted_event){.when = when_of(p->day[i], minute),
                                 .shape = p->shape[i],
                                 .unit = (uint16_t)s->numbering->unit[p->of->unit[p->unit[i]]]};
}

static void fill_range(void *state, unsigned thread, unsigned range)
{
    struct sorting *s = state;
    uint32_t from = range_first(s, range), end = range_first(s, range + 1);
    for (uint32_t i = 0; i < s->parts; i++) {
        const struct part *part = &s->part[i];
        const uint32_t *who = s->who + part->first_row;
        for (uint32_t k = 0; k < part->count; k++)
            if (who[k] - from < end - from)
                s->out[s->next[who[k]]++] = event_of(s, part, k);
    }
    for (uint32_t p = from; p < end; p++)
        sort_rows(s->out + s->first[p], sizeof *s->out, s->first[p + 1] - s->first[p]);
}

static bool sort_events(struct sorting *s, unsigned threads, struct err *err)
{
    uint32_t persons = s->numbering->persons, at = 0;
    s->who = ARENA_NEW(s->arena, uint32_t, (size_t)s->rows + 1);
    parallel_run(threads, s->parts, look_up, s);
    uint32_t stranger = atomic_load(&s->stranger);
    if (stranger != 0)
        return FAIL(err, ERR_IO, "snapshot.person", "%u", (unsigned)stranger);
    s->ranges = threads < s->rows / RANGE_ROWS ? s->rows / RANGE_ROWS : threads;
    s->ranges = s->ranges > RANGES_MOST ? RANGES_MOST : s->ranges;
    s->first = ARENA_NEW(s->arena, uint32_t, (size_t)persons + 1);
    s->next = ARENA_NEW(s->arena, uint32_t, (size_t)persons + 1);
    parallel_run(threads, s->ranges, count_range, s);
    for (uint32_t p = 0; p <= persons; p++) {
        uint32_t count = s->first[p];
        s->first[p] = s->next[p] = at;
        at += count;
    }
    s->count = at;
    s->out = arena_take(s->arena, sizeof *s->out, COLFILE_ALIGN, (size_t)at + 1);
    parallel_run(threads, s->ranges, fill_range, s);
    return true;
}

/* ---- shapes: looks together with forms ---- */

struct forms { /* of a look: a bit for each set of forms that its rows have */
    uint64_t bit[FORMS / 64];
    uint32_t first; /* number of the first */
};
struct shapes {
    struct event_looks looks;
    struct forms *forms; /* by place of the look */
    uint32_t count;
};

static uint32_t bits(uint64_t of)
{
    return (uint32_t)__builtin_popcountll(of);
}

static struct shapes find_shapes(const struct event_shapes *all, const struct sorting *s)
{
    struct shapes out = {.looks = event_shapes_sorted(all, s->arena)};
    out.forms = ARENA_NEW(s->arena, struct forms, (size_t)out.looks.looks + 1);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct sorted_event *e = &s->out[i];
        out.forms[out.looks.place[e->shape]].bit[e->forms / 64] |= UINT64_C(1) << e->forms % 64;
    }
    for (uint32_t i = 0; i < out.looks.looks; i++) {
        out.forms[i].first = out.count;
        out.count += bits(out.forms[i].bit[0]) + bits(out.forms[i].bit[1]);
    }
    return out;
}

static uint32_t shape_of(const struct shapes *shapes, const struct sorted_event *e)
{
    const struct forms *f = &shapes->forms[shapes->looks.place[e->shape]];
    uint64_t below = (UINT64_C(1) << e->forms % 64) - 1;
    return e->forms < 64 ? f->first + bits(f->bit[0] & below)
                         : f->first + bits(f->bit[0]) + bits(f->bit[1] & below);
}

static bool put_shapes(struct snapshot_writing *w, const struct shapes *s, struct err *err)
{
    size_t room = (size_t)s->count + 1;
    uint32_t *text[4], n = 0;
    uint8_t *word = ARENA_NEW(w->arena, uint8_t, room);
    uint8_t *channel = ARENA_NEW(w->arena, uint8_t, room);
    uint8_t *forms = ARENA_NEW(w->arena, uint8_t, room);
    for (size_t i = 0; i < ARRAY_LEN(text); i++)
        text[i] = ARENA_NEW(w->arena, uint32_t, room);
    for (uint32_t i = 0; i < s->looks.looks; i++) {
        const struct event_look *look = &s->looks.look[i];
        for (unsigned f = 0; f < FORMS; f++) {
            if (!(s->forms[i].bit[f / 64] >> f % 64 & 1))
                continue;
            text[0][n] = look->code;
            text[1][n] = look->system;
            text[2][n] = look->value;
            text[3][n] = look->value_unit;
            word[n] = look->word;
            channel[n] = look->channel;
            forms[n++] = (uint8_t)f;
        }
    }
    uint32_t most = s->looks.texts;
    return snapshot_put_texts(w, "event_text", "event_text_end", s->looks.text, s->looks.texts,
                              err) &&
           snapshot_put_narrow(w, "event_code", text[0], n, most, err) &&
           snapshot_put_narrow(w, "event_system", text[1], n, most, err) &&
           snapshot_put_narrow(w, "event_value", text[2], n, most, err) &&
           snapshot_put_narrow(w, "event_value_unit", text[3], n, most, err) &&
           snapshot_put(w, "event_word", COL_U8, word, n, err) &&
           snapshot_put(w, "event_channel", COL_U8, channel, n, err) &&
           snapshot_put(w, "event_forms", COL_U8, forms, n, err);
}

/* ---- columns ---- */

/* One after the other in the same room. */
static bool put_rows(struct snapshot_writing *w, const struct sorting *s,
                     const struct shapes *shapes, struct err *err)
{
    const struct sorted_event *row = s->out;
    uint32_t count = s->count, *number = ARENA_NEW(w->arena, uint32_t, (size_t)count + 1);
    uint16_t *day = ARENA_NEW(w->arena, uint16_t, (size_t)count + 1);
    uint16_t *minute = ARENA_NEW(w->arena, uint16_t, (size_t)count + 1);
    bool timed = false;
    for (uint32_t i = 0; i < count; i++) {
        day[i] = when_day(row[i].when);
        minute[i] = (uint16_t)(when_minute(row[i].when) - 1); /* 0 becomes SEGMENT_MINUTE_NONE */
        timed |= minute[i] != SEGMENT_MINUTE_NONE;
        number[i] = row[i].unit;
    }
    uint32_t persons = count > 0 ? w->numbering.persons + 1 : 0; /* no rows: nothing is kept */
    if (!snapshot_put(w, "event_first", COL_U32, s->first, persons, err) ||
        !snapshot_put(w, "event_day", COL_U16, day, count, err) ||
        !snapshot_put(w, "event_minute", COL_U16, minute, timed ? count : 0, err) ||
        !snapshot_put_narrow(w, "event_unit", number, count, w->b->unit.count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        number[i] = shape_of(shapes, &row[i]);
    return snapshot_put_narrow(w, "event_shape", number, count, shapes->count, err);
}

static bool write_table(struct snapshot_writing *w, enum snapshot_events_table table,
                        struct err *err)
{
    const struct event_rows *rows = &w->b->event[SOURCE[table].table - TABLE_DIAGNOSES];
    struct snapshot_writing own = *w; /* in memory of the table's own */
    own.arena = arena_open(ARENA_BLOCK);
    own.part = table;
    struct sorting s = {.numbering = &w->numbering, .arena = own.arena};
    open_parts(&s, rows, &SOURCE[table]);
    bool good = sort_events(&s, w->options->threads, err);
    if (good) {
        struct shapes shapes = find_shapes(&rows->shapes, &s);
        good = put_shapes(&own, &shapes, err) && put_rows(&own, &s, &shapes, err);
    }
    arena_close(own.arena);
    return good;
}

bool snapshot_write_events(struct snapshot_writing *w, struct err *err)
{
    for (unsigned i = 0; i < SNAPSHOT_EVENTS; i++)
        if (!write_table(w, (enum snapshot_events_table)i, err))
            return false;
    return true;
}
