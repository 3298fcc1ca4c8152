#include "service/figures/persons.h"

#include "store/person_store.h"

#include <stdlib.h>

struct naming {
    const struct snapshot *snapshot;
    struct person_id *id;
};
struct by_id {
    uint64_t packed;
    uint32_t person;
};

/* The registry may have gone on since: who is not in the snapshot is in no figure of it. */
static bool take_person(void *state, const struct person_now *row, struct err *err)
{
    (void)err;
    const struct naming *n = state;
    uint32_t person;
    if (snapshot_person(n->snapshot, row->key, &person))
        n->id[person] = row->id;
    return true;
}

static int compare(const void *x, const void *y)
{
    uint64_t a = ((const struct by_id *)x)->packed, b = ((const struct by_id *)y)->packed;
    return (a > b) - (a < b);
}

bool persons_name(struct arena *a, struct instance *in, const struct snapshot *s,
                  struct persons_named *out, struct err *err)
{
    struct naming n = {s, ARENA_NEW(a, struct person_id, (size_t)s->persons + 1)};
    if (!person_each(in->db, (struct person_reader){&n, take_person}, err))
        return false;
    struct arena *work = arena_open(ARENA_BLOCK);
    struct by_id *sorted = ARENA_NEW(work, struct by_id, (size_t)s->persons + 1);
    size_t count = 0;
    for (uint32_t person = 0; person < s->persons; person++)
        if (n.id[person].packed != 0)
            sorted[count++] = (struct by_id){n.id[person].packed, person};
    qsort(sorted, count, sizeof *sorted, compare);
    uint32_t *by_id = ARENA_NEW(a, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++)
        by_id[i] = sorted[i].person;
    arena_close(work);
    *out = (struct persons_named){n.id, by_id, count};
    return true;
}

/* 0: nobody. */
static bool read_key(const struct instance *in, struct str written, int64_t *key, struct err *err)
{
    struct person_id id;
    if (!str_starts(written, STR("key:")))
        return person_id_parse(written, instance_today(in), &id, err) &&
               identifier_person(in->db, id, key, err);
    return str_to_i64((struct str){written.at + 4, written.len - 4}, key) ||
           FAIL(err, ERR_INVALID, "person.key", "%s", "");
}

bool persons_key(const struct instance *in, struct str written, int64_t *key, struct err *err)
{
    int64_t found = 0, last = 0;
    if (!read_key(in, written, &found, err) || !person_last_key(in->db, &last, err))
        return false;
    if (found < 1 || found > last)
        return FAIL(err, ERR_MISSING, "person.unknown", "%s", "");
    *key = found;
    return true;
}

bool persons_find(struct instance *in, const struct snapshot *s, struct str written,
                  uint32_t *person, struct err *err)
{
    int64_t key = 0;
    if (!read_key(in, written, &key, err))
        return false;
    return snapshot_person(s, key, person) || FAIL(err, ERR_MISSING, "person.unknown", "%s", "");
}

bool persons_unit(const struct snapshot *s, struct str written, uint32_t *unit, struct err *err)
{
    struct hsaid id;
    if (!hsaid_parse(written, &id, err))
        return false;
    for (uint32_t i = 0; i < s->known_units; i++)
        if (hsaid_eq(&s->unit_id[i], &id)) {
            *unit = i;
            return true;
        }
    return FAIL(err, ERR_MISSING, "unit.unknown", "%.*s", STR_FMT(hsaid_str(&id)));
}

bool persons_staff(const struct snapshot *s, struct str written, uint32_t *staff, struct err *err)
{
    struct hsaid id;
    if (!hsaid_parse(written, &id, err))
        return false;
    for (uint32_t i = 0; i < s->staff_count; i++)
        if (hsaid_eq(&s->staff_id[i], &id)) {
            *staff = i;
            return true;
        }
    return FAIL(err, ERR_MISSING, "staff.unknown", "%.*s", STR_FMT(hsaid_str(&id)));
}

static struct eval_place place_of(struct arena *a, const struct persons_named *named,
                                  uint32_t person)
{
    char text[PERSON_ID_TEXT];
    return (struct eval_place){.id = str_copy(a, person_id_format(named->id[person], text)),
                               .number = person};
}

/* Those parts that there are, in the order of their persons' ids. */
static struct eval_table table_of(struct arena *a, const struct persons_named *named,
                                  const struct persons_request *ask,
                                  const struct person_part *const *part, size_t most)
{
    struct eval_place *place = ARENA_NEW(a, struct eval_place, most + 1);
    struct cell *cell = ARENA_NEW(a, struct cell, most + 1);
    struct exact_term *term = ARENA_NEW(a, struct exact_term, most + 1);
    size_t count = 0;
    for (size_t i = 0; i < named->count && count < most; i++) {
        uint32_t person = named->by_id[i];
        if (!part[person])
            continue;
        place[count] = place_of(a, named, person);
        cell[count] = person_cell(ask->definition, part[person], &term[count]);
        count++;
    }
    return (struct eval_table){.definition = ask->definition,
                               .level = LEVEL_PERSON,
                               .first = ask->month,
                               .months = 1,
                               .place = place,
                               .places = count,
                               .cell = cell};
}

static bool is_blocked(const struct withheld *withheld, const struct persons_request *ask,
                       uint32_t person)
{
    return withheld_figure(withheld, &(struct explain_request){.definition = ask->definition,
                                                               .person = person,
                                                               .month = ask->month,
                                                               .level = ask->level,
                                                               .place = ask->place});
}

struct eval_table persons_table(struct arena *a, const struct persons_named *named,
                                const struct persons_request *ask, const struct withheld *withheld,
                                struct persons_left_out *left_out)
{
    struct persons_request everyone = *ask;
    everyone.protected_rows = true;
    struct persons all = persons_of(a, withheld->s, &everyone);
    const struct person_part **part =
        ARENA_NEW(a, const struct person_part *, withheld->s->persons + 1);
    for (size_t i = 0; i < all.count; i++) {
        uint32_t person = all.at[i].person;
        if (!person_has_figure(&all.at[i]))
            continue;
        if (withheld_person(withheld, person))
            left_out->is_protected[person] = true;
        else if (is_blocked(withheld, ask, person))
            left_out->blocked[person] = true;
        else
            part[person] = &all.at[i];
    }
    return table_of(a, named, ask, part, all.count);
}

/* By place among those found, whose figure is withheld. */
static bool *blocked_of(struct arena *a, const struct persons *all,
                        const struct persons_request *ask, const struct withheld *withheld,
                        size_t *count)
{
    bool *blocked = ARENA_NEW(a, bool, all->count + 1);
    for (size_t i = 0; i < all->count; i++) {
        blocked[i] = is_blocked(withheld, ask, all->at[i].person);
        *count += blocked[i];
    }
    return blocked;
}

struct persons_lists persons_lists(struct arena *a, const struct snapshot *s,
                                   const struct persons_named *named,
                                   const struct persons_request *ask,
                                   const struct withheld *withheld)
{
    struct persons_request of = *ask;
    of.lists = true;
    struct persons all = persons_of(a, s, &of);
    const struct person_part **part = ARENA_NEW(a, const struct person_part *, s->persons + 1);
    struct persons_lists out = {.blocked = 0};
    const bool *blocked = blocked_of(a, &all, ask, withheld, &out.blocked);
    for (unsigned standing = 0; standing < STANDINGS; standing++) {
        size_t count = 0;
        for (size_t i = 0; i < all.count; i++) {
            bool is_on = all.at[i].standing == standing && !blocked[i];
            part[all.at[i].person] = is_on ? &all.at[i] : NULL;
            count += is_on;
        }
        out.of[standing] = table_of(a, named, ask, part, count);
        out.hidden[standing] = all.hidden[standing];
    }
    return out;
}
