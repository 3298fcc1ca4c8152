/* Steps of queues, of guardians, of named doctors and of units that close. */
#include "histories_world.h"
#include "service/contact/assign.h"
#include "service/contact/panel_moves.h"
#include "service/listing/listing.h"
#include "service/listing/queue.h"
#include "service/unit/unit_close.h"

/* ---- steps ---- */

static struct str person_key(struct arena *a, const struct step *s)
{
    return str_fmt(a, "key:%u", s->person + 1);
}

static struct str unit_id(struct arena *a, unsigned unit)
{
    return str_fmt(a, "SE0000000000-U%u", unit);
}

static struct actor administrator(void)
{
    return (struct actor){
        .id = STR("os:test"), .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION};
}

static struct actor head(struct arena *a, unsigned unit)
{
    return (struct actor){.id = STR("os:test"),
                          .role = ROLE_UNIT_HEAD,
                          .unit = unit_id(a, unit),
                          .purpose = PURPOSE_ADMINISTRATION};
}

static bool join(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct listing_answer answer;
    struct listing_request r = {.person = person_key(a, s),
                                .unit = unit_id(a, s->unit),
                                .from = DAY_NONE,
                                .queue = true,
                                .actor = administrator()};
    bool done = listing_list(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_QUEUED] += done && answer.verdict == LISTING_QUEUED;
    return done;
}

static bool leave(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    static const char WAITS[] = "SELECT max(i.person) FROM queue_place AS q JOIN identifier AS i "
                                "ON i.id = q.identifier WHERE q.superseded IS NULL";
    struct queue_left left;
    int64_t waits = s->number % 2 ? world_asked(w, WAITS, 0, 0) : 0;
    struct queue_leaving r = {.person = waits > 0 ? str_fmt(a, "key:%lld", (long long)waits)
                                                  : person_key(a, s),
                              .actor = administrator()};
    bool done = queue_leave(a, &w->instance, &r, &left, err);
    w->seen[SEEN_LEFT] += done && !left.is_already;
    return done;
}

/* Of staff at the unit. Room that was made has been filled by whoever made it; what is left for
 * this is a day that has passed. */
static bool call_next(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct queue_next next;
    struct queue_asked r = {.unit = unit_id(a, s->unit), .actor = head(a, s->unit)};
    bool done = queue_call_next(a, &w->instance, &r, &next, err);
    w->seen[SEEN_CALLED] += done && next.person > 0;
    w->seen[SEEN_CALLED_IN] += done && next.is_listed;
    return done;
}

/* One of the child's two guardians, in the e-service. */
static bool sign(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct listing_answer answer;
    int64_t guardian = 1 + s->number % 2;
    struct listing_request r = {.person = str_fmt(a, "key:%u", CHILD + 1),
                                .unit = unit_id(a, s->unit),
                                .from = DAY_NONE,
                                .queue = s->number % 3 == 0,
                                .actor = {.id = str_fmt(a, "key:%u", (unsigned)guardian),
                                          .role = ROLE_GUARDIAN,
                                          .purpose = PURPOSE_ADMINISTRATION,
                                          .on_behalf = CHILD + 1,
                                          .person = guardian}};
    bool done = listing_list(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_WAITS] += done && answer.verdict == LISTING_WAITS;
    w->seen[SEEN_SIGNED] += done && answer.verdict == LISTING_DONE;
    return done;
}

/* Every other time when the days for it have passed. */
static bool lapse(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    enum { LATE = 40 };
    if (s->number % 2 == 0)
        w->instance.clock.today.n += LATE;
    w->clock = w->instance.clock;
    unsigned lapsed = 0;
    bool done = listing_lapse(a, &w->instance, &lapsed, err);
    w->seen[SEEN_LAPSED] += done ? lapsed : 0;
    return done;
}

static bool assign(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct assigned answer;
    struct str person = person_key(a, s);
    struct assigning r = {.staff = str_fmt(a, "SE0000000000-D%u", s->number % UNITS),
                          .written = &person,
                          .persons = 1,
                          .kind = KIND_DOCTOR,
                          .unit = unit_id(a, s->unit),
                          .from = {w->instance.clock.today.n + (int32_t)s->number % 10},
                          .actor = head(a, s->unit)};
    bool done = assign_contacts(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_ASSIGNED] += done;
    return done;
}

/* The panel of the doctor that has the unit's number, to another or to one who is to come. */
static bool move(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct move_answer answer;
    unsigned doctor = s->number % UNITS;
    struct str to = s->number % 4 == 0 ? STR(MOVE_COMING_WORD)
                                       : str_fmt(a, "SE0000000000-D%u", s->person % UNITS);
    struct move_asking r = {.staff = s->number % 10 == 9 ? STR(MOVE_COMING_WORD)
                                                         : str_fmt(a, "SE0000000000-D%u", doctor),
                            .unit = unit_id(a, s->unit),
                            .to = &to,
                            .count = 1,
                            .on = {w->instance.clock.today.n + (int32_t)s->number % 5},
                            .actor = head(a, s->unit)};
    bool done = moves_plan(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_MOVED] += done && answer.id > 0;
    return done;
}

static bool move_back(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct move_undone undone;
    int64_t last = world_asked(w, "SELECT max(id) FROM panel_move WHERE undone IS NULL", 0, 0);
    int64_t unit = world_asked(w, "SELECT unit FROM panel_move WHERE id = ?1", last, 0);
    bool is_last = s->number % 4 != 0 && last > 0;
    struct move_undoing r = {.id = is_last ? last : 1 + s->number % 3,
                             .actor = head(a, is_last ? (unsigned)unit - 1 : s->unit)};
    bool done = moves_undo(a, &w->instance, &r, &undone, err);
    w->seen[SEEN_MOVED_BACK] += done && !undone.is_already;
    return done;
}

static bool close_unit(struct world *w, struct arena *a, const struct step *s, struct err *err)
{
    struct unit_close_answer answer;
    struct unit_close r = {.unit = unit_id(a, s->unit),
                           .last = {w->instance.clock.today.n + (int32_t)s->number % 30},
                           .by = s->number % 2 == 0 ? CLOSE_BY_AREA : CLOSE_TO,
                           .to = s->number % 2 == 0 ? STR("") : unit_id(a, s->person % UNITS),
                           .actor = administrator()};
    bool done = unit_close(a, &w->instance, &r, &answer, err);
    w->seen[SEEN_CLOSED] += done && !answer.is_already;
    return done;
}

bool world_act(struct world *w, const struct step *s)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    bool done = s->what == JOIN        ? join(w, a, s, &err)
                : s->what == LEAVE     ? leave(w, a, s, &err)
                : s->what == NEXT      ? call_next(w, a, s, &err)
                : s->what == SIGN      ? sign(w, a, s, &err)
                : s->what == LAPSE     ? lapse(w, a, s, &err)
                : s->what == ASSIGN    ? assign(w, a, s, &err)
                : s->what == MOVE      ? move(w, a, s, &err)
                : s->what == MOVE_BACK ? move_back(w, a, s, &err)
                                       : close_unit(w, a, s, &err);
    arena_close(a);
    return world_expected(w, done, &err);
}
