/* Terms and events of a snapshot: what is proven before they are followed. */
#include "engine/snapshot_opening.h"

#include "domain/vocab.h"

/* How many items the column has; fewer than what 32 bits can number. */
static bool count_items(const struct opening *o, const char *name, enum col_type type,
                        uint32_t *count)
{
    struct column col;
    if (!colcheck_find(&o->check, name, type, &col, o->err))
        return false;
    *count = (uint32_t)col.count;
    return col.count < UINT32_MAX || opening_damaged(o, name);
}

static bool texts_in_order(const struct opening *o, const char *name, const struct str *text,
                           uint32_t count)
{
    if (o->check.is_proven)
        return true;
    for (uint32_t i = 1; i < count; i++)
        if (str_compare(text[i - 1], text[i]) >= 0)
            return opening_damaged(o, name);
    return true;
}

bool opening_terms(struct opening *o)
{
    const struct str *local, *code, *factor;
    const uint8_t *of;
    uint32_t count = 0;
    if (!count_items(o, "term_system", COL_U8, &count) ||
        !FIND_ALL(o, count,
                  ((struct wanted[]){{"term_system", COL_U8, SYSTEM_BP + 1, (void *)&of}})) ||
        !opening_texts(o, "term_local", "term_local_end", count, &local) ||
        !texts_in_order(o, "term_local", local, count) ||
        !opening_texts(o, "term_code", "term_code_end", count, &code) ||
        !opening_texts(o, "term_factor", "term_factor_end", count, &factor))
        return false;
    struct snapshot_term *term = ARENA_NEW(o->arena, struct snapshot_term, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++)
        term[i] = (struct snapshot_term){local[i], code[i], factor[i], (enum code_system)of[i]};
    o->s->terms = count;
    o->s->term = term;
    return true;
}

/* Words that each table has, and whether its rows belong to contacts; words none: 1, the empty. */
struct limits {
    unsigned words, channels, forms;
};
static const struct limits LIMITS[SNAPSHOT_EVENTS] = {
    [EVENTS_DIAGNOSES] = {1, 1, 1U << (FORM_LETTER + 1)},
    [EVENTS_PROCEDURES] = {1, 1, 1U << (FORM_LETTER + 1)},
    [EVENTS_MEASUREMENTS] = {1, 1, 1},
    [EVENTS_PRESCRIPTIONS] = {SOURCE_DOSE + 1, 1, 1},
    [EVENTS_INVITATIONS] = {PROGRAMME_HEALTH_TALK_70 + 1, CHANNEL_ESERVICE + 1, 1},
    [EVENTS_PERFORMED] = {PROGRAMME_HEALTH_TALK_70 + 1, CHANNEL_ESERVICE + 1, 1},
    [EVENTS_REFERRALS] = {REFERRED_OTHER + 1, 1, 1},
};

/* The columns of shapes; texts are numbers of the dictionary. */
struct looks {
    struct narrow text[4]; /* code, system, value, value_unit */
    const uint8_t *word, *channel, *forms;
};

/* Members of shape i, the first that differs decides. */
static bool is_after(const struct looks *l, uint32_t i)
{
    for (size_t k = 0; k < ARRAY_LEN(l->text); k++) {
        uint32_t before = narrow_at(l->text[k], i - 1), now = narrow_at(l->text[k], i);
        if (before != now)
            return before < now;
    }
    if (l->word[i - 1] != l->word[i])
        return l->word[i - 1] < l->word[i];
    if (l->channel[i - 1] != l->channel[i])
        return l->channel[i - 1] < l->channel[i];
    return l->forms[i - 1] < l->forms[i];
}

static bool shapes_in_order(const struct opening *o, const struct looks *l, uint32_t count)
{
    if (o->check.is_proven)
        return true;
    for (uint32_t i = 1; i < count; i++)
        if (!is_after(l, i))
            return opening_damaged(o, "event_code");
    return true;
}

static bool open_looks(struct opening *o, const struct limits *limits, uint32_t texts,
                       struct looks *l)
{
    struct wanted wanted[] = {
        {"event_word", COL_U8, limits->words, (void *)&l->word},
        {"event_channel", COL_U8, limits->channels, (void *)&l->channel},
        {"event_forms", COL_U8, limits->forms, (void *)&l->forms},
    };
    return FIND_ALL(o, o->check.count, wanted) &&
           opening_narrow(o, "event_code", texts, &l->text[0]) &&
           opening_narrow(o, "event_system", texts, &l->text[1]) &&
           opening_narrow(o, "event_value", texts, &l->text[2]) &&
           opening_narrow(o, "event_value_unit", texts, &l->text[3]);
}

static bool open_shapes(struct opening *o, const struct limits *limits, struct snapshot_events *e)
{
    struct looks l;
    const struct str *text;
    uint32_t texts = 0;
    if (!count_items(o, "event_text_end", COL_U32, &texts) ||
        !opening_texts(o, "event_text", "event_text_end", texts, &text) ||
        !texts_in_order(o, "event_text", text, texts) ||
        !count_items(o, "event_forms", COL_U8, &e->shapes))
        return false;
    o->check.count = e->shapes;
    if (!open_looks(o, limits, texts, &l) || !shapes_in_order(o, &l, e->shapes))
        return false;
    struct event_shape *shape = ARENA_NEW(o->arena, struct event_shape, (size_t)e->shapes + 1);
    for (uint32_t i = 0; i < e->shapes; i++)
        shape[i] = (struct event_shape){.code = text[narrow_at(l.text[0], i)],
                                        .system = text[narrow_at(l.text[1], i)],
                                        .value = text[narrow_at(l.text[2], i)],
                                        .value_unit = text[narrow_at(l.text[3], i)],
                                        .word = l.word[i],
                                        .channel = l.channel[i],
                                        .forms = l.forms[i]};
    e->shape_of = shape;
    return true;
}

/* By day, and the rows of a day by minute. */
static bool rows_in_order(const struct opening *o, const struct snapshot_events *e)
{
    if (o->check.is_proven)
        return true;
    for (uint32_t p = 0; p < o->s->persons; p++)
        for (uint32_t i = e->first[p] + 1; i < e->first[p + 1]; i++) {
            if (e->day[i] < e->day[i - 1])
                return opening_damaged(o, "event_day");
            /* One more than the minute is 0 where there is none. */
            if (e->minute && e->day[i] == e->day[i - 1] &&
                (uint16_t)(e->minute[i] + 1) < (uint16_t)(e->minute[i - 1] + 1))
                return opening_damaged(o, "event_minute");
        }
    return true;
}

/* Of a table without rows nothing is kept but that; `none` stands for where its rows begin. */
static bool open_rows(struct opening *o, struct snapshot_events *e, const uint32_t *none)
{
    struct column day;
    if (!colcheck_find(&o->check, "event_day", COL_U16, &day, o->err))
        return false;
    if (day.count > 0 ? !opening_first(o, "event_first", &e->first, &e->count)
                      : !FIND_ALL(o, 0,
                                  ((struct wanted[]){
                                      {"event_first", COL_U32, OPENING_ANY, (void *)&e->first}})))
        return false;
    if (day.count == 0)
        e->first = none;
    return FIND_ALL(
               o, e->count,
               ((struct wanted[]){{"event_day", COL_U16, SNAPSHOT_NONE16, (void *)&e->day}})) &&
           opening_narrow(o, "event_unit", o->s->units, &e->unit) &&
           opening_narrow(o, "event_shape", e->shapes, &e->shape) &&
           opening_optional(o, "event_minute", OPENING_MINUTES, &e->minute) && rows_in_order(o, e);
}

bool opening_events(struct opening *o)
{
    uint32_t *none = ARENA_NEW(o->arena, uint32_t, (size_t)o->s->persons + 1);
    for (uint32_t i = 0; i < SNAPSHOT_EVENTS; i++) {
        o->check.part = i;
        if (!open_shapes(o, &LIMITS[i], &o->s->events[i]) || !open_rows(o, &o->s->events[i], none))
            return false;
    }
    o->check.part = 0;
    return true;
}
