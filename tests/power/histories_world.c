#include "histories_world.h"

#include "exchange/import.h"
#include "service/contact/requests.h"
#include "service/listing/elsewhere.h"
#include "service/listing/elsewhere_end.h"
#include "service/listing/listing.h"
#include "service/listing/passive.h"
#include "service/load/load_undo.h"
#include "service/unit/unit.h"
#include "store/listing_store.h"
#include "store/load_store.h"
#include "store/unit_store.h"
#include "story.h"
#include "table_file.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool world_wrong(struct world *w, const char *what, const char *detail)
{
    (void)snprintf(w->why, sizeof w->why, "%s: %.200s", what, detail ? detail : "");
    return false;
}

/* ---- files ---- */

static void empty_folder(const struct world *w)
{
    static const char *const names[] = {"units", "staff",    "positions",     "people",
                                        "areas", "listings", "named_contacts"};
    char path[512];
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        (void)snprintf(path, sizeof path, "%s/%s.csv", w->in, names[i]);
        (void)unlink(path);
    }
}

static const char *day_text(int32_t n, char out[static DAY_TEXT])
{
    struct str text = day_format((struct day){n}, out);
    out[text.len] = '\0';
    return out;
}

static void put_person(FILE *f, unsigned p, const char *gone)
{
    char id[PERSON_ID_TEXT], guardian[2][PERSON_ID_TEXT];
    (void)fprintf(f, "%s,%s,F,23,%s,%s,%s,%s,%s\n", table_file_person(p, id),
                  p == CHILD ? "2015-01-01" : "1950-01-01", p % 2 ? "A" : "B", gone,
                  *gone ? "died" : "", p == CHILD ? table_file_person(0, guardian[0]) : "",
                  p == CHILD ? table_file_person(1, guardian[1]) : "");
}

static void put_unit(FILE *f, unsigned u, int cap)
{
    (void)fprintf(f, "SE0000000000-U%u,Unit,region,23,%.0d,yes\n", u, cap);
}

static void put_extract(const struct world *w)
{
    char id[PERSON_ID_TEXT];
    FILE *f = table_file_open(w->in, "listings");
    (void)fprintf(f, "person,unit,from,to,basis\n");
    for (unsigned p = 0; p < PERSONS - 2; p++)
        (void)fprintf(f, "%s,SE0000000000-U%u,2020-01-01,,area\n", table_file_person(p, id),
                      p % UNITS);
    table_file_close(f);
    f = table_file_open(w->in, "named_contacts");
    (void)fprintf(f, "person,kind,staff,unit,from\n");
    for (unsigned p = 0; p < PERSONS - 2; p += 2)
        (void)fprintf(f, "%s,2,SE0000000000-D%u,SE0000000000-U%u,2020-01-01\n",
                      table_file_person(p, id), p % UNITS, p % UNITS);
    table_file_close(f);
}

static void put_first(const struct world *w)
{
    FILE *f = table_file_open(w->in, "units");
    (void)fprintf(f, "unit,name,operator,county,cap,queue\n");
    for (unsigned u = 0; u < UNITS; u++)
        put_unit(f, u, u < 2 ? 2 : 0);
    table_file_close(f);
    f = table_file_open(w->in, "staff");
    (void)fprintf(f, "staff,profession,title_code\n");
    for (unsigned u = 0; u < UNITS; u++)
        (void)fprintf(f, "SE0000000000-D%u,physician,201011\n", u);
    table_file_close(f);
    f = table_file_open(w->in, "positions");
    (void)fprintf(f, "staff,unit,from,employment,panel_open\n");
    for (unsigned u = 0; u < UNITS * UNITS; u++)
        (void)fprintf(f, "SE0000000000-D%u,SE0000000000-U%u,2020-01-01,employed,yes\n", u % UNITS,
                      u / UNITS);
    table_file_close(f);
    f = table_file_open(w->in, "areas");
    (void)fprintf(f,
                  "area,unit,from\nA,SE0000000000-U1,2020-01-01\nB,SE0000000000-U2,2020-01-01\n");
    table_file_close(f);
    f = table_file_open(w->in, "people");
    (void)fprintf(f, "person,birth_date,sex,county,area,deregistered_on,deregistration_reason,"
                     "guardian1,guardian2\n");
    for (unsigned p = 0; p < PERSONS; p++)
        put_person(f, p, "");
    table_file_close(f);
    put_extract(w);
}

static bool import(struct world *w, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct import_report report;
    struct import_request request = {.home = w->home,
                                     .path = &w->in,
                                     .paths = 1,
                                     .today = w->clock.today,
                                     .again = true,
                                     .accept_rejects = true};
    bool done = import_run(a, &request, NULL, &report, err);
    arena_close(a);
    return done;
}

/* ---- steps ---- */

static struct actor actor_of(enum role role, unsigned unit, struct arena *a)
{
    return (struct actor){.id = STR("os:test"),
                          .role = role,
                          .unit = role == ROLE_STAFF || role == ROLE_UNIT_HEAD
                                      ? str_fmt(a, "SE0000000000-U%u", unit)
                                      : STR(""),
                          .purpose = PURPOSE_ADMINISTRATION};
}

struct count {
    int64_t unit, listed;
    struct day on;
};

static bool take_listed(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    struct count *c = state;
    c->listed += row->unit == c->unit && row->from.n <= c->on.n &&
                 (day_is_none(row->to) || row->to.n >= c->on.n);
    return true;
}

/* No choice has brought a unit over its cap on the day from which it holds, neither as the registry
 * says nor as an act set it: nobody here is exempt but the child. */
static bool keeps_cap(struct world *w, const struct listing_answer *answer, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct unit_facts unit;
    struct hsaid id;
    struct count c = {.on = answer->from};
    bool read =
        hsaid_parse(answer->unit, &id, err) && unit_facts(w->instance.db, a, &id, &unit, err);
    c.unit = read ? unit.unit : 0;
    read = read && listing_each(w->instance.db, (struct listing_reader){&c, take_listed}, err);
    arena_close(a);
    if (!read)
        return false;
    int64_t set = w->cap[unit.unit - 1];
    return ((unit.cap < 0 || c.listed <= unit.cap) && (set < 0 || c.listed <= set)) ||
           world_wrong(w, "a cap was passed", answer->unit.at);
}

static bool take_past(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    *(struct listing_past *)bag_add(state) = (struct listing_past){
        .unit = row->unit, .from = row->from, .to = row->to, .basis = row->basis};
    return true;
}

/* By its basis the person's own choice, or in another county, and not where they were on the day
 * before: but coming back is none. */
static bool is_change(const struct listing_past *row, size_t count, size_t i)
{
    bool is_chosen = row[i].basis == BASIS_CHOICE_FORM || row[i].basis == BASIS_CHOICE_ESERVICE ||
                     row[i].basis == BASIS_OUT_OF_COUNTY || row[i].unit == UNIT_ELSEWHERE;
    for (size_t k = 0; is_chosen && k < count; k++)
        if (!day_is_none(row[k].to) && row[k].to.n == row[i].from.n - 1)
            return row[k].unit != row[i].unit && row[k].unit != UNIT_ELSEWHERE;
    return false;
}

/* Until the day before the corresponding one a year later, or that month's last. */
static bool still_counts(struct day made, struct day on)
{
    struct civil c = day_civil(made);
    struct day until;
    return (!day_from_civil(c.year + 1, c.month, c.day, &until) &&
            !day_from_civil(c.year + 1, c.month, 28, &until)) ||
           on.n < until.n;
}

/* And none is counted beyond what a person may: by the rows alone, for the program's own rule would
 * be wrong with it. */
static bool keeps_quota(struct world *w, int64_t person, struct day from, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct bag rows = BAG_OPEN(a, struct listing_past);
    bool read =
        listing_each_of(w->instance.db, person, (struct listing_reader){&rows, take_past}, err);
    const struct listing_past *row = bag_array(a, &rows);
    unsigned used = 0;
    bool counts = false;
    for (size_t i = 0; read && i < rows.count; i++) {
        bool is_counted = row[i].from.n <= from.n && is_change(row, rows.count, i);
        used += is_counted && still_counts(row[i].from, from);
        counts |= is_counted && row[i].from.n == from.n;
    }
    arena_close(a);
    return read && (!counts || used <= w->rules.changes.max ||
                    world_wrong(w, "more changes than there may be", NULL));
}

bool world_expected(struct world *w, bool done, const struct err *err)
{
    w->done[w->step.what] += done;
    w->refused[w->step.what] += !done;
    bool refused = err->kind == ERR_CONFLICT || err->kind == ERR_INVALID ||
                   err->kind == ERR_DENIED || err->kind == ERR_MISSING;
    return done || w->why[0] != '\0' ? w->why[0] == '\0'
                                     : refused || world_wrong(w, err->code, err->detail);
}

static bool choose(struct world *w, const struct step *s, bool special, bool again, bool dry)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_answer answer = {.verdict = LISTING_ALREADY};
    struct err err = {0};
    int32_t away = (int32_t)s->number % 40 - 8;
    unsigned number = again && w->acts > 0 ? w->acts : ++w->acts;
    struct listing_request r = {.person = str_fmt(a, "key:%u", s->person + 1),
                                .unit = str_fmt(a, "SE0000000000-U%u", s->unit),
                                .from = {w->instance.clock.today.n + away},
                                .special = special ? STR("test") : STR(""),
                                .actor = actor_of(ROLE_ADMINISTRATOR, 0, a),
                                .key = str_fmt(a, "a%u", number),
                                .dry_run = dry};
    bool done = listing_list(a, &w->instance, &r, &answer, &err);
    bool changed = done && answer.verdict == LISTING_DONE && !answer.is_repeat && !dry;
    if (changed && s->person != CHILD)
        done = keeps_cap(w, &answer, &err);
    if (changed && done && !special)
        done = keeps_quota(w, s->person + 1, answer.from, &err);
    bool good = world_expected(w, done, &err);
    arena_close(a);
    return good;
}

static bool list_by_area(struct world *w, const struct step *s)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct passive_answer answer;
    struct err err = {0};
    struct passive_request r = {.person = str_fmt(a, "key:%u", s->person + 1),
                                .actor = actor_of(ROLE_ADMINISTRATOR, 0, a)};
    bool done = passive_list(a, &w->instance, &r, &answer, &err);
    arena_close(a);
    return world_expected(w, done, &err);
}

static bool ask(struct world *w, const struct step *s)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct request_answer answer;
    struct err err = {0};
    struct request_asking r = {.person = str_fmt(a, "key:%u", s->person + 1),
                               .kind = KIND_DOCTOR,
                               .is_wanted = true,
                               .actor = actor_of(ROLE_STAFF, s->unit, a)};
    if (s->number % 2 == 0) /* the person */
        r.actor = (struct actor){
            .id = r.person, .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = s->person + 1};
    bool done = requests_open(a, &w->instance, &r, &answer, &err);
    arena_close(a);
    return world_expected(w, done, &err);
}

static bool answer_request(struct world *w, const struct step *s)
{
    static const enum request_state TO[] = {REQUEST_WAITING, REQUEST_DECLINED, REQUEST_INFORMED,
                                            REQUEST_SEEN, REQUEST_WITHDRAWN};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct request_answer answer;
    struct err err = {0};
    struct request_moving r = {.id = 1 + s->person % 2, /* there are few in a history */
                               .to = TO[s->number % ARRAY_LEN(TO)],
                               .reason = STR("test"),
                               .actor = actor_of(ROLE_UNIT_HEAD, s->unit, a)};
    bool done = requests_step(a, &w->instance, &r, &answer, &err);
    arena_close(a);
    return world_expected(w, done, &err);
}

static int64_t stated_rows(const struct world *w)
{
    char path[512];
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    int64_t rows = -1;
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, w->home);
    if (sqlite3_open(path, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db,
                           "SELECT (SELECT count(*) FROM listing_stated) + "
                           "(SELECT count(*) FROM named_contact_stated)",
                           -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        rows = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(db);
    return rows;
}

static void forget_caps(struct world *w)
{
    for (unsigned u = 0; u < UNITS; u++)
        w->cap[u] = -1;
}

/* A file of the region's: `name` with its first line and one row. */
static bool bring(struct world *w, const char *name, const char *columns, const char *row)
{
    struct err err = {0};
    empty_folder(w);
    if (name) {
        FILE *f = table_file_open(w->in, name);
        (void)fprintf(f, "%s\n%s\n", columns, row);
        table_file_close(f);
        forget_caps(w);
    } else {
        put_extract(w);
    }
    bool done = import(w, &err);
    return world_expected(w, done, &err);
}

/* The night's extract says what it always said, whatever acts did since, and whatever a load
 * brought about: nothing of it is news. */
static bool extract(struct world *w)
{
    int64_t before = stated_rows(w);
    return bring(w, NULL, NULL, NULL) &&
           (stated_rows(w) == before || world_wrong(w, "an extract took an act back", NULL));
}

static bool change_listing(struct world *w, const struct step *s)
{
    char id[PERSON_ID_TEXT], day[DAY_TEXT], row[200];
    (void)snprintf(row, sizeof row, "%s,SE0000000000-U%u,%s,,choice_form",
                   table_file_person(s->person, id), s->unit,
                   day_text(w->instance.clock.today.n - 10 + (int32_t)s->number % 20, day));
    return bring(w, "listings", "person,unit,from,to,basis", row);
}

static bool die(struct world *w, const struct step *s)
{
    char id[PERSON_ID_TEXT], day[DAY_TEXT], row[200];
    (void)snprintf(row, sizeof row, "%s,1950-01-01,F,23,A,%s,died",
                   table_file_person(s->person, id),
                   day_text(w->instance.clock.today.n - (int32_t)s->number % 20, day));
    return bring(w, "people",
                 "person,birth_date,sex,county,area,deregistered_on,deregistration_reason", row);
}

static bool cap(struct world *w, const struct step *s)
{
    char row[120];
    (void)snprintf(row, sizeof row, "SE0000000000-U%u,Unit,region,23,%u,yes", s->unit,
                   s->number % PERSONS);
    return bring(w, "units", "unit,name,operator,county,cap,queue", row);
}

/* The same by an act, at the unit's request. */
static bool set_cap(struct world *w, const struct step *s)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct unit_changed changed;
    struct err err = {0};
    struct unit_change c = {.unit = str_fmt(a, "SE0000000000-U%u", s->unit),
                            .what = UNIT_CAP,
                            .from = DAY_NONE,
                            .cap = (int64_t)(s->number % PERSONS) - 1,
                            .reason = STR("test"),
                            .actor = actor_of(ROLE_ADMINISTRATOR, 0, a)};
    bool done = unit_change(a, &w->instance, &c, &changed, &err);
    if (done)
        w->cap[s->unit] = c.cap;
    arena_close(a);
    return world_expected(w, done, &err);
}

static bool list_back(struct world *w, const struct step *s)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct elsewhere_ended answer;
    struct err err = {0};
    struct elsewhere_request r = {.person = str_fmt(a, "key:%u", s->person + 1),
                                  .from = {w->instance.clock.today.n + (int32_t)s->number % 20 - 5},
                                  .actor = actor_of(ROLE_ADMINISTRATOR, 0, a)};
    bool done = elsewhere_end_listing(a, &w->instance, &r, &answer, &err);
    arena_close(a);
    return world_expected(w, done, &err);
}

static bool list_elsewhere(struct world *w, const struct step *s)
{
    if (s->number / 20 % 3 == 0)
        return list_back(w, s);
    struct arena *a = arena_open(ARENA_BLOCK);
    struct elsewhere_answer answer;
    struct err err = {0};
    struct elsewhere_request r = {.person = str_fmt(a, "key:%u", s->person + 1),
                                  .county = s->number / 20 % 3 == 1 ? STR("21") : STR("20"),
                                  .from = {w->instance.clock.today.n + (int32_t)s->number % 20 - 5},
                                  .actor = actor_of(ROLE_ADMINISTRATOR, 0, a)};
    bool done = elsewhere_list(a, &w->instance, &r, &answer, &err);
    if (done && !answer.is_already && answer.was.len == 0)
        done = keeps_quota(w, s->person + 1, answer.from, &err);
    arena_close(a);
    return world_expected(w, done, &err);
}

static bool undo(struct world *w)
{
    struct err err = {0};
    int64_t last = 0;
    struct load_undone answer = {.already = false};
    forget_caps(w);
    bool done = load_last(w->instance.db, &last, &err) &&
                (last < 2 || load_undo(&w->instance, last, &answer, &err));
    return world_expected(w, done, &err);
}

bool world_step(struct world *w, const struct step *s)
{
    w->step = *s;
    switch (s->what) {
    case CHOOSE:
    case SPECIAL:
    case AGAIN:
    case PREVIEW:
        return choose(w, s, s->what == SPECIAL, s->what == AGAIN, s->what == PREVIEW);
    case AREA:
        return list_by_area(w, s);
    case ASK:
        return ask(w, s);
    case ANSWER:
        return answer_request(w, s);
    case EXTRACT:
        return extract(w);
    case CHANGED:
        return change_listing(w, s);
    case DIES:
        return die(w, s);
    case CAP:
        return cap(w, s);
    case CAPPED:
        return set_cap(w, s);
    case ELSEWHERE:
        return list_elsewhere(w, s);
    case JOIN:
    case LEAVE:
    case NEXT:
    case SIGN:
    case LAPSE:
    case ASSIGN:
    case MOVE:
    case MOVE_BACK:
    case CLOSE:
        return world_act(w, s);
    case AHEAD:
    case STAY:
    case PLAN:
    case END:
    case OUT:
    case IN:
    case GIVE:
    case OPENS:
    case READ:
    case FOLLOWS:
        return world_plan(w, s);
    case UNDO:
        return undo(w);
    case WAIT:
        w->instance.clock.today.n += (int32_t)s->number;
        w->clock = w->instance.clock;
        w->done[WAIT]++;
        return true;
    case WHATS:
        break;
    }
    return false;
}

bool world_make(struct world *w)
{
    struct err err = {0};
    put_first(w);
    return (story_make(w->home, &FILES_POSIX, &err) && import(w, &err)) ||
           world_wrong(w, err.code, err.detail);
}
