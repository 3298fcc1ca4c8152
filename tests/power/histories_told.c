/* What a person believes who has read every message, and knows that they do without a named doctor:
 * who their named doctor is, today and on the days to come. It must be so; and nobody is told again
 * what they know and have not read yet. Of whom files have said something later they are not asked:
 * of that there are no messages. */
#include "histories_world.h"

#include <stdio.h>

enum { POINTS = 100, AHEAD_DAYS = 130, NOBODY = 0, ANYBODY = -1 };

/* From a day on somebody is; or one (ANYBODY: whoever it is) is no more. */
struct point {
    int32_t day;
    int doctor, ends;
    bool is_move;
};
struct belief {
    struct point at[POINTS];
    size_t count;
};

static void leave_out(struct belief *b, size_t i)
{
    for (b->count--; i < b->count; i++)
        b->at[i] = b->at[i + 1];
}

/* In the order of days, who ends before who begins. */
static void put(struct belief *b, struct point p)
{
    size_t i = b->count++;
    for (; i > 0 && (b->at[i - 1].day > p.day ||
                     (b->at[i - 1].day == p.day && b->at[i - 1].doctor && !p.doctor));
         i--)
        b->at[i] = b->at[i - 1];
    b->at[i] = p;
}

static int believed(const struct belief *b, int32_t day)
{
    int now = NOBODY;
    for (size_t i = 0; i < b->count && b->at[i].day <= day; i++) {
        const struct point *p = &b->at[i];
        if (p->doctor || p->ends == ANYBODY || p->ends == now)
            now = p->doctor;
    }
    return now;
}

static int unit_of(int doctor)
{
    return 1 + (doctor - 1) / UNITS;
}

/* Who was it until then, at the unit, is no more, also should the other never come; and who is to
 * come is not waited for any more, but after one who is it as they knew. */
static void begins(struct belief *b, int32_t day, int doctor)
{
    int former = believed(b, day - 1);
    bool is_known = believed(b, day) == doctor;
    bool is_move = false; /* who is told of again */
    for (size_t i = 0; i < b->count; i++)
        is_move |= b->at[i].is_move && b->at[i].day == day && b->at[i].doctor == doctor;
    for (size_t i = b->count; i-- > 0;)
        if ((b->at[i].day == day && b->at[i].doctor) ||
            (b->at[i].day >= day && !b->at[i].doctor &&
             (b->at[i].ends == doctor ||
              (!is_known && b->at[i].is_move && b->at[i].ends == ANYBODY))))
            leave_out(b, i);
    put(b, (struct point){.day = day, .doctor = doctor, .is_move = is_move});
    if (former != NOBODY && former != doctor && unit_of(former) == unit_of(doctor))
        put(b, (struct point){.day = day, .ends = former});
}

/* The end of which they were told before, and not of one who began anew since, is no more. */
static void ends(struct belief *b, int32_t day, int doctor)
{
    bool begins_anew = false;
    for (size_t i = b->count; i-- > 0;) {
        begins_anew |= b->at[i].doctor == doctor;
        if (!begins_anew && doctor != ANYBODY && !b->at[i].doctor && b->at[i].ends == doctor)
            leave_out(b, i);
    }
    for (size_t i = b->count; i-- > 0;)
        if (b->at[i].day >= day && b->at[i].doctor &&
            (b->at[i].doctor == doctor || doctor == ANYBODY))
            leave_out(b, i);
    put(b, (struct point){.day = day, .ends = doctor});
}

/* That the named contact has changed to this one, or to one who is to come: it takes the place of
 * what was told of a move before, which this one may take back. */
static void moves(struct belief *b, int32_t day, int doctor)
{
    for (size_t i = b->count; i-- > 0;)
        if (b->at[i].day >= day && b->at[i].is_move)
            leave_out(b, i);
    if (doctor == NOBODY) {
        for (size_t i = b->count; i-- > 0;)
            if (b->at[i].day == day && b->at[i].doctor)
                leave_out(b, i);
        put(b, (struct point){.day = day, .ends = ANYBODY, .is_move = true});
        return;
    }
    begins(b, day, doctor);
    for (size_t i = 0; i < b->count; i++)
        b->at[i].is_move |= b->at[i].day == day && b->at[i].doctor == doctor;
}

/* No place is kept for them from the day. */
static void waits_no_more(struct belief *b, int32_t day)
{
    for (size_t i = b->count; i-- > 0;)
        if (b->at[i].day == day && b->at[i].is_move && b->at[i].ends == ANYBODY)
            leave_out(b, i);
}

/* That one will do without from a day on was withdrawn. */
static void wants(struct belief *b, int32_t day)
{
    for (size_t i = b->count; i-- > 0;)
        if (b->at[i].day == day && b->at[i].ends == ANYBODY && !b->at[i].doctor &&
            !b->at[i].is_move)
            leave_out(b, i);
}

/* ---- what was said ---- */

enum said { SAID_BEGINS, SAID_ENDS, SAID_MOVES, SAID_OUT, SAID_IN };

/* By person, in the order of saying: what the first load brought, messages of named contacts, doing
 * without and wanting one. */
static const char SAID[] =
    "SELECT i.person, n.recorded AS at, 0 AS id, 0, u.hsaid, s.hsaid, n.from_day, 0 "
    "FROM named_contact_stated AS n JOIN identifier AS i ON i.id = n.identifier "
    "JOIN unit AS u ON u.id = n.unit JOIN staff AS s ON s.id = n.staff "
    "WHERE n.kind = 2 AND n.recorded = (SELECT min(position) FROM load) UNION ALL "
    "SELECT i.person, m.position, m.id, m.kind - 7, m.unit, m.staff, m.from_day, m.seen IS NULL "
    "FROM message AS m JOIN identifier AS i ON i.id = m.identifier WHERE m.kind IN (7, 8, 9) "
    "UNION ALL SELECT i.person, o.recorded, 1 << 40, 3, '', '', o.from_day, 0 FROM opt_out_stated "
    "AS o "
    "JOIN identifier AS i ON i.id = o.identifier WHERE o.to_day IS NULL UNION ALL "
    "SELECT i.person, o.superseded, 0, 4, '', '', o.from_day, 0 FROM opt_out_stated AS o "
    "JOIN identifier AS i ON i.id = o.identifier WHERE o.superseded IS NOT NULL AND NOT EXISTS ("
    "SELECT 1 FROM opt_out_stated AS k WHERE k.identifier = o.identifier "
    "AND k.from_day = o.from_day AND k.superseded IS NULL) "
    "ORDER BY 1, 2, 3";
static const char IS[] =
    "SELECT e.person, u.hsaid, s.hsaid, e.from_day, e.to_day FROM named_contact_effect AS e "
    "JOIN named_contact_stated AS n ON n.id = e.stated JOIN unit AS u ON u.id = n.unit "
    "JOIN staff AS s ON s.id = n.staff WHERE e.kind = 2 UNION ALL "
    "SELECT e.person, u.hsaid, '', e.from_day, e.to_day FROM listing_effect AS e "
    "JOIN listing_stated AS n ON n.id = e.stated JOIN unit_list AS l ON l.id = n.list "
    "JOIN unit AS u ON u.id = l.unit";
static const char FILES[] = BY_FILE;

/* From 0: SE0000000000-U1 is 1. */
static int number_of(sqlite3_stmt *s, int column)
{
    enum { DIGIT = 14 };
    return ((const char *)sqlite3_column_text(s, column))[DIGIT] - '0';
}

/* A number for a doctor at a unit; of nobody NOBODY. */
static int doctor_of(sqlite3_stmt *s, int unit)
{
    return sqlite3_column_bytes(s, unit + 1) > 0
               ? 1 + number_of(s, unit) * UNITS + number_of(s, unit + 1)
               : NOBODY;
}

struct telling {
    struct world *world;
    struct belief of[PERSONS];
    bool is_of_files[PERSONS];
    struct {
        int64_t person;
        int said, doctor;
        int32_t day;
    } unread[PERSONS * POINTS];
    size_t unreads;
};

static bool is_known(const struct belief *was, const struct belief *is)
{
    for (size_t i = 0; i < was->count; i++)
        if (believed(was, was->at[i].day) != believed(is, was->at[i].day))
            return false;
    for (size_t i = 0; i < is->count; i++)
        if (believed(was, is->at[i].day) != believed(is, is->at[i].day))
            return false;
    return true;
}

/* The same stands among what the person has not read. */
static bool is_unread(struct telling *t, sqlite3_stmt *s, int said, int doctor)
{
    int64_t person = sqlite3_column_int64(s, 0);
    int32_t day = sqlite3_column_int(s, 6);
    for (size_t i = 0; i < t->unreads; i++)
        if (t->unread[i].person == person && t->unread[i].said == said &&
            t->unread[i].doctor == doctor && t->unread[i].day == day)
            return true;
    if (t->unreads < ARRAY_LEN(t->unread)) {
        t->unread[t->unreads].person = person;
        t->unread[t->unreads].said = said;
        t->unread[t->unreads].doctor = doctor;
        t->unread[t->unreads++].day = day;
    }
    return false;
}

/* What a later message has denied, or said something else of the same doctor, may be told again;
 * and of whom another comes in place of, that they stay after all. */
static void forget_denied(struct telling *t, int64_t person, int said, int doctor, int32_t day)
{
    for (size_t i = 0; i < t->unreads; i++) {
        int now = believed(&t->of[person - 1], t->unread[i].day);
        bool ends = t->unread[i].said == SAID_ENDS;
        bool is_so = (now == t->unread[i].doctor) != ends;
        bool is_other = t->unread[i].doctor == doctor &&
                        (ends != (said == SAID_ENDS) || (ends && t->unread[i].day != day));
        bool is_moved = said == SAID_MOVES && !ends && t->unread[i].day <= day;
        if (t->unread[i].person == person && (!is_so || is_other || is_moved))
            t->unread[i].person = 0;
    }
}

static bool hear(struct telling *t, sqlite3_stmt *s)
{
    int64_t person = sqlite3_column_int64(s, 0);
    int said = sqlite3_column_int(s, 3), doctor = doctor_of(s, 4);
    int32_t day = sqlite3_column_int(s, 6);
    struct belief *b = &t->of[person - 1], was = *b;
    if (t->is_of_files[person - 1])
        return true;
    if (b->count + 2 >= POINTS)
        return world_wrong(t->world, "told", "too much");
    if (said == SAID_BEGINS)
        begins(b, day, doctor);
    else if (said == SAID_MOVES)
        moves(b, day, doctor);
    else if (said == SAID_IN)
        wants(b, day);
    else if (said == SAID_ENDS && doctor == NOBODY)
        waits_no_more(b, day);
    else
        ends(b, day, said == SAID_OUT ? ANYBODY : doctor);
    forget_denied(t, person, said, doctor, day);
    return !sqlite3_column_int(s, 7) || !is_unread(t, s, said, doctor) || !is_known(&was, b) ||
           world_wrong(t->world, "told twice, and not read",
                       (const char *)sqlite3_column_text(s, 5));
}

/* ---- what is ---- */

struct being {
    int doctor[PERSONS][AHEAD_DAYS];
    int unit[PERSONS][AHEAD_DAYS]; /* where they are listed, from 1; 0: nowhere */
    int32_t today;
};

static void take(struct being *b, sqlite3_stmt *s)
{
    int64_t person = sqlite3_column_int64(s, 0);
    int32_t from = sqlite3_column_int(s, 3), to = sqlite3_column_int(s, 4);
    bool is_open = sqlite3_column_type(s, 4) == SQLITE_NULL;
    int doctor = doctor_of(s, 1);
    for (int32_t i = 0; i < AHEAD_DAYS; i++)
        if (b->today + i >= from && (is_open || b->today + i <= to)) {
            if (doctor != NOBODY)
                b->doctor[person - 1][i] = doctor;
            else
                b->unit[person - 1][i] = 1 + number_of(s, 1);
        }
}

/* Who is listed at another unit knows by that, and may have said so, that a doctor is theirs no
 * more, or never. */
static bool is_elsewhere(const struct being *b, size_t person, int32_t i, int doctor)
{
    return b->doctor[person][i] == NOBODY && doctor != NOBODY &&
           b->unit[person][i] != unit_of(doctor);
}

static bool compare(const struct telling *t, const struct being *b)
{
    for (size_t p = 0; p < PERSONS; p++)
        for (int32_t i = 0; !t->is_of_files[p] && i < AHEAD_DAYS; i++) {
            char detail[80];
            int told = believed(&t->of[p], b->today + i), is = b->doctor[p][i];
            (void)snprintf(detail, sizeof detail, "person %zu in %d days %d, is %d", p + 1, i, told,
                           is);
            if (told != is && !is_elsewhere(b, p, i, told))
                return world_wrong(t->world,
                                   told && is ? "told of another named doctor"
                                   : told     ? "told of a named doctor whom there is not"
                                              : "not told of a named doctor",
                                   detail);
        }
    return true;
}

static bool ask(struct telling *t, struct being *b)
{
    const char *sql[] = {FILES, SAID, IS};
    bool good = true;
    for (size_t i = 0; good && i < ARRAY_LEN(sql); i++) {
        sqlite3_stmt *s = NULL;
        good = sqlite3_prepare_v2(t->world->db, sql[i], -1, &s, NULL) == SQLITE_OK ||
               world_wrong(t->world, "asking", sqlite3_errmsg(t->world->db));
        while (good && sqlite3_step(s) == SQLITE_ROW) {
            if (i == 0)
                t->is_of_files[sqlite3_column_int64(s, 0) - 1] = true;
            else if (i == 1)
                good = hear(t, s);
            else
                take(b, s);
        }
        (void)sqlite3_finalize(s);
    }
    return good;
}

bool world_told(struct world *w)
{
    struct telling *t = ARENA_NEW(w->arena, struct telling, 1);
    struct being *b = ARENA_NEW(w->arena, struct being, 1);
    t->world = w;
    b->today = w->instance.clock.today.n;
    return ask(t, b) && compare(t, b);
}
