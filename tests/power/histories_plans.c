/* Steps that plan, and that withdraw what was planned: a listing on a day to come, an area that is
 * given to another unit, a named doctor who begins later or ends, doing without one, a closing that
 * is taken back; and messages that are read, for who has heard of a plan is told otherwise. Days
 * are few, so that two plans meet. */
#include "histories_world.h"
#include "service/contact/assign.h"
#include "service/contact/contact_acts.h"
#include "service/listing/listing.h"
#include "service/message/message.h"
#include "service/unit/unit.h"
#include "service/unit/unit_close.h"

enum { TEN_DAYS = 10 };

int64_t world_asked(struct world *w, const char *sql, int64_t one, int64_t two)
{
    sqlite3_stmt *s = NULL;
    int64_t answer = 0;
    if (sqlite3_prepare_v2(w->db, sql, -1, &s, NULL) != SQLITE_OK) {
        (void)world_wrong(w, "asking", sqlite3_errmsg(w->db));
        return 0;
    }
    (void)sqlite3_bind_int64(s, 1, one); /* not every question has both */
    (void)sqlite3_bind_int64(s, 2, two);
    if (sqlite3_step(s) == SQLITE_ROW)
        answer = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    return answer;
}

static struct str unit_id(struct arena *a, int64_t unit)
{
    return str_fmt(a, "SE0000000000-U%lld", (long long)unit);
}

static struct actor administrator(void)
{
    return (struct actor){
        .id = STR("os:test"), .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION};
}

static struct str person_key(struct arena *a, const struct step *s)
{
    return str_fmt(a, "key:%u", s->person + 1);
}

/* The person, or of the child a guardian. */
static struct actor resident(struct arena *a, const struct step *s)
{
    if (s->person == CHILD)
        return (struct actor){.id = STR("key:1"),
                              .role = ROLE_GUARDIAN,
                              .purpose = PURPOSE_ADMINISTRATION,
                              .on_behalf = CHILD + 1,
                              .person = 1};
    return (struct actor){.id = person_key(a, s),
                          .role = ROLE_RESIDENT,
                          .purpose = PURPOSE_OWN,
                          .person = s->person + 1};
}

/* Today, or in ten, twenty or thirty days. */
static struct day soon(const struct world *w, unsigned number)
{
    return (struct day){w->instance.clock.today.n + (int32_t)(number % 4) * TEN_DAYS};
}

/* The unit where the person is listed on the day, from 0; -1: none. */
static int64_t listed_on(struct world *w, unsigned person, struct day on)
{
    return world_asked(w,
                       "SELECT l.unit FROM listing_effect AS e JOIN listing_stated AS n "
                       "ON n.id = e.stated JOIN unit_list AS l ON l.id = n.list WHERE e.person = "
                       "?1 AND e.from_day <= ?2 AND coalesce(e.to_day, ?2) >= ?2",
                       person + 1, on.n) -
           1;
}

/* ---- listings ---- */

static bool list_on(struct world *w, struct arena *a, const struct step *s, int64_t unit,
                    struct day from, struct err *err)
{
    struct listing_answer answer;
    struct listing_request r = {.person = person_key(a, s),
                                .unit = unit_id(a, unit),
                                .from = from,
                                .special = STR("test"),
                                .actor = administrator()};
    bool done = listing_list(a, &w->instance, &r, &answer, err);
    w->seen[s->what == AHEAD ? SEEN_AHEAD : SEEN_STAYED] += done && answer.verdict == LISTING_DONE;
    return done;
}

static bool ahead(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    return list_on(w, a, s, s->unit, soon(w, s->number), err);
}

/* Withdraws the next plan, from its day or from today, or all: by choosing where the person is. */
static bool stay(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct day today = w->instance.clock.today;
    int64_t next = world_asked(w,
                               "SELECT min(from_day) FROM (SELECT from_day FROM listing_effect "
                               "WHERE person = ?1 AND from_day > ?2 UNION SELECT from_day FROM "
                               "elsewhere_effect WHERE person = ?1 AND from_day > ?2)",
                               s->person + 1, today.n);
    int64_t unit = listed_on(w, s->person, today);
    if (next == 0 || s->number % 3 == 0)
        next = today.n;
    return list_on(w, a, s, unit >= 0 ? unit : s->unit, (struct day){(int32_t)next}, err);
}

static bool give(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct unit_changed changed;
    struct str area = s->person % 2 ? STR("A") : STR("B");
    struct unit_change c = {.unit = unit_id(a, s->unit),
                            .what = UNIT_AREAS,
                            .from = soon(w, s->number),
                            .area = &area,
                            .areas = 1,
                            .actor = administrator()};
    bool done = unit_change(a, &w->instance, &c, &changed, err);
    w->seen[SEEN_FOLLOWED] += done && changed.moved > 0;
    return done;
}

static bool opens(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct unit_close_undone undone;
    int64_t unit = world_asked(
        w, "SELECT min(unit) FROM unit_stated WHERE superseded IS NULL AND closes_on >= ?1",
        w->instance.clock.today.n, 0);
    struct unit_close_undo r = {.unit = unit_id(a, unit > 0 ? unit - 1 : s->unit),
                                .actor = administrator()};
    bool done = unit_close_undo(a, &w->instance, &r, &undone, err);
    w->seen[SEEN_OPENED] += done && !undone.is_already;
    return done;
}

/* ---- named doctors ---- */

/* The doctor with the step's unit's number, where the person is listed on the day. */
static bool plan(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct assigned answer;
    struct str person = person_key(a, s);
    struct day from = s->number % 3
                          ? soon(w, s->number / 3)
                          : (struct day){w->instance.clock.today.n + (int32_t)s->number % 61};
    int64_t unit = listed_on(w, s->person, from);
    struct str at = unit_id(a, unit >= 0 ? unit : s->unit);
    struct assigning r = {.staff = str_fmt(a, "SE0000000000-D%u", s->unit),
                          .written = &person,
                          .persons = 1,
                          .kind = KIND_DOCTOR,
                          .unit = at,
                          .from = from,
                          .actor = {.id = STR("os:test"),
                                    .role = ROLE_UNIT_HEAD,
                                    .unit = at,
                                    .purpose = PURPOSE_ADMINISTRATION}};
    bool done = assign_contacts(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_PLANNED] += done && from.n > w->instance.clock.today.n;
    return done;
}

#define LAST_TO_BEGIN(column)                                                                      \
    "SELECT " column ", max(e.from_day) FROM named_contact_effect AS e "                           \
    "JOIN named_contact_stated AS n ON n.id = e.stated "                                           \
    "WHERE e.person = ?1 AND e.kind = 2 AND e.from_day > ?2"

/* From the first day of the last who is to begin, or on one of the days that plans have. */
static bool end(struct world *w, struct arena *a, const struct step *step, struct err *err)
{
    static const char PLANNED[] = "SELECT person, max(from_day) FROM named_contact_effect "
                                  "WHERE kind = 2 AND from_day > ?1";
    struct contact_acted acted;
    struct day today = w->instance.clock.today;
    struct step as = *step, *s = &as;
    int64_t person = world_asked(w, PLANNED, today.n, 0);
    if (person > 0 && s->number % 5 != 0)
        s->person = (unsigned)person - 1;
    struct contact_acting r = {.person = person_key(a, s),
                               .kind = KIND_DOCTOR,
                               .from = soon(w, s->number / 6),
                               .reason = STR("test"),
                               .actor = administrator()};
    int64_t first = world_asked(w, LAST_TO_BEGIN("e.from_day"), s->person + 1, today.n);
    int64_t staff = world_asked(w, LAST_TO_BEGIN("n.staff"), s->person + 1, today.n) - 1;
    bool takes_back = first > 0 && s->number % 3 != 1;
    if (takes_back)
        r.from.n = (int32_t)first;
    if (s->number % 2 == 0)
        r.staff =
            str_fmt(a, "SE0000000000-D%lld", takes_back ? (long long)staff : (long long)s->unit);
    bool done = contact_acts_end(a, &w->instance, &r, &acted, err);
    w->seen[SEEN_ENDED] += done && !acted.is_already;
    w->seen[SEEN_ENDED_BACK] += done && acted.is_again;
    return done;
}

/* Mostly it is somebody who does without who wants one again. */
static bool opt(struct world *w, struct arena *a, const struct step *step, struct err *err)
{
    static const char WITHOUT[] =
        "SELECT min(i.person) FROM opt_out_stated AS o JOIN identifier AS i ON i.id = o.identifier "
        "WHERE o.superseded IS NULL AND o.to_day IS NULL";
    struct step as = *step, *s = &as;
    int64_t person = s->what == IN ? world_asked(w, WITHOUT, 0, 0) : 0;
    if (person > 0 && s->number % 3 != 0)
        s->person = (unsigned)person - 1;
    struct contact_acted acted;
    struct contact_acting r = {.person = person_key(a, s),
                               .kind = KIND_DOCTOR,
                               .from = soon(w, s->number),
                               .actor = resident(a, s)};
    bool done = s->what == OUT ? contact_acts_opt_out(a, &w->instance, &r, &acted, err)
                               : contact_acts_opt_in(a, &w->instance, &r, &acted, err);
    w->seen[s->what == OUT ? SEEN_OUT : SEEN_IN] += done && !acted.is_already;
    return done;
}

/* ---- messages ---- */

static bool read_messages(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    static const char UNREAD[] =
        "SELECT min(m.id) FROM message AS m JOIN identifier AS i ON i.id = m.identifier "
        "WHERE i.person = ?1 AND m.id > ?2 AND m.seen IS NULL";
    struct message_ask ask = {.person = person_key(a, s), .actor = resident(a, s)};
    int64_t id = 0;
    bool done = true;
    while (done && (id = world_asked(w, UNREAD, s->person + 1, id)) > 0) {
        struct message_seen seen;
        done = message_seen(a, &w->instance, id, &ask, &seen, err);
        w->seen[SEEN_READ] += done && !seen.is_already;
    }
    return done;
}

/* The region changes its rule. */
static void follow(struct world *w, bool follows)
{
    enum new_unit *rule = &w->instance.region.rules.passive.new_unit;
    if (!follows)
        w->follows = INT64_MAX;
    else if (*rule != NEW_UNIT_AREA)
        w->follows = world_asked(w, "SELECT max(position) FROM change", 0, 0);
    *rule = follows ? NEW_UNIT_AREA : NEW_UNIT_CHOICE_ONLY;
}

bool world_plan(struct world *w, const struct step *s)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    bool done = true;
    if (s->what == FOLLOWS)
        follow(w, s->number % 4 != 0);
    else
        done = s->what == AHEAD   ? ahead(w, a, s, &err)
               : s->what == STAY  ? stay(w, a, s, &err)
               : s->what == PLAN  ? plan(w, a, s, &err)
               : s->what == END   ? end(w, a, s, &err)
               : s->what == GIVE  ? give(w, a, s, &err)
               : s->what == OPENS ? opens(w, a, s, &err)
               : s->what == READ  ? read_messages(w, a, s, &err)
                                  : opt(w, a, s, &err);
    arena_close(a);
    return world_expected(w, done, &err);
}
