#include "engine/expr_text.h"

#include "core/sb.h"
#include "engine/expr_words.h"

/* How tightly an expression holds together: what stands within another that holds more tightly
 * needs brackets. */
enum hold {
    HOLD_WHEN,
    HOLD_OR,
    HOLD_AND,
    HOLD_NOT,
    HOLD_COMPARISON,
    HOLD_SUM,
    HOLD_PRODUCT,
    HOLD_ALL
};

struct writing {
    struct sb out;
    const struct expr_part *part;
    unsigned parts;
};

static void put(struct writing *w, const struct expr *e, enum hold least);

static void say(struct writing *w, const char *text)
{
    sb_put(&w->out, str_of(text));
}

/* ---- tests of a row or the person ---- */

/* `profession = nurse`, `form in (visit, home_visit)`, `booking is known`. */
static void put_words(struct writing *w, const struct expr *e)
{
    uint32_t all = expr_words_all(e->field), none = expr_words_none(e->field);
    uint32_t words = e->words;
    sb_put(&w->out, expr_field_name(e->field));
    if (none != 0 && words == (all & ~none)) {
        say(w, " is known");
        return;
    }
    bool is_list = (words & (words - 1)) != 0 || words == 0;
    uint32_t named = words == 0 ? all : words;
    say(w, words == 0 ? " not in (" : is_list ? " in (" : " = ");
    for (unsigned i = 0, count = 0; i < 32; i++)
        if (named >> i & 1) {
            say(w, count++ > 0 ? ", " : "");
            sb_put(&w->out, expr_word(e->field, i));
        }
    say(w, is_list ? ")" : "");
}

static void put_code(struct writing *w, const struct expr *e, bool is_not)
{
    say(w, is_not ? "code not in " : "code in ");
    sb_put(&w->out, e->set->name);
    if (e->part.len > 0) {
        say(w, ":");
        sb_put(&w->out, e->part);
    }
}

static const char *sign(enum expr_op op)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    return signs[op - EXPR_EQUAL];
}

static void put_limit(struct writing *w, const struct expr *e)
{
    char text[DECIMAL_TEXT];
    sb_put(&w->out, decimal_format(e->limit ? e->limit->stated : e->decimal, '.', text));
    if (e->limit) {
        say(w, " ");
        sb_put(&w->out, e->limit->unit);
    }
}

static void put_look(struct writing *w, enum expr_look look, bool is_not)
{
    static const char *const word[LOOKS] = {
        [LOOK_UNIT] = "unit",           [LOOK_LISTING] = "listing",   [LOOK_END] = "deregistered",
        [LOOK_DIAGNOSIS] = "diagnosis", [LOOK_POSITION] = "position", [LOOK_SOUGHT] = "sought_on",
        [LOOK_VALUE] = "value"};
    say(w, word[look]);
    say(w, is_not ? " is not known" : " is known");
}

/* False: it is none, or none that has a negation of its own. */
static bool put_test(struct writing *w, const struct expr *e, bool is_not)
{
    switch ((int)e->op) {
    case EXPR_CODE:
        put_code(w, e, is_not);
        return true;
    case EXPR_AT_OWN_UNIT:
        say(w, is_not ? "unit != own_unit" : "unit = own_unit");
        return true;
    case EXPR_HERE:
        say(w, is_not ? "unit not in here" : "unit in here");
        return true;
    case EXPR_STAFF_KNOWN:
        say(w, is_not ? "staff is not known" : "staff is known");
        return true;
    case EXPR_HAS_OWN_DOCTOR:
        say(w, is_not ? "named_doctor is not known" : "named_doctor is known");
        return true;
    case EXPR_LOOK:
        put_look(w, e->look, is_not);
        return true;
    case EXPR_INFORMED:
        say(w, is_not ? "informed is not known" : "informed is known");
        return true;
    case EXPR_KNOWN:
        put(w, e->a, HOLD_SUM);
        say(w, is_not ? " is not known" : " is known");
        return true;
    default:
        return false;
    }
}

/* ---- rows ---- */

static void put_span(struct writing *w, int32_t months, int32_t days)
{
    if (months > 0)
        sb_fmt(&w->out, "%d %s", months, months == 1 ? "month" : "months");
    else
        sb_fmt(&w->out, "%d %s", days, days == 1 ? "day" : "days");
}

static void put_T(struct writing *w, int32_t number, bool in_days)
{
    say(w, "T");
    if (number == 0 && !in_days) /* T - 0 days is another tree */
        return;
    say(w, " - ");
    put_span(w, in_days ? 0 : number, number);
}

/* `age on (T)`: a number behind it that is taken away would be days from T. */
static void put_age(struct writing *w, const struct expr *day)
{
    bool is_T = day && day->op == EXPR_T && day->number == 0 && !day->in_days;
    say(w, is_T ? "age on (T)" : day ? "age on " : "age");
    if (day && !is_T)
        put(w, day, HOLD_ALL);
}

static void put_around(struct writing *w, const struct selection *s)
{
    say(w, "within ");
    if (s->months == 0 && s->from != 1)
        sb_fmt(&w->out, "%d to ", s->from);
    put_span(w, s->months, s->to);
    say(w, s->window == WINDOW_AFTER ? " after " : " before ");
    put(w, s->anchor, HOLD_ALL);
}

static void put_window(struct writing *w, const struct selection *s)
{
    switch (s->window) {
    case WINDOW_EVER:
        if (expr_table_is_dated(s->table)) {
            say(w, "ever");
        } else {
            say(w, "on ");
            put_T(w, s->shift, false);
        }
        return;
    case WINDOW_YEAR:
        say(w, "in the year");
        return;
    case WINDOW_MONTHS:
    case WINDOW_DAYS:
        say(w, "within ");
        put_span(w, s->months, s->from);
        if (s->shift > 0) {
            say(w, " to ");
            put_T(w, s->shift, false);
        }
        return;
    case WINDOW_AFTER:
    case WINDOW_BEFORE:
        put_around(w, s);
        return;
    case WINDOW_ON:
        say(w, "on ");
        put(w, s->anchor, HOLD_ALL);
        return;
    }
}

static void put_refinements(struct writing *w, const struct selection *s)
{
    say(w, s->once_a_day ? ", once a day" : "");
    if (s->paired) {
        say(w, ", paired with ");
        put(w, s->paired, HOLD_OR);
    }
    if (s->without) {
        say(w, ", new after ");
        put_span(w, s->washout_in_months ? s->washout : 0, s->washout);
        say(w, " without ");
        put(w, s->without, HOLD_OR);
    }
}

/* What stands in the brackets of a function. */
static void put_rows(struct writing *w, const struct expr *e)
{
    const struct selection *s = e->selection;
    sb_put(&w->out, expr_table_name(s->table));
    if (s->where) {
        say(w, " where ");
        put(w, s->where, HOLD_OR);
    }
    say(w, " ");
    put_window(w, s);
    say(w, e->op == EXPR_INDEX ? " by staff" : "");
    put_refinements(w, s);
    say(w, ")");
}

static void put_function(struct writing *w, const struct expr *e, bool is_not)
{
    static const char *const of[] = {"staff of ", "days of ", "substances of "};
    switch ((int)e->op) {
    case EXPR_INDEX:
        sb_put(&w->out, expr_index_name(e->index));
        break;
    case EXPR_ANY:
        say(w, is_not ? "none" : "any");
        break;
    case EXPR_COUNT:
        say(w, "count");
        break;
    case EXPR_FIRST:
        say(w, "first");
        break;
    case EXPR_LAST:
        say(w, "last");
        break;
    case EXPR_LATEST:
        say(w, "latest");
        break;
    default:
        say(w, "distinct");
        break;
    }
    say(w, "(");
    if (e->op == EXPR_DISTINCT)
        say(w, of[e->of]);
    put_rows(w, e);
}

/* ---- all of it ---- */

static enum hold hold_of(const struct expr *e)
{
    switch ((int)e->op) {
    case EXPR_WHEN:
        return HOLD_WHEN;
    case EXPR_OR:
        return HOLD_OR;
    case EXPR_AND:
        return HOLD_AND;
    case EXPR_NOT:
        return e->a->op == EXPR_ANY ? HOLD_ALL : HOLD_NOT;
    case EXPR_ADD:
    case EXPR_SUBTRACT:
        return HOLD_SUM;
    case EXPR_MULTIPLY:
        return HOLD_PRODUCT;
    case EXPR_NUMBER:
    case EXPR_DECIMAL:
    case EXPR_INDEX_COUNT:
    case EXPR_AGE:
    case EXPR_YEAR:
    case EXPR_BIRTH_YEAR:
    case EXPR_T:
    case EXPR_BIRTHDAY:
    case EXPR_FIRST:
    case EXPR_LAST:
    case EXPR_LATEST:
    case EXPR_COUNT:
    case EXPR_ANY:
    case EXPR_DISTINCT:
    case EXPR_INDEX:
        return HOLD_ALL;
    default:
        return HOLD_COMPARISON;
    }
}

static void put_between(struct writing *w, const struct expr *e, const char *word, enum hold left,
                        enum hold right)
{
    put(w, e->a, left);
    sb_fmt(&w->out, " %s ", word);
    put(w, e->b, right);
}

static void put_binary(struct writing *w, const struct expr *e)
{
    switch ((int)e->op) {
    case EXPR_WHEN:
        put_between(w, e, "when", HOLD_OR, HOLD_OR);
        return;
    case EXPR_OR:
        put_between(w, e, "or", HOLD_OR, HOLD_AND);
        return;
    case EXPR_AND:
        put_between(w, e, "and", HOLD_AND, HOLD_NOT);
        return;
    case EXPR_ADD:
        put_between(w, e, "+", HOLD_SUM, HOLD_PRODUCT);
        return;
    case EXPR_SUBTRACT:
        put_between(w, e, "-", HOLD_SUM, HOLD_PRODUCT);
        return;
    case EXPR_MULTIPLY:
        put_between(w, e, "*", HOLD_PRODUCT, HOLD_ALL);
        return;
    default:
        put_between(w, e, sign(e->op), HOLD_SUM, HOLD_SUM);
        return;
    }
}

static void put_not(struct writing *w, const struct expr *e)
{
    if (e->a->op == EXPR_ANY) {
        put_function(w, e->a, true);
    } else if (!put_test(w, e->a, true)) {
        say(w, "not ");
        put(w, e->a, HOLD_COMPARISON);
    }
}

static void put_leaf(struct writing *w, const struct expr *e)
{
    switch ((int)e->op) {
    case EXPR_NUMBER:
        sb_i64(&w->out, e->number);
        return;
    case EXPR_DECIMAL:
        put_limit(w, e);
        return;
    case EXPR_INDEX_COUNT:
        say(w, "count");
        return;
    case EXPR_YEAR:
        say(w, "year");
        return;
    case EXPR_BIRTH_YEAR:
        say(w, "birth_year");
        return;
    case EXPR_T:
        put_T(w, (int32_t)e->number, e->in_days);
        return;
    case EXPR_BIRTHDAY:
        sb_fmt(&w->out, "birthday(%lld)", (long long)e->number);
        return;
    case EXPR_AGE:
        put_age(w, e->a);
        return;
    case EXPR_WORDS:
        put_words(w, e);
        return;
    case EXPR_BY_OWN_DOCTOR:
        say(w, "staff = named_doctor");
        return;
    case EXPR_SOUGHT:
        sb_fmt(&w->out, "sought_on within %lld days", (long long)e->number);
        return;
    case EXPR_VALUE:
        sb_fmt(&w->out, "value %s ", sign(e->compare));
        put_limit(w, e);
        return;
    default:
        if (!put_test(w, e, false))
            put_function(w, e, false);
        return;
    }
}

static const struct expr_part *part_of(const struct writing *w, const struct expr *e)
{
    for (unsigned i = 0; i < w->parts; i++)
        if (w->part[i].is == e)
            return &w->part[i];
    return NULL;
}

static void put_node(struct writing *w, const struct expr *e)
{
    if (e->op == EXPR_NOT)
        put_not(w, e);
    else if (e->b)
        put_binary(w, e);
    else
        put_leaf(w, e);
}

static void put(struct writing *w, const struct expr *e, enum hold least)
{
    const struct expr_part *part = part_of(w, e);
    if (part) {
        sb_put(&w->out, part->name);
        return;
    }
    bool brackets = hold_of(e) < least;
    say(w, brackets ? "(" : "");
    put_node(w, e);
    say(w, brackets ? ")" : "");
}

struct str expr_text(struct arena *a, const struct expr *e, const struct expr_part *part,
                     unsigned parts)
{
    struct writing w = {sb_open(a, 256), part, parts};
    put_node(&w, e);
    return str_copy(a, sb_str(&w.out));
}
