/* The rows of a person, as they stand, and which of them a selection means. */
#include "engine/explain.h"
#include "engine/expr_words.h"
#include "engine/oracle_parts.h"
#include "engine/traits.h"

const struct fact NO_ROW;

static bool covers(uint16_t from, uint16_t to, int32_t day)
{
    return from <= day && (to == SNAPSHOT_NONE16 || day <= to);
}

static int32_t T_of(const struct question *q)
{
    return month_last(q->month).n;
}

void oracle_rest_on(const struct question *q, enum expr_table table, uint32_t unit)
{
    if (!q->rests || !expr_table_has_unit(table))
        return;
    for (size_t i = 0; i < q->rests->count; i++) {
        const struct explain_rest *rest = bag_at(q->rests, i);
        if (rest->table == table && rest->unit == unit)
            return;
    }
    *(struct explain_rest *)bag_add(q->rests) = (struct explain_rest){table, unit};
}

/* ---- who and where ---- */

long oracle_listing_on(const struct snapshot *s, uint32_t person, int32_t day)
{
    for (uint32_t i = s->listings.first[person]; i < s->listings.first[person + 1]; i++)
        if (covers(s->listings.from[i], s->listings.to[i], day))
            return (long)i;
    return -1;
}

/* Kind 2 is active where its unit is the one where the person is listed on that day. */
static bool named_holds(const struct snapshot *s, uint32_t person, uint32_t row, int32_t day)
{
    const struct snapshot_named_contacts *n = &s->named_contacts;
    if (!covers(n->from[row], n->to[row], day))
        return false;
    long listing = oracle_listing_on(s, person, day);
    return n->kind[row] != KIND_DOCTOR ||
           (listing >= 0 && s->listings.unit[listing] == n->unit[row]);
}

uint32_t oracle_doctor_on(const struct question *q, int32_t day)
{
    const struct snapshot_named_contacts *n = &q->s->named_contacts;
    for (uint32_t i = n->first[q->person]; i < n->first[q->person + 1]; i++)
        if (n->kind[i] == KIND_DOCTOR && named_holds(q->s, q->person, i, day)) {
            oracle_rest_on(q, EXPR_NAMED_CONTACTS, n->unit[i]);
            return n->staff[i];
        }
    return NOBODY;
}

bool oracle_unit_is_of(const struct snapshot *s, uint32_t unit, struct oracle_place place)
{
    if (unit >= s->known_units)
        return false;
    if (place.level == LEVEL_UNIT)
        return unit == place.number;
    if (place.level == LEVEL_OPERATOR)
        return s->unit_operator[unit] == place.number;
    if (place.level == LEVEL_MUNICIPALITY)
        return s->unit_municipality[unit] == place.number;
    return place.level == LEVEL_COUNTY && s->unit_county[unit] == place.number;
}

/* ---- tables: nothing after T is looked at ---- */

static bool is_taken_out(const struct question *q, const struct fact *row)
{
    const struct trait_contact c = {row->staff, row->unit, row->day, row->minute,
                                    row->shape.booking};
    return q->without != 0 && contact_traits(q->s, &c, T_of(q), q->without) != 0;
}

static struct facts contacts_of(const struct question *q)
{
    const struct snapshot_contacts *c = &q->s->contacts;
    uint32_t first = c->first[q->person], end = c->first[q->person + 1];
    struct fact *at = ARENA_NEW(q->arena, struct fact, (size_t)(end - first) + 1);
    size_t count = 0;
    for (uint32_t i = first; i < end; i++) {
        uint32_t staff = narrow_at(c->staff, i);
        if (c->day[i] > T_of(q))
            continue;
        at[count] = (struct fact){
            .table = EXPR_CONTACTS,
            .day = c->day[i],
            .from = c->day[i],
            .minute = c->minute && c->minute[i] != SEGMENT_MINUTE_NONE ? c->minute[i] : NO_MINUTE,
            .sought = c->sought && c->sought[i] != SEGMENT_DAY_NONE ? c->sought[i] : UNKNOWN,
            .unit = narrow_at(c->unit, i),
            .staff = staff == 0 ? NOBODY : staff - 1,
            .shape = shape_unpack(q->s->shape[narrow_at(c->shape, i)]),
        };
        count += !is_taken_out(q, &at[count]);
    }
    return (struct facts){at, count};
}

static enum snapshot_events_table events_of_table(enum expr_table table)
{
    switch ((int)table) {
    case EXPR_DIAGNOSES:
        return EVENTS_DIAGNOSES;
    case EXPR_PROCEDURES:
        return EVENTS_PROCEDURES;
    case EXPR_MEASUREMENTS:
        return EVENTS_MEASUREMENTS;
    case EXPR_PRESCRIPTIONS:
        return EVENTS_PRESCRIPTIONS;
    case EXPR_INVITATIONS:
        return EVENTS_INVITATIONS;
    case EXPR_PERFORMED:
        return EVENTS_PERFORMED;
    default:
        return EVENTS_REFERRALS;
    }
}

static struct facts events_of(const struct question *q, enum expr_table table)
{
    const struct snapshot_events *e = &q->s->events[events_of_table(table)];
    uint32_t first = e->first[q->person], end = e->first[q->person + 1];
    struct fact *at = ARENA_NEW(q->arena, struct fact, (size_t)(end - first) + 1);
    size_t count = 0;
    for (uint32_t i = first; i < end; i++)
        if (e->day[i] <= T_of(q))
            at[count++] = (struct fact){
                .table = table,
                .day = e->day[i],
                .from = e->day[i],
                .minute =
                    e->minute && e->minute[i] != SEGMENT_MINUTE_NONE ? e->minute[i] : NO_MINUTE,
                .sought = UNKNOWN,
                .unit = narrow_at(e->unit, i),
                .staff = NOBODY,
                .event = &e->shape_of[narrow_at(e->shape, i)],
            };
    return (struct facts){at, count};
}

/* The rows of intervals that hold on a day. */
static struct facts intervals_on(const struct question *q, enum expr_table table, int32_t day)
{
    const struct snapshot *s = q->s;
    uint32_t p = q->person;
    size_t most = (size_t)(s->listings.first[p + 1] - s->listings.first[p]) +
                  (s->named_contacts.first[p + 1] - s->named_contacts.first[p]) +
                  (s->residences.first[p + 1] - s->residences.first[p]);
    struct fact *at = ARENA_NEW(q->arena, struct fact, most + 1);
    size_t count = 0;
    const struct fact row = {.table = table, .day = day, .minute = NO_MINUTE, .staff = NOBODY};
    if (table == EXPR_LISTINGS)
        for (uint32_t i = s->listings.first[p]; i < s->listings.first[p + 1]; i++)
            if (covers(s->listings.from[i], s->listings.to[i], day)) {
                at[count] = row;
                at[count].from = s->listings.from[i];
                at[count].unit = s->listings.unit[i];
                at[count++].word = s->listings.basis[i];
            }
    if (table == EXPR_NAMED_CONTACTS)
        for (uint32_t i = s->named_contacts.first[p]; i < s->named_contacts.first[p + 1]; i++)
            if (named_holds(s, p, i, day)) {
                uint16_t informed = s->named_contacts.informed[i];
                at[count] = row;
                at[count].from = s->named_contacts.from[i];
                at[count].unit = s->named_contacts.unit[i];
                at[count].staff = s->named_contacts.staff[i];
                at[count].word = s->named_contacts.kind[i];
                at[count++].is_informed = informed != SNAPSHOT_NONE16 && informed <= day;
            }
    if (table == EXPR_RESIDENCES)
        for (uint32_t i = s->residences.first[p]; i < s->residences.first[p + 1]; i++)
            if (covers(s->residences.from[i], s->residences.to[i], day)) {
                at[count] = row;
                at[count].from = s->residences.from[i];
                at[count++].word = s->residences.kind[i];
            }
    return (struct facts){at, count};
}

/* ---- codes and values ---- */

static bool is_column_of(enum code_system system, enum expr_table table)
{
    switch (system) {
    case SYSTEM_ICD_10_SE:
        return table == EXPR_DIAGNOSES;
    case SYSTEM_KVA:
        return table == EXPR_PROCEDURES;
    case SYSTEM_ATC:
        return table == EXPR_PRESCRIPTIONS;
    case SYSTEM_NPU:
    case SYSTEM_BP:
        return table == EXPR_MEASUREMENTS;
    }
    return false;
}

/* What terms.csv says of the row's code; NULL: nothing. */
static const struct snapshot_term *term_of(const struct question *q, const struct fact *row)
{
    for (uint32_t i = 0; i < q->s->terms; i++)
        if (str_eq(q->s->term[i].local, row->event->code) &&
            is_column_of(q->s->term[i].system, row->table))
            return &q->s->term[i];
    return NULL;
}

const struct codeset_row *oracle_code(const struct question *q, const struct fact *row,
                                      const struct codeset *set, struct str part)
{
    static const enum table_id table[EXPR_TABLES] = {[EXPR_DIAGNOSES] = TABLE_DIAGNOSES,
                                                     [EXPR_PROCEDURES] = TABLE_PROCEDURES,
                                                     [EXPR_MEASUREMENTS] = TABLE_MEASUREMENTS,
                                                     [EXPR_PRESCRIPTIONS] = TABLE_PRESCRIPTIONS};
    const struct snapshot_term *term = term_of(q, row);
    struct str code = codeset_code(q->arena, term ? term->code : row->event->code);
    struct str system = term ? STR("") : row->event->system;
    return codeset_row_of(set, part, table[row->table], system, code);
}

/* Of a fraction q / u: q f / (u g) + o / p, brought over one denominator. */
void oracle_convert(const struct codeset_row *by, struct outcome *a)
{
    struct plain_number f = plain_decimal(by->factor.over), g = plain_decimal(by->factor.under);
    struct plain_number o = plain_decimal(by->offset.over), p = plain_decimal(by->offset.under);
    a->under = plain_product(&a->under, &g);
    o = plain_product(&o, &a->under);
    a->under = plain_product(&a->under, &p);
    a->quantity = plain_product(&a->quantity, &f);
    a->quantity = plain_product(&a->quantity, &p);
    a->quantity = plain_sum(&a->quantity, &o);
}

struct outcome oracle_value(const struct question *q, const struct fact *row,
                            const struct codeset *by)
{
    const struct outcome unknown = {.has = false};
    struct outcome a = {.has = true, .under = plain_decimal((struct decimal){1, 0})};
    if (!plain_read(row->event->value, &a.quantity))
        return unknown;
    const struct snapshot_term *term = term_of(q, row);
    const struct codeset_row *of = by ? oracle_code(q, row, by, STR("")) : NULL;
    struct plain_number factor;
    if (term && plain_read(term->factor, &factor))
        a.quantity = plain_product(&a.quantity, &factor);
    else if (of)
        of = codeset_row_in(by, of, row->event->value_unit);
    if (of)
        oracle_convert(of, &a);
    else if (by && oracle_code(q, row, by, STR("")))
        return unknown; /* in a unit that the set does not know */
    return a;
}

/* ---- selections ---- */

struct days { /* both inside; `are` false: none */
    bool are;
    int32_t from, to;
};

static struct days days_around(const struct selection *s, struct day anchor)
{
    if (s->window == WINDOW_ON)
        return (struct days){true, anchor.n, anchor.n};
    if (s->window == WINDOW_AFTER)
        return s->months > 0
                   ? (struct days){true, anchor.n + 1, day_add_months(anchor, s->months).n}
                   : (struct days){true, anchor.n + s->from, anchor.n + s->to};
    if (anchor.n < 0) /* there is nothing before 1900 */
        return (struct days){false, 0, 0};
    return s->months > 0 ? (struct days){true, day_add_months(anchor, -s->months).n, anchor.n - 1}
                         : (struct days){true, anchor.n - s->to, anchor.n - s->from};
}

static struct days days_of(const struct question *q, const struct selection *s)
{
    struct month end = {q->month.n - s->shift};
    int32_t T = T_of(q);
    struct day new_year;
    switch (s->window) {
    case WINDOW_EVER:
        if (!expr_table_is_dated(s->table))
            return (struct days){true, month_last(end).n, month_last(end).n};
        return (struct days){true, INT32_MIN, T};
    case WINDOW_MONTHS:
        return (struct days){true, month_first((struct month){end.n - s->months + 1}).n,
                             month_last(end).n};
    case WINDOW_DAYS:
        return (struct days){true, T - s->from + 1, T};
    case WINDOW_YEAR:
        if (!day_from_civil(day_civil((struct day){T}).year, 1, 1, &new_year))
            break;
        return (struct days){true, new_year.n, T};
    case WINDOW_AFTER:
    case WINDOW_BEFORE:
    case WINDOW_ON: {
        struct outcome anchor = oracle_evaluate(q, s->anchor, &(struct asked){&NO_ROW, NULL}, 0);
        if (anchor.has)
            return days_around(s, (struct day){anchor.number});
        break;
    }
    }
    return (struct days){false, 0, 0};
}

/* Another row of the day and the minute meets the condition. */
static bool is_paired(const struct question *q, const struct selection *s, const struct facts *all,
                      size_t row)
{
    for (size_t i = 0; i < all->count; i++)
        if (i != row && all->at[i].day == all->at[row].day &&
            all->at[i].minute == all->at[row].minute && oracle_meets(q, s->paired, &all->at[i])) {
            oracle_rest_on(q, s->table, all->at[i].unit);
            return true;
        }
    return false;
}

/* No row of the wash-out before the day meets the condition. */
static bool is_new(const struct question *q, const struct selection *s, const struct facts *all,
                   size_t row)
{
    struct day day = {all->at[row].day};
    int32_t from = s->washout_in_months ? day_add_months(day, -s->washout).n : day.n - s->washout;
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].day >= from && all->at[i].day < day.n &&
            oracle_meets(q, s->without, &all->at[i])) {
            oracle_rest_on(q, s->table, all->at[i].unit);
            return false;
        }
    return true;
}

static enum row_standing standing_of(const struct question *q, const struct selection *s,
                                     const struct facts *all, size_t row, struct days days)
{
    if (all->at[row].day < days.from)
        return ROW_BEFORE;
    if (all->at[row].day > days.to)
        return ROW_BEHIND;
    if (!oracle_meets(q, s->where, &all->at[row]))
        return ROW_UNMET;
    if (s->paired && !is_paired(q, s, all, row))
        return ROW_UNPAIRED;
    return s->without && !is_new(q, s, all, row) ? ROW_NOT_NEW : ROW_COUNTS;
}

/* Of rows that are selected the first of a day and member of staff counts, where it is once a
 * day. */
struct considered oracle_consider(const struct question *q, const struct selection *s)
{
    struct days days = days_of(q, s);
    bool is_dated = expr_table_is_dated(s->table);
    if (!is_dated && (!days.are || days.from > T_of(q)))
        return (struct considered){0};
    struct facts all = s->table == EXPR_CONTACTS ? contacts_of(q)
                       : is_dated                ? events_of(q, s->table)
                                                 : intervals_on(q, s->table, days.from);
    enum row_standing *standing = ARENA_NEW(q->arena, enum row_standing, all.count + 1);
    for (size_t i = 0; i < all.count; i++) {
        standing[i] = days.are ? standing_of(q, s, &all, i, days) : ROW_BEHIND;
        for (size_t k = 0; s->once_a_day && k < i && standing[i] == ROW_COUNTS; k++)
            if (standing[k] == ROW_COUNTS && all.at[k].day == all.at[i].day &&
                all.at[k].staff == all.at[i].staff)
                standing[i] = ROW_AGAIN;
    }
    return (struct considered){all, standing};
}

/* In their order. */
struct facts oracle_select(const struct question *q, const struct selection *s)
{
    struct considered c = oracle_consider(q, s);
    struct fact *at = ARENA_NEW(q->arena, struct fact, c.all.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < c.all.count; i++)
        if (c.standing[i] == ROW_COUNTS)
            at[count++] = c.all.at[i];
    return (struct facts){at, count};
}
