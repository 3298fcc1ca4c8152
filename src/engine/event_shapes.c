#include "engine/event_shapes.h"

#include "core/checksum.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 256, TEXT_MOST = 1 << 30, NO_COLUMN = COLUMNS_MOST };

struct event_shapes event_shapes_open(struct arena *a)
{
    struct event_shapes s = {.arena = a,
                             .text = text_dict_open(a),
                             .look = BAG_OPEN(a, struct event_look),
                             .slots = FIRST_SLOTS};
    s.slot = ARENA_NEW(a, uint32_t, s.slots);
    (void)text_dict_add(&s.text, STR(""));
    return s;
}

/* ---- numbering ---- */

static uint32_t *slot_of(const struct event_shapes *s, const struct event_look *look)
{
    uint32_t mask = s->slots - 1, at = (uint32_t)checksum_of(look, sizeof *look) & mask;
    while (s->slot[at] != 0 && memcmp(bag_at(&s->look, s->slot[at] - 1), look, sizeof *look) != 0)
        at = (at + 1) & mask;
    return &s->slot[at];
}

static void grow(struct event_shapes *s)
{
    s->slots *= 2;
    s->slot = ARENA_NEW(s->arena, uint32_t, s->slots);
    for (uint32_t i = 0; i < s->look.count; i++)
        *slot_of(s, bag_at(&s->look, i)) = i + 1;
}

static uint32_t number_of(struct event_shapes *s, const struct event_look *look)
{
    uint32_t *slot = slot_of(s, look);
    if (*slot != 0)
        return *slot - 1;
    if (s->look.count >= s->slots / 2) {
        grow(s);
        slot = slot_of(s, look);
    }
    *(struct event_look *)bag_add(&s->look) = *look;
    *slot = (uint32_t)s->look.count;
    return *slot - 1;
}

/* A file's part, and which of its columns are looked at; NO_COLUMN: the table has none. */
struct taking {
    struct event_shapes *shapes;
    const struct events *events;
    const struct events_part *part;
    uint32_t *number; /* by the part's text: 1 + the dictionary's number; 0: not asked for yet */
    unsigned code, system, value, value_unit, word, channel;
};

static unsigned column_of(enum table_id table, struct str first, struct str second)
{
    const struct table *t = &TABLES[table];
    unsigned i = 0;
    while (i < t->columns && !str_eq(str_of(t->column[i].name), first) &&
           !str_eq(str_of(t->column[i].name), second))
        i++;
    return i < t->columns ? i : NO_COLUMN;
}

static void find_columns(struct taking *t)
{
    enum table_id table = t->events->table;
    t->code = column_of(table, STR("code"), STR("atc"));
    t->system = column_of(table, STR("system"), STR("system"));
    t->value = column_of(table, STR("value"), STR("value"));
    t->value_unit = column_of(table, STR("value_unit"), STR("value_unit"));
    t->channel = column_of(table, STR("channel"), STR("channel"));
    t->word = column_of(table, STR("programme"), STR("to"));
    if (t->word == NO_COLUMN)
        t->word = column_of(table, STR("source"), STR("source"));
}

/* The texts of most columns are few, those of keys of contacts are many: only what is asked for
 * comes into the dictionary. */
static uint32_t text_of(struct taking *t, unsigned column, uint64_t row)
{
    if (column == NO_COLUMN || t->part->column[column].count == 0)
        return 0;
    uint32_t local = ((const uint32_t *)t->part->column[column].at)[row];
    if (t->number[local] == 0)
        t->number[local] = 1 + text_dict_add(&t->shapes->text, events_text(t->part, local));
    return t->number[local] - 1;
}

static uint8_t word_of(const struct taking *t, unsigned column, uint64_t row)
{
    if (column == NO_COLUMN)
        return 0;
    if (t->part->column[column].count == 0)
        return (uint8_t)TABLES[t->events->table].column[column].empty;
    return ((const uint8_t *)t->part->column[column].at)[row];
}

static void take_part(struct taking *t, const struct days_out *out, uint32_t *shape)
{
    for (uint64_t row = 0; row < t->part->count; row++) {
        if (out && days_out_has(out, events_part_date(t->events->table, t->part, row))) {
            shape[row] = EVENT_OUT;
            continue;
        }
        struct event_look look = {.code = text_of(t, t->code, row),
                                  .system = text_of(t, t->system, row),
                                  .value = text_of(t, t->value, row),
                                  .value_unit = text_of(t, t->value_unit, row),
                                  .word = word_of(t, t->word, row),
                                  .channel = word_of(t, t->channel, row)};
        shape[row] = number_of(t->shapes, &look);
    }
}

bool event_shapes_take(struct event_shapes *s, const struct events *e, const struct days_out *out,
                       uint32_t *shape, struct err *err)
{
    struct taking t = {.shapes = s, .events = e};
    struct arena *own = arena_open(ARENA_BLOCK);
    find_columns(&t);
    for (uint32_t i = 0; i < e->parts; shape += e->part[i++].count) {
        t.part = &e->part[i];
        uint32_t bytes = t.part->texts > 0 ? t.part->text_end[t.part->texts - 1] : 0;
        if (bytes > TEXT_MOST - s->text.used) {
            arena_close(own);
            return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)TEXT_MOST);
        }
        t.number = ARENA_NEW(own, uint32_t, (size_t)t.part->texts + 1);
        take_part(&t, out, shape);
        arena_reset(own);
    }
    arena_close(own);
    return true;
}

/* ---- sorting ---- */

struct numbered_text {
    struct str text;
    uint32_t number;
};
struct numbered_look {
    struct event_look look;
    uint32_t number;
};

static int by_bytes(const void *x, const void *y)
{
    const struct numbered_text *a = x, *b = y;
    return str_compare(a->text, b->text);
}

static int compare(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_members(const void *x, const void *y)
{
    const struct event_look *a = &((const struct numbered_look *)x)->look;
    const struct event_look *b = &((const struct numbered_look *)y)->look;
    int order = compare(a->code, b->code);
    order = order ? order : compare(a->system, b->system);
    order = order ? order : compare(a->value, b->value);
    order = order ? order : compare(a->value_unit, b->value_unit);
    order = order ? order : compare(a->word, b->word);
    return order ? order : compare(a->channel, b->channel);
}

/* *place: by the dictionary's number. */
static const struct str *sort_texts(const struct text_dict *d, struct arena *a, uint32_t *place)
{
    struct str *text = ARENA_NEW(a, struct str, d->count);
    struct arena *own = arena_open(ARENA_BLOCK);
    struct numbered_text *sorted = ARENA_NEW(own, struct numbered_text, d->count);
    for (uint32_t i = 0; i < d->count; i++)
        sorted[i] = (struct numbered_text){text_dict_at(d, i), i};
    qsort(sorted, d->count, sizeof *sorted, by_bytes);
    for (uint32_t i = 0; i < d->count; i++) {
        text[i] = sorted[i].text;
        place[sorted[i].number] = i;
    }
    arena_close(own);
    return text;
}

struct event_looks event_shapes_sorted(const struct event_shapes *s, struct arena *a)
{
    uint32_t looks = (uint32_t)s->look.count;
    struct arena *own = arena_open(ARENA_BLOCK);
    uint32_t *text_place = ARENA_NEW(own, uint32_t, s->text.count);
    struct event_looks out = {.texts = s->text.count, .looks = looks};
    out.text = sort_texts(&s->text, a, text_place);
    struct numbered_look *sorted = ARENA_NEW(own, struct numbered_look, (size_t)looks + 1);
    struct event_look *look = ARENA_NEW(a, struct event_look, (size_t)looks + 1);
    uint32_t *place = ARENA_NEW(a, uint32_t, (size_t)looks + 1);
    for (uint32_t i = 0; i < looks; i++) {
        struct event_look l = *(const struct event_look *)bag_at(&s->look, i);
        l.code = text_place[l.code];
        l.system = text_place[l.system];
        l.value = text_place[l.value];
        l.value_unit = text_place[l.value_unit];
        sorted[i] = (struct numbered_look){l, i};
    }
    qsort(sorted, looks, sizeof *sorted, by_members);
    for (uint32_t i = 0; i < looks; i++) {
        look[i] = sorted[i].look;
        place[sorted[i].number] = i;
    }
    out.look = look;
    out.place = place;
    arena_close(own);
    return out;
}
