/* What can be said of a level and of a cell without evaluating anything. */
#include "core/sb.h"
#include "engine/eval.h"
#include "engine/stats.h"

#include <math.h>

static const struct str LEVEL_WORD[LEVELS] = {
    [LEVEL_PERSON] = STR_INIT("person"),
    [LEVEL_DOCTOR] = STR_INIT("doctor"),
    [LEVEL_UNIT] = STR_INIT("unit"),
    [LEVEL_OPERATOR] = STR_INIT("operator"),
    [LEVEL_MUNICIPALITY] = STR_INIT("municipality"),
    [LEVEL_COUNTY] = STR_INIT("county"),
};

struct str level_word(enum eval_level level)
{
    return LEVEL_WORD[level];
}

bool level_parse(struct str word, enum eval_level *out)
{
    for (unsigned i = 0; i < LEVELS; i++)
        if (str_eq(LEVEL_WORD[i], word)) {
            *out = (enum eval_level)i;
            return true;
        }
    return false;
}

bool definition_has_level(const struct definition *d, enum eval_level level)
{
    bool of_listed = d->kind != MEASURE_TABLE && d->population == POPULATION_LISTED;
    if (level == LEVEL_PERSON || level == LEVEL_DOCTOR)
        return of_listed;
    if (d->kind != MEASURE_TABLE && d->population == POPULATION_REGISTERED)
        return level == LEVEL_MUNICIPALITY || level == LEVEL_COUNTY;
    return true;
}

/* Per cent are printed as the ratio that they are; only "per 1 000" counts in thousands. */
static int64_t printed_scale(const struct definition *d)
{
    return d->unit == IN_PER_1000 ? 1000 : 1;
}

static struct str whole(struct arena *a, int64_t n)
{
    enum { ROOM = 20 }; /* sign and digits */
    struct sb out = sb_open(a, ROOM);
    sb_i64(&out, n);
    return sb_str(&out);
}

struct cell_text cell_text(struct arena *a, const struct definition *d, const struct cell *c)
{
    if (c->missing == CELL_INV)
        return (struct cell_text){STR("0"), STR("0"), STR(""), STR("INV")};
    if (c->missing != CELL_PRESENT)
        return (struct cell_text){STR(""), STR(""), STR(""), STR("UNK")};
    if (c->pair)
        return (struct cell_text){
            exact_text(a, c->pair->numerator), exact_text(a, c->pair->denominator),
            exact_quotient(a, c->pair->numerator, c->pair->denominator, printed_scale(d)), STR("")};
    struct cell_text out = {.denominator = whole(a, c->denominator), .missing = STR("")};
    if (d->kind == MEASURE_MEAN) {
        struct exact_mean_text text = exact_mean_text(a, c->sum, c->denominator);
        out.numerator = text.sum;
        out.value = text.mean;
        return out;
    }
    out.numerator = whole(a, c->numerator);
    out.value = exact_ratio(a, c->numerator, c->denominator, printed_scale(d));
    return out;
}

double cell_value(const struct definition *d, const struct cell *c)
{
    if (c->missing != CELL_PRESENT)
        return NAN;
    if (c->pair)
        return exact_double(c->pair->numerator) * (double)printed_scale(d) /
               exact_double(c->pair->denominator);
    if (d->kind != MEASURE_MEAN)
        return (double)c->numerator * (double)printed_scale(d) / (double)c->denominator;
    double sum = 0;
    for (unsigned i = 0; i < c->sum.terms; i++)
        sum += (double)c->sum.term[i].sum / (double)c->sum.term[i].q;
    return sum / (double)c->denominator;
}

double cell_variance(const struct definition *d, const struct cell *c)
{
    if (d->kind != MEASURE_MEAN || c->missing != CELL_PRESENT)
        return 0;
    double sum = 0, squares = 0;
    for (unsigned i = 0; i < c->sum.terms; i++) {
        const struct exact_term *t = &c->sum.term[i];
        double q = (double)t->q;
        sum += (double)t->sum / q;
        squares += t->squares / q / q;
    }
    return variance_of(sum, squares, c->denominator);
}
