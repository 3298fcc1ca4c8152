/* service/person/as_of.h: whatever happens later, what held as of an earlier moment is answered as
 * it was answered then. Random histories of loads, acts and loads that are taken back; after each
 * step what is in effect is noted from the registry's own rows, and asked again ever after. */
#include "service/person/as_of.h"

#include "county.h"
#include "service/act.h"
#include "service/contact/doctor_now.h"
#include "service/contact/requests.h"
#include "service/listing/listing.h"
#include "service/load/load_undo.h"
#include "service/unit/unit.h"
#include "store/as_of_store.h"
#include "store/capitation_store.h"
#include "store/elsewhere_store.h"
#include "store/queue_store.h"
#include "store/request_store.h"

#include "../domain/random.h"

#include <sqlite3.h>

enum { HISTORIES = 10, STEPS = 12, TODAY = 45306, PERSONS = 6 };

/* ---- what the registry says that holds now ---- */

static void put_rows(sqlite3 *db, struct sb *out, const char *sql)
{
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(q); i++) {
            const char *text = (const char *)sqlite3_column_text(q, i);
            sb_fmt(out, "%s ", text ? text : "-");
        }
        sb_char(out, '\n');
    }
    (void)sqlite3_finalize(q);
}

static struct str replayed(struct scratch *s)
{
    sqlite3 *db = NULL;
    struct sb out = sb_open(s->arena, 1024);
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    put_rows(db, &out,
             "SELECT p.key, 'is', n.identifier FROM person AS p JOIN person_stated AS n"
             " ON n.identifier = p.newest AND n.superseded IS NULL ORDER BY p.key");
    put_rows(db, &out,
             "SELECT e.person, 'listed', u.hsaid, e.from_day, e.to_day FROM listing_effect AS e"
             " JOIN listing_stated AS n ON n.id = e.stated JOIN unit_list AS l ON l.id = n.list"
             " JOIN unit AS u ON u.id = l.unit UNION ALL SELECT e.person, 'listed', n.county, "
             "e.from_day,"
             " e.to_day FROM elsewhere_effect AS e JOIN elsewhere_stated AS n ON n.id = e.stated"
             " ORDER BY 1, 4");
    put_rows(db, &out,
             "SELECT e.person, e.kind, s.hsaid, u.hsaid, e.from_day, e.to_day"
             " FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated"
             " JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit"
             " ORDER BY e.person, e.from_day, s.hsaid, e.kind, u.hsaid");
    put_rows(
        db, &out,
        "SELECT i.person, 'lives', n.municipality, n.from_day, n.to_day FROM residence_stated"
        " AS n JOIN identifier AS i ON i.id = n.identifier JOIN person AS p ON p.key = i.person"
        " WHERE n.superseded IS NULL AND p.newest IS NOT NULL"
        " ORDER BY i.person, n.from_day, n.identifier");
    (void)sqlite3_close(db);
    return sb_str(&out);
}

/* ---- the same of what was known ---- */

static void put_to(struct sb *out, struct day to)
{
    if (day_is_none(to))
        sb_put(out, STR("- \n"));
    else
        sb_fmt(out, "%d \n", (int)to.n);
}

static int by_text(const void *x, const void *y)
{
    const struct as_of_named *a = x, *b = y;
    if (a->from.n != b->from.n)
        return a->from.n < b->from.n ? -1 : 1;
    int order = hsaid_compare(&a->staff, &b->staff);
    if (order == 0)
        order = (int)a->kind - (int)b->kind;
    return order != 0 ? order : hsaid_compare(&a->unit, &b->unit);
}

static int by_day(const void *x, const void *y)
{
    const struct residence_report *a = &((const struct as_of_residence *)x)->report;
    const struct residence_report *b = &((const struct as_of_residence *)y)->report;
    if (a->from.n != b->from.n)
        return a->from.n < b->from.n ? -1 : 1;
    return (a->identifier > b->identifier) - (a->identifier < b->identifier);
}

struct part {
    struct sb is, listed, contacts, lives;
};

static void put_person(struct part *p, int64_t key, const struct as_of_person *k)
{
    struct as_of_named *named = (struct as_of_named *)k->contact;
    struct as_of_residence *lives = (struct as_of_residence *)k->residence;
    sb_fmt(&p->is, "%d is %d \n", (int)key, (int)k->stated.identifier);
    for (size_t i = 0; i < k->listings; i++) {
        struct str county = k->listing[i].county;
        struct str place = county.len > 0 ? county : hsaid_str(&k->listing[i].unit);
        sb_fmt(&p->listed, "%d listed %.*s %d ", (int)key, STR_FMT(place),
               (int)k->listing[i].from.n);
        put_to(&p->listed, k->listing[i].to);
    }
    if (k->contacts > 0)
        qsort(named, k->contacts, sizeof *named, by_text);
    for (size_t i = 0; i < k->contacts; i++) {
        sb_fmt(&p->contacts, "%d %d %.*s %.*s %d ", (int)key, (int)named[i].kind,
               STR_FMT(hsaid_str(&named[i].staff)), STR_FMT(hsaid_str(&named[i].unit)),
               (int)named[i].from.n);
        put_to(&p->contacts, named[i].to);
    }
    if (k->residences > 0)
        qsort(lives, k->residences, sizeof *lives, by_day);
    for (size_t i = 0; i < k->residences; i++) {
        sb_fmt(&p->lives, "%d lives %.*s %d ", (int)key, STR_FMT(lives[i].report.municipality),
               (int)lives[i].report.from.n);
        put_to(&p->lives, lives[i].report.to);
    }
}

static struct str known(struct scratch *s, struct instance *in, int64_t position)
{
    struct part p = {sb_open(s->arena, 512), sb_open(s->arena, 512), sb_open(s->arena, 512),
                     sb_open(s->arena, 512)};
    for (int64_t key = 1; key <= 2 * PERSONS; key++) {
        struct as_of_person k;
        struct err err = {0};
        if (as_of_person(s->arena, in, &(struct as_of_key){key, position}, &k, &err))
            put_person(&p, key, &k);
        else
            assert_string_equal(err.code, "person.unknown");
    }
    sb_put(&p.is, sb_str(&p.listed));
    sb_put(&p.is, sb_str(&p.contacts));
    sb_put(&p.is, sb_str(&p.lives));
    return sb_str(&p.is);
}

/* ---- what questions are answered with ---- */

static bool take_listed(void *state, const struct capitation_listed *row, struct err *err)
{
    int64_t *count = state;
    (void)err;
    count[row->unit % 8]++;
    return true;
}

static bool take_place(void *state, const struct queue_person *row, struct err *err)
{
    (void)err;
    sb_fmt(state, "%d waits for ", (int)row->person);
    return true;
}

static bool take_request(void *state, const struct request_waiting *row, struct err *err)
{
    (void)err;
    sb_fmt(state, "%d asks for %d, ", (int)row->person, (int)row->kind);
    return true;
}

/* Who is whose doctor on three days, how many are listed where, who waits for a unit or a contact:
 * by the same queries whether the registry is the one that is, or the one that was. */
static struct str answers(struct scratch *s, struct instance *in)
{
    struct sb out = sb_open(s->arena, 1024);
    struct err err = {0};
    for (int32_t on = TODAY - 200; on <= TODAY; on += 100) {
        int64_t count[8] = {0};
        for (int64_t key = 1; key <= 2 * PERSONS; key++) {
            struct who_read w;
            assert_true(who_read(s->arena, in->db, key, (struct day){on}, &w, &err));
            sb_fmt(&out, "%d %d: %d %.*s %.*s\n", (int)key, (int)on, (int)w.answer.who,
                   STR_FMT(hsaid_str(&w.unit.hsaid)), STR_FMT(hsaid_str(&w.answer.staff)));
        }
        assert_true(capitation_each_listed(
            in->db, (struct day){on}, (struct capitation_listed_reader){count, take_listed}, &err));
        for (unsigned i = 0; i < 8; i++)
            sb_fmt(&out, "%d ", (int)count[i]);
        sb_char(&out, '\n');
    }
    for (int64_t unit = 1; unit <= 2; unit++) {
        assert_true(
            queue_each_person(in->db, unit, (struct queue_person_reader){&out, take_place}, &err));
        sb_fmt(&out, "unit %d\n", (int)unit);
    }
    assert_true(request_each_open(in->db, 0, (struct day){TODAY},
                                  (struct request_reader){&out, take_request}, &err));
    return sb_str(&out);
}

/* A column without a type: numbers that it is compared with are found by no index, and a question
 * about a county reads all of a table for each who is asked about. */
static void each_column_has_a_type(const struct known_registry *known)
{
    static const char SQL[] =
        "CREATE TEMP TABLE typed (name TEXT, type TEXT CHECK (type <> ''));"
        "INSERT INTO temp.typed SELECT m.name || '.' || i.name, i.type FROM sqlite_temp_master AS "
        "m "
        "CROSS JOIN pragma_table_info(m.name, 'temp') AS i WHERE m.type = 'table';"
        "DROP TABLE temp.typed";
    struct err err = {0};
    if (known->is_own && !db_script(known->in.db, "typed", str_of(SQL), &err))
        fail_msg("%s %s", err.code, err.detail);
}

static void ask_known(struct scratch *s, struct instance *in, int64_t position, struct str was)
{
    struct known_registry known;
    struct known_time time = KNOWN_NOW;
    struct err err = {0};
    assert_true(position_moment(in->db, position, &time.known_at, &err));
    assert_true(known_open(s->arena, in, &time, &known, &err));
    each_column_has_a_type(&known);
    struct str is = answers(s, &known.in);
    known_close(&known);
    if (!str_eq(is, was))
        fail_msg("of position %lld:\n%.*s\nand then it was:\n%.*s", (long long)position,
                 STR_FMT(is), STR_FMT(was));
    for (int64_t key = 1; key <= PERSONS; key++) {
        struct who_read w;
        if (!known_open_person(s->arena, in, &time, key, &known, &err))
            fail_msg("%s", err.code);
        assert_true(who_read(s->arena, known.in.db, key, (struct day){TODAY}, &w, &err));
        known_close(&known);
        struct str line =
            str_fmt(s->arena, "%d %d: %d %.*s %.*s\n", (int)key, TODAY, (int)w.answer.who,
                    STR_FMT(hsaid_str(&w.unit.hsaid)), STR_FMT(hsaid_str(&w.answer.staff)));
        if (!strstr(str_cstr(s->arena, was), str_cstr(s->arena, line)))
            fail_msg("of position %lld:\n%.*s\nand then it was:\n%.*s", (long long)position,
                     STR_FMT(line), STR_FMT(was));
    }
}

/* ---- what happens ---- */

static int any(struct random *r, int below)
{
    return (int)random_below(r, (uint32_t)below);
}

static const char *any_end(struct scratch *s, struct random *r)
{
    return any(r, 2) ? "" : str_fmt(s->arena, "2023-%02d-28", 6 + any(r, 7)).at;
}

static void put_people(struct scratch *s, struct random *r)
{
    struct sb out = sb_open(s->arena, 512);
    sb_put(&out, STR("person,birth_date,sex,deregistered_on,deregistration_reason,replaced_by\n"));
    for (int n = 1; n <= PERSONS; n++) {
        bool dies = any(r, 8) == 0, replaced = !dies && n < PERSONS && any(r, 5) == 0;
        if (any(r, 3) == 0)
            continue;
        sb_fmt(&out, "@P%d,1800-01-%02d,F,%s,%s,", n, n, dies ? "2023-11-05" : "",
               dies ? "died" : "");
        if (replaced)
            sb_fmt(&out, "@P%d", n + 1 + any(r, PERSONS - n));
        sb_char(&out, '\n');
    }
    sb_char(&out, '\0');
    county_put(s, "people.csv", sb_str(&out).at);
}

static void put_listings(struct scratch *s, struct random *r)
{
    struct sb out = sb_open(s->arena, 512), named = sb_open(s->arena, 512),
              lives = sb_open(s->arena, 512);
    sb_put(&out, STR("person,unit,from,to,basis\n"));
    sb_put(&named, STR("person,kind,staff,unit,from,to\n"));
    sb_put(&lives, STR("person,kind,municipality,from,to,reported_on\n"));
    for (int n = any(r, 6); n > 0; n--)
        sb_fmt(&out, "@P%d,@U%d,2023-%02d-01,%s,choice_form\n", 1 + any(r, PERSONS), 1 + any(r, 2),
               1 + any(r, 12), any_end(s, r));
    for (int n = any(r, 5); n > 0; n--)
        sb_fmt(&named, "@P%d,%d,@D%d,@U%d,2023-%02d-11,%s\n", 1 + any(r, PERSONS), 1 + any(r, 3),
               1 + any(r, 2), 1 + any(r, 2), 1 + any(r, 12), any_end(s, r));
    for (int n = any(r, 3); n > 0; n--)
        sb_fmt(&lives, "@P%d,saebo,23%02d,2023-%02d-01,%s,2023-12-%02d\n", 1 + any(r, PERSONS),
               5 + any(r, 3), 1 + any(r, 6), any_end(s, r), 1 + any(r, 28));
    sb_char(&out, '\0');
    sb_char(&named, '\0');
    sb_char(&lives, '\0');
    county_put(s, "listings.csv", sb_str(&out).at);
    county_put(s, "named_contacts.csv", sb_str(&named).at);
    county_put(s, "residences.csv", sb_str(&lives).at);
}

static void load_something(struct scratch *s, struct random *r, bool first)
{
    struct import_request request = county_request(s);
    if (first)
        county_put_places(s);
    if (first || any(r, 2))
        put_people(s, r);
    put_listings(s, r);
    request.accept_rejects = true;
    (void)county_run(s, &request);
    county_clear(s);
}

struct history {
    struct instance in;
    int64_t position[STEPS + 1];
    struct str was[STEPS + 1], answered[STEPS + 1];
    unsigned steps, acts, undone, elsewhere, waiting;
};

/* Another county says that it lists somebody. */
static void list_elsewhere(struct scratch *s, struct random *r, struct history *h)
{
    struct act act;
    struct person_facts facts;
    struct err err = {0};
    int64_t person = 1 + any(r, PERSONS);
    struct act_options o = {.what = STR("test"), .actor = {.id = STR("os:test")}};
    if (!person_facts(h->in.db, s->arena, person, &facts, &err))
        return;
    struct elsewhere_said said = {facts.identifier, STR("21"), {TODAY - any(r, 300)}, 0};
    assert_true(act_begin(s->arena, &h->in, &o, &act, &err));
    assert_true(elsewhere_state(act.work.db, &said, act.work.position, &err));
    assert_true(act_touch(&act, person, &err) && act_end(&act, STR("{}"), &err));
    h->elsewhere++;
}

static void act(struct scratch *s, struct random *r, struct history *h)
{
    struct listing_answer answer;
    struct err err = {0};
    struct listing_request request = {
        .person = str_fmt(s->arena, "key:%d", 1 + any(r, PERSONS)),
        .unit = any(r, 2) ? STR("SE0000000000-U1") : STR("SE0000000000-U2"),
        .from = {TODAY + any(r, 20) - 10},
        .special = STR("moved"),
        .actor = {.id = STR("os:test"), .purpose = PURPOSE_ADMINISTRATION}};
    request.queue = any(r, 3) > 0;
    if (request.queue)
        request.from = DAY_NONE;
    bool done = listing_list(s->arena, &h->in, &request, &answer, &err);
    h->acts += done;
    h->waiting += done && answer.verdict == LISTING_QUEUED;
}

static void ask_for_one(struct scratch *s, struct random *r, struct history *h)
{
    struct request_answer answer;
    struct err err = {0};
    struct request_asking asking = {.person = str_fmt(s->arena, "key:%d", 1 + any(r, PERSONS)),
                                    .kind = any(r, 2) ? KIND_DOCTOR : KIND_CARE_CONTACT,
                                    .need = 1,
                                    .is_wanted = true,
                                    .actor = {.id = STR("os:test"),
                                              .role = ROLE_ADMINISTRATOR,
                                              .purpose = PURPOSE_ADMINISTRATION}};
    h->acts += requests_open(s->arena, &h->in, &asking, &answer, &err);
}

/* The newest that can be. */
static void take_back(struct history *h)
{
    bool done = false;
    for (int64_t load = STEPS; load > 1 && !done; load--) {
        struct load_undone answer = {.already = false};
        struct err err = {0};
        done = load_undo(&h->in, load, &answer, &err) && !answer.already;
    }
    h->undone += done;
}

static void note(struct scratch *s, struct history *h)
{
    struct err err = {0};
    assert_true(position_now(h->in.db, &h->position[h->steps], &err));
    h->answered[h->steps] = answers(s, &h->in);
    h->was[h->steps++] = replayed(s);
}

static void ask_again(struct scratch *s, struct history *h)
{
    for (unsigned i = 0; i < h->steps; i++) {
        struct str is = known(s, &h->in, h->position[i]);
        if (!str_eq(is, h->was[i]))
            fail_msg("after step %u, of position %lld:\n%.*s\nand then it was:\n%.*s", h->steps,
                     (long long)h->position[i], STR_FMT(is), STR_FMT(h->was[i]));
    }
    for (unsigned i = h->steps == STEPS + 1 ? 0 : h->steps - 1; i < h->steps; i++)
        ask_known(s, &h->in, h->position[i], h->answered[i]);
}

static void what_was_known_is_answered_as_it_was_then(void **state)
{
    struct scratch *s = *state;
    unsigned acts = 0, undone = 0, elsewhere = 0, waiting = 0;
    for (unsigned seed = 1; seed <= HISTORIES; seed++) {
        struct history h = {.steps = 0};
        struct instance_options o = {.home = scratch_path(s, "home"), .files = county_files(s)};
        struct err err = {0};
        struct random random = {seed}, *r = &random;
        load_something(s, r, true);
        assert_true(instance_open(s->arena, &o, &h.in, &err));
        h.in.clock.today = (struct day){TODAY};
        assert_true(db_script(h.in.db, "test",
                              STR("UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 2"),
                              &err));
        note(s, &h);
        while (h.steps <= STEPS) {
            int what = any(r, 9);
            if (what < 3)
                load_something(s, r, false);
            else if (what < 5 && any(r, 4) == 0)
                list_elsewhere(s, r, &h);
            else if (what < 6)
                act(s, r, &h);
            else if (what < 8)
                take_back(&h);
            else
                ask_for_one(s, r, &h);
            note(s, &h);
            ask_again(s, &h);
        }
        acts += h.acts;
        undone += h.undone;
        elsewhere += h.elsewhere;
        waiting += h.waiting;
        instance_close(&h.in);
        scratch_remove(scratch_path(s, "home"));
        assert_true(instance_make(s->arena, &o, STR("23"), &err));
    }
    if (acts < HISTORIES || undone < HISTORIES / 2 || elsewhere < HISTORIES / 4 ||
        waiting == 0) /* of each there must be enough */
        fail_msg("%u acts, %u loads taken back, %u waited", acts, undone, waiting);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {CASE(what_was_known_is_answered_as_it_was_then)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
