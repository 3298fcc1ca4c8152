#include "web/model_make.h"

#include "core/collate.h"
#include "web/figure.h"
#include "web/group.h"
#include "web/place_name.h"

#include <stdlib.h>
#include <string.h>

static const struct str SAEBO_MEASURE[MODEL_SAEBO] = {STR_INIT("saebo_named_doctor"),
                                                      STR_INIT("saebo_named_care_contact")};
static const struct str SAEBO_YEAR = STR_INIT("2021");

struct maker {
    struct arena *a;
    const struct model_facts *facts;
    struct model *m;
    struct unit_place *place; /* of every unit, for the sums that its cells are part of */
    size_t places;
};

static struct str hsaid_text(struct arena *a, const struct hsaid *id)
{
    return str_copy(a, str_of(id->text));
}

static struct str code_at(const struct snapshot *s, uint16_t place)
{
    return place == SNAPSHOT_NONE16 ? STR("") : s->place[place];
}

static struct str operator_word(const struct snapshot *s, uint32_t unit)
{
    return vocab_word(&VOCAB_OPERATOR, s->unit_operator[unit]);
}

static void fill_unit_places(struct maker *k)
{
    const struct snapshot *s = k->facts->snapshot;
    k->place = ARENA_NEW(k->a, struct unit_place, s->known_units + 1);
    k->places = s->known_units;
    for (uint32_t u = 0; u < s->known_units; u++)
        k->place[u] =
            (struct unit_place){.unit = hsaid_text(k->a, &s->unit_id[u]),
                                .operator_kind = operator_word(s, u),
                                .municipality = str_copy(k->a, code_at(s, s->unit_municipality[u])),
                                .county = str_copy(k->a, code_at(s, s->unit_county[u]))};
}

static struct model_place unit_of(const struct maker *k, uint32_t unit)
{
    const struct snapshot *s = k->facts->snapshot;
    struct str name = str_copy(k->a, s->unit_name[unit]);
    struct str municipality = k->place[unit].municipality;
    return (struct model_place){
        .id = k->place[unit].unit,
        .name = {name, name},
        .operator_kind = k->place[unit].operator_kind,
        .municipality = municipality.len > 0 ? municipality_name(municipality) : STR("")};
}

static bool is_listed_already(const struct model_place *place, unsigned count, struct str id)
{
    for (unsigned i = 0; i < count; i++)
        if (str_eq(place[i].id, id))
            return true;
    return false;
}

/* Operators and municipalities of the county's own units, each once. */
static unsigned fill_sums(const struct maker *k, enum model_level level, struct model_place *place)
{
    unsigned count = 0;
    for (size_t u = 0; u < k->places; u++) {
        const struct unit_place *unit = &k->place[u];
        struct str id = level == MODEL_OPERATOR ? unit->operator_kind : unit->municipality;
        if (!str_eq(unit->county, k->facts->county) || id.len == 0 ||
            is_listed_already(place, count, id))
            continue;
        struct model_place *p = &place[count++];
        p->id = id;
        if (level == MODEL_MUNICIPALITY) {
            p->name[LANG_SV] = p->name[LANG_EN] = municipality_name(id);
            continue;
        }
        enum text name = str_eq(id, STR("region")) ? TEXT_WEB_OPERATOR_REGION_LEVEL
                                                   : TEXT_WEB_OPERATOR_EXTERNAL_LEVEL;
        p->name[LANG_SV] = text_get(LANG_SV, name);
        p->name[LANG_EN] = text_get(LANG_EN, name);
    }
    return count;
}

static int by_name(const void *a, const void *b)
{
    const struct model_place *x = a, *y = b;
    return swedish_compare(x->name[LANG_SV], y->name[LANG_SV]);
}

static void fill_places(struct maker *k)
{
    struct model *m = k->m;
    struct str county = k->facts->county;
    struct model_place *place = ARENA_NEW(k->a, struct model_place, 3 * k->places + 1);
    for (size_t u = 0; u < k->places; u++)
        if (str_eq(k->place[u].county, county))
            place[m->count[MODEL_UNIT]++] = unit_of(k, (uint32_t)u);
    unsigned n = m->count[MODEL_UNIT];
    qsort(place, n, sizeof *place, by_name);
    for (unsigned level = MODEL_OPERATOR; level <= MODEL_MUNICIPALITY; level++) {
        m->first[level] = n;
        m->count[level] = fill_sums(k, (enum model_level)level, place + n);
        qsort(place + n, m->count[level], sizeof *place, by_name);
        n += m->count[level];
    }
    m->first[MODEL_COUNTY] = n;
    m->count[MODEL_COUNTY] = 1;
    place[n] = (struct model_place){
        .id = str_copy(k->a, county),
        .name = {county_name(k->a, LANG_SV, county), county_name(k->a, LANG_EN, county)}};
    m->place = place;
}

static struct unpublished_cell cell_of(const struct maker *k, const struct eval_table *t,
                                       size_t place, unsigned month)
{
    static const enum absence absences[] = {[CELL_PRESENT] = ABSENCE_NONE,
                                            [CELL_INV] = ABSENCE_INV,
                                            [CELL_UNK] = ABSENCE_UNK,
                                            [CELL_NO_ROW] = ABSENCE_NI};
    const struct cell *c = cell_at(t, place, month);
    char period[MONTH_TEXT];
    struct month at = {t->first.n + (int32_t)month};
    struct unpublished_cell out = {.level = level_word(t->level),
                                   .id = str_copy(k->a, t->place[place].id),
                                   .period = str_copy(k->a, month_format(at, period)),
                                   .absence = absences[c->missing]};
    if (c->missing != CELL_PRESENT)
        return out;
    struct cell_text text = cell_text(k->a, t->definition, c);
    out.numerator = c->numerator;
    out.denominator = c->denominator;
    /* Its size decides whether a figure of a table is shown, also where the numerator is a
     * fraction. */
    if (c->pair && !exact_whole(c->pair->denominator, &out.denominator))
        out.denominator = 0;
    out.value = cell_value(t->definition, c);
    out.variance = cell_variance(t->definition, c);
    out.numerator_text = text.numerator;
    out.denominator_text = text.denominator;
    out.value_text = text.value;
    return out;
}

/* Of one measure all levels together: what is hidden at one must not follow from another. */
static const struct published_table *publish(const struct maker *k, const struct eval_table *table,
                                             size_t tables)
{
    const struct definition *d = table->definition;
    size_t count = 0, n = 0;
    for (size_t i = 0; i < tables; i++)
        count += table[i].places * table[i].months;
    struct unpublished_cell *cell = ARENA_NEW(k->a, struct unpublished_cell, count + 1);
    for (size_t i = 0; i < tables; i++)
        for (size_t p = 0; p < table[i].places; p++)
            for (unsigned month = 0; month < table[i].months; month++)
                cell[n++] = cell_of(k, &table[i], p, month);
    struct unpublished_table all = {.measure = d->id,
                                    .kind = figure_style_of(d).kind,
                                    .cell = cell,
                                    .count = n,
                                    .place = k->place,
                                    .places = k->places};
    /* `suppress: no` stands only where no person can be behind a figure: nothing is asked then. */
    const struct suppression_rules *rules =
        d->is_suppressed ? &k->m->suppression : &SUPPRESSION_PUBLISHED_BY_OTHERS;
    return suppress(k->a, rules, &all);
}

/* NULL: there is none. */
static const struct published_table *publish_base(const struct maker *k, const struct definition *d)
{
    const struct model_facts *f = k->facts;
    size_t from = 0, to;
    while (from < f->bases && f->base[from].definition != d)
        from++;
    for (to = from; to < f->bases && f->base[to].definition == d; to++)
        continue;
    return to > from ? publish(k, &f->base[from], to - from) : NULL;
}

static void fill_measures(struct maker *k)
{
    const struct model_facts *f = k->facts;
    struct model_measure *measure = ARENA_NEW(k->a, struct model_measure, f->tables + 1);
    for (size_t from = 0, to; from < f->tables; from = to) {
        const struct definition *d = f->table[from].definition;
        for (to = from + 1; to < f->tables && f->table[to].definition == d; to++)
            continue;
        const struct published_table *table = publish(k, &f->table[from], to - from);
        measure[k->m->measures++] = (struct model_measure){.definition = d,
                                                           .group = group_of(d->id),
                                                           .rank = group_rank(d->id),
                                                           .table = table,
                                                           .cell = model_cells(k->a, k->m, table),
                                                           .base = publish_base(k, d)};
    }
    k->m->measure = measure;
    for (unsigned i = 0; i < k->m->measures; i++)
        measure[i].main = model_measure(k->m, group_main(measure[i].definition->id));
}

static void fill_references(struct maker *k)
{
    const struct model_facts *f = k->facts;
    struct model_reference *to = ARENA_NEW(k->a, struct model_reference, f->references + 1);
    for (size_t i = 0; i < f->references; i++) {
        const struct reference_row *r = &f->reference[i];
        if (str_eq(r->level, f->county))
            to[k->m->references++] = (struct model_reference){
                str_copy(k->a, r->measure), str_copy(k->a, r->level), str_copy(k->a, r->period),
                str_copy(k->a, r->value), str_copy(k->a, r->source)};
    }
    k->m->reference = to;
}

static bool is_saebo(const struct reference_row *r, enum model_saebo kind)
{
    int64_t n = 0;
    return str_eq(r->measure, SAEBO_MEASURE[kind]) && str_starts(r->period, SAEBO_YEAR) &&
           r->level.len == 2 && !str_eq(r->level, STR("SE")) && str_to_i64(r->numerator, &n) &&
           str_to_i64(r->denominator, &n) && n > 0;
}

static struct unpublished_cell saebo_cell(struct arena *a, const struct reference_row *r)
{
    struct unpublished_cell c = {.level = STR("county"),
                                 .id = str_copy(a, r->level),
                                 .period = str_copy(a, r->period),
                                 .numerator_text = str_copy(a, r->numerator)};
    if (!str_to_i64(r->numerator, &c.numerator) || !str_to_i64(r->denominator, &c.denominator))
        return c; /* is_saebo() has read them */
    c.value = (double)c.numerator / (double)c.denominator;
    c.value_text = exact_ratio(a, c.numerator, c.denominator, 1);
    return c;
}

static int by_county(const void *a, const void *b)
{
    const struct model_saebo_county *x = a, *y = b;
    return swedish_compare(x->name[LANG_SV], y->name[LANG_SV]);
}

static unsigned publish_saebo(struct maker *k, enum model_saebo kind,
                              struct model_saebo_county *county)
{
    const struct model_facts *f = k->facts;
    struct unpublished_cell *cell = ARENA_NEW(k->a, struct unpublished_cell, f->references + 1);
    unsigned n = 0;
    for (size_t i = 0; i < f->references; i++) {
        if (!is_saebo(&f->reference[i], kind))
            continue;
        struct unpublished_cell c = saebo_cell(k->a, &f->reference[i]);
        county[n] = (struct model_saebo_county){
            c.id, {county_name(k->a, LANG_SV, c.id), county_name(k->a, LANG_EN, c.id)}};
        cell[n++] = c;
    }
    struct unpublished_table all = {
        .measure = SAEBO_MEASURE[kind], .kind = CELL_RATIO, .cell = cell, .count = n};
    k->m->saebo_table[kind] = suppress(k->a, &SUPPRESSION_PUBLISHED_BY_OTHERS, &all);
    return n;
}

/* Of both kinds or of none. */
static void fill_saebo(struct maker *k)
{
    size_t room = k->facts->references + 1;
    struct model_saebo_county *county = ARENA_NEW(k->a, struct model_saebo_county, room);
    unsigned contacts = publish_saebo(k, SAEBO_CARE_CONTACT, county);
    unsigned doctors = publish_saebo(k, SAEBO_DOCTOR, county);
    qsort(county, doctors, sizeof *county, by_county);
    k->m->saebo = county;
    k->m->saebo_counties = doctors == contacts ? doctors : 0;
}

static struct month first_contact(const struct snapshot *s)
{
    struct day first = {INT32_MAX};
    for (uint32_t i = 0; i < s->contacts.count; i++)
        if (s->contacts.day[i] < first.n)
            first.n = s->contacts.day[i];
    return s->contacts.count > 0 ? month_of(first) : (struct month){INT32_MAX};
}

const struct model *model_make(struct arena *a, const struct model_facts *facts)
{
    if (facts->tables == 0)
        return NULL;
    struct maker k = {.a = a, .facts = facts, .m = ARENA_NEW(a, struct model, 1)};
    const struct eval_table *t = &facts->table[0];
    *k.m = (struct model){.region = str_copy(a, facts->region),
                          .today = facts->today,
                          .is_demo = facts->is_demo,
                          .suppression = facts->suppression,
                          .last = {t->first.n + (int32_t)t->months - 1},
                          .months = t->months,
                          .begins = first_contact(facts->snapshot),
                          .snapshot = str_copy(a, facts->snapshot_name)};
    fill_unit_places(&k);
    fill_places(&k);
    fill_measures(&k);
    fill_references(&k);
    fill_saebo(&k);
    return k.m;
}
