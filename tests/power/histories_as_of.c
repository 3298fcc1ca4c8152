/* What was in effect after each step, of listings and named contacts, as the tables had it; at the
 * end the program is asked what it knew then: whole, and by the verb's own service of a day and a
 * moment. */
#include "histories_world.h"

#include "service/person/person.h"
#include "store/as_of_store.h"

#include <sqlite3.h>
#include <stdio.h>

enum { DAYS_ABOUT = 80 }; /* a day that is asked for is at most half as many from today */

/* ---- what is in effect ---- */

static const char IN_EFFECT[] =
    "SELECT e.person, 0, u.hsaid, '', e.from_day, e.to_day FROM listing_effect AS e "
    "JOIN listing_stated AS n ON n.id = e.stated JOIN unit_list AS l ON l.id = n.list "
    "JOIN unit AS u ON u.id = l.unit UNION ALL "
    "SELECT e.person, 0, '', n.county, e.from_day, e.to_day FROM elsewhere_effect AS e "
    "JOIN elsewhere_stated AS n ON n.id = e.stated UNION ALL "
    "SELECT e.person, e.kind, u.hsaid, s.hsaid, e.from_day, e.to_day "
    "FROM named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated "
    "JOIN staff AS s ON s.id = n.staff JOIN unit AS u ON u.id = n.unit";

static struct str text_at(struct arena *a, sqlite3_stmt *s, int column)
{
    return str_copy(a, str_of((const char *)sqlite3_column_text(s, column)));
}

static struct day day_at(sqlite3_stmt *s, int column)
{
    return sqlite3_column_type(s, column) == SQLITE_NULL
               ? DAY_NONE
               : (struct day){sqlite3_column_int(s, column)};
}

bool world_remember_rows(struct world *w, struct known *k)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(w->db, IN_EFFECT, -1, &s, NULL);
    k->today = w->instance.clock.today;
    k->held = (struct bag)BAG_OPEN(w->arena, struct held);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(s);
        if (code == SQLITE_ROW)
            *(struct held *)bag_add(&k->held) = (struct held){.person = sqlite3_column_int64(s, 0),
                                                              .kind = sqlite3_column_int(s, 1),
                                                              .unit = text_at(w->arena, s, 2),
                                                              .staff = text_at(w->arena, s, 3),
                                                              .from = day_at(s, 4),
                                                              .to = day_at(s, 5)};
    }
    bool good = code == SQLITE_DONE || world_wrong(w, "asking", sqlite3_errmsg(w->db));
    (void)sqlite3_finalize(s);
    return good;
}

/* ---- what the program says of it later ---- */

/* Rows of one person that are not said, and those that are said and were not. */
static bool is_held(const struct known *k, const struct held *row)
{
    for (size_t i = 0; i < k->held.count; i++) {
        const struct held *h = bag_at(&k->held, i);
        if (h->person == row->person && h->kind == row->kind && str_eq(h->unit, row->unit) &&
            str_eq(h->staff, row->staff) && h->from.n == row->from.n && h->to.n == row->to.n)
            return true;
    }
    return false;
}

static size_t held_of(const struct known *k, int64_t person)
{
    size_t count = 0;
    for (size_t i = 0; i < k->held.count; i++)
        count += ((const struct held *)bag_at(&k->held, i))->person == person;
    return count;
}

static bool says_whole(struct world *w, struct arena *a, const struct known *k, int64_t person)
{
    struct as_of_person known = {.listings = 0};
    struct err err = {0};
    bool good = true;
    if (!as_of_person(a, &w->instance, &(struct as_of_key){person, k->position}, &known, &err) &&
        err.kind != ERR_MISSING)
        return world_wrong(w, "as of", err.code);
    for (size_t i = 0; good && i < known.listings; i++) {
        const struct as_of_listed *l = &known.listing[i];
        good = is_held(k, &(struct held){.person = person,
                                         .unit = hsaid_str(&l->unit),
                                         .staff = l->county,
                                         .from = l->from,
                                         .to = l->to});
    }
    for (size_t i = 0; good && i < known.contacts; i++) {
        const struct as_of_named *c = &known.contact[i];
        good = is_held(k, &(struct held){.person = person,
                                         .kind = (int)c->kind,
                                         .unit = hsaid_str(&c->unit),
                                         .staff = hsaid_str(&c->staff),
                                         .from = c->from,
                                         .to = c->to});
    }
    return (good && known.listings + known.contacts == held_of(k, person)) ||
           world_wrong(w, "as of a step is not what was in effect", NULL);
}

static enum person_when when_of(const struct held *row, struct day on)
{
    if (row->from.n > on.n)
        return WHEN_PLANNED;
    return day_is_none(row->to) || row->to.n >= on.n ? WHEN_NOW : WHEN_BEFORE;
}

/* `person show --on --known-at`. */
static bool shows(struct world *w, struct arena *a, const struct known *k,
                  const struct person_show_request *r)
{
    struct person_shown shown = {.count = 0};
    struct err err = {0};
    size_t rows = 0;
    bool good = true;
    if (!person_show(a, &w->instance, r, &shown, &err) && err.kind != ERR_MISSING)
        return world_wrong(w, "showing", err.code);
    for (size_t i = 0; good && i < shown.count; i++) {
        const struct person_line *l = &shown.line[i];
        int kind = 0;
        if (l->section != PERSON_LISTING && l->section != PERSON_CONTACT)
            continue;
        rows++;
        if (l->section == PERSON_CONTACT)
            while (!str_eq(vocab_word(&VOCAB_CONTACT_KIND, (unsigned)kind), l->code))
                kind++;
        struct held row = {.person = shown.person,
                           .kind = kind,
                           .unit = l->unit,
                           .staff = l->value,
                           .from = l->from,
                           .to = l->to};
        good = is_held(k, &row) && l->when == when_of(&row, r->time.on);
    }
    return (good && (shown.person == 0 || rows == held_of(k, shown.person))) ||
           world_wrong(w, "what was shown of a day and a moment", NULL);
}

/* Two positions of one moment are told apart by nobody who asks by moments. */
static bool says_by_moment(struct world *w, struct arena *a, const struct known *k, unsigned i)
{
    struct moment at;
    struct err err = {0};
    int64_t position = 0;
    if (!position_moment(w->instance.db, k->position, &at, &err) ||
        !as_of_position(&w->instance, at, &position, &err))
        return world_wrong(w, "the moment of a position", err.code);
    if (position != k->position)
        return position > k->position || world_wrong(w, "the position of a moment", NULL);
    int32_t away = (int32_t)(i * 37 % DAYS_ABOUT) - DAYS_ABOUT / 2;
    struct person_show_request r = {.person = str_fmt(a, "key:%u", 1 + i % PERSONS),
                                    .time = {.on = {k->today.n + away}, .known_at = at},
                                    .actor = {.id = STR("os:test"),
                                              .role = ROLE_ADMINISTRATOR,
                                              .purpose = PURPOSE_ADMINISTRATION}};
    return shows(w, a, k, &r);
}

bool world_as_of(struct world *w)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    bool good = true;
    for (size_t i = 0; good && i < w->known.count; i++) {
        const struct known *k = bag_at(&w->known, i);
        for (int64_t person = 1; good && person <= PERSONS; person++)
            good = says_whole(w, a, k, person);
        good = good && says_by_moment(w, a, k, (unsigned)i);
        arena_reset(a);
    }
    arena_close(a);
    return good;
}
