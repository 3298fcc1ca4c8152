/* service/load/load.h: what is not about files (tests/unit/exchange has those): others at work in
 * the registry, and numbers of identifiers. */
#include "service/load/load.h"
#include "service/load/load_ids.h"
#include "service/load/load_rejects.h"
#include "service/work.h"
#include "store/instance_store.h"
#include "store/person_store.h"

#include "domain/identity_merge.h"
#include "scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

struct place {
    struct scratch *scratch;
    struct instance in;
    struct load *load;
};

static struct hsaid unit_of(unsigned number)
{
    struct hsaid id;
    struct err err = {0};
    char text[32];
    (void)snprintf(text, sizeof text, "SE0000000000-U%u", number);
    assert_true(hsaid_parse(str_of(text), &id, &err));
    return id;
}

static bool no_refusal(void *state, uint64_t place, const struct load_refusal *refusal,
                       struct err *err)
{
    (void)state;
    (void)place;
    (void)refusal;
    return FAIL(err, ERR_INVALID, "load.unit_unknown", "%s", "");
}

static enum load_taken add_unit(struct place *p, unsigned number, struct err *err)
{
    struct unit_row row = {.name = STR("One"), .county = STR("23"), .cap = -1};
    struct load_refusal refusal = {0};
    struct load_row in = {TABLE_UNITS, &row, 0};
    row.opens_on = row.closes_on = DAY_NONE;
    row.unit = unit_of(number);
    return load_add(p->load, &in, &refusal, err);
}

/* A load of one unit, compared and ready to be committed. */
static void begin(struct place *p, struct scratch *s, const char *home)
{
    struct instance_options options = {.home = scratch_path(s, home)};
    struct load_options load = {0};
    struct err err = {0};
    uint64_t changed = 0;
    p->scratch = s;
    if (!file_exists(options.home))
        assert_true(instance_make(s->arena, &options, STR("23"), &err));
    assert_true(instance_open(s->arena, &options, &p->in, &err));
    assert_true(load_open(&p->in, &load, &p->load, &err));
    assert_int_equal(add_unit(p, 1, &err), LOAD_TAKEN);
    for (unsigned t = 0; t < TABLE_COUNT; t++)
        assert_true(
            load_settle(p->load, (enum table_id)t, (struct load_refusals){NULL, no_refusal}, &err));
    assert_true(load_compare(p->load, &changed, &err));
    assert_int_equal(changed, 1);
}

static int64_t position_of(struct place *p)
{
    struct err err = {0};
    int64_t position = 0;
    assert_true(position_now(p->in.db, &position, &err));
    return position;
}

static void end(struct place *p)
{
    load_close(p->load);
    instance_close(&p->in);
}

static void another_writer_is_waited_for_and_then_told(void **state)
{
    struct place p;
    struct db *other = NULL;
    struct err err = {0};
    struct load_said said = {0};
    begin(&p, *state, "home");
    assert_true(instance_db(&p.in, &other, &err));
    assert_true(db_begin(other, DB_WRITE, &err));
    db_wait(p.in.db, 20);
    FAILS(load_commit(p.load, &said, &err), "store.busy", &err);
    db_rollback(other);
    end(&p);
    begin(&p, *state, "home"); /* nothing was written: the unit is new still */
    assert_true(load_commit(p.load, &said, &err));
    end(&p);
    db_close(other);
}

static void a_registry_that_went_on_is_not_overwritten(void **state)
{
    struct place p;
    struct db *other = NULL;
    struct work w;
    struct err err = {0};
    struct load_said said = {0};
    begin(&p, *state, "home");
    assert_true(instance_db(&p.in, &other, &err));
    assert_true(work_begin(other, STR("test"), &w, &err));
    assert_true(work_commit(&w, &err));
    FAILS(load_commit(p.load, &said, &err), "load.overtaken", &err);
    assert_int_equal(position_of(&p), 1);
    end(&p);
    db_close(other);
}

static void readers_see_the_old_until_the_end(void **state)
{
    struct place p;
    struct db *other = NULL;
    struct err err = {0};
    struct load_said said = {0};
    int64_t position = 9;
    begin(&p, *state, "home");
    assert_true(instance_db(&p.in, &other, &err));
    assert_true(db_begin(other, DB_READ, &err));
    assert_true(position_now(other, &position, &err));
    assert_true(load_commit(p.load, &said, &err)); /* not hindered by a reader */
    assert_true(position_now(other, &position, &err));
    assert_int_equal(position, 0);
    assert_true(db_commit(other, &err));
    assert_true(position_now(other, &position, &err));
    assert_int_equal(position, 1);
    db_close(other);
    end(&p);
}

static void one_load_at_a_time(void **state)
{
    struct place p;
    struct load *second = NULL;
    struct load_options options = {0};
    struct err err = {0};
    begin(&p, *state, "home");
    FAILS(load_open(&p.in, &options, &second, &err), "load.running", &err);
    end(&p);
}

static struct person_id person_of(unsigned number)
{
    unsigned day = number / 900;
    struct person_id person;
    struct civil born = {1800, (uint8_t)(day / 28 + 1), (uint8_t)(day % 28 + 1)};
    assert_true(person_id_make(born, number % 900 + 1, &person));
    return person;
}

static enum load_taken add_person(struct place *p, unsigned number, struct err *err)
{
    struct people_row row = {.person = person_of(number), .birth_date = DAY_NONE};
    struct load_refusal refusal = {0};
    struct load_row in = {TABLE_PEOPLE, &row, 0};
    row.registered_from = row.deregistered_on = DAY_NONE;
    return load_add(p->load, &in, &refusal, err);
}

/* A first load of so many persons, all tables but contacts settled. */
static void begin_first(struct place *p, struct scratch *s, const char *home, unsigned persons)
{
    struct instance_options options = {.home = scratch_path(s, home)};
    struct load_options load = {0};
    struct err err = {0};
    p->scratch = s;
    if (!file_exists(options.home))
        assert_true(instance_make(s->arena, &options, STR("23"), &err));
    assert_true(instance_open(s->arena, &options, &p->in, &err));
    db_wait(p->in.db, 20);
    assert_true(load_open(&p->in, &load, &p->load, &err));
    assert_int_equal(add_unit(p, 1, &err), LOAD_TAKEN);
    for (unsigned i = 0; i < persons; i++)
        assert_int_equal(add_person(p, i, &err), LOAD_TAKEN);
    for (unsigned t = 0; t < TABLE_CONTACTS; t++)
        assert_true(
            load_settle(p->load, (enum table_id)t, (struct load_refusals){NULL, no_refusal}, &err));
}

static int64_t persons_of(struct place *p)
{
    struct err err = {0};
    int64_t count = 0;
    assert_true(identifier_count(p->in.db, &count, &err));
    return count;
}

/* Few rows are written at once, many by a thread. */
static const unsigned FEW_AND_MANY[] = {3, 30000};

/* A first load writes before all of it is read; nothing of that is there unless it lands. */
static void a_first_load_begins_early(void **state)
{
    for (size_t i = 0; i < ARRAY_LEN(FEW_AND_MANY); i++) {
        struct place p;
        struct err err = {0};
        struct load_said said = {0};
        uint64_t changed = 0;
        const char *home = i == 0 ? "few" : "many";
        begin_first(&p, *state, home, FEW_AND_MANY[i]);
        end(&p); /* while it is written, or after */
        begin_first(&p, *state, home, FEW_AND_MANY[i]);
        assert_true(load_compare(p.load, &changed, &err));
        load_close(p.load);
        assert_int_equal(persons_of(&p), 0);
        assert_int_equal(position_of(&p), 0);
        instance_close(&p.in);
        begin_first(&p, *state, home, FEW_AND_MANY[i]);
        assert_true(load_compare(p.load, &changed, &err));
        assert_int_equal(changed, FEW_AND_MANY[i] + 1);
        assert_true(load_commit(p.load, &said, &err));
        assert_int_equal(persons_of(&p), FEW_AND_MANY[i]);
        assert_int_equal(position_of(&p), 1);
        end(&p);
    }
}

/* Whoever writes meanwhile is waited for, and then told of where the load is compared. */
static void a_first_load_meets_another_writer(void **state)
{
    struct place p;
    struct db *other = NULL;
    struct err err = {0};
    uint64_t changed = 0;
    struct load_refusals none = {NULL, no_refusal};
    begin_first(&p, *state, "home", 1);
    load_close(p.load);
    assert_true(instance_db(&p.in, &other, &err));
    assert_true(db_begin(other, DB_WRITE, &err));
    for (size_t i = 0; i < ARRAY_LEN(FEW_AND_MANY); i++) {
        bool few = i == 0, good = true;
        struct load_options options = {0};
        err = (struct err){0};
        assert_true(load_open(&p.in, &options, &p.load, &err));
        for (unsigned k = 0; k < FEW_AND_MANY[i]; k++)
            assert_int_equal(add_person(&p, k, &err), LOAD_TAKEN);
        for (unsigned t = 0; good && t < TABLE_COUNT; t++)
            good = load_settle(p.load, (enum table_id)t, none, &err);
        assert_int_equal(good, !few);
        if (good)
            good = load_compare(p.load, &changed, &err);
        assert_false(good);
        assert_string_equal(err.code, "store.busy");
        load_close(p.load);
    }
    db_rollback(other);
    db_close(other);
    instance_close(&p.in);
}

/* Contacts of whom the load knows and of whom it does not, while it is written. */
static void add_contacts(struct place *p, unsigned contacts)
{
    struct err err = {0};
    struct load_refusals none = {NULL, no_refusal};
    for (unsigned i = 0; i < contacts; i++) {
        char key[16];
        struct load_refusal refusal = {0};
        struct contact_row row = {.minute = -1, .date = {44000}, .sought_on = DAY_NONE};
        struct load_row in = {TABLE_CONTACTS, &row, i};
        bool known = i % 2 == 0;
        (void)snprintf(key, sizeof key, "C%u", i);
        row.contact = str_of(key);
        row.unit = unit_of(i % 100);
        row.person = person_of(known ? i : FEW_AND_MANY[1] + i);
        assert_int_equal(load_add(p->load, &in, &refusal, &err), known ? LOAD_TAKEN : LOAD_REFUSED);
    }
    assert_true(load_settle(p->load, TABLE_CONTACTS, none, &err));
}

/* Sums of units come behind contacts: their rows wait beside what is written already. */
static void what_care_did_and_tables_behind_it_land_too(void **state)
{
    struct place p;
    struct err err = {0};
    struct load_said said = {0};
    struct load_refusal refusal = {0};
    struct load_refusals none = {NULL, no_refusal};
    uint64_t changed = 0;
    begin_first(&p, *state, "home", FEW_AND_MANY[1]);
    add_contacts(&p, 5000);
    struct calls_row row = {.unit = unit_of(1), .month = {1400}, .calls = 9};
    struct load_row in = {TABLE_CALLS, &row, 0};
    assert_int_equal(load_add(p.load, &in, &refusal, &err), LOAD_TAKEN);
    assert_true(load_settle(p.load, TABLE_CALLS, none, &err));
    assert_true(load_compare(p.load, &changed, &err));
    assert_int_equal(changed, FEW_AND_MANY[1] + 2);
    assert_true(load_commit(p.load, &said, &err));
    assert_int_equal(persons_of(&p), FEW_AND_MANY[1]);
    end(&p);
}

/* Keys of persons are 32 bits in a load: a registry that has used them up is told. */
static void keys_can_be_used_up(void **state)
{
    struct place p;
    struct err err = {0};
    struct load_options options = {0};
    struct load_refusal refusal = {0};
    begin(&p, *state, "home");
    load_close(p.load);
    assert_true(db_script(p.in.db, "t", STR("INSERT INTO person VALUES (4294967295, NULL)"), &err));
    assert_true(load_open(&p.in, &options, &p.load, &err));
    struct people_row row = {.birth_date = DAY_NONE};
    row.registered_from = row.deregistered_on = DAY_NONE;
    assert_true(person_id_make((struct civil){1800, 1, 1}, 10, &row.person));
    struct load_row in = {TABLE_PEOPLE, &row, 0};
    assert_int_equal(load_add(p.load, &in, &refusal, &err), LOAD_TAKEN);
    FAILS(load_settle(p.load, TABLE_PEOPLE, (struct load_refusals){NULL, no_refusal}, &err),
          "load.full", &err);
    end(&p);
}

/* Units that only contacts name take room as well. */
static void units_can_be_too_many(void **state)
{
    struct place p;
    struct err err = {0};
    struct load_options options = {0};
    struct load_refusal refusal = {0};
    struct load_refusals none = {NULL, no_refusal};
    begin(&p, *state, "home");
    load_close(p.load);
    assert_true(load_open(&p.in, &options, &p.load, &err));
    for (unsigned i = 1; i <= UNITS_MOST - 1; i++)
        assert_int_equal(add_unit(&p, i, &err), LOAD_TAKEN);
    struct people_row person = {.birth_date = DAY_NONE};
    person.registered_from = person.deregistered_on = DAY_NONE;
    assert_true(person_id_make((struct civil){1800, 1, 1}, 10, &person.person));
    struct load_row in = {TABLE_PEOPLE, &person, 0};
    assert_int_equal(load_add(p.load, &in, &refusal, &err), LOAD_TAKEN);
    struct contact_row contact = {.contact = STR("c"), .person = person.person, .minute = -1};
    contact.date = (struct day){44000};
    contact.sought_on = DAY_NONE;
    for (unsigned i = 0; i < 3; i++) { /* the last registered one, and two that nobody knows */
        contact.unit = unit_of(UNITS_MOST - 1 + i);
        in = (struct load_row){TABLE_CONTACTS, &contact, i};
        assert_int_equal(load_add(p.load, &in, &refusal, &err), LOAD_TAKEN);
    }
    FAILS(load_settle(p.load, TABLE_CONTACTS, none, &err), "load.units", &err);
    load_close(p.load);
    err = (struct err){0};
    assert_true(load_open(&p.in, &options, &p.load, &err));
    for (unsigned i = 1; i <= UNITS_MOST; i++)
        assert_int_equal(add_unit(&p, i, &err), LOAD_TAKEN);
    assert_int_equal(add_unit(&p, UNITS_MOST + 1, &err), LOAD_FAILED);
    assert_string_equal(err.code, "load.units");
    end(&p);
}

/* Identifiers keep their indexes as the table grows, and one that is skipped is nobody's. */
static void identifiers_are_found_again(void **state)
{
    enum { MANY = 5000 };
    struct scratch *s = *state;
    struct known_identifiers k = known_identifiers_open(s->arena, 1);
    uint32_t index = 0;
    for (uint32_t i = 0; i < MANY; i++) {
        if (i == 7) {
            known_identifiers_skip(&k);
            continue;
        }
        assert_true(known_identifiers_add(&k, (struct person_id){1000 + i}, &index));
        assert_int_equal(index, i);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        bool found = known_identifiers_find(&k, (struct person_id){1000 + i}, &index);
        assert_int_equal(found, i != 7);
        assert_true(!found || index == i);
    }
    assert_int_equal(known_identifier(&k, 7)->replaced_by, IDENTITY_NONE);
    known_identifiers_forget(&k, 8);
    assert_false(known_identifiers_find(&k, (struct person_id){1008}, &index));
    assert_true(known_identifiers_find(&k, (struct person_id){1009}, &index));
    assert_true(known_identifiers_add(&k, (struct person_id){1008}, &index));
    assert_int_equal(index, 8);
    assert_true(known_identifiers_find(&k, (struct person_id){1008}, &index));
}

/* Of when they were written, by the clock, whatever the instance's day is. */
static void rejects_age_by_the_clock(void **state)
{
    static const struct timespec old[2] = {{.tv_sec = 1672444800}, {.tv_sec = 1672444800}};
    struct place p;
    struct err err = {0};
    uint64_t gone = 7;
    begin(&p, *state, "home");
    const char *rejects = instance_path(&p.in, p.scratch->arena, INSTANCE_LOADS "/9/rejects");
    const char *folder = instance_path(&p.in, p.scratch->arena, INSTANCE_LOADS "/9");
    assert_int_equal(mkdir(folder, 0700) | mkdir(rejects, 0700), 0);
    p.in.clock.today = (struct day){55000}; /* in 2050 */
    assert_true(load_rejects_sweep(&p.in, &(struct rejects_sweep){0}, &gone, &err));
    assert_int_equal(gone, 0);
    p.in.clock.today = (struct day){40000};                    /* in 2009 */
    assert_int_equal(utimensat(AT_FDCWD, rejects, old, 0), 0); /* 2022-12-31 */
    assert_true(load_rejects_sweep(&p.in, &(struct rejects_sweep){0}, &gone, &err));
    assert_int_equal(gone, 1);
    assert_false(file_exists(rejects));
    end(&p);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(another_writer_is_waited_for_and_then_told),
        CASE(a_registry_that_went_on_is_not_overwritten),
        CASE(readers_see_the_old_until_the_end),
        CASE(one_load_at_a_time),
        CASE(a_first_load_begins_early),
        CASE(a_first_load_meets_another_writer),
        CASE(what_care_did_and_tables_behind_it_land_too),
        CASE(keys_can_be_used_up),
        CASE(units_can_be_too_many),
        CASE(identifiers_are_found_again),
        CASE(rejects_age_by_the_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
