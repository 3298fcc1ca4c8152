#include "engine/touched.h"

#include "engine/parallel.h"

#include <string.h>

enum { PIECE = 4096 /* persons */, PAIR_COLUMNS = 8, PAIR_TABLES = 4 + SNAPSHOT_EVENTS };
#define NONE UINT32_MAX

/* ---- numbers of before as numbers of now ---- */

/* A text of a sorted list; `known` stands before all others. */
struct listed {
    struct str text;
    bool known;
};

static int compare_listed(struct listed x, struct listed y)
{
    if (x.known != y.known)
        return x.known ? -1 : 1;
    return str_compare(x.text, y.text);
}

static struct listed unit_at(const struct snapshot *s, uint32_t i)
{
    return (struct listed){hsaid_str(&s->unit_id[i]), i < s->known_units};
}

static struct listed staff_at(const struct snapshot *s, uint32_t i)
{
    return (struct listed){hsaid_str(&s->staff_id[i]), true};
}

/* Both lists are sorted. */
static uint32_t *match(struct arena *a, const struct snapshot *const of[2],
                       struct listed (*at)(const struct snapshot *s, uint32_t i),
                       const uint32_t count[2])
{
    uint32_t *now = ARENA_NEW(a, uint32_t, (size_t)count[0] + 1);
    for (uint32_t i = 0, k = 0; i < count[0]; i++) {
        int order = 1;
        while (k < count[1] && (order = compare_listed(at(of[1], k), at(of[0], i))) < 0)
            k++;
        now[i] = k < count[1] && order == 0 ? k : NONE;
    }
    return now;
}

static uint32_t *match_places(struct arena *a, const struct snapshot *const of[2])
{
    uint32_t *now = ARENA_NEW(a, uint32_t, (size_t)of[0]->places + 1);
    for (uint32_t i = 0; i < of[0]->places; i++) {
        uint32_t k = 0;
        while (k < of[1]->places && !str_eq(of[0]->place[i], of[1]->place[k]))
            k++;
        now[i] = k < of[1]->places ? k : NONE;
    }
    return now;
}

/* Texts of places are all different. */
static bool has_new(const struct snapshot *const of[2], const uint32_t *place)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < of[0]->places; i++)
        found += place[i] != NONE;
    return found < of[1]->places;
}

static uint32_t *match_shapes(struct arena *a, const struct snapshot *const of[2])
{
    uint32_t *now = ARENA_NEW(a, uint32_t, (size_t)of[0]->shapes + 1);
    for (uint32_t i = 0, k = 0; i < of[0]->shapes; i++) {
        while (k < of[1]->shapes && of[1]->shape[k] < of[0]->shape[i])
            k++;
        now[i] = k < of[1]->shapes && of[1]->shape[k] == of[0]->shape[i] ? k : NONE;
    }
    return now;
}

static int compare_event_shapes(const struct event_shape *x, const struct event_shape *y)
{
    const struct str *const text[][2] = {{&x->code, &y->code},
                                         {&x->system, &y->system},
                                         {&x->value, &y->value},
                                         {&x->value_unit, &y->value_unit}};
    for (size_t i = 0; i < ARRAY_LEN(text); i++) {
        int order = str_compare(*text[i][0], *text[i][1]);
        if (order != 0)
            return order;
    }
    const int number[] = {x->word - y->word, x->channel - y->channel, x->forms - y->forms};
    for (size_t i = 0; i < ARRAY_LEN(number); i++)
        if (number[i] != 0)
            return number[i];
    return 0;
}

static uint32_t *match_event_shapes(struct arena *a, const struct snapshot_events *before,
                                    const struct snapshot_events *now)
{
    uint32_t *number = ARENA_NEW(a, uint32_t, (size_t)before->shapes + 1);
    for (uint32_t i = 0, k = 0; i < before->shapes; i++) {
        int order = 1;
        while (k < now->shapes &&
               (order = compare_event_shapes(&now->shape_of[k], &before->shape_of[i])) < 0)
            k++;
        number[i] = k < now->shapes && order == 0 ? k : NONE;
    }
    return number;
}

/* ---- tables of rows, column by column ---- */

struct pair_column {
    struct narrow at[2];    /* `at` NULL: no row has a value */
    const uint32_t *number; /* what the former's numbers are now; NULL: they mean the same */
};
struct pair_table {
    const uint32_t *first[2];
    struct pair_column column[PAIR_COLUMNS];
    unsigned columns;
};
/* Numbers that stand in columns. With a number for none: of staff 0, of places SNAPSHOT_NONE16. */
struct numbers {
    const uint32_t *unit, *staff, *staff_or_none, *place_or_none;
};

static struct narrow narrow8(const uint8_t *at)
{
    return (struct narrow){at, 1};
}
static struct narrow narrow16(const uint16_t *at)
{
    return (struct narrow){at, 2};
}
static struct narrow narrow32(const uint32_t *at)
{
    return (struct narrow){at, 4};
}

static void add(struct pair_table *t, struct narrow before, struct narrow now,
                const uint32_t *number)
{
    t->column[t->columns++] = (struct pair_column){{before, now}, number};
}

static struct pair_table of_listings(const struct snapshot *const of[2], const struct numbers *n)
{
    const struct snapshot_listings *x = &of[0]->listings, *y = &of[1]->listings;
    struct pair_table t = {.first = {x->first, y->first}};
    add(&t, narrow16(x->from), narrow16(y->from), NULL);
    add(&t, narrow16(x->to), narrow16(y->to), NULL);
    add(&t, narrow16(x->unit), narrow16(y->unit), n->unit);
    add(&t, narrow8(x->basis), narrow8(y->basis), NULL);
    return t;
}

static struct pair_table of_named_contacts(const struct snapshot *const of[2],
                                           const struct numbers *n)
{
    const struct snapshot_named_contacts *x = &of[0]->named_contacts, *y = &of[1]->named_contacts;
    struct pair_table t = {.first = {x->first, y->first}};
    add(&t, narrow16(x->from), narrow16(y->from), NULL);
    add(&t, narrow16(x->to), narrow16(y->to), NULL);
    add(&t, narrow16(x->informed), narrow16(y->informed), NULL);
    add(&t, narrow16(x->unit), narrow16(y->unit), n->unit);
    add(&t, narrow32(x->staff), narrow32(y->staff), n->staff);
    add(&t, narrow8(x->kind), narrow8(y->kind), NULL);
    return t;
}

static struct pair_table of_residences(const struct snapshot *const of[2], const struct numbers *n)
{
    const struct snapshot_residences *x = &of[0]->residences, *y = &of[1]->residences;
    struct pair_table t = {.first = {x->first, y->first}};
    add(&t, narrow16(x->from), narrow16(y->from), NULL);
    add(&t, narrow16(x->to), narrow16(y->to), NULL);
    add(&t, narrow16(x->reported), narrow16(y->reported), NULL);
    add(&t, narrow16(x->municipality), narrow16(y->municipality), n->place_or_none);
    add(&t, narrow8(x->kind), narrow8(y->kind), NULL);
    return t;
}

static struct pair_table of_contacts(const struct snapshot *const of[2], const struct numbers *n,
                                     const uint32_t *shape)
{
    const struct snapshot_contacts *x = &of[0]->contacts, *y = &of[1]->contacts;
    struct pair_table t = {.first = {x->first, y->first}};
    add(&t, narrow16(x->day), narrow16(y->day), NULL);
    add(&t, x->unit, y->unit, n->unit);
    add(&t, x->staff, y->staff, n->staff_or_none);
    add(&t, x->shape, y->shape, shape);
    add(&t, narrow16(x->minute), narrow16(y->minute), NULL);
    add(&t, narrow16(x->sought), narrow16(y->sought), NULL);
    return t;
}

static struct pair_table of_events(const struct snapshot_events *x, const struct snapshot_events *y,
                                   const struct numbers *n, const uint32_t *shape)
{
    struct pair_table t = {.first = {x->first, y->first}};
    add(&t, narrow16(x->day), narrow16(y->day), NULL);
    add(&t, x->unit, y->unit, n->unit);
    add(&t, x->shape, y->shape, shape);
    add(&t, narrow16(x->minute), narrow16(y->minute), NULL);
    return t;
}

/* ---- one person ---- */

struct comparing {
    const struct snapshot *of[2];
    struct pair_table table[PAIR_TABLES];
    struct pair_table person; /* a row each */
    const uint32_t *former;   /* by person of now; NONE: not there before */
    uint8_t *differs;         /* by person of now */
};

static uint32_t value_at(struct narrow column, uint32_t row)
{
    return column.at ? narrow_at(column, row) : UINT16_MAX;
}

/* So many rows from row[0] of before and row[1] of now on. */
static bool same_values(const struct pair_column *c, const uint32_t row[2], uint32_t count)
{
    const struct narrow *x = &c->at[0], *y = &c->at[1];
    if (!x->at && !y->at)
        return true;
    if (!c->number && x->at && y->at && x->width == y->width)
        return memcmp((const char *)x->at + (size_t)row[0] * x->width,
                      (const char *)y->at + (size_t)row[1] * y->width,
                      (size_t)count * x->width) == 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = value_at(*x, row[0] + i);
        if ((c->number ? c->number[before] : before) != value_at(*y, row[1] + i))
            return false;
    }
    return true;
}

static bool same_rows(const struct pair_table *t, const uint32_t row[2], uint32_t count)
{
    for (unsigned i = 0; i < t->columns; i++)
        if (!same_values(&t->column[i], row, count))
            return false;
    return true;
}

static bool same_person(const struct comparing *c, const uint32_t person[2])
{
    if (!same_rows(&c->person, person, 1))
        return false;
    for (unsigned i = 0; i < PAIR_TABLES; i++) {
        const struct pair_table *t = &c->table[i];
        const uint32_t row[2] = {t->first[0][person[0]], t->first[1][person[1]]};
        uint32_t count = t->first[0][person[0] + 1] - row[0];
        if (count != t->first[1][person[1] + 1] - row[1] ||
            (count > 0 && !same_rows(t, row, count)))
            return false;
    }
    return true;
}

static void compare_piece(void *state, unsigned thread, unsigned piece)
{
    (void)thread;
    struct comparing *c = state;
    uint32_t from = piece * PIECE, persons = c->of[1]->persons;
    uint32_t to = persons - from > PIECE ? from + PIECE : persons;
    for (uint32_t person = from; person < to; person++)
        c->differs[person] = c->former[person] == NONE ||
                             !same_person(c, (const uint32_t[]){c->former[person], person});
}

/* ---- the whole ---- */

static bool same_text_at(const struct snapshot *const of[2], uint16_t x, uint16_t y)
{
    if (x == SNAPSHOT_NONE16 || y == SNAPSHOT_NONE16)
        return x == y;
    return str_eq(of[0]->place[x], of[1]->place[y]);
}

static bool same_units(const struct snapshot *const of[2])
{
    const struct snapshot *x = of[0], *y = of[1];
    if (x->known_units != y->known_units || !same_text_at(of, x->own_county, y->own_county))
        return false;
    for (uint32_t i = 0; i < x->known_units; i++)
        if (!str_eq(hsaid_str(&x->unit_id[i]), hsaid_str(&y->unit_id[i])) ||
            x->unit_operator[i] != y->unit_operator[i] ||
            !same_text_at(of, x->unit_municipality[i], y->unit_municipality[i]) ||
            !same_text_at(of, x->unit_county[i], y->unit_county[i]))
            return false;
    return true;
}

static bool same_terms(const struct snapshot *x, const struct snapshot *y)
{
    if (x->terms != y->terms)
        return false;
    for (uint32_t i = 0; i < x->terms; i++)
        if (!str_eq(x->term[i].local, y->term[i].local) ||
            !str_eq(x->term[i].code, y->term[i].code) ||
            !str_eq(x->term[i].factor, y->term[i].factor) || x->term[i].system != y->term[i].system)
            return false;
    return true;
}

static struct pair_table of_persons(const struct snapshot *const of[2], const struct numbers *n)
{
    const struct snapshot *x = of[0], *y = of[1];
    struct pair_table t = {0};
    add(&t, (struct narrow){x->birth, 4}, (struct narrow){y->birth, 4}, NULL);
    add(&t, narrow16(x->end), narrow16(y->end), NULL);
    add(&t, narrow8(x->sex), narrow8(y->sex), NULL);
    add(&t, narrow8(x->protection), narrow8(y->protection), NULL);
    add(&t, narrow16(x->registered_from), narrow16(y->registered_from), NULL);
    add(&t, narrow16(x->registered_to), narrow16(y->registered_to), NULL);
    add(&t, narrow16(x->person_municipality), narrow16(y->person_municipality), n->place_or_none);
    add(&t, narrow16(x->person_county), narrow16(y->person_county), n->place_or_none);
    return t;
}

static const uint32_t *find_former(struct arena *a, const struct snapshot *const of[2])
{
    const struct snapshot *x = of[0], *y = of[1];
    uint32_t *former = ARENA_NEW(a, uint32_t, (size_t)y->persons + 1);
    for (uint32_t i = 0, k = 0; i < y->persons; i++) {
        uint32_t person = y->person_by_key[i];
        int64_t key = y->person_key[person];
        while (k < x->persons && x->person_key[x->person_by_key[k]] < key)
            k++;
        bool is_there = k < x->persons && x->person_key[x->person_by_key[k]] == key;
        former[person] = is_there ? x->person_by_key[k] : NONE;
    }
    return former;
}

static void open_tables(struct arena *a, struct comparing *c, const struct touched *t)
{
    const struct snapshot *const *of = c->of;
    uint32_t *staff = ARENA_NEW(a, uint32_t, (size_t)of[0]->staff_count + 1);
    uint32_t *place = ARENA_NEW(a, uint32_t, SNAPSHOT_NONE16 + 1);
    for (uint32_t i = 0; i < of[0]->staff_count; i++)
        staff[1 + i] = t->place[LEVEL_DOCTOR][i] == NONE ? NONE : 1 + t->place[LEVEL_DOCTOR][i];
    memcpy(place, t->place[LEVEL_COUNTY], of[0]->places * sizeof *place);
    place[SNAPSHOT_NONE16] = SNAPSHOT_NONE16;
    const struct numbers n = {match(a, of, unit_at, (const uint32_t[]){of[0]->units, of[1]->units}),
                              t->place[LEVEL_DOCTOR], staff, place};
    unsigned tables = 0;
    c->person = of_persons(of, &n);
    c->table[tables++] = of_listings(of, &n);
    c->table[tables++] = of_named_contacts(of, &n);
    c->table[tables++] = of_residences(of, &n);
    c->table[tables++] = of_contacts(of, &n, match_shapes(a, of));
    for (unsigned i = 0; i < SNAPSHOT_EVENTS; i++) {
        const struct snapshot_events *x = &of[0]->events[i], *y = &of[1]->events[i];
        c->table[tables++] = of_events(x, y, &n, match_event_shapes(a, x, y));
    }
}

/* Those that differ, and of before those who are there no more. */
static void list(struct arena *a, const struct comparing *c, struct touched *out)
{
    uint32_t before = c->of[0]->persons, now = c->of[1]->persons;
    uint32_t *was = ARENA_NEW(a, uint32_t, (size_t)before + 1);
    uint32_t *is = ARENA_NEW(a, uint32_t, (size_t)now + 1);
    bool *is_same = ARENA_NEW(a, bool, (size_t)before + 1);
    out->before = (struct eval_persons){was, 0};
    out->now = (struct eval_persons){is, 0};
    for (uint32_t i = 0; i < now; i++) {
        if (c->differs[i])
            is[out->now.count++] = i;
        else
            is_same[c->former[i]] = true;
    }
    for (uint32_t i = 0; i < before; i++)
        if (!is_same[i])
            was[out->before.count++] = i;
}

bool touched_find(struct arena *a, const struct snapshot *before, const struct snapshot *now,
                  unsigned threads, struct touched *out)
{
    struct comparing c = {.of = {before, now}};
    if (!same_units(c.of) || !same_terms(before, now))
        return false;
    struct touched t = {0};
    uint32_t *same = ARENA_NEW(a, uint32_t, (size_t)before->known_units + OPERATOR_EXTERNAL + 2);
    for (uint32_t i = 0; i < before->known_units + OPERATOR_EXTERNAL + 1; i++)
        same[i] = i;
    t.place[LEVEL_UNIT] = t.place[LEVEL_OPERATOR] = same;
    t.place[LEVEL_MUNICIPALITY] = t.place[LEVEL_COUNTY] = match_places(a, c.of);
    t.has_new_places = has_new(c.of, t.place[LEVEL_COUNTY]);
    t.place[LEVEL_DOCTOR] =
        match(a, c.of, staff_at, (const uint32_t[]){before->staff_count, now->staff_count});
    open_tables(a, &c, &t);
    c.former = find_former(a, c.of);
    c.differs = ARENA_NEW(a, uint8_t, (size_t)now->persons + 1);
    parallel_run(threads, (now->persons + PIECE - 1) / PIECE, compare_piece, &c);
    list(a, &c, &t);
    *out = t;
    return true;
}
