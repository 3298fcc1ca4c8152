#include "engine/explain.h"

#include "engine/bag.h"
#include "engine/expr_text.h"
#include "engine/expr_words.h"
#include "engine/oracle_parts.h"

#include <assert.h>

enum { ANY_MOST = 3 /* rows of which one is enough */ };

struct explaining {
    struct question q;
    const struct definition *d;
    enum explain_role role;
    struct bag line;
    uint32_t told; /* bits of the parts that were */
};

static struct explain_line *add(struct explaining *x, enum explain_why why)
{
    struct explain_line *line = bag_add(&x->line);
    *line = (struct explain_line){
        .role = x->role, .why = why, .day = DAY_NONE, .minute = -1, .unit = EXPLAIN_NONE};
    return line;
}

/* ---- what an expression came to ---- */

static struct str fraction(struct arena *a, uint64_t p, uint64_t q)
{
    uint64_t x = p, y = q;
    while (y > 0) {
        uint64_t rest = x % y;
        x = y;
        y = rest;
    }
    x = x > 0 ? x : 1; /* never: an index has a q */
    if (q == x)
        return str_fmt(a, "%llu", (unsigned long long)(p / x));
    return str_fmt(a, "%llu/%llu", (unsigned long long)(p / x), (unsigned long long)(q / x));
}

static struct str value_text(struct arena *a, const struct expr *e, const struct outcome *o)
{
    char day[DAY_TEXT];
    if (e->type == TYPE_CONDITION)
        return o->number != 0 ? STR("yes") : STR("no");
    if (!o->has)
        return STR("");
    switch (e->type) {
    case TYPE_DAY:
        return str_copy(a, day_format((struct day){o->number}, day));
    case TYPE_QUANTITY:
        return plain_text(a, &o->quantity);
    case TYPE_INDEX:
        return fraction(a, o->p, o->q);
    case TYPE_CONDITION:
    case TYPE_NUMBER:
        break;
    }
    return str_fmt(a, "%d", o->number);
}

static struct outcome outcome_of(const struct explaining *x, const struct expr *e)
{
    return oracle_evaluate(&x->q, e, &(struct asked){&NO_ROW, NULL}, 0);
}

/* ---- rows ---- */

static struct str staff_text(const struct question *q, uint32_t staff)
{
    return staff == NOBODY ? STR("") : hsaid_str(&q->s->staff_id[staff]);
}

/* What stands in the row for people: code and value. */
static void name_row(const struct question *q, const struct fact *row, struct explain_line *line)
{
    static const enum expr_field word[EXPR_TABLES] = {
        [EXPR_INVITATIONS] = FIELD_PROGRAMME, [EXPR_PERFORMED] = FIELD_PERFORMED_PROGRAMME,
        [EXPR_REFERRALS] = FIELD_REFERRED_TO, [EXPR_LISTINGS] = FIELD_BASIS,
        [EXPR_NAMED_CONTACTS] = FIELD_KIND,   [EXPR_RESIDENCES] = FIELD_RESIDENCE_KIND};
    line->value = staff_text(q, row->staff);
    if (row->table == EXPR_CONTACTS) {
        line->code = expr_word(FIELD_FORM, row->shape.form);
    } else if (!row->event) {
        line->code = expr_word(word[row->table], row->word);
    } else if (expr_table_has_code(row->table)) {
        const struct event_shape *e = row->event;
        line->code = e->code;
        line->value = str_fmt(q->arena, "%.*s%s%.*s", STR_FMT(e->value),
                              e->value_unit.len > 0 ? " " : "", STR_FMT(e->value_unit));
    } else {
        line->code = expr_word(word[row->table], row->event->word);
    }
}

void explain_row(const struct question *q, const struct fact *row, struct explain_line *line)
{
    line->is_row = true;
    line->table = row->table;
    line->day = (struct day){row->from};
    line->minute = row->minute;
    line->unit = expr_table_has_unit(row->table) ? row->unit : EXPLAIN_NONE;
    name_row(q, row, line);
}

static struct explain_line *add_row(struct explaining *x, const struct fact *row,
                                    enum explain_why why)
{
    struct explain_line *line = add(x, why);
    explain_row(&x->q, row, line);
    return line;
}

/* The conditions between the ands that do not hold of the row: how many, and the last of them. */
static unsigned unmet(const struct explaining *x, const struct expr *e, const struct expr *where,
                      const struct fact *row, const struct expr **which)
{
    if (e->op == EXPR_AND)
        return unmet(x, e->a, where, row, which) + unmet(x, e->b, where, row, which);
    if (oracle_evaluate(&x->q, e, &(struct asked){row, where}, 0).number != 0)
        return 0;
    *which = e;
    return 1;
}

/* False: the row is far from counting. */
static bool add_near(struct explaining *x, const struct selection *s, const struct fact *row,
                     enum row_standing standing)
{
    static const enum explain_why why[] = {[ROW_BEFORE] = WHY_BEFORE,
                                           [ROW_BEHIND] = WHY_BEHIND,
                                           [ROW_UNPAIRED] = WHY_UNPAIRED,
                                           [ROW_NOT_NEW] = WHY_NOT_NEW,
                                           [ROW_AGAIN] = WHY_AGAIN};
    if (standing == ROW_UNMET) {
        const struct expr *which = NULL;
        if (s->where->op != EXPR_AND || unmet(x, s->where, s->where, row, &which) != 1 ||
            which->op == EXPR_CODE) /* of another thing altogether */
            return false;
        add_row(x, row, WHY_UNMET)->text = expr_text(x->q.arena, which, NULL, 0);
        return true;
    }
    bool is_outside = standing == ROW_BEFORE || standing == ROW_BEHIND;
    if (is_outside && !oracle_meets(&x->q, s->where, row))
        return false;
    (void)add_row(x, row, why[standing]);
    return true;
}

/* Of the rows that count those that decide. */
static void tell_rows(struct explaining *x, const struct expr *e)
{
    const struct considered c = oracle_consider(&x->q, e->selection);
    size_t count = 0, told = 0;
    for (size_t i = 0; i < c.all.count; i++)
        count += c.standing[i] == ROW_COUNTS;
    size_t most = e->op == EXPR_ANY ? ANY_MOST : EXPLAIN_ROWS_MOST;
    if (e->op == EXPR_FIRST || e->op == EXPR_LAST || e->op == EXPR_LATEST)
        most = 1;
    size_t skip = e->op == EXPR_FIRST || count < most ? 0 : count - most;
    for (size_t i = 0; i < c.all.count && told < most; i++)
        if (c.standing[i] == ROW_COUNTS && skip > 0)
            skip--;
        else if (c.standing[i] == ROW_COUNTS && ++told <= most)
            (void)add_row(x, &c.all.at[i], WHY_COUNTS);
    for (size_t i = c.all.count; count == 0 && i-- > 0 && told < EXPLAIN_NEAR_MOST;)
        told += add_near(x, e->selection, &c.all.at[i], c.standing[i]);
}

/* ---- conditions ---- */

static const struct expr_part *untold_part(struct explaining *x, const struct expr *e)
{
    for (unsigned i = 0; i < x->d->parts; i++)
        if (x->d->part[i].is == e && !(x->told >> i & 1)) {
            x->told |= UINT32_C(1) << i;
            return &x->d->part[i];
        }
    return NULL;
}

static bool is_part(const struct explaining *x, const struct expr *e)
{
    for (unsigned i = 0; i < x->d->parts; i++)
        if (x->d->part[i].is == e)
            return true;
    return false;
}

/* A comparison of two numbers, which are parameters that switch something on or off. */
static bool is_switch(const struct expr *e)
{
    return e->op >= EXPR_EQUAL && e->op <= EXPR_GREATER_EQUAL && e->a->op == EXPR_NUMBER &&
           e->b->op == EXPR_NUMBER;
}

/* Without alternatives that are switched off: "or 0 = 1" tells nobody anything. */
static const struct expr *switched(const struct explaining *x, const struct expr *e)
{
    if (e->op != EXPR_OR)
        return e;
    if (is_switch(e->a) && outcome_of(x, e->a).number == 0)
        return switched(x, e->b);
    return is_switch(e->b) && outcome_of(x, e->b).number == 0 ? switched(x, e->a) : e;
}

static struct str text_of(const struct explaining *x, const struct expr *e,
                          const struct expr_part *part)
{
    e = switched(x, e);
    struct str text = expr_text(x->q.arena, e, x->d->part, x->d->parts);
    if (!part)
        return text;
    return str_fmt(x->q.arena, "%.*s: %.*s", STR_FMT(part->name), STR_FMT(text));
}

/* A condition by what it came to. */
static void add_outcome(struct explaining *x, enum explain_why why, const struct expr *e,
                        const struct expr_part *part)
{
    struct outcome o = outcome_of(x, e);
    if (e->type == TYPE_CONDITION && why == WHY_IS)
        why = o.number != 0 ? WHY_HOLDS : WHY_FAILS;
    struct explain_line *line = add(x, why);
    line->text = text_of(x, e, part);
    line->value = value_text(x->q.arena, e, &o);
}

/* What the expression is made of: its parts, and the rows of its selections. `e` itself has been
 * said. */
static void tell_within(struct explaining *x, const struct expr *e);

static void tell_made_of(struct explaining *x, const struct expr *e)
{
    if (!e)
        return;
    if (is_part(x, e)) {
        const struct expr_part *part = untold_part(x, e);
        if (!part)
            return; /* and what it is made of */
        add_outcome(x, WHY_PART, e, part);
    }
    tell_within(x, e);
}

static void tell_within(struct explaining *x, const struct expr *e)
{
    if (e->selection) {
        tell_made_of(x, e->selection->anchor);
        tell_rows(x, e);
    }
    tell_made_of(x, e->a);
    tell_made_of(x, e->b);
}

/* Each condition between the ands on its own. */
static void tell(struct explaining *x, const struct expr *e)
{
    if (e->op == EXPR_AND && !is_part(x, e)) {
        tell(x, e->a);
        tell(x, e->b);
        return;
    }
    add_outcome(x, WHY_IS, e, untold_part(x, e));
    tell_within(x, e);
}

static void tell_as(struct explaining *x, enum explain_role role, const struct expr *e)
{
    x->role = role;
    if (e)
        tell(x, e);
}

/* ---- the whole ---- */

static void tell_listing(struct explaining *x)
{
    const struct snapshot_listings *l = &x->q.s->listings;
    long i = x->q.listing;
    struct fact row = {.table = EXPR_LISTINGS, .minute = NO_MINUTE, .staff = NOBODY};
    if (i < 0) {
        (void)add(x, WHY_NOT_LISTED);
        return;
    }
    row.from = l->from[i];
    row.unit = l->unit[i];
    row.word = l->basis[i];
    (void)add_row(x, &row, l->unit[i] < x->q.s->known_units ? WHY_LISTED : WHY_NOT_LISTED);
}

static bool tell_population(struct explaining *x)
{
    x->role = EXPLAIN_POPULATION;
    bool belongs = oracle_belongs(&x->q, x->d->population);
    if (x->d->population == POPULATION_LISTED)
        tell_listing(x);
    else if (x->d->population == POPULATION_REGISTERED)
        (void)add(x, belongs ? WHY_REGISTERED : WHY_NOT_REGISTERED);
    else
        (void)add(x, WHY_EVERYONE);
    return belongs;
}

static void tell_excluded(struct explaining *x)
{
    x->role = EXPLAIN_EXCLUDE;
    if (oracle_asks_age(x->d) && x->q.s->birth[x->q.person] == INT32_MIN)
        (void)add(x, WHY_BIRTH_UNKNOWN);
    else
        tell_as(x, EXPLAIN_EXCLUDE, x->d->exclude);
}

static enum explain_why result_of(const struct definition *d, const struct cell *c,
                                  enum standing standing)
{
    if (standing == STANDING_MISSING)
        return WHY_MISSING;
    if (c->missing != CELL_PRESENT)
        return d->kind == MEASURE_MEAN ? WHY_NO_VALUE : WHY_OUTSIDE;
    if (d->kind != MEASURE_RATIO)
        return WHY_COUNTED;
    return c->numerator > 0 ? WHY_NUMERATOR : WHY_DENOMINATOR;
}

static void add_result(struct explaining *x, enum explain_why why, const struct cell *c)
{
    x->role = EXPLAIN_RESULT;
    struct explain_line *line = add(x, why);
    if (c->missing == CELL_PRESENT)
        line->value = cell_text(x->q.arena, x->d, c).value;
}

static void find_out(struct explaining *x, struct explanation *out)
{
    const struct cell none = {.missing = CELL_NO_ROW};
    struct cell part;
    out->standing = STANDING_OUTSIDE;
    out->cell = none;
    if (!tell_population(x)) {
        add_result(x, WHY_OUTSIDE, &none);
        return;
    }
    out->standing = oracle_standing(&x->q, x->d, &part);
    if (part.missing == CELL_PRESENT)
        out->cell = part;
    tell_excluded(x);
    if (out->standing == STANDING_EXCLUDED) {
        add_result(x, WHY_EXCLUDED, &none);
        return;
    }
    tell_as(x, EXPLAIN_DENOMINATOR, x->d->denominator);
    tell_as(x, EXPLAIN_NUMERATOR, x->d->numerator);
    tell_as(x, EXPLAIN_VALUE, x->d->value);
    if (out->standing == STANDING_MISSING)
        tell_as(x, EXPLAIN_MISSING, x->d->missing);
    add_result(x, result_of(x->d, &out->cell, out->standing), &out->cell);
}

struct explanation explain(struct arena *a, const struct snapshot *s,
                           const struct explain_request *ask)
{
    assert(ask->definition->kind != MEASURE_TABLE);
    struct explaining x = {.q = oracle_question(a, s, ask->person, ask->month),
                           .d = ask->definition,
                           .line = BAG_OPEN(a, struct explain_line)};
    struct bag rests = BAG_OPEN(a, struct explain_rest);
    x.q.rests = &rests;
    x.q.place = (struct oracle_place){ask->level, ask->place};
    if (ask->level == LEVEL_DOCTOR) /* who is of the figure rests on whose doctor it is */
        (void)oracle_belongs(&x.q, ask->definition->population);
    if (ask->definition->population == POPULATION_LISTED && x.q.listing >= 0)
        x.q.place = (struct oracle_place){LEVEL_UNIT, s->listings.unit[x.q.listing]};
    struct explanation out = {0};
    find_out(&x, &out);
    out.lines = x.line.count;
    struct explain_line *line = ARENA_NEW(a, struct explain_line, out.lines + 1);
    for (size_t i = 0; i < out.lines; i++)
        line[i] = *(const struct explain_line *)bag_at(&x.line, i);
    out.line = line;
    out.rest = bag_array(a, &rests);
    out.rests = rests.count;
    return out;
}

bool explain_is_protected(const struct snapshot *s, const struct explain_line *line)
{
    if (!line->is_row || (line->table != EXPR_CONTACTS && line->table != EXPR_NAMED_CONTACTS))
        return false;
    for (uint32_t i = 0; i < s->staff_count; i++)
        if (s->staff_protected[i] && str_eq(hsaid_str(&s->staff_id[i]), line->value))
            return true;
    return false;
}
