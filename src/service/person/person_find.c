/* Who answers to a name, a day of birth, a unit. Rows that were known then give candidates; each is
 * then looked at as it was, so that the answer is that of person_show(). */
#include "core/utf8.h"
#include "domain/name_match.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/person/person.h"
#include "service/person/person_time.h"
#include "store/person_store.h"

#include <stdlib.h>

bool person_day(const struct instance *in, struct day asked, struct day *out, struct err *err)
{
    enum { YEAR = 366 };
    struct day today = instance_today(in);
    if (!day_is_none(asked) && asked.n > today.n + YEAR)
        return FAIL(err, ERR_INVALID, "person.day", "%s", "");
    *out = day_is_none(asked) ? today : asked;
    return true;
}

bool person_protection_now(struct arena *a, struct instance *in, const struct as_of_person *known,
                           enum protection *out, struct err *err)
{
    int64_t key = 0;
    struct person_facts facts;
    struct err why = {0};
    *out = PROTECTION_NONE;
    if (!identifier_person(in->db, known->newest, &key, err))
        return false;
    if (key == 0)
        return true;
    if (person_facts(in->db, a, key, &facts, &why)) {
        *out = facts.protection;
        return true;
    }
    if (why.kind != ERR_MISSING)
        *err = why;
    return why.kind == ERR_MISSING; /* nothing is said of them now */
}

struct finding {
    struct arena *arena, *work; /* work is reset for each candidate */
    struct instance *in;
    const struct person_find_request *request;
    int64_t position;
    struct day on;
    struct act_unit unit;
    struct str municipality;      /* of the municipality's staff: only those who live there */
    struct bag candidates, found; /* int64_t; struct person_found */
    size_t more;
};

static bool take_candidate(void *state, const struct as_of_candidate *row, struct err *err)
{
    (void)err;
    struct finding *f = state;
    struct str name = f->request->name;
    if (name.len == 0 || name_matches(row->given_name, row->surname, name))
        *(int64_t *)bag_add(&f->candidates) = row->person;
    return true;
}

static bool read_candidates(struct finding *f, struct err *err)
{
    const struct person_find_request *r = f->request;
    struct as_of_candidates reader = {f, take_candidate};
    if (r->name.len == 0 && day_is_none(r->born))
        return as_of_each_listed(f->in->db, f->position, &f->unit.id, f->on, reader, err);
    return as_of_each_named(f->in->db, f->position, r->born, reader, err);
}

/* The row that answered may have been another than the newest. */
static bool answers(const struct finding *f, const struct as_of_person *k)
{
    const struct person_find_request *r = f->request;
    const struct people_row *row = &k->stated.row;
    const struct as_of_listed *l = as_of_listed_on(k, f->on);
    return (r->name.len == 0 || name_matches(row->given_name, row->surname, r->name)) &&
           (day_is_none(r->born) || row->birth_date.n == r->born.n) &&
           (r->unit.len == 0 || (l && hsaid_eq(&l->unit, &f->unit.id))) &&
           (f->municipality.len == 0 || str_eq(row->municipality, f->municipality));
}

static void add(struct finding *f, const struct as_of_person *k)
{
    const struct people_row *row = &k->stated.row;
    const struct as_of_listed *l = as_of_listed_on(k, f->on);
    if (f->found.count == PERSON_FIND_MOST) {
        f->more++;
        return;
    }
    *(struct person_found *)bag_add(&f->found) =
        (struct person_found){.person = k->key.person,
                              .number = k->newest,
                              .given_name = str_copy(f->arena, row->given_name),
                              .surname = str_copy(f->arena, row->surname),
                              .birth_date = row->birth_date,
                              .unit = l ? str_copy(f->arena, hsaid_str(&l->unit)) : STR("")};
}

static bool look_at(struct finding *f, int64_t person, struct err *err)
{
    struct as_of_person k;
    struct err why = {0};
    enum protection now = PROTECTION_NONE;
    arena_reset(f->work);
    if (!as_of_person(f->work, f->in, &(struct as_of_key){person, f->position}, &k, &why)) {
        if (why.kind != ERR_MISSING)
            *err = why;
        return why.kind == ERR_MISSING;
    }
    if (!answers(f, &k))
        return true;
    if (!person_protection_now(f->work, f->in, &k, &now, err))
        return false;
    if (access_may_see(&f->request->actor, now) &&
        access_may_see(&f->request->actor, k.stated.row.protection))
        add(f, &k);
    return true;
}

static int by_key(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static bool find_all(struct finding *f, struct err *err)
{
    if (!as_of_position(f->in, f->request->time.known_at, &f->position, err) ||
        !read_candidates(f, err))
        return false;
    size_t count = f->candidates.count;
    int64_t *key = bag_array(f->arena, &f->candidates);
    if (count > 0)
        qsort(key, count, sizeof *key, by_key);
    for (size_t i = 0; i < count; i++)
        if ((i == 0 || key[i] != key[i - 1]) && !look_at(f, key[i], err))
            return false;
    return true;
}

/* Who works with it; the municipality's staff of those who live there. */
static bool check(struct finding *f, struct err *err)
{
    enum { NAME_MOST = 100 };
    struct act_unit works = {.facts = {.municipality = STR("")}};
    const struct person_find_request *r = f->request;
    if (r->name.len == 0 && r->unit.len == 0 && day_is_none(r->born))
        return FAIL(err, ERR_INVALID, "person.filter", "%s", "");
    if (r->name.len > 0 && !utf8_is_line(r->name, NAME_MOST))
        return FAIL(err, ERR_INVALID, "person.filter", "%s", "--name");
    if (!person_day(f->in, r->time.on, &f->on, err) ||
        !act_check_actor(f->arena, f->in, &r->actor, err) ||
        (r->unit.len > 0 && !act_find_unit(f->arena, f->in, r->unit, &f->unit, err)))
        return false;
    if (r->actor.role == ROLE_MUNICIPAL) {
        if (!act_find_unit(f->arena, f->in, r->actor.unit, &works, err))
            return false;
        f->municipality = works.facts.municipality;
        if (f->municipality.len == 0)
            return FAIL(err, ERR_DENIED, "actor.role", "%s", "");
    }
    return true;
}

/* Of a name and a day of birth only that they were asked for: what was written is personal data,
 * and may be of somebody whom nobody found. */
static struct access_entry entry_of(const struct finding *f)
{
    char on[DAY_TEXT], at[MOMENT_TEXT];
    const struct person_find_request *r = f->request;
    struct sb about = sb_open(f->arena, 128);
    sb_fmt(&about, "on=%.*s", STR_FMT(day_format(f->on, on)));
    if (r->time.known_at.us != INT64_MAX)
        sb_fmt(&about, " known_at=%.*s", STR_FMT(moment_format(r->time.known_at, at)));
    if (!day_is_none(r->born))
        sb_put(&about, STR(" by=born"));
    if (r->unit.len > 0)
        sb_fmt(&about, " unit=%.*s", STR_FMT(hsaid_str(&f->unit.id)));
    if (r->name.len > 0)
        sb_put(&about, STR(" by=name"));
    return (struct access_entry){.actor = r->actor,
                                 .act = STR("person find"),
                                 .outcome = f->found.count > 0 ? ACCESS_DONE : ACCESS_NO_HIT,
                                 .about = sb_str(&about),
                                 .count = (int64_t)f->found.count};
}

static bool deny(const struct finding *f, struct err *err)
{
    struct access_entry e = entry_of(f);
    e.outcome = ACCESS_DENIED;
    e.count = -1;
    return access_log_write(f->in, &e, 1, err) && FAIL(err, ERR_DENIED, "actor.role", "%s", "");
}

/* About nobody alone there is no party: by role, and in a unit that there is. */
static bool works_with_it(const struct actor *actor)
{
    switch (actor->role) {
    case ROLE_ADMINISTRATOR:
        return true;
    case ROLE_STAFF:
    case ROLE_UNIT_HEAD:
    case ROLE_MUNICIPAL:
        return actor->unit.len > 0;
    case ROLE_RESIDENT:
    case ROLE_GUARDIAN:
    case ROLE_OFFICER:
    case ROLE_ANALYST:
        break;
    }
    return false;
}

bool person_find(struct arena *a, struct instance *in, const struct person_find_request *request,
                 struct person_finding *out, struct err *err)
{
    struct finding f = {.arena = a,
                        .in = in,
                        .request = request,
                        .candidates = BAG_OPEN(a, int64_t),
                        .found = BAG_OPEN(a, struct person_found)};
    if (!check(&f, err))
        return false;
    if (!works_with_it(&request->actor))
        return deny(&f, err);
    if (!db_begin(in->db, DB_READ, err))
        return false;
    f.work = arena_open(ARENA_BLOCK);
    bool found = find_all(&f, err);
    arena_close(f.work);
    db_rollback(in->db);
    struct access_entry e = entry_of(&f);
    if (!found || !access_log_write(in, &e, 1, err))
        return false;
    *out = (struct person_finding){bag_array(a, &f.found), f.found.count, f.more,
                                   !request->actor.opens_protected};
    return true;
}
