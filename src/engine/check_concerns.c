/* Which measures a check is about: what its file names, looked for in what a measure reads. */
#include "engine/check.h"

#include "engine/expr_words.h"

static const struct str STAFF = STR_INIT("staff");

/* ---- what a measure reads ---- */

struct read {
    uint32_t tables; /* bits */
    bool staff;      /* who it was is asked for */
};

static void gather(const struct expr *e, struct read *out)
{
    if (!e)
        return;
    const struct selection *s = e->selection;
    if (e->op == EXPR_BY_OWN_DOCTOR || e->op == EXPR_HAS_OWN_DOCTOR)
        out->tables |= UINT32_C(1) << EXPR_NAMED_CONTACTS;
    if (e->op == EXPR_WORDS && e->field == FIELD_LISTING_BASIS)
        out->tables |= UINT32_C(1) << EXPR_LISTINGS;
    out->staff |= e->op == EXPR_INDEX || e->op == EXPR_BY_OWN_DOCTOR || e->op == EXPR_STAFF_KNOWN ||
                  (e->op == EXPR_DISTINCT && e->of == DISTINCT_STAFF);
    gather(e->a, out);
    gather(e->b, out);
    if (!s)
        return;
    out->tables |= UINT32_C(1) << s->table;
    gather(s->where, out);
    gather(s->anchor, out);
    gather(s->paired, out);
    gather(s->without, out);
}

static struct read read_by(const struct definition *d)
{
    struct read out = {0};
    if (d->kind != MEASURE_TABLE && d->population == POPULATION_LISTED)
        out.tables = UINT32_C(1) << EXPR_LISTINGS;
    gather(d->numerator, &out);
    gather(d->denominator, &out);
    gather(d->value, &out);
    gather(d->exclude, &out);
    return out;
}

static bool has_set(const struct definition *d, struct str name)
{
    for (unsigned i = 0; i < d->sets; i++)
        if (str_eq(d->set[i]->name, name))
            return true;
    return false;
}

static bool table_of(struct str name, unsigned *out)
{
    for (unsigned i = 0; i < EXPR_TABLES; i++)
        if (str_eq(expr_table_name((enum expr_table)i), name)) {
            *out = i;
            return true;
        }
    return false;
}

bool check_concerns(const struct check *c, const struct definition *d)
{
    if (c->kind == CHECK_FIGURES)
        return check_looks_at_figures(d);
    const struct read read = read_by(d);
    for (unsigned i = 0; i < c->concerns; i++) {
        struct str word = c->concern[i];
        unsigned table;
        if (str_eq(word, d->id) || has_set(d, word) || (str_eq(word, STAFF) && read.staff) ||
            (table_of(word, &table) && (read.tables >> table & 1)))
            return true;
    }
    return false;
}

bool check_concern_is_known(const struct check_sources *of, struct str word)
{
    unsigned table;
    return str_eq(word, STAFF) || table_of(word, &table) || codesets_find(of->sets, word) ||
           definitions_find(of->measures, word);
}

struct checks checks_concerning(struct arena *a, const struct checks *all,
                                const struct definition *d)
{
    const struct check **at = ARENA_NEW(a, const struct check *, all->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (check_concerns(all->at[i], d))
            at[count++] = all->at[i];
    return (struct checks){at, count};
}
