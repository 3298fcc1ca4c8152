/* service/figures/explained.h and the rows of service/figures/quality.h: what is handed out to
 * whom, whoever shows it, and what the log has of it. */
#include "service/access/access_log.h"
#include "service/figures/explained.h"
#include "service/figures/figures.h"
#include "service/figures/quality.h"

#include "county_scene.h"
#include "logged.h"

/* The first person blocks the first unit, where their contacts are. */
static const char BLOCKED[] =
    "INSERT INTO block_stated (identifier, unit, from_day, to_day, recorded) VALUES "
    "(1, 1, 45200, NULL, 1);";

struct asked {
    struct instance *in;
    struct figures figures;
    struct definitions all;
};

static int setup(void **state)
{
    return scene_open(state, county_open);
}

static struct asked open_figures(struct instance *in)
{
    struct asked q = {.in = in};
    struct err err = {0};
    in->clock = (struct clock){.today = {45303}};
    assert_true(figures_definitions(in->arena, in, &q.all, &err));
    struct figures_request ask = {.definition = q.all.at,
                                  .definitions = 1,
                                  .as_of = DAY_NONE,
                                  .today = instance_today(in),
                                  .months = 1,
                                  .levels = LEVEL_BIT(LEVEL_COUNTY),
                                  .threads = 1};
    assert_true(figures_open(in->arena, in, &ask, &(struct warehouse_use){0}, &q.figures, &err));
    return q;
}

static struct actor of_unit(const char *unit)
{
    return (struct actor){.id = STR("SE0000000000-N1"),
                          .role = unit ? ROLE_STAFF : ROLE_ADMINISTRATOR,
                          .unit = unit ? str_of(unit) : STR(""),
                          .purpose = PURPOSE_FOLLOW_UP};
}

static bool explains(struct asked *q, const char *person, struct actor actor,
                     struct block_opening opening, struct explained *out, struct err *err)
{
    struct explained_ask ask = {.definition = definitions_find(&q->all, STR("Ko05L")),
                                .month = q->figures.last,
                                .person = str_of(person),
                                .actor = actor,
                                .opening = opening};
    return explained_person(q->in->arena, q->in, &q->figures.from.snapshot, &ask, out, err);
}

static void a_person_is_explained_to_who_may(void **state)
{
    struct instance *in = instance_of(state);
    const struct block_opening closed = {BLOCK_CLOSED, STR("")};
    const struct block_opening consent = {BLOCK_CONSENT, STR("asked")};
    const struct block_opening bare = {BLOCK_CONSENT, STR("")};
    struct err err = {0};
    struct explained e;
    county_script(in, BLOCKED);
    struct asked q = open_figures(in);
    assert_true(explains(&q, "key:1", of_unit(NULL), closed, &e, &err));
    assert_true(e.is_blocked && e.why.lines == 0 && !e.why.line);
    assert_true(explains(&q, "key:1", of_unit("SE0000000000-U2"), closed, &e, &err));
    assert_true(e.is_blocked && e.why.lines == 0);
    assert_true(explains(&q, "key:1", of_unit("SE0000000000-U1"), closed, &e, &err));
    assert_true(!e.is_blocked && e.why.lines > 0);
    assert_true(explains(&q, "key:1", of_unit(NULL), consent, &e, &err));
    assert_true(!e.is_blocked && e.why.lines > 0);
    FAILS(explains(&q, "key:1", of_unit(NULL), bare, &e, &err), "block.opening", &err);
    assert_int_equal(logged(in, 1, "explain").of[ACCESS_DONE], 4);
    FAILS(explains(&q, "key:2", of_unit(NULL), closed, &e, &err), "explain.protected_person", &err);
    assert_int_equal(logged(in, 2, "explain").of[ACCESS_DENIED], 1);
    struct actor opens = of_unit(NULL);
    opens.opens_protected = true;
    opens.protected_reason = STR("threat");
    assert_true(explains(&q, "key:2", opens, closed, &e, &err));
    assert_true(!e.is_blocked && e.why.lines > 0);
    assert_int_equal(logged(in, 2, "explain").of[ACCESS_DONE], 1);
    figures_close(&q.figures);
}

static struct explained_lists lists(struct asked *q, struct actor actor)
{
    struct explained_lists out;
    struct err err = {0};
    struct explained_lists_ask ask = {.definition = definitions_find(&q->all, STR("Ko05L")),
                                      .month = q->figures.last,
                                      .unit = STR("SE0000000000-U1"),
                                      .actor = actor,
                                      .threads = 1};
    if (!explained_lists(q->in->arena, q->in, &q->figures.from.snapshot, &ask, &out, &err))
        fail_msg("%s %s", err.code, err.detail);
    return out;
}

static size_t listed(const struct explained_lists *of)
{
    size_t count = 0;
    for (unsigned i = 0; i < STANDINGS; i++)
        count += of->lists.of[i].places;
    return count;
}

static void lists_are_of_those_who_may_be_seen(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, BLOCKED);
    struct asked q = open_figures(in);
    struct explained_lists of = lists(&q, of_unit(NULL));
    assert_int_equal(listed(&of), 0);
    assert_int_equal(of.lists.blocked, 1);
    assert_true(of.leaves_out);
    of = lists(&q, of_unit("SE0000000000-U1"));
    assert_int_equal(listed(&of), 1);
    assert_int_equal(of.lists.blocked, 0);
    in->clock.today.n = 45100; /* before it stands */
    of = lists(&q, of_unit(NULL));
    assert_int_equal(listed(&of), 1);
    figures_close(&q.figures);
}

struct rows {
    bool begun;
    unsigned count, of_first; /* of the first person */
};

static bool begin(void *state, struct err *err)
{
    (void)err;
    ((struct rows *)state)->begun = true;
    return true;
}

static bool take(void *state, const struct check_row *row, struct person_id id, struct err *err)
{
    (void)row;
    (void)err;
    struct rows *r = state;
    assert_true(r->begun);
    r->count++;
    r->of_first += id.packed == 1001;
    return true;
}

static struct rows rows_of(struct asked *q, struct actor actor, struct quality_left_out *left_out)
{
    static const char TEXT[] =
        "id: own\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nmend: {sv: a, en: b}\n"
        "rows: contacts where staff is known ever\n";
    struct rows r = {0};
    struct err err = {0};
    struct codesets sets = {0};
    const struct check *own = NULL;
    *left_out = (struct quality_left_out){0};
    assert_true(check_parse(q->in->arena, "own.yaml", str_of(TEXT),
                            &(struct check_sources){&sets, &q->all}, &own, &err));
    struct quality_ask ask = {.of = {.check = &own,
                                     .checks = 1,
                                     .month = q->figures.last,
                                     .threads = 1,
                                     .measures = &q->all},
                              .unit = EXPLAIN_NONE,
                              .actor = actor};
    struct quality_reader to = {&r, begin, take, left_out};
    if (!quality_show_rows(q->in->arena, q->in, &q->figures.from.snapshot, &ask, &to, &err))
        fail_msg("%s %s", err.code, err.detail);
    return r;
}

static void rows_are_of_those_who_may_be_seen(void **state)
{
    struct instance *in = instance_of(state);
    struct quality_left_out left_out;
    county_script(in, BLOCKED);
    struct asked q = open_figures(in);
    struct rows r = rows_of(&q, of_unit(NULL), &left_out);
    assert_int_equal(r.count, 1);
    assert_int_equal(r.of_first, 0);
    assert_int_equal(left_out.blocked, 2);
    assert_int_equal(left_out.is_protected, 1);
    r = rows_of(&q, of_unit("SE0000000000-U1"), &left_out);
    assert_int_equal(r.of_first, 2);
    assert_int_equal(left_out.blocked, 0);
    assert_int_equal(left_out.is_protected, 1);
    figures_close(&q.figures);
}

static bool take_entry(void *state, const struct access_row *row, struct err *err)
{
    (void)err;
    const struct access_entry *e = &row->entry;
    sb_fmt(state, "%.*s %.*s %.*s %lld\n", STR_FMT(e->actor.id), STR_FMT(e->act), STR_FMT(e->about),
           (long long)e->count);
    return true;
}

static struct str whole_log(struct instance *in)
{
    struct sb out = sb_open(in->arena, 256);
    struct err err = {0};
    assert_true(access_log_each(in->db, (struct access_reader){&out, take_entry}, &err));
    return sb_str(&out);
}

/* Whoever shows them; what is published is asked by nobody. */
static void what_is_evaluated_stands_in_the_log(void **state)
{
    struct instance *in = instance_of(state);
    struct asked q = open_figures(in); /* figures_open() */
    struct err err = {0};
    struct figures f;
    struct quality_found found;
    struct figures_asked asked = {.of = {.definition = q.all.at,
                                         .definitions = 1,
                                         .as_of = DAY_NONE,
                                         .today = instance_today(in),
                                         .months = 2,
                                         .levels = LEVEL_BIT(LEVEL_COUNTY) | LEVEL_BIT(LEVEL_UNIT),
                                         .threads = 1},
                                  .actor = of_unit("SE0000000000-U1"),
                                  .named = STR("listed,Ko05L")};
    struct quality_counting counting = {.of = {.month = q.figures.last, .threads = 1},
                                        .by_unit = true,
                                        .actor = of_unit("SE0000000000-U1")};
    const struct snapshot *s = &q.figures.from.snapshot;
    assert_true(quality_run(in->arena, in, s, &counting.of, &found, &err));
    assert_int_equal(whole_log(in).len, 0);
    assert_true(figures_show(in->arena, in, &asked, &(struct warehouse_use){0}, &f, &err));
    assert_true(quality_show(in->arena, in, s, &counting, &found, &err));
    char login[64];
    struct str log = whole_log(in);
    (void)snprintf(login, sizeof login, "login=%.*s", STR_FMT(actor_of_process(in->arena).id));
    assert_string_equal(str_cstr(in->arena, log),
                        str_fmt(in->arena,
                                "SE0000000000-N1 measure by=unit,county month=2023-12 months=2 "
                                "measures=listed,Ko05L %s 3\n"
                                "SE0000000000-N1 check by=unit month=2023-12 checks=all %s 3\n",
                                login, login)
                            .at);
    figures_close(&f);
    figures_close(&q.figures);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_person_is_explained_to_who_may),
        CASE(lists_are_of_those_who_may_be_seen),
        CASE(rows_are_of_those_who_may_be_seen),
        CASE(what_is_evaluated_stands_in_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
