#include "sample.h"

#include "engine/check.h"
#include "web/figure.h"
#include "web/group.h"
#include "web/place_name.h"

#include "../publish/usual_suppression.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NOTHING = -1 }; /* the centre of a measure that has no figure */
enum { UNITS = 28, SMALL_UNITS = 5, MONTHS = 36, SMALL_MONTHS = 3, PLACES_MOST = 64 };

/* A number from 0 to 1 that depends on its arguments alone. */
static double noise(unsigned a, unsigned b, unsigned c)
{
    uint64_t x = (uint64_t)a * 0x9E3779B97F4A7C15U + (uint64_t)b * 0xC2B2AE3D27D4EB4FU +
                 c * 0x165667B19E3779F9U + 1;
    x ^= x >> 33;
    x *= 0xFF51AFD7ED558CCDU;
    x ^= x >> 33;
    x *= 0xC4CEB9FE1A85EC53U;
    x ^= x >> 33;
    return (double)(x >> 11) / 9007199254740992.0;
}

static const char *const UNIT_NAMES[UNITS] = {
    "Backe hälsocentral",      "Bräcke hälsocentral",
    "Brunflo hälsocentral",    "Funäsdalens hälsocentral",
    "Föllinge hälsocentral",   "Frösö hälsocentral",
    "Hallen hälsocentral",     "Hammarstrands hälsocentral",
    "Hammerdals hälsocentral", "Hede hälsocentral",
    "Hoting hälsocentral",     "Järpens hälsocentral",
    "Kallhälls läkargrupp",    "Krokoms hälsocentral",
    "Lits hälsocentral",       "Lugnviks hälsocentral",
    "Myrvikens hälsocentral",  "Närvården Torvalla",
    "Odensala hälsocentral",   "Offerdals hälsocentral",
    "Strömsunds hälsocentral", "Svegs hälsocentral",
    "Undersåkers läkarhus",    "Vallsundets läkarhus",
    "Z-gränds hälsocentral",   "Ås hälsocentral",
    "Ängens hälsocentral",     "Östra läkarmottagningen"};
static const char *const MUNICIPALITIES[][2] = {
    {"2303", "Ragunda"}, {"2305", "Bräcke"}, {"2309", "Krokom"},     {"2313", "Strömsund"},
    {"2321", "Åre"},     {"2326", "Berg"},   {"2361", "Härjedalen"}, {"2380", "Östersund"}};
enum { MUNICIPALITY_COUNT = ARRAY_LEN(MUNICIPALITIES) };

struct measure_shape {
    const char *id, *code, *sv, *en;
    enum model_group group;
    enum measure_kind kind;
    enum measure_unit unit;
    double centre, slope; /* of the county; change over all months */
    bool has_target;
};
static const struct measure_shape SAMPLED[] = {
    {"listed", "", "Listade personer", "Listed persons", GROUP_LISTING, MEASURE_COUNT, IN_PERSONS,
     1, 0.02, false},
    {"listed_change", "", "Förändring av listade på ett år", "Change of listed in a year",
     GROUP_LISTING, MEASURE_COUNT, IN_PERSONS, 0.008, 0, false},
    {"active_choice", "", "Listade genom eget val", "Listed by own choice", GROUP_LISTING,
     MEASURE_RATIO, IN_PERCENT, 0.62, 0.03, false},
    {"production", "", "Vårdkontakter under året", "Contacts of the year", GROUP_CONTACTS,
     MEASURE_COUNT, IN_CONTACTS, 4.5, 0.4, false},
    {"home_visits", "", "Hembesök under året", "Home visits of the year", GROUP_CONTACTS,
     MEASURE_COUNT, IN_CONTACTS, 0.125, 0.02, false},
    {"Ko05L", "Ko05L", "Kontinuitetsindex, läkare", "Continuity index, physicians",
     GROUP_CONTINUITY, MEASURE_MEAN, IN_INDEX, 0.33, -0.06, true},
    {"Ko05S", "Ko05S", "Kontinuitetsindex, sjuksköterskor", "Continuity index, nurses",
     GROUP_CONTINUITY, MEASURE_MEAN, IN_INDEX, 0.34, -0.07, false},
    {"own_doctor_visits", "", "Läkarbesök hos den fasta läkaren",
     "Physician visits to the named doctor", GROUP_CONTINUITY, MEASURE_RATIO, IN_PERCENT, 0.41,
     -0.05, false},
    {"named_doctor", "", "Listade med fast läkarkontakt", "Listed with a named doctor", GROUP_NAMED,
     MEASURE_RATIO, IN_PERCENT, 0.54, 0.08, true},
    {"named_care_contact", "", "Listade med fast vårdkontakt", "Listed with a care contact person",
     GROUP_NAMED, MEASURE_RATIO, IN_PERCENT, 0.21, 0.05, false},
    {"saebo_named_doctor", "", "Boende i SÄBO med fast läkarkontakt",
     "Residents of special housing with a named doctor", GROUP_SAEBO, MEASURE_RATIO, IN_PERCENT,
     0.82, 0.06, true},
    {"Di02_under52", "Di02_under52", "HbA1c under 52", "HbA1c under 52", GROUP_DIABETES,
     MEASURE_RATIO, IN_PERCENT, 0.5, 0.02, false},
    {"Di02_52_70", "Di02_52_70", "HbA1c 52 till 70", "HbA1c 52 to 70", GROUP_DIABETES,
     MEASURE_RATIO, IN_PERCENT, 0.4, 0.02, false},
    {"Di02_70", "Di02_70", "HbA1c över 70", "HbA1c over 70", GROUP_DIABETES, MEASURE_RATIO,
     IN_PERCENT, 0.1, 0.02, false},
    {"An04", "Ån04", "Uppföljd ångest", "Anxiety followed up", GROUP_MENTAL, MEASURE_RATIO,
     IN_PERCENT, NOTHING, 0, false},
    {"economy_personnel", "", "Personal, utfall", "Personnel, outcome", GROUP_ECONOMY,
     MEASURE_TABLE, IN_THOUSAND_KRONOR, 0.4, 0, false},
};

struct builder {
    struct arena *a;
    enum sample_kind kind;
    struct model *m;
    unsigned units;
    struct model_place *place;
    unsigned municipality[UNITS];
    double size[UNITS];
};

static struct str unit_name(const struct builder *b, unsigned i)
{
    if (b->kind != SAMPLE_LONG)
        return str_of(UNIT_NAMES[i]);
    return str_fmt(b->a,
                   "%s & Kärnbyggdens <gemensamma> \"familjeläkar\"-mottagning vid "
                   "Storsjöstrandsgatans vårdcentrum %u",
                   UNIT_NAMES[i], i);
}

static void add_place(struct builder *b, unsigned *n, struct model_place place)
{
    b->place[(*n)++] = place;
}

static void fill_places(struct builder *b)
{
    struct model *m = b->m;
    unsigned n = 0;
    b->place = ARENA_NEW(b->a, struct model_place, PLACES_MOST);
    m->place = b->place;
    m->count[MODEL_UNIT] = b->units;
    for (unsigned i = 0; i < b->units; i++) {
        b->municipality[i] = (i * 5) % MUNICIPALITY_COUNT;
        b->size[i] = b->kind == SAMPLE_SMALL ? 6 + 9.0 * i : 701 + 430.0 * ((i * 11) % UNITS);
        add_place(
            b, &n,
            (struct model_place){.id = str_fmt(b->a, "SE0000000000-E%03u", i + 1),
                                 .name = {unit_name(b, i), unit_name(b, i)},
                                 .operator_kind = i % 6 == 0 ? STR("external") : STR("region"),
                                 .municipality = str_of(MUNICIPALITIES[b->municipality[i]][1])});
    }
    m->first[MODEL_OPERATOR] = n;
    m->count[MODEL_OPERATOR] = 2;
    add_place(
        b, &n,
        (struct model_place){.id = STR("external"), .name = {STR("Extern regi"), STR("External")}});
    add_place(b, &n,
              (struct model_place){.id = STR("region"),
                                   .name = {STR("Regionens egna"), STR("Run by the region")}});
    m->first[MODEL_MUNICIPALITY] = n;
    m->count[MODEL_MUNICIPALITY] = MUNICIPALITY_COUNT;
    for (unsigned i = 0; i < MUNICIPALITY_COUNT; i++) {
        struct str name = str_of(MUNICIPALITIES[i][1]);
        add_place(b, &n,
                  (struct model_place){.id = str_of(MUNICIPALITIES[i][0]), .name = {name, name}});
    }
    m->first[MODEL_COUNTY] = n;
    m->count[MODEL_COUNTY] = 1;
    add_place(b, &n,
              (struct model_place){.id = STR("23"),
                                   .name = {STR("Jämtlands län"), STR("Jämtland county")}});
}

/* Does unit `u` belong to the place? */
static bool is_within(const struct builder *b, enum model_level level, unsigned place, unsigned u)
{
    switch (level) {
    case MODEL_UNIT:
        return place == u;
    case MODEL_OPERATOR:
        return (u % 6 == 0) == (place == 0);
    case MODEL_MUNICIPALITY:
        return b->municipality[u] == place;
    case MODEL_COUNTY:
    case MODEL_LEVELS:
        break;
    }
    return true;
}

/* Numerator and denominator of one unit in one month. */
static void unit_numbers(const struct builder *b, unsigned measure, unsigned u, unsigned month,
                         double number[static 2])
{
    const struct measure_shape *s = &SAMPLED[measure];
    double at = b->m->months > 1 ? (double)month / (b->m->months - 1) : 1;
    double own = (noise(measure, u, 999) - 0.5) * 0.35,
           jitter = (noise(measure, u, month) - 0.5) * 0.03;
    double size = floor(b->size[u] * (s->kind == MEASURE_MEAN ? 0.25 : 1) * (1 + 0.02 * at));
    double value = s->kind == MEASURE_COUNT
                       ? s->centre * (1 + own * 0.2 + jitter) + s->slope * at
                       : s->centre * (1 + own) + s->slope * (at - 0.5) + jitter;
    if (s->kind != MEASURE_COUNT)
        value = fmax(0, fmin(1, value));
    number[1] = size;
    number[0] = s->kind == MEASURE_MEAN ? size * value : floor(size * value + 0.5);
}

static struct unpublished_cell cell_of(const struct builder *b, unsigned measure,
                                       enum model_level level, unsigned place, unsigned month)
{
    const struct measure_shape *s = &SAMPLED[measure];
    const struct model *m = b->m;
    double sum[2] = {0};
    for (unsigned u = 0; u < b->units; u++) {
        double number[2];
        unit_numbers(b, measure, u, month, number);
        if (is_within(b, level, place, u)) {
            sum[0] += number[0];
            sum[1] += number[1];
        }
    }
    char period[MONTH_TEXT];
    struct unpublished_cell c = {.level = model_level_word(level),
                                 .id = m->place[m->first[level] + place].id,
                                 .period =
                                     str_copy(b->a, month_format(model_month(m, month), period)),
                                 .numerator = s->kind == MEASURE_MEAN ? 0 : (int64_t)sum[0],
                                 .denominator = s->kind == MEASURE_COUNT ? 1 : (int64_t)sum[1],
                                 .variance = 0.05};
    if ((sum[1] == 0 && s->kind != MEASURE_COUNT) || s->centre < 0) {
        c.absence = ABSENCE_INV;
        return c;
    }
    c.value = s->kind == MEASURE_COUNT   ? sum[0]
              : s->kind == MEASURE_TABLE ? floor(sum[0]) * 10
                                         : sum[0] / sum[1];
    c.numerator_text = s->kind == MEASURE_MEAN ? str_fmt(b->a, "%.0f/1000000", sum[0] * 1e6)
                                               : str_fmt(b->a, "%lld", (long long)c.numerator);
    c.value_text = str_fmt(b->a, "%.15g", c.value);
    return c;
}

static const struct published_table *table_of(const struct builder *b, unsigned measure,
                                              const struct definition *definition)
{
    const struct model *m = b->m;
    size_t n = 0;
    struct unpublished_cell *cell =
        ARENA_NEW(b->a, struct unpublished_cell, (size_t)PLACES_MOST * m->months);
    struct unit_place *place = ARENA_NEW(b->a, struct unit_place, b->units);
    for (unsigned month = 0; month < m->months; month++)
        for (unsigned level = 0; level < MODEL_LEVELS; level++)
            for (unsigned p = 0; p < m->count[level]; p++)
                cell[n++] = cell_of(b, measure, (enum model_level)level, p, month);
    for (unsigned u = 0; u < b->units; u++)
        place[u] =
            (struct unit_place){.unit = m->place[u].id,
                                .operator_kind = m->place[u].operator_kind,
                                .municipality = str_of(MUNICIPALITIES[b->municipality[u]][0]),
                                .county = STR("23")};
    struct unpublished_table table = {.measure = str_of(SAMPLED[measure].id),
                                      .kind = figure_style_of(definition).kind,
                                      .cell = cell,
                                      .count = n,
                                      .place = place,
                                      .places = b->units};
    return suppress(b->a, &USUAL_SUPPRESSION, &table);
}

static struct definition definition_of(const struct measure_shape *s)
{
    static const struct measure_gap gap = {
        {STR_INIT("Besök utan angiven personal räknas inte."),
         STR_INIT("Visits without a named member of staff are not counted.")}};
    struct definition d = {
        .id = str_of(s->id),
        .code = str_of(s->code),
        .name = {str_of(s->sv), str_of(s->en)},
        .text = {STR("Täljaren är de som uppfyller villkoret, nämnaren de som är listade månadens "
                     "sista dag."),
                 STR("The numerator is those who meet the condition, the denominator those who are "
                     "listed on the last day of the month.")},
        .source = STR("Region Jämtland Härjedalen, årsbokslut 2023"),
        .certainty = 'A',
        .owner = STR("Hälso- och sjukvårdsnämnden"),
        .kind = s->kind,
        .unit = s->unit,
        .gap = &gap,
        .gaps = s->kind == MEASURE_MEAN,
        .target = {.is_set = s->has_target,
                   .op = TARGET_AT_LEAST,
                   .value = {.units = s->centre < 0.8 ? 55 : 80},
                   .scale = 100,
                   .source = STR("God och nära vård 2022")}};
    if (s->kind == MEASURE_MEAN) {
        d.target.is_change = true;
        d.target.value.units = 20;
        d.target.since = month_from(2021, 12);
    }
    if (!day_from_civil(2024, 1, 10, &d.reviewed))
        d.reviewed = DAY_NONE;
    return d;
}

/* What the program's own definition of that id is made of. */
static void take_rule(struct definition *d, const struct definition *own)
{
    if (!own)
        return;
    d->parameter = own->parameter;
    d->parameters = own->parameters;
    d->part = own->part;
    d->parts = own->parts;
    d->set = own->set;
    d->sets = own->sets;
    d->band = own->band;
    d->bands = own->bands;
    d->of_tables.numerator = own->of_tables.numerator;
    d->of_tables.denominator = own->of_tables.denominator;
}

static void fill_measures(struct builder *b)
{
    struct definitions own;
    struct err err = {0};
    if (!definitions_load(b->a, NULL, &own, &err))
        abort(); /* the program's own are read by tests of their own */
    struct model_measure *measure = ARENA_NEW(b->a, struct model_measure, ARRAY_LEN(SAMPLED));
    struct definition *definition = ARENA_NEW(b->a, struct definition, ARRAY_LEN(SAMPLED));
    for (unsigned i = 0; i < ARRAY_LEN(SAMPLED); i++) {
        definition[i] = definition_of(&SAMPLED[i]);
        take_rule(&definition[i], definitions_find(&own, definition[i].id));
        const struct published_table *table = table_of(b, i, &definition[i]);
        measure[i] = (struct model_measure){.definition = &definition[i],
                                            .group = SAMPLED[i].group,
                                            .rank = group_rank(definition[i].id),
                                            .table = table,
                                            .cell = model_cells(b->a, b->m, table)};
    }
    b->m->measure = measure;
    b->m->measures = ARRAY_LEN(SAMPLED);
    for (unsigned i = 0; i < ARRAY_LEN(SAMPLED); i++)
        measure[i].main = model_measure(b->m, group_main(definition[i].id));
}

/* ---- what checks of the data find ---- */

static const struct published_table *checked(const struct builder *b, unsigned number,
                                             const struct check *check)
{
    const struct model *m = b->m;
    char period[MONTH_TEXT];
    struct unpublished_cell *cell = ARENA_NEW(b->a, struct unpublished_cell, UNITS + 1);
    struct unit_place *place = ARENA_NEW(b->a, struct unit_place, UNITS);
    bool finds = number % 3 != 0, is_share = !strstr(check->of.id.at, "_after_end");
    int64_t found = 0, among = 0;
    for (unsigned u = 0; u < b->units; u++) {
        int64_t of = (int64_t)b->size[u] / 4,
                here = (int64_t)((double)of * noise(number, u, 7) / 3);
        place[u] = (struct unit_place){.unit = m->place[u].id, .county = STR("23")};
        cell[u + 1] = (struct unpublished_cell){.level = STR("unit"),
                                                .id = m->place[u].id,
                                                .numerator = finds ? here : 0,
                                                .denominator = is_share ? of : 1};
        found += cell[u + 1].numerator;
        among += of;
    }
    cell[0] = (struct unpublished_cell){.level = STR("county"),
                                        .id = STR("23"),
                                        .numerator = found,
                                        .denominator = is_share ? among : 1};
    for (unsigned i = 0; i <= b->units; i++)
        cell[i].period = str_copy(b->a, month_format(m->last, period));
    const struct unpublished_table all = {.measure = check->of.id,
                                          .kind = is_share ? CELL_RATIO : CELL_COUNT,
                                          .cell = cell,
                                          .count = b->units + 1,
                                          .place = place,
                                          .places = b->units};
    return suppress(b->a, &USUAL_SUPPRESSION, &all);
}

/* Of the long names none were counted yet. */
static void fill_checks(struct builder *b)
{
    struct definitions own;
    struct checks all;
    struct err err = {0};
    if (!definitions_load(b->a, NULL, &own, &err) || !checks_load(b->a, NULL, &own, &all, &err))
        abort();
    struct model_checks *of = ARENA_NEW(b->a, struct model_checks, b->m->measures);
    for (unsigned i = 0; i < b->m->measures; i++) {
        const struct definition *d = definitions_find(&own, b->m->measure[i].definition->id);
        struct checks some = d ? checks_concerning(b->a, &all, d) : (struct checks){0};
        struct model_check *at = ARENA_NEW(b->a, struct model_check, some.count + 1);
        for (size_t k = 0; k < some.count; k++)
            at[k] = (struct model_check){some.at[k], checked(b, (unsigned)k + 1, some.at[k])};
        of[i] = (struct model_checks){at, some.count};
    }
    b->m->checks = of;
}

static const struct {
    const char *id;
    int64_t places, having[MODEL_SAEBO];
} SAEBO[] = {
    {"10", 1522, {1397, 1504}},    {"20", 2623, {2093, 2426}}, {"09", 627, {627, 627}},
    {"21", 3128, {2627, 3066}},    {"13", 2847, {2847, 2847}}, {"23", 1267, {899, 1217}},
    {"06", 3225, {3073, 3074}},    {"08", 2303, {1923, 2293}}, {"07", 1900, {1709, 1894}},
    {"25", 3100, {3073, 3026}},    {"12", 8520, {7008, 8021}}, {"01", 13565, {13265, 13113}},
    {"04", 2700, {2700, 2700}},    {"03", 2761, {2735, 2754}}, {"17", 2597, {2597, 2512}},
    {"24", 2861, {2861, 2861}},    {"22", 2506, {2445, 2506}}, {"19", 2835, {2031, 2651}},
    {"14", 13182, {12178, 12222}}, {"18", 2586, {2586, 2586}}, {"05", 4356, {4286, 4311}}};

static void fill_saebo(struct builder *b)
{
    struct model_saebo_county *county =
        ARENA_NEW(b->a, struct model_saebo_county, ARRAY_LEN(SAEBO));
    for (unsigned k = 0; k < MODEL_SAEBO; k++) {
        struct unpublished_cell *cell = ARENA_NEW(b->a, struct unpublished_cell, ARRAY_LEN(SAEBO));
        for (unsigned i = 0; i < ARRAY_LEN(SAEBO); i++) {
            struct str id = str_of(SAEBO[i].id);
            county[i] = (struct model_saebo_county){
                id, {county_name(b->a, LANG_SV, id), county_name(b->a, LANG_EN, id)}};
            cell[i] = (struct unpublished_cell){
                .level = STR("county"),
                .id = str_of(SAEBO[i].id),
                .period = STR("2021-12"),
                .numerator = SAEBO[i].having[k],
                .denominator = SAEBO[i].places,
                .value = (double)SAEBO[i].having[k] / (double)SAEBO[i].places,
                .numerator_text = str_fmt(b->a, "%lld", (long long)SAEBO[i].having[k]),
                .value_text =
                    str_fmt(b->a, "%.15g", (double)SAEBO[i].having[k] / (double)SAEBO[i].places)};
        }
        struct unpublished_table table = {.measure = k == SAEBO_DOCTOR
                                                         ? STR("saebo_named_doctor")
                                                         : STR("saebo_named_care_contact"),
                                          .kind = CELL_RATIO,
                                          .cell = cell,
                                          .count = ARRAY_LEN(SAEBO)};
        b->m->saebo_table[k] = suppress(b->a, &SUPPRESSION_PUBLISHED_BY_OTHERS, &table);
    }
    b->m->saebo = county;
    b->m->saebo_counties = ARRAY_LEN(SAEBO);
}

static void fill_references(struct builder *b)
{
    static const struct model_reference references[] = {
        {STR_INIT("Ko05L"), STR_INIT("23"), STR_INIT("2023-12"), STR_INIT("0.32"),
         STR_INIT("Årsbokslut 2023")},
        {STR_INIT("Ko05L"), STR_INIT("23"), STR_INIT("2022-12"), STR_INIT("0.35"),
         STR_INIT("Årsbokslut 2022")},
        {STR_INIT("listed"), STR_INIT("23"), STR_INIT("2023-12"), STR_INIT("133599"),
         STR_INIT("Årsbokslut 2023")},
        {STR_INIT("saebo_named_doctor"), STR_INIT("23"), STR_INIT("2021-12"),
         STR_INIT("0.709550118"), STR_INIT("Punktmätning SÄBO 2021 vecka 48")},
        {STR_INIT("named_doctor"), STR_INIT("23"), STR_INIT("2023-12"), STR_INIT("0.5"),
         STR_INIT("Årsbokslut 2023")},
    };
    b->m->reference = references;
    b->m->references = ARRAY_LEN(references);
}

const struct model *sample_model(struct arena *a, enum sample_kind kind)
{
    struct builder b = {.a = a, .kind = kind, .m = ARENA_NEW(a, struct model, 1)};
    *b.m = (struct model){.suppression = USUAL_SUPPRESSION,
                          .region = STR("Region Jämtland Härjedalen"),
                          .is_demo = true,
                          .last = month_from(2023, 12),
                          .months = kind == SAMPLE_SMALL ? SMALL_MONTHS : MONTHS};
    if (!day_from_civil(2024, 1, 15, &b.m->today))
        return NULL;
    b.units = kind == SAMPLE_SMALL ? SMALL_UNITS : UNITS;
    fill_places(&b);
    fill_measures(&b);
    if (kind != SAMPLE_SMALL)
        fill_saebo(&b);
    fill_references(&b);
    if (kind != SAMPLE_LONG)
        fill_checks(&b);
    return b.m;
}

static bool take(void *state, const struct model **out, struct err *err)
{
    (void)err;
    *out = state;
    return true;
}

static bool take_nothing(void *state, const struct model **out, struct err *err)
{
    (void)state;
    (void)out;
    return FAIL(err, ERR_IO, "file.read", "%s", "registry.db");
}

static void give_back(void *state, const struct model *model)
{
    (void)state;
    (void)model;
}

struct model_source sample_source(const struct model *model)
{
    union {
        const struct model *given;
        void *kept; /* handed back as it came */
    } state = {.given = model};
    return (struct model_source){.state = state.kept, .take = take, .give_back = give_back};
}

struct model_source sample_broken_source(void)
{
    return (struct model_source){.take = take_nothing, .give_back = give_back};
}
