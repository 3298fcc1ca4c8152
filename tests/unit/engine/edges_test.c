/* tests/spec/edges.csv: rules at their edges, each on persons of a few rows, for the engine (the
 * months as a series and each alone) and the oracle alike. What random cases seldom come to. */
#include "core/sb.h"
#include "domain/vocab.h"
#include "engine/expr_lex.h"
#include "engine/oracle_parts.h"
#include "spec_table.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct codesets sets;

static int open_sets(void **state)
{
    (void)state;
    struct err err = {0};
    arena = arena_open(ARENA_BLOCK);
    return codesets_load(arena, NULL, &sets, &err) ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* ---- rows, as `contact 2023-03-01T10:00 A D1 sought 2023-02-27` ---- */

struct making {
    struct world world;
    struct snapshot_person person;
    uint32_t handle;
    bool is_added;
};

static const char *word(struct str *rest)
{
    *rest = str_trim(*rest);
    return str_cstr(arena, str_cut(rest, ' '));
}

static unsigned vocab(const struct vocab *v, const char *said)
{
    unsigned n = 0;
    if (!vocab_find(v, str_of(said), &n))
        fail_msg("%s", said);
    return n;
}

/* Its place among A, B and C, or D1 and D2. */
static uint32_t number_of(const char *name)
{
    return name[0] == 'D' ? (uint32_t)(name[1] - '1') : (uint32_t)(name[0] - 'A');
}

struct span {
    struct day from, to; /* DAY_NONE: open */
};

/* `2020-01-01..2020-12-31`, without the second: open */
static struct span span(struct str *rest)
{
    struct str text = str_of(word(rest));
    const char *from = str_cstr(arena, str_cut(&text, '.'));
    return (struct span){world_day(from), world_day(text.len > 1 ? text.at + 1 : "")};
}

struct when {
    struct day day;
    int16_t minute; /* -1: none */
};

static struct when when(struct str *rest)
{
    struct str text = str_of(word(rest)), day = str_cut(&text, 'T');
    struct when w = {world_day(str_cstr(arena, day)), -1};
    int64_t hours = 0, minutes = 0;
    if (text.len > 0 && str_to_i64(str_cut(&text, ':'), &hours) && str_to_i64(text, &minutes))
        w.minute = (int16_t)(60 * hours + minutes);
    return w;
}

static void add_contact(struct making *m, struct str rest)
{
    struct when w = when(&rest);
    const char *unit = word(&rest), *staff = word(&rest);
    struct contact_row row = world_visit("", unit, strcmp(staff, "nobody") == 0 ? "" : staff);
    row.date = w.day;
    row.minute = w.minute;
    for (const char *key; (key = word(&rest))[0];)
        if (strcmp(key, "sought") == 0)
            row.sought_on = world_day(word(&rest));
        else
            row.form = (enum form)vocab(&VOCAB_FORM, key);
    world_contact(&m->world, m->handle, &row);
}

static void add_code(struct making *m, enum table_id table, struct str rest)
{
    struct when w = when(&rest);
    const char *unit = word(&rest);
    if (table == TABLE_PRESCRIPTIONS) {
        struct prescription_row row = world_prescribed("", unit, word(&rest));
        row.date = w.day;
        world_event(&m->world, table, m->handle, &row);
        return;
    }
    struct code_row row = world_code("", unit, word(&rest));
    row.date = w.day;
    row.system = str_trim(rest);
    world_event(&m->world, table, m->handle, &row);
}

static void add_measurement(struct making *m, struct str rest)
{
    struct when w = when(&rest);
    const char *unit = word(&rest), *code = word(&rest);
    struct measurement_row row = world_measured("", unit, code, word(&rest));
    row.date = w.day;
    row.minute = w.minute;
    row.time_on = w.minute >= 0 ? w.day : DAY_NONE;
    row.value_unit = str_trim(rest);
    world_event(&m->world, TABLE_MEASUREMENTS, m->handle, &row);
}

/* `invitation 2023-01-01 A tobacco performed 2023-02-01` */
static void add_invitation(struct making *m, struct str rest)
{
    const char *day = word(&rest), *unit = word(&rest);
    enum programme programme = (enum programme)vocab(&VOCAB_PROGRAMME, word(&rest));
    const char *performed = word(&rest)[0] ? word(&rest) : "";
    struct invitation_row row =
        world_invited(strcmp(day, "-") == 0 ? "" : day, performed, unit, programme);
    world_event(&m->world, TABLE_INVITATIONS, m->handle, &row);
}

static void add_referral(struct making *m, struct str rest)
{
    const char *day = word(&rest), *unit = word(&rest);
    enum referred_to to = (enum referred_to)vocab(&VOCAB_REFERRED_TO, word(&rest));
    struct referral_row row = world_referred(day, unit, to);
    world_event(&m->world, TABLE_REFERRALS, m->handle, &row);
}

/* `doctor D1 A 2020-01-01.. informed 2021-01-01` */
static void add_named(struct making *m, enum contact_kind kind, struct str rest)
{
    const char *staff = word(&rest), *unit = word(&rest);
    struct span s = span(&rest);
    bool informed = word(&rest)[0] != '\0';
    world_name(&m->world, &(struct snapshot_named_contact){
                              .person = m->handle,
                              .unit = number_of(unit),
                              .staff = number_of(staff),
                              .from = s.from,
                              .to = s.to,
                              .informed_on = informed ? world_day(word(&rest)) : DAY_NONE,
                              .kind = kind});
}

static void add_residence(struct making *m, struct str rest)
{
    struct snapshot_residence row = {.person = m->handle, .reported_on = DAY_NONE};
    row.kind = (enum residence_kind)vocab(&VOCAB_RESIDENCE_KIND, word(&rest));
    struct span s = span(&rest);
    row.municipality = STR("2380");
    row.from = s.from;
    row.to = s.to;
    snapshot_add_residence(m->world.builder, &row);
}

static void add_term(struct making *m, struct str rest)
{
    const char *local = word(&rest);
    enum code_system system = (enum code_system)vocab(&VOCAB_CODE_SYSTEM, word(&rest));
    const char *code = word(&rest);
    world_term(&m->world, local, system, code, word(&rest));
}

/* `row calls A 2023-01,120,117,yes` */
static void add_row_of_unit(struct making *m, struct str rest)
{
    const char *name = word(&rest), *unit = word(&rest);
    enum table_id table;
    if (!table_find(str_of(name), &table))
        fail_msg("%s", name);
    world_row(&m->world, table, number_of(unit), str_cstr(arena, str_trim(rest)));
}

/* What a person is stands before their rows. */
static bool is_of_person(struct making *m, const char *kind, struct str rest)
{
    if (strcmp(kind, "born") == 0) {
        m->person = (struct snapshot_person){.birth = world_day(word(&rest)),
                                             .end = DAY_NONE,
                                             .municipality = STR("2380"),
                                             .registered_from = DAY_NONE,
                                             .registered_to = DAY_NONE};
        m->is_added = false;
        return true;
    }
    if (strcmp(kind, "registered") == 0) {
        struct span s = span(&rest);
        m->person.registered_from = s.from;
        m->person.registered_to = s.to;
        return true;
    }
    if (!m->is_added) {
        m->person.key = 1 + (int64_t)m->world.persons;
        m->handle = world_add(&m->world, &m->person);
        m->is_added = true;
    }
    return false;
}

static void add_row(struct making *m, struct str rest)
{
    const char *kind = word(&rest);
    if (strcmp(kind, "term") == 0) {
        add_term(m, rest);
        return;
    }
    if (strcmp(kind, "row") == 0) {
        add_row_of_unit(m, rest);
        return;
    }
    if (is_of_person(m, kind, rest))
        return;
    if (strcmp(kind, "listed") == 0) {
        struct snapshot_listing row = {.person = m->handle, .unit = number_of(word(&rest))};
        struct span s = span(&rest);
        row.from = s.from;
        row.to = s.to;
        snapshot_add_listing(m->world.builder, &row);
    } else if (strcmp(kind, "contact") == 0) {
        add_contact(m, rest);
    } else if (strcmp(kind, "diagnosis") == 0) {
        add_code(m, TABLE_DIAGNOSES, rest);
    } else if (strcmp(kind, "procedure") == 0) {
        add_code(m, TABLE_PROCEDURES, rest);
    } else if (strcmp(kind, "prescription") == 0) {
        add_code(m, TABLE_PRESCRIPTIONS, rest);
    } else if (strcmp(kind, "measurement") == 0) {
        add_measurement(m, rest);
    } else if (strcmp(kind, "invitation") == 0) {
        add_invitation(m, rest);
    } else if (strcmp(kind, "referral") == 0) {
        add_referral(m, rest);
    } else if (strcmp(kind, "residence") == 0) {
        add_residence(m, rest);
    } else if (strcmp(kind, "doctor") == 0) {
        add_named(m, KIND_DOCTOR, rest);
    } else if (strcmp(kind, "care_contact") == 0) {
        add_named(m, KIND_CARE_CONTACT, rest);
    } else {
        fail_msg("a row of %s", kind);
    }
}

/* Units A and B of one municipality and operator, C of another municipality; staff D1 and D2. */
static struct world world_of(struct str rows)
{
    struct making m = {.world = world_begin()};
    (void)world_unit(&m.world, "A", "2380", OPERATOR_REGION);
    (void)world_unit(&m.world, "B", "2380", OPERATOR_REGION);
    (void)world_unit(&m.world, "C", "2321", OPERATOR_REGION);
    (void)world_staff(&m.world, "D1", false);
    (void)world_staff(&m.world, "D2", false);
    snapshot_set_county(m.world.builder, STR("23"));
    while (rows.len > 0)
        add_row(&m, str_trim(str_cut(&rows, ';')));
    world_end(&m.world, 1);
    return m.world;
}

/* ---- measures, as `population: everyone; value: count(contacts ever)` ---- */

static void put_sets(struct sb *out, struct str text)
{
    unsigned used = 0;
    for (size_t i = 0; i < sets.count; i++) {
        bool is_named = false;
        for (struct token t = token_at(text, 0); t.kind != TOKEN_END;
             t = token_at(text, t.offset + t.text.len))
            is_named = is_named || str_eq(t.text, sets.at[i]->name);
        if (is_named)
            sb_fmt(out, "%s%.*s", used++ > 0 ? ", " : "codesets: [", STR_FMT(sets.at[i]->name));
    }
    sb_put(out, used > 0 ? STR("]\n") : STR(""));
}

static const struct definition *measure_of(struct str text)
{
    struct sb out = sb_open(arena, 1024);
    struct err err = {0};
    const struct definition *d = NULL;
    const char *said = str_cstr(arena, text);
    sb_put(&out, STR("id: t\ncode: t\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nsource: s\n"
                     "certainty: B\nowner: o\nreviewed: 2026-11-26\n"));
    if (!strstr(said, "kind:"))
        sb_put(&out, STR("kind: count\nunit: persons\n"));
    if (!strstr(said, "population:") && !strstr(said, "kind: table"))
        sb_put(&out, STR("population: listed\n"));
    put_sets(&out, text);
    while (text.len > 0) {
        sb_put(&out, str_trim(str_cut(&text, ';')));
        sb_char(&out, '\n');
    }
    if (!definition_parse(arena, "t.yaml", sb_str(&out), &sets, &d, &err))
        fail_msg("%s: %s %s", said, err.code, err.detail);
    return d;
}

/* ---- figures, as `A 2023-11 0; A 2023-12 1` ---- */

struct wanted {
    struct oracle_place place;
    const char *id;
    struct month month;
    const char *figure;
};

static struct wanted wanted(const struct snapshot *s, struct str text)
{
    struct wanted w = {.place = {LEVEL_UNIT, 0}};
    const char *name = word(&text), *month = word(&text);
    size_t len = strlen(name);
    struct err err = {0};
    w.id = name;
    if (name[0] == 'D' || len == 1) {
        w.place =
            (struct oracle_place){name[0] == 'D' ? LEVEL_DOCTOR : LEVEL_UNIT, number_of(name)};
        w.id = str_fmt(arena, "SE0000000000-%s", name).at;
    } else {
        w.place.level = len == 2 ? LEVEL_COUNTY : LEVEL_MUNICIPALITY;
        while (w.place.number < s->places && !str_eq(s->place[w.place.number], str_of(name)))
            w.place.number++;
        assert_true(w.place.number < s->places);
    }
    if (!month_parse(str_of(month), &w.month, &err))
        fail_msg("%s", month);
    w.figure = word(&text);
    return w;
}

static const char *figure_of(const struct definition *d, const struct cell *c)
{
    struct cell_text t = cell_text(arena, d, c);
    if (t.missing.len > 0 || d->kind == MEASURE_COUNT)
        return str_cstr(arena, t.missing.len > 0 ? t.missing : t.value);
    return str_fmt(arena, "%.*s/%.*s", STR_FMT(t.numerator), STR_FMT(t.denominator)).at;
}

static const char *engine_says(const struct snapshot *s, const struct definition *d,
                               const struct wanted *w, struct month last, unsigned months)
{
    const struct eval_request ask = {.definition = &d,
                                     .definitions = 1,
                                     .last = last,
                                     .months = months,
                                     .levels = LEVEL_BIT(w->place.level),
                                     .threads = 1,
                                     .protected_rows = true};
    const struct eval_table *t;
    size_t tables;
    struct err err = {0};
    if (!eval(arena, s, &ask, &t, &tables, &err) || tables != 1)
        fail_msg("%s %s", err.code, err.detail);
    for (size_t i = 0; i < t->places; i++)
        if (str_eq(t->place[i].id, str_of(w->id)))
            return figure_of(d, cell_at(t, i, (unsigned)(w->month.n - t->first.n)));
    return "no row";
}

static unsigned differs(const char *rule, const char *who, const struct wanted *w, const char *said)
{
    char month[MONTH_TEXT];
    if (strcmp(said, w->figure) == 0)
        return 0;
    print_error("%s: %s: %s %.*s: %s, not %s\n", rule, who, w->id,
                STR_FMT(month_format(w->month, month)), said, w->figure);
    return 1;
}

static unsigned try_rule(const struct spec_table *t, size_t row)
{
    const char *rule = spec_cstr(t, row, "rule");
    struct world world = world_of(spec_text(t, row, "rows"));
    const struct snapshot *s = &world.snapshot;
    const struct definition *d = measure_of(spec_text(t, row, "measure"));
    struct wanted w[16];
    unsigned count = 0, wrong = 0;
    for (struct str all = spec_text(t, row, "figures"); all.len > 0 && count < ARRAY_LEN(w);)
        w[count++] = wanted(s, str_trim(str_cut(&all, ';')));
    struct month first = w[0].month, last = w[0].month;
    for (unsigned i = 0; i < count; i++) {
        first = w[i].month.n < first.n ? w[i].month : first;
        last = w[i].month.n > last.n ? w[i].month : last;
    }
    for (unsigned i = 0; i < count; i++) {
        struct cell cell = oracle_cell(arena, s, d, w[i].place, w[i].month);
        wrong += differs(rule, "the oracle", &w[i], figure_of(d, &cell));
        wrong += differs(rule, "alone", &w[i], engine_says(s, d, &w[i], w[i].month, 1));
        unsigned months = (unsigned)(last.n - first.n) + 1;
        wrong += differs(rule, "in a series", &w[i], engine_says(s, d, &w[i], last, months));
    }
    world_close(&world);
    return wrong;
}

static void rules_at_their_edges(void **state)
{
    (void)state;
    struct spec_table *t = spec_open(arena, "tests/spec/edges.csv");
    unsigned wrong = 0;
    for (size_t i = 0; i < spec_rows(t); i++)
        wrong += try_rule(t, i);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rules_at_their_edges)};
    return cmocka_run_group_tests(tests, open_sets, close_arena);
}
