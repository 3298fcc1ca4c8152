#include "web/figure.h"
#include "web/number.h"
#include "web/saebo_parts.h"

enum { EVEN = 100 };

const struct published_cell *saebo_cell(const struct model *m, enum model_saebo kind,
                                        unsigned county)
{
    const struct published_table *t = m->saebo_table[kind];
    for (size_t i = 0; i < published_count(t); i++) {
        const struct published_cell *c = published_at(t, i);
        if (str_eq(published_id(c), m->saebo[county].id))
            return c;
    }
    return NULL;
}

static bool figure_of(const struct model *m, enum model_saebo kind, unsigned county,
                      struct published_figure *out)
{
    const struct published_cell *c = saebo_cell(m, kind, county);
    return c && published_figure(c, out);
}

static void add(struct sb *list, struct str item)
{
    sb_put(list, list->len > 0 ? STR(", ") : STR(""));
    sb_put(list, item);
}

static bool has_everyone(const struct model *m, unsigned county)
{
    for (unsigned k = 0; k < MODEL_SAEBO; k++) {
        struct published_figure f;
        if (!figure_of(m, (enum model_saebo)k, county, &f) || f.numerator != f.denominator)
            return false;
    }
    return true;
}

/* The counties with the number, where it first occurs and comes again; else nothing. */
static void add_repeated(struct sb *list, struct arena *a, enum lang lang, const struct model *m,
                         enum model_saebo kind, unsigned county)
{
    struct published_figure f, other;
    if (!figure_of(m, kind, county, &f))
        return;
    struct sb names = sb_open(a, 128);
    unsigned count = 0;
    for (unsigned i = 0; i < m->saebo_counties; i++) {
        if (!figure_of(m, kind, i, &other) || other.numerator != f.numerator)
            continue;
        if (i < county)
            return; /* said there */
        add(&names, m->saebo[i].name[lang]);
        count++;
    }
    struct str number = number_count(a, lang, f.numerator);
    if (count > 1)
        add(list, str_fmt(a, "%.*s (%.*s)", STR_FMT(number), STR_FMT(sb_str(&names))));
}

void saebo_fill_odd(struct arena *a, enum lang lang, const struct model *m, struct saebo_view *v)
{
    struct sb everyone = sb_open(a, 256), repeated = sb_open(a, 256), even = sb_open(a, 256);
    for (unsigned i = 0; i < m->saebo_counties; i++) {
        struct published_figure f;
        struct str name = m->saebo[i].name[lang];
        if (has_everyone(m, i))
            add(&everyone, name);
        if (figure_of(m, SAEBO_DOCTOR, i, &f) && f.denominator % EVEN == 0) {
            struct str number = number_count(a, lang, f.denominator);
            add(&even, str_fmt(a, "%.*s (%.*s)", STR_FMT(number), STR_FMT(name)));
        }
    }
    for (unsigned k = 0; k < MODEL_SAEBO; k++)
        for (unsigned i = 0; i < m->saebo_counties; i++)
            add_repeated(&repeated, a, lang, m, (enum model_saebo)k, i);
    v->odd_everyone = sb_str(&everyone);
    v->odd_repeated = sb_str(&repeated);
    v->odd_even = sb_str(&even);
    v->has_odd_everyone = everyone.len > 0;
    v->has_odd_repeated = repeated.len > 0;
    v->has_odd_even = even.len > 0;
}
