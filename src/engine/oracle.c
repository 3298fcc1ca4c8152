#include "engine/oracle.h"

#include "engine/oracle_parts.h"

#include <string.h>

struct sums {
    int64_t numerator, denominator;
    struct exact_term *term; /* by q */
    wide *squares;           /* of each term */
    unsigned terms;
};

static void add_term(struct sums *s, uint64_t q, int64_t p)
{
    unsigned at = 0;
    while (at < s->terms && s->term[at].q < q)
        at++;
    if (at == s->terms || s->term[at].q != q) {
        memmove(&s->term[at + 1], &s->term[at], (s->terms - at) * sizeof *s->term);
        memmove(&s->squares[at + 1], &s->squares[at], (s->terms - at) * sizeof *s->squares);
        s->term[at] = (struct exact_term){.q = q};
        s->squares[at] = 0;
        s->terms++;
    }
    s->term[at].persons++;
    s->term[at].sum += p;
    s->squares[at] += (wide)p * p;
}

static bool asks_age_in(const struct expr *e)
{
    return expr_has(e, EXPR_AGE) || expr_has(e, EXPR_BIRTH_YEAR) || expr_has(e, EXPR_BIRTHDAY);
}

bool oracle_asks_age(const struct definition *d)
{
    return asks_age_in(d->numerator) || asks_age_in(d->denominator) || asks_age_in(d->value) ||
           asks_age_in(d->exclude);
}

static struct outcome of_person(const struct question *q, const struct expr *e)
{
    return oracle_evaluate(q, e, &(struct asked){&NO_ROW, NULL}, 0);
}

/* What is not known counts nothing. */
static int32_t number_of(const struct question *q, const struct expr *e)
{
    struct outcome a = of_person(q, e);
    return a.has ? a.number : 0;
}

static bool is_excluded(const struct question *q, const struct definition *d)
{
    return (oracle_asks_age(d) && q->s->birth[q->person] == INT32_MIN) ||
           (d->exclude && of_person(q, d->exclude).number != 0);
}

static void add_person(const struct question *q, const struct definition *d, struct sums *s)
{
    if (is_excluded(q, d))
        return;
    if (d->kind == MEASURE_COUNT) {
        s->numerator += number_of(q, d->value);
    } else if (d->kind == MEASURE_MEAN) {
        struct outcome a = of_person(q, d->value);
        bool is_index = d->value->type == TYPE_INDEX;
        if (a.has)
            add_term(s, is_index ? a.q : 1, is_index ? (int64_t)a.p : a.number);
        s->denominator += a.has;
    } else {
        int32_t each = d->denominator ? number_of(q, d->denominator) : 1;
        s->denominator += each;
        if (each != 0 || d->denominator->type != TYPE_CONDITION)
            s->numerator += number_of(q, d->numerator);
    }
}

/* ---- who belongs to a place on T ---- */

static bool is_listed_at(const struct question *q)
{
    if (q->listing < 0 || q->s->listings.unit[q->listing] >= q->s->known_units)
        return false;
    if (q->place.level == LEVEL_DOCTOR)
        return oracle_doctor_on(q, month_last(q->month).n) == q->place.number;
    return oracle_unit_is_of(q->s, q->s->listings.unit[q->listing], q->place);
}

/* In the instance's county. */
static bool is_of_county(const struct snapshot *s, uint32_t person)
{
    return s->own_county != SNAPSHOT_NONE16 && s->person_county[person] == s->own_county;
}

static bool is_registered_at(const struct question *q)
{
    const struct snapshot *s = q->s;
    int32_t T = month_last(q->month).n;
    uint16_t from = s->registered_from[q->person], to = s->registered_to[q->person];
    if (!is_of_county(s, q->person) || from == SNAPSHOT_NONE16 || from > T ||
        (to != SNAPSHOT_NONE16 && to < T))
        return false;
    return q->place.level == LEVEL_COUNTY
               ? q->place.number == s->own_county
               : q->place.level == LEVEL_MUNICIPALITY &&
                     q->place.number == s->person_municipality[q->person];
}

bool oracle_belongs(const struct question *q, enum measure_population population)
{
    if (population == POPULATION_REGISTERED)
        return is_registered_at(q);
    return population == POPULATION_EVERYONE || is_listed_at(q);
}

static struct cell cell_of(const struct definition *d, const struct sums *sums)
{
    if (d->kind == MEASURE_COUNT)
        return (struct cell){.denominator = 1, .numerator = sums->numerator};
    if (sums->denominator <= 0)
        return (struct cell){.missing = CELL_INV};
    for (unsigned i = 0; i < sums->terms; i++)
        sums->term[i].squares = (double)sums->squares[i];
    return (struct cell){.denominator = sums->denominator,
                         .numerator = sums->numerator,
                         .sum = {sums->term, sums->terms}};
}

struct cell oracle_cell(struct arena *a, const struct snapshot *s, const struct definition *d,
                        struct oracle_place place, struct month month)
{
    if (d->kind == MEASURE_TABLE)
        return oracle_table_cell(a, s, d, place, month);
    struct sums sums = {.term = ARENA_NEW(a, struct exact_term, (size_t)s->persons + 1),
                        .squares = ARENA_NEW(a, wide, (size_t)s->persons + 1)};
    bool anybody = false;
    for (uint32_t person = 0; person < s->persons; person++) {
        struct question q = oracle_question(a, s, person, month);
        q.place = place;
        if (!oracle_belongs(&q, d->population))
            continue;
        anybody = true;
        add_person(&q, d, &sums);
    }
    if (place.level == LEVEL_DOCTOR && !anybody)
        return (struct cell){.missing = CELL_NO_ROW};
    return cell_of(d, &sums);
}

struct question oracle_question(struct arena *a, const struct snapshot *s, uint32_t person,
                                struct month month)
{
    struct question q = {.arena = a, .s = s, .month = month, .person = person};
    q.listing = oracle_listing_on(s, person, month_last(month).n);
    return q;
}

struct cell oracle_part(const struct question *q, const struct definition *d)
{
    struct sums sums = {.term = ARENA_NEW(q->arena, struct exact_term, 1),
                        .squares = ARENA_NEW(q->arena, wide, 1)};
    add_person(q, d, &sums);
    return cell_of(d, &sums);
}

static bool is_missing(const struct question *q, const struct definition *d)
{
    const struct selection *of = expr_index_rows(d->value);
    if (d->missing)
        return of_person(q, d->missing).number != 0;
    return of && oracle_select(q, of).count > 0;
}

static enum standing standing_of(const struct question *q, const struct definition *d,
                                 struct sums *sums)
{
    if (is_excluded(q, d))
        return STANDING_EXCLUDED;
    add_person(q, d, sums);
    if (sums->numerator != 0 || (d->kind == MEASURE_MEAN && sums->denominator != 0))
        return STANDING_NUMERATOR;
    if (sums->denominator != 0)
        return STANDING_DENOMINATOR;
    if (is_missing(q, d))
        return STANDING_MISSING;
    return d->kind == MEASURE_COUNT && d->population != POPULATION_EVERYONE ? STANDING_DENOMINATOR
                                                                            : STANDING_OUTSIDE;
}

enum standing oracle_standing(const struct question *q, const struct definition *d,
                              struct cell *part)
{
    struct sums sums = {.term = ARENA_NEW(q->arena, struct exact_term, 1),
                        .squares = ARENA_NEW(q->arena, wide, 1)};
    *part = (struct cell){.missing = CELL_INV};
    if (!oracle_belongs(q, d->population))
        return STANDING_OUTSIDE;
    enum standing standing = standing_of(q, d, &sums);
    *part = cell_of(d, &sums);
    return standing;
}

struct cell oracle_person(struct arena *a, const struct snapshot *s, const struct definition *d,
                          uint32_t person, struct month month)
{
    struct question q = oracle_question(a, s, person, month);
    if (q.listing < 0 || s->listings.unit[q.listing] >= s->known_units)
        return (struct cell){.missing = CELL_NO_ROW};
    q.place = (struct oracle_place){LEVEL_UNIT, s->listings.unit[q.listing]};
    struct cell c = oracle_part(&q, d);
    return c.missing == CELL_PRESENT ? c : (struct cell){.missing = CELL_NO_ROW};
}

/* ---- places ---- */

/* The instance's county, and the municipalities that its units and inhabitants have. */
static bool lists_registered(const struct snapshot *s, struct oracle_place place)
{
    if (place.level == LEVEL_COUNTY)
        return s->own_county != SNAPSHOT_NONE16 && place.number == s->own_county;
    for (uint32_t unit = 0; unit < s->known_units; unit++)
        if (s->own_county != SNAPSHOT_NONE16 && s->unit_county[unit] == s->own_county &&
            s->unit_municipality[unit] == place.number)
            return true;
    for (uint32_t person = 0; person < s->persons; person++)
        if (is_of_county(s, person) && s->person_municipality[person] == place.number)
            return true;
    return false;
}

static bool lists_doctor(const struct snapshot *s, struct oracle_place place,
                         const struct eval_request *ask)
{
    if (s->staff_protected[place.number] && !ask->protected_rows)
        return false;
    for (unsigned back = 0; back < ask->months; back++)
        for (uint32_t person = 0; person < s->persons; person++) {
            struct question q =
                oracle_question(NULL, s, person, (struct month){ask->last.n - (int32_t)back});
            q.place = place;
            if (is_listed_at(&q))
                return true;
        }
    return false;
}

bool oracle_lists(const struct snapshot *s, enum measure_population population,
                  struct oracle_place place, const struct eval_request *ask)
{
    if (place.level == LEVEL_DOCTOR)
        return lists_doctor(s, place, ask);
    if (population == POPULATION_REGISTERED)
        return lists_registered(s, place);
    for (uint32_t unit = 0; unit < s->units; unit++)
        if (oracle_unit_is_of(s, unit, place))
            return true;
    return false;
}
