/* What care did, in a snapshot: rows of events by person, day and minute, what they have in common,
 * and the forms of the contacts that they belong to. */
#include "engine/counted.h"
#include "forge.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct event_shape *shape_at(const struct snapshot_events *e, uint32_t row)
{
    return &e->shape_of[narrow_at(e->shape, row)];
}

static void assert_text(struct str text, const char *expected)
{
    if (!str_eq(text, str_of(expected)))
        fail_msg("\"%.*s\", not \"%s\"", STR_FMT(text), expected);
}

static void rows_by_day_minute_and_load(void **state)
{
    (void)state;
    static const struct {
        const char *date, *value;
        int16_t minute;
    } rows[] = {{"2020-03-02", "1", -1},
                {"2020-03-01", "2", 600},
                {"2020-03-01", "3", -1}, /* no time sorts first */
                {"2020-03-01", "4", 0},
                {"2020-03-01", "5", 600}}; /* the same minute: the order of loading */
    static const char *const sorted[] = {"3", "4", "2", "5", "1"};
    struct world w = world_begin();
    world_unit(&w, "A", "2321", OPERATOR_REGION);
    uint32_t nobody = world_person(&w, ""), p = world_person(&w, "");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct measurement_row row =
            world_measured(rows[i].date, "ELSEWHERE", "NPU1", rows[i].value);
        row.minute = rows[i].minute;
        row.time_on = row.minute >= 0 ? row.date : DAY_NONE;
        row.value_unit = STR("mmol/mol");
        row.system = STR("LOINC");
        world_event(&w, TABLE_MEASUREMENTS, p, &row);
    }
    (void)nobody;
    world_end(&w, 1);
    const struct snapshot *s = &w.snapshot;
    const struct snapshot_events *e = &s->events[EVENTS_MEASUREMENTS];
    uint32_t at = 0;
    assert_true(snapshot_person(s, 999, &at));
    assert_int_equal(e->count, ARRAY_LEN(sorted));
    assert_int_equal(e->first[at + 1] - e->first[at], ARRAY_LEN(sorted));
    assert_int_equal(e->shapes, ARRAY_LEN(sorted));
    for (uint32_t i = 0; i < ARRAY_LEN(sorted); i++)
        assert_text(shape_at(e, i)->value, sorted[i]);
    assert_text(shape_at(e, 0)->code, "NPU1");
    assert_text(shape_at(e, 0)->system, "LOINC");
    assert_text(shape_at(e, 0)->value_unit, "mmol/mol");
    assert_int_equal(e->day[0], world_day("2020-03-01").n);
    assert_int_equal(e->minute[0], SEGMENT_MINUTE_NONE);
    assert_int_equal(e->minute[1], 0);
    /* A unit that nothing else mentions is behind those of units.csv. */
    assert_int_equal(s->units, 2);
    assert_int_equal(s->known_units, 1);
    assert_int_equal(narrow_at(e->unit, 0), 1);
    /* Of tables without rows nobody has one. */
    for (unsigned i = 0; i < SNAPSHOT_EVENTS; i++)
        if (i != EVENTS_MEASUREMENTS) {
            assert_int_equal(s->events[i].count, 0);
            assert_int_equal(s->events[i].first[s->persons], 0);
        }
    world_close(&w);
}

static void each_table_has_its_own(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t p = world_person(&w, "");
    struct code_row diagnosis = world_code("2020-01-01", "A", "E11.9");
    struct code_row procedure = world_code("2020-01-02", "A", "QV001");
    struct prescription_row drug = world_prescribed("2020-01-03", "A", "N05BA01");
    struct referral_row referral = world_referred("2020-01-04", "A", REFERRED_OTHER);
    procedure.system = STR("SNOMED CT");
    drug.source = SOURCE_DOSE;
    world_event(&w, TABLE_DIAGNOSES, p, &diagnosis);
    world_event(&w, TABLE_PROCEDURES, p, &procedure);
    world_event(&w, TABLE_PRESCRIPTIONS, p, &drug);
    world_event(&w, TABLE_REFERRALS, p, &referral);
    world_end(&w, 1);
    const struct snapshot_events *e = w.snapshot.events;
    assert_text(shape_at(&e[EVENTS_DIAGNOSES], 0)->code, "E11.9");
    assert_text(shape_at(&e[EVENTS_DIAGNOSES], 0)->system, "");
    assert_null(e[EVENTS_DIAGNOSES].minute);
    assert_text(shape_at(&e[EVENTS_PROCEDURES], 0)->code, "QV001");
    assert_text(shape_at(&e[EVENTS_PROCEDURES], 0)->system, "SNOMED CT");
    assert_text(shape_at(&e[EVENTS_PRESCRIPTIONS], 0)->code, "N05BA01");
    assert_int_equal(shape_at(&e[EVENTS_PRESCRIPTIONS], 0)->word, SOURCE_DOSE);
    assert_int_equal(e[EVENTS_REFERRALS].day[0], world_day("2020-01-04").n);
    assert_int_equal(shape_at(&e[EVENTS_REFERRALS], 0)->word, REFERRED_OTHER);
    assert_text(shape_at(&e[EVENTS_REFERRALS], 0)->code, "");
    world_close(&w);
}

/* By the day of the invitation, and by that of the talk. */
static void invitations_stand_twice(void **state)
{
    (void)state;
    static const char *const days[][2] = {
        {"2020-05-01", ""}, {"2020-04-01", "2020-06-01"}, {"", "2020-03-01"}, {"", ""}};
    struct world w = world_begin();
    uint32_t p = world_person(&w, "");
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        struct invitation_row row =
            world_invited(days[i][0], days[i][1], "A", PROGRAMME_HEALTH_TALK_60);
        row.channel = i == 1 ? CHANNEL_LETTER : CHANNEL_NONE;
        world_event(&w, TABLE_INVITATIONS, p, &row);
    }
    world_end(&w, 1);
    const struct snapshot_events *invited = &w.snapshot.events[EVENTS_INVITATIONS];
    const struct snapshot_events *performed = &w.snapshot.events[EVENTS_PERFORMED];
    assert_int_equal(invited->count, 2);
    assert_int_equal(invited->day[0], world_day("2020-04-01").n);
    assert_int_equal(invited->day[1], world_day("2020-05-01").n);
    assert_int_equal(shape_at(invited, 0)->word, PROGRAMME_HEALTH_TALK_60);
    assert_int_equal(shape_at(invited, 0)->channel, CHANNEL_LETTER);
    assert_int_equal(shape_at(invited, 1)->channel, CHANNEL_NONE);
    assert_int_equal(performed->count, 2);
    assert_int_equal(performed->day[0], world_day("2020-03-01").n);
    assert_int_equal(performed->day[1], world_day("2020-06-01").n);
    assert_int_equal(shape_at(performed, 1)->channel, CHANNEL_LETTER);
    world_close(&w);
}

static void shapes_are_few_and_in_order(void **state)
{
    (void)state;
    static const char *const codes[] = {"I10", "E11", "I10", "E11", "E11", "I109"};
    struct world w = world_begin();
    uint32_t p = world_person(&w, "");
    for (size_t i = 0; i < 3000; i++) {
        struct code_row row = world_code("2020-01-01", "A", codes[i % ARRAY_LEN(codes)]);
        world_event(&w, TABLE_DIAGNOSES, p, &row);
    }
    world_end(&w, 1);
    const struct snapshot_events *e = &w.snapshot.events[EVENTS_DIAGNOSES];
    assert_int_equal(e->count, 3000);
    assert_int_equal(e->shapes, 3);
    assert_int_equal(e->shape.width, 1);
    assert_text(e->shape_of[0].code, "E11");
    assert_text(e->shape_of[1].code, "I10");
    assert_text(e->shape_of[2].code, "I109");
    for (uint32_t i = 0; i < e->count; i++)
        assert_text(shape_at(e, i)->code, codes[i % ARRAY_LEN(codes)]);
    world_close(&w);
}

static void rows_of_replaced_identifiers(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t p = world_person(&w, "");
    struct code_row row = world_code("2020-01-02", "A", "I10");
    snapshot_add_identifier(w.builder, 77, p);
    world_event(&w, TABLE_DIAGNOSES, p, &row);
    row.date = world_day("2020-01-01");
    world_event(&w, TABLE_DIAGNOSES, 76, &row); /* identifier 77 */
    world_end(&w, 1);
    const struct snapshot_events *e = &w.snapshot.events[EVENTS_DIAGNOSES];
    assert_int_equal(w.snapshot.persons, 1);
    assert_int_equal(e->count, 2);
    assert_int_equal(e->day[0], world_day("2020-01-01").n);
    world_close(&w);
}

static void nobodys_rows_are_refused(void **state)
{
    (void)state;
    struct world w = world_begin();
    struct err err = {0};
    uint64_t checksum;
    struct snapshot_options options = {.path = w.path, .threads = 1};
    struct code_row row = world_code("2020-01-02", "A", "I10");
    world_person(&w, "");
    world_event(&w, TABLE_PROCEDURES, 41, &row); /* identifier 42 */
    world_load(&w);
    assert_false(snapshot_finish(w.builder, &FORGE_FILES, &options, &checksum, &err));
    assert_string_equal(err.code, "snapshot.person");
    assert_string_equal(err.detail, "42");
    world_unload(&w);
    world_remove(&w);
    arena_close(w.arena);
}

/* Of an earlier load's rows those of days that a later one replaced do not count, neither here nor
 * among the shapes. */
static void days_that_a_later_load_replaced(void **state)
{
    (void)state;
    static const char *const days[] = {"2020-01-31", "2020-02-01", "2020-02-29", "2020-03-01"};
    struct world w = world_begin();
    struct err err = {0};
    struct days_out out = {{0}};
    uint32_t p = world_person(&w, "");
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        struct code_row row = world_code(days[i], "A", days[i]);
        world_event(&w, TABLE_DIAGNOSES, p, &row);
    }
    struct segment_made made;
    unsigned number = 0; /* of diagnoses */
    days_out_add(&out, world_day("2020-02-01"), world_day("2020-02-29"));
    assert_true(events_commit(w.event_writer[number], &made, &err));
    assert_true(events_open(w.arena, w.event_path[number], &w.events[number], &err));
    assert_true(snapshot_add_events(w.builder, &w.events[number], &out, &err));
    w.event_writer[number] = NULL; /* world_load() has nothing to add */
    world_load(&w);
    world_finish(&w, &(struct snapshot_options){.path = w.path, .threads = 1});
    const struct snapshot_events *e = &w.snapshot.events[EVENTS_DIAGNOSES];
    assert_int_equal(e->count, 2);
    assert_int_equal(e->shapes, 2);
    assert_text(shape_at(e, 0)->code, "2020-01-31");
    assert_text(shape_at(e, 1)->code, "2020-03-01");
    events_close(&w.events[number]);
    world_close(&w);
}

static void terms_by_what_is_local(void **state)
{
    (void)state;
    struct world w = world_begin();
    world_term(&w, "hba1c-x", SYSTEM_NPU, "NPU27300", "10.93");
    world_term(&w, "BT", SYSTEM_BP, "BP-SYS", "");
    world_end(&w, 1);
    const struct snapshot *s = &w.snapshot;
    assert_int_equal(s->terms, 2);
    assert_text(s->term[0].local, "BT");
    assert_text(s->term[0].factor, "");
    assert_int_equal(s->term[0].system, SYSTEM_BP);
    assert_text(s->term[1].local, "hba1c-x");
    assert_text(s->term[1].code, "NPU27300");
    assert_text(s->term[1].factor, "10.93");
    world_close(&w);
}

static void where_people_are_registered(void **state)
{
    (void)state;
    static const struct {
        const char *county, *municipality, *from, *to;
        const char *county_now; /* expected */
        uint16_t from_now, to_now;
    } rows[] = {
        {"23", "2380", "", "", "23", 0, SNAPSHOT_NONE16},
        {"", "2321", "1899-12-31", "2079-06-07", "23", 0, SNAPSHOT_NONE16},
        {"22", "", "1900-01-02", "1900-01-05", "22", 1, 4},
        {"", "", "1900-01-02", "1900-01-02", "", 1, 1},
        {"03", "0380", "1900-01-02", "1900-01-01", "03", SNAPSHOT_NONE16, 0},
        {"03", "0380", "", "1899-12-31", "03", SNAPSHOT_NONE16, 0},
        {"03", "0380", "2079-06-07", "", "03", SNAPSHOT_NONE16, SNAPSHOT_NONE16},
    };
    struct world w = world_begin();
    snapshot_set_county(w.builder, STR("23"));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        world_add(&w, &(struct snapshot_person){.key = (int64_t)i + 1,
                                                .birth = DAY_NONE,
                                                .end = DAY_NONE,
                                                .county = str_of(rows[i].county),
                                                .municipality = str_of(rows[i].municipality),
                                                .registered_from = world_day(rows[i].from),
                                                .registered_to = world_day(rows[i].to)});
    world_end(&w, 1);
    const struct snapshot *s = &w.snapshot;
    assert_text(s->place[s->own_county], "23");
    for (uint32_t i = 0; i < ARRAY_LEN(rows); i++) {
        uint16_t municipality = s->person_municipality[i], county = s->person_county[i];
        assert_text(municipality == SNAPSHOT_NONE16 ? STR("") : s->place[municipality],
                    rows[i].municipality);
        assert_text(county == SNAPSHOT_NONE16 ? STR("") : s->place[county], rows[i].county_now);
        assert_int_equal(s->registered_from[i], rows[i].from_now);
        assert_int_equal(s->registered_to[i], rows[i].to_now);
    }
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_by_day_minute_and_load),
        cmocka_unit_test(each_table_has_its_own),
        cmocka_unit_test(invitations_stand_twice),
        cmocka_unit_test(shapes_are_few_and_in_order),
        cmocka_unit_test(rows_of_replaced_identifiers),
        cmocka_unit_test(nobodys_rows_are_refused),
        cmocka_unit_test(days_that_a_later_load_replaced),
        cmocka_unit_test(terms_by_what_is_local),
        cmocka_unit_test(where_people_are_registered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
