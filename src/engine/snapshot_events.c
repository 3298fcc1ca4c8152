/* From the events' rows, in the order of their loads, to those of each person by day, table by
 * table: rows are spread over the persons, of diagnoses and procedures the forms of their contacts
 * are found, and all is written as columns. What is sorted is given back before the next table
 * begins. */
#include "engine/snapshot_builder.h"

#include "engine/parallel.h"

#include <assert.h>
#include <stdatomic.h>

enum { FORMS = 128 };

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
    uint32_t parts;
    uint32_t *who;
    _Atomic uint32_t stranger; /* an identifier that nobody has; 0: none */
    struct person_rows persons;
    struct sorted_event *out;
    uint32_t count;
    /* Of diagnoses and procedures; NULL: rows belong to no contacts. */
    const struct sorted_contacts *contacts;
    const uint8_t *named;  /* forms by row, struct named_forms */
    const uint8_t *bit_of; /* by shape of a contact: the bit of its form */
    uint8_t **at_unit;     /* by thread: forms of a day by unit, all 0 between days */
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
    s->persons.rows = row;
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

static struct sorted_event event_of(const struct sorting *s, const struct part *p, uint32_t i)
{
    uint16_t minute = p->minute && p->minute[i] != SEGMENT_MINUTE_NONE ? p->minute[i] + 1 : 0;
    return (struct sorted_event){.when = when_of(p->day[i], minute),
                                 .shape = p->shape[i],
                                 .forms = s->named ? s->named[p->first_row + i] : 0,
                                 .unit = (uint16_t)s->numbering->unit[p->of->unit[p->unit[i]]]};
}

/* The person's rows that have no forms yet get those of the contacts of their day and unit. */
static void find_forms(const struct sorting *s, uint8_t *at_unit, uint32_t person)
{
    struct sorted_event *row = s->out + s->persons.first[person];
    const struct sorted_event *end = s->out + s->persons.first[person + 1];
    const struct sorted_contact *contact = s->contacts->row + s->contacts->first[person];
    const struct sorted_contact *last = s->contacts->row + s->contacts->first[person + 1];
    while (row < end) {
        uint16_t day = when_day(row->when);
        while (contact < last && when_day(contact->when) < day)
            contact++;
        const struct sorted_contact *first = contact;
        for (; contact < last && when_day(contact->when) == day; contact++)
            at_unit[contact->unit] |= s->bit_of[contact->shape];
        for (; row < end && when_day(row->when) == day; row++)
            row->forms = row->forms ? row->forms : at_unit[row->unit];
        for (; first < contact; first++)
            at_unit[first->unit] = 0;
    }
}

static void fill_range(void *state, unsigned thread, unsigned range)
{
    struct sorting *s = state;
    const struct person_rows *p = &s->persons;
    uint32_t from = person_rows_range(p, range), end = person_rows_range(p, range + 1);
    for (uint32_t i = 0; i < s->parts; i++) {
        const struct part *part = &s->part[i];
        const uint32_t *who = s->who + part->first_row;
        for (uint32_t k = 0; k < part->count; k++)
            if (who[k] - from < end - from)
                s->out[p->next[who[k]]++] = event_of(s, part, k);
    }
    for (uint32_t i = from; i < end; i++) {
        sort_rows(s->out + p->first[i], sizeof *s->out, p->first[i + 1] - p->first[i]);
        if (s->contacts)
            find_forms(s, s->at_unit[thread], i);
    }
}

static void belong_to(struct sorting *s, const struct sorted_contacts *contacts,
                      const uint8_t *named, unsigned threads)
{
    uint8_t *bit_of = ARENA_NEW(s->arena, uint8_t, SHAPES);
    for (unsigned i = 0; i < SHAPES; i++)
        bit_of[i] = (uint8_t)(1U << shape_unpack((uint16_t)i).form);
    s->at_unit = ARENA_NEW(s->arena, uint8_t *, threads);
    for (unsigned i = 0; i < threads; i++)
        s->at_unit[i] = ARENA_NEW(s->arena, uint8_t, UNITS_MOST);
    s->bit_of = bit_of;
    s->named = named;
    s->contacts = contacts;
}

static bool sort_events(struct sorting *s, unsigned threads, struct err *err)
{
    struct person_rows *p = &s->persons;
    s->who = ARENA_NEW(s->arena, uint32_t, (size_t)p->rows + 1);
    parallel_run(threads, s->parts, look_up, s);
    uint32_t stranger = atomic_load(&s->stranger);
    if (stranger != 0)
        return FAIL(err, ERR_IO, "snapshot.person", "%u", (unsigned)stranger);
    p->who = s->who;
    p->persons = s->numbering->persons;
    person_rows_count(p, s->arena, s->arena, threads);
    s->count = p->first[p->persons];
    s->out = arena_take(s->arena, sizeof *s->out, COLFILE_ALIGN, (size_t)s->count + 1);
    parallel_run(threads, p->ranges, fill_range, s);
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
    if (!snapshot_put(w, "event_first", COL_U32, s->persons.first, persons, err) ||
        !snapshot_put(w, "event_day", COL_U16, day, count, err) ||
        !snapshot_put(w, "event_minute", COL_U16, minute, timed ? count : 0, err) ||
        !snapshot_put_narrow(w, "event_unit", number, count, w->b->unit.count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        number[i] = shape_of(shapes, &row[i]);
    return snapshot_put_narrow(w, "event_shape", number, count, shapes->count, err);
}

bool snapshot_write_events(struct snapshot_writing *w, enum snapshot_events_table table,
                           const struct sorted_contacts *contacts, struct err *err)
{
    unsigned number = SOURCE[table].table - TABLE_DIAGNOSES;
    const struct event_rows *rows = &w->b->event[number];
    struct snapshot_writing own = *w; /* in memory of the table's own */
    own.arena = arena_open(ARENA_BLOCK);
    own.part = table;
    struct sorting s = {.numbering = &w->numbering, .arena = own.arena};
    open_parts(&s, rows, &SOURCE[table]);
    if (contacts)
        belong_to(&s, contacts, contacts->named.of[number], w->options->threads);
    bool good = sort_events(&s, w->options->threads, err);
    if (good) {
        struct shapes shapes = find_shapes(&rows->shapes, &s);
        good = put_shapes(&own, &shapes, err) && put_rows(&own, &s, &shapes, err);
    }
    arena_close(own.arena);
    return good;
}
