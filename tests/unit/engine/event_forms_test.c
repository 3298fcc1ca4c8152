/* The forms of the contacts that diagnoses and procedures belong to: by hand, and, over several
 * loads at random, as a slow search through all rows finds them. */
#include "../domain/random.h"
#include "engine/contact_keys.h"
#include "engine/contact_names.h"
#include "forge.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned bit(enum form form)
{
    return 1U << form;
}

static void add_contact(struct world *w, uint32_t person, const char *key, const char *date,
                        const char *unit, enum form form)
{
    struct contact_row row = world_visit(date, unit, "");
    row.contact = str_of(key);
    row.form = form;
    world_contact(w, person, &row);
}

struct coded {
    const char *code, *date, *unit, *contact;
    unsigned forms; /* expected */
};

static void add_code(struct world *w, enum table_id table, uint32_t person, const struct coded *c)
{
    struct code_row row = world_code(c->date, c->unit, c->code);
    row.contact = str_of(c->contact);
    world_event(w, table, person, &row);
}

/* The forms of the one row with the code. */
static unsigned forms_of(const struct snapshot *s, enum snapshot_events_table table,
                         const char *code)
{
    const struct snapshot_events *e = &s->events[table];
    for (uint32_t i = 0; i < e->count; i++) {
        const struct event_shape *shape = &e->shape_of[narrow_at(e->shape, i)];
        if (str_eq(shape->code, str_of(code)))
            return shape->forms;
    }
    fail_msg("no row with %s", code);
    return 0;
}

static void by_key_else_by_day_and_unit(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t p = world_person(&w, ""), q = world_person(&w, "");
    add_contact(&w, p, "K1", "2020-01-01", "A", FORM_VISIT);
    add_contact(&w, p, "K2", "2020-01-01", "A", FORM_PHONE);
    add_contact(&w, p, "K3", "2020-01-01", "B", FORM_LETTER);
    add_contact(&w, p, "K4", "2020-01-02", "A", FORM_VIDEO);
    add_contact(&w, q, "K5", "2020-01-03", "A", FORM_GROUP);
    static const struct coded rows[] = {
        {"NAMED", "2020-01-01", "A", "K1", 1U << FORM_VISIT},
        {"DAY", "2020-01-01", "A", "", 1U << FORM_VISIT | 1U << FORM_PHONE},
        {"OTHER UNIT", "2020-01-01", "B", "", 1U << FORM_LETTER},
        {"UNIT WITHOUT", "2020-01-01", "C", "", 0},
        {"DAY WITHOUT", "2019-12-31", "A", "", 0},
        {"DAY AFTER", "2020-01-03", "A", "", 0}, /* that contact is another person's */
        /* Who names a contact belongs to it, whenever, wherever and whosever it was. */
        {"NAMED ELSEWHERE", "2020-01-01", "A", "K4", 1U << FORM_VIDEO},
        {"NAMED OTHER PERSON", "2020-01-01", "A", "K5", 1U << FORM_GROUP},
        {"NAMED NOWHERE", "2020-01-02", "A", "K9", 1U << FORM_VIDEO},
        {"NAMED NEARLY", "2020-01-01", "C", "K", 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        add_code(&w, TABLE_DIAGNOSES, p, &rows[i]);
        add_code(&w, TABLE_PROCEDURES, p, &rows[i]);
    }
    struct measurement_row reading = world_measured("2020-01-01", "A", "BP-SYS", "140");
    world_event(&w, TABLE_MEASUREMENTS, p, &reading); /* belongs to none */
    world_end(&w, 1);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(forms_of(&w.snapshot, EVENTS_DIAGNOSES, rows[i].code), rows[i].forms);
        assert_int_equal(forms_of(&w.snapshot, EVENTS_PROCEDURES, rows[i].code), rows[i].forms);
    }
    assert_int_equal(forms_of(&w.snapshot, EVENTS_MEASUREMENTS, "BP-SYS"), 0);
    world_close(&w);
}

/* A contact that was corrected has the form of its last row, and stands on that row's day only. */
static void a_contact_that_was_corrected(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t p = world_person(&w, "");
    add_contact(&w, p, "K1", "2020-01-01", "A", FORM_VISIT);
    add_contact(&w, p, "K1", "2020-01-02", "A", FORM_PHONE);
    add_code(&w, TABLE_DIAGNOSES, p, &(struct coded){"NAMED", "2020-01-01", "A", "K1", 0});
    add_code(&w, TABLE_DIAGNOSES, p, &(struct coded){"THEN", "2020-01-01", "A", "", 0});
    add_code(&w, TABLE_DIAGNOSES, p, &(struct coded){"NOW", "2020-01-02", "A", "", 0});
    world_end(&w, 1);
    assert_int_equal(forms_of(&w.snapshot, EVENTS_DIAGNOSES, "NAMED"), bit(FORM_PHONE));
    assert_int_equal(forms_of(&w.snapshot, EVENTS_DIAGNOSES, "THEN"), 0);
    assert_int_equal(forms_of(&w.snapshot, EVENTS_DIAGNOSES, "NOW"), bit(FORM_PHONE));
    world_close(&w);
}

/* All seven forms on one day: the widest set there is. */
static void every_form_at_once(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t p = world_person(&w, "");
    for (unsigned form = 0; form <= FORM_LETTER; form++) {
        char key[8];
        (void)snprintf(key, sizeof key, "K%u", form);
        add_contact(&w, p, key, "2020-01-01", "A", (enum form)form);
        add_code(&w, TABLE_DIAGNOSES, p, &(struct coded){key, "2020-01-01", "B", key, 0});
    }
    add_code(&w, TABLE_DIAGNOSES, p, &(struct coded){"ALL", "2020-01-01", "A", "", 0});
    world_end(&w, 1);
    assert_int_equal(forms_of(&w.snapshot, EVENTS_DIAGNOSES, "ALL"), 127);
    assert_int_equal(forms_of(&w.snapshot, EVENTS_DIAGNOSES, "K6"), bit(FORM_LETTER));
    world_close(&w);
}

/* ---- at random, over several loads ---- */

enum { PERSONS = 6, LOADS = 4, ROWS_MOST = 60, DAYS = 8, UNITS = 3 };
static const char *const UNIT[UNITS] = {"A", "B", "C"};

struct made_contact {
    uint32_t identifier; /* handle of a world's person */
    char key[4];
    int32_t day;
    uint32_t unit;
    enum form form;
};
struct made_code {
    uint32_t identifier, load, unit;
    char key[4];
    int32_t day;
};
struct history {
    struct made_contact contact[LOADS * ROWS_MOST];
    struct made_code code[LOADS * ROWS_MOST];
    uint32_t contacts, codes;
    int32_t out_from[LOADS], out_to[LOADS]; /* days that the load replaces; from 0: none */
    uint32_t person_of[PERSONS];            /* identifiers that were joined */
};

static uint32_t person_of(const struct history *h, uint32_t identifier)
{
    return h->person_of[identifier];
}

static bool is_out(const struct history *h, const struct made_code *c)
{
    for (uint32_t load = c->load + 1; load < LOADS; load++)
        if (h->out_from[load] > 0 && c->day >= h->out_from[load] && c->day <= h->out_to[load])
            return true;
    return false;
}

static bool counts(const struct history *h, uint32_t contact)
{
    for (uint32_t i = contact + 1; i < h->contacts; i++)
        if (strcmp(h->contact[i].key, h->contact[contact].key) == 0)
            return false;
    return true;
}

static unsigned forms_expected(const struct history *h, const struct made_code *c)
{
    unsigned forms = 0;
    for (uint32_t i = 0; i < h->contacts; i++)
        if (c->key[0] != 0 && strcmp(h->contact[i].key, c->key) == 0 && counts(h, i))
            return bit(h->contact[i].form);
    for (uint32_t i = 0; i < h->contacts; i++) {
        const struct made_contact *k = &h->contact[i];
        if (counts(h, i) && k->day == c->day && k->unit == c->unit &&
            person_of(h, k->identifier) == person_of(h, c->identifier))
            forms |= bit(k->form);
    }
    return forms;
}

static void make_load(struct history *h, struct random *r, uint32_t load)
{
    h->out_from[load] = load > 0 && random_below(r, 2) ? 1 + (int32_t)random_below(r, DAYS) : 0;
    h->out_to[load] = h->out_from[load] + (int32_t)random_below(r, 3);
    for (uint32_t rows = random_below(r, ROWS_MOST); rows > 0; rows--) {
        struct made_contact *c = &h->contact[h->contacts++];
        *c = (struct made_contact){.identifier = random_below(r, PERSONS),
                                   .day = 1 + (int32_t)random_below(r, DAYS),
                                   .unit = random_below(r, UNITS),
                                   .form = (enum form)random_below(r, FORM_LETTER + 1)};
        (void)snprintf(c->key, sizeof c->key, "%u", random_below(r, 150));
    }
    for (uint32_t rows = random_below(r, ROWS_MOST); rows > 0; rows--) {
        struct made_code *c = &h->code[h->codes++];
        *c = (struct made_code){.identifier = random_below(r, PERSONS),
                                .load = load,
                                .day = 1 + (int32_t)random_below(r, DAYS),
                                .unit = random_below(r, UNITS)};
        if (random_below(r, 2))
            (void)snprintf(c->key, sizeof c->key, "%u", random_below(r, 200));
    }
}

struct loaded {
    struct segment contacts;
    struct events codes;
    char contacts_path[80], codes_path[80];
};

/* The rows of the load, as files that the builder has. */
static void add_load(struct world *w, const struct history *h, uint32_t load, uint32_t *contact,
                     uint32_t contacts, struct loaded *l)
{
    struct err err = {0};
    struct segment_writer *segment;
    struct events_writer *events;
    struct segment_made made;
    struct days_out out = {{0}};
    (void)snprintf(l->contacts_path, sizeof l->contacts_path, "%s/c%u", w->folder, load);
    (void)snprintf(l->codes_path, sizeof l->codes_path, "%s/d%u", w->folder, load);
    assert_true(segment_create(&FORGE_FILES, l->contacts_path, &segment, &err));
    for (; *contact < contacts; ++*contact) {
        const struct made_contact *c = &h->contact[*contact];
        struct contact_row row = world_visit("2020-01-01", UNIT[c->unit], "");
        row.date = (struct day){c->day};
        row.contact = str_of(c->key);
        row.form = c->form;
        assert_true(segment_add(segment, c->identifier + 1, &row, &err));
    }
    assert_true(events_create(&FORGE_FILES, l->codes_path, TABLE_DIAGNOSES, &events, &err));
    for (uint32_t i = 0; i < h->codes; i++) {
        const struct made_code *c = &h->code[i];
        char code[8];
        (void)snprintf(code, sizeof code, "%03u", i); /* names the row */
        struct code_row row = world_code("", UNIT[c->unit], code);
        row.date = (struct day){c->day};
        row.contact = str_of(c->key);
        if (c->load == load)
            assert_true(events_add(events, c->identifier + 1, &row, &err));
    }
    for (uint32_t later = load + 1; later < LOADS; later++)
        if (h->out_from[later] > 0)
            days_out_add(&out, (struct day){h->out_from[later]}, (struct day){h->out_to[later]});
    assert_true(segment_commit(segment, &made, &err) && events_commit(events, &made, &err));
    assert_true(segment_open(w->arena, l->contacts_path, &l->contacts, &err));
    assert_true(events_open(w->arena, l->codes_path, &l->codes, &err));
    assert_true(snapshot_add_segment(w->builder, &l->contacts, &err));
    assert_true(snapshot_add_events(w->builder, &l->codes, &out, &err));
}

static struct world build(struct history *h, struct random *r, struct loaded loaded[LOADS])
{
    struct world w = world_begin();
    uint32_t contact = 0;
    *h = (struct history){.contacts = 0};
    for (uint32_t i = 0; i < PERSONS; i++) {
        h->person_of[i] = i > 0 && random_below(r, 3) == 0 ? h->person_of[i - 1] : i;
        uint32_t handle = snapshot_add_person(
            w.builder, &(struct snapshot_person){.key = i + 1, .birth = DAY_NONE, .end = DAY_NONE});
        snapshot_add_identifier(w.builder, i + 1, h->person_of[i]);
        assert_int_equal(handle, i);
    }
    uint32_t contacts[LOADS];
    for (uint32_t load = 0; load < LOADS; load++) {
        make_load(h, r, load);
        contacts[load] = h->contacts;
    }
    for (uint32_t load = 0; load < LOADS; load++)
        add_load(&w, h, load, &contact, contacts[load], &loaded[load]);
    world_load(&w); /* its own segment has no rows */
    return w;
}

static void leave(struct world *w, struct loaded loaded[LOADS])
{
    for (uint32_t load = 0; load < LOADS; load++) {
        segment_close(&loaded[load].contacts);
        events_close(&loaded[load].codes);
        (void)remove(loaded[load].contacts_path);
        (void)remove(loaded[load].codes_path);
    }
    world_close(w);
}

/* Rows of the person come by day and in the order of loading, and all that count are there. */
static void check(const struct history *h, const struct snapshot *s, uint64_t seed)
{
    const struct snapshot_events *e = &s->events[EVENTS_DIAGNOSES];
    uint32_t seen = 0;
    for (uint32_t key = 0; key < PERSONS; key++) {
        uint32_t p, before = 0;
        assert_true(snapshot_person(s, key + 1, &p));
        for (uint32_t i = e->first[p]; i < e->first[p + 1]; i++, seen++) {
            const struct event_shape *shape = &e->shape_of[narrow_at(e->shape, i)];
            int64_t number;
            assert_true(str_to_i64(shape->code, &number));
            const struct made_code *c = &h->code[number];
            if (is_out(h, c) || person_of(h, c->identifier) != key || e->day[i] != c->day ||
                shape->forms != forms_expected(h, c))
                fail_msg("seed %u: row %u", (unsigned)seed, (unsigned)number);
            if (i > e->first[p] && e->day[i] == e->day[i - 1] && number <= before)
                fail_msg("seed %u: order of row %u", (unsigned)seed, (unsigned)number);
            before = (uint32_t)number;
        }
    }
    uint32_t expected = 0;
    for (uint32_t i = 0; i < h->codes; i++)
        expected += !is_out(h, &h->code[i]);
    assert_int_equal(seen, expected);
    assert_int_equal(e->count, expected);
}

static void as_a_slow_search_finds_them(void **state)
{
    (void)state;
    static struct history h;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct random r = {seed};
        struct loaded loaded[LOADS];
        struct world w = build(&h, &r, loaded);
        world_finish(&w,
                     &(struct snapshot_options){.path = w.path, .threads = 1 + (unsigned)seed % 3});
        check(&h, &w.snapshot, seed);
        leave(&w, loaded);
    }
}

/* In passes as small as can be each name comes once, with the others of its bucket. */
static void names_in_passes(void **state)
{
    (void)state;
    static struct history h;
    enum { BUCKETS = 8 };
    for (uint64_t most = 1; most < 200; most = most * 3 + 1) {
        struct random r = {most};
        struct loaded loaded[LOADS];
        struct world w = build(&h, &r, loaded);
        struct arena *a = arena_open(ARENA_BLOCK);
        struct named_forms forms;
        struct contact_names n = contact_names_open(w.builder, a, BUCKETS, &forms);
        uint32_t expected = 0, passes = 0, names = 0;
        n.most = most;
        contact_names_count(&n, 2);
        while (contact_names_next(&n, 2)) {
            passes++;
            for (uint32_t bucket = n.first; bucket < n.end; bucket++)
                for (uint64_t i = n.first_of[bucket - n.first];
                     i < n.first_of[bucket - n.first + 1]; i++, names++) {
                    const struct contact_name *name = &n.name[i];
                    struct str key = contact_name_key(&n, name);
                    assert_true(name->hash == contact_keys_hash(key));
                    assert_int_equal(contact_bucket(name->hash, BUCKETS), bucket);
                    uint8_t *form = &n.part[name->part].form[name->row];
                    assert_int_equal(*form, 0);
                    *form = 1;
                }
        }
        for (uint32_t i = 0; i < h.codes; i++)
            expected += h.code[i].key[0] != 0 && !is_out(&h, &h.code[i]);
        assert_int_equal(names, expected);
        assert_true(most > 1 || passes >= BUCKETS / 2);
        contact_names_close(&n);
        arena_close(a);
        world_finish(&w, &(struct snapshot_options){.path = w.path, .threads = 1});
        leave(&w, loaded);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_key_else_by_day_and_unit),
        cmocka_unit_test(a_contact_that_was_corrected),
        cmocka_unit_test(every_form_at_once),
        cmocka_unit_test(as_a_slow_search_finds_them),
        cmocka_unit_test(names_in_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
