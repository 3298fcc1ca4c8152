/* tests/unit/service/listing_scene.h - the county, opened, for tests of listing and queues:
 * asking for a listing, what is listed then, and the registry's rows as text. */
#ifndef TESTS_UNIT_SERVICE_LISTING_SCENE_H
#define TESTS_UNIT_SERVICE_LISTING_SCENE_H
#include "core/sb.h"
#include "service/listing/listing.h"
#include "store/listing_store.h"

#include "county_scene.h"

#include <sqlite3.h>

enum { TODAY = 45300, UNIT_1 = 1, UNIT_2 = 2, UNIT_3 = 3 };

/* As a cmocka setup: the county's units have no cap, and its first person has made no change. */
static inline void open_scene(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
}

static inline int scene_setup(void **state)
{
    return scene_open(state, open_scene);
}
#define SCENE(name) cmocka_unit_test_setup_teardown(name, scene_setup, scene_teardown)

/* By the region, on a form. */
static inline struct listing_request asks(const char *person, const char *unit)
{
    return (struct listing_request){.person = str_of(person),
                                    .unit = str_of(unit),
                                    .from = DAY_NONE,
                                    .actor = {.id = STR("SE0000000000-N1"),
                                              .role = ROLE_ADMINISTRATOR,
                                              .purpose = PURPOSE_CARE}};
}

/* In the e-service: a person for themselves, or for a child. */
static inline struct listing_request asks_self(int64_t actor, int64_t child, const char *unit)
{
    static char text[2][24];
    (void)snprintf(text[0], sizeof text[0], "key:%lld", (long long)(child ? child : actor));
    (void)snprintf(text[1], sizeof text[1], "key:%lld", (long long)actor);
    struct listing_request r = asks(text[0], unit);
    r.actor = (struct actor){.id = str_of(text[1]),
                             .role = child ? ROLE_GUARDIAN : ROLE_RESIDENT,
                             .purpose = PURPOSE_OWN,
                             .on_behalf = child,
                             .person = actor};
    return r;
}

static inline struct listing_answer lists(struct instance *in, const struct listing_request *r)
{
    struct listing_answer answer = {.verdict = LISTING_DEAD};
    struct err err = {0};
    if (!listing_list(in->arena, in, r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static inline void refused(struct instance *in, const struct listing_request *r, const char *code,
                           const char *detail)
{
    struct listing_answer answer;
    struct err err = {0};
    assert_false(listing_list(in->arena, in, r, &answer, &err));
    assert_string_equal(err.code, code);
    assert_string_equal(err.detail, detail);
}

/* ---- what is there ---- */

struct seen {
    unsigned count;
    int64_t unit[8];
    int32_t from[8], to[8];
};

static inline bool take_listing(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    struct seen *s = state;
    s->unit[s->count] = row->unit;
    s->from[s->count] = row->from.n;
    s->to[s->count++] = day_is_none(row->to) ? 0 : row->to.n;
    return true;
}

static inline struct seen listed(struct instance *in, int64_t person)
{
    struct seen s = {0};
    struct err err = {0};
    assert_true(listing_each_of(in->db, person, (struct listing_reader){&s, take_listing}, &err));
    return s;
}

/* The last unit, which is where the person is or is to be. */
static inline int64_t unit_of(struct instance *in, int64_t person)
{
    struct seen s = listed(in, person);
    return s.count > 0 ? s.unit[s.count - 1] : 0;
}

/* What a query of one column gives, beside the program: its rows behind each other, with blanks. */
static inline const char *rows(void **state, const char *sql)
{
    struct scene *scene = *state;
    sqlite3 *db = NULL;
    sqlite3_stmt *query = NULL;
    struct sb out = sb_open(scene->scratch->arena, 256);
    assert_int_equal(sqlite3_open(scratch_path(scene->scratch, "home/registry.db"), &db),
                     SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &query, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    while (sqlite3_step(query) == SQLITE_ROW)
        sb_fmt(&out, out.len > 0 ? " %s" : "%s", (const char *)sqlite3_column_text(query, 0));
    (void)sqlite3_finalize(query);
    (void)sqlite3_close(db);
    return str_cstr(scene->scratch->arena, sb_str(&out));
}
#define ROWS(state, sql, wanted) assert_string_equal(rows(state, sql), wanted)
#endif
