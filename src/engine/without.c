#include "engine/without.h"

#include "engine/plan.h"

#include <string.h>

/* ---- which contacts may count, and which traits they have ---- */

/* Of one side's question: rows that no selection of the measure looks at say nothing. */
struct looking {
    const struct snapshot *s;
    const uint8_t *use; /* by shape */
    int32_t from, to;   /* days, both inside */
};

static struct looking look(struct arena *a, const struct snapshot *s,
                           const struct persons_request *ask)
{
    struct plan_program p = plan_of(a, s, ask->definition, false);
    int32_t reach = p.reach[EXPR_CONTACTS];
    struct looking l = {s, p.rows[EXPR_CONTACTS].use, INT32_MIN, month_last(ask->month).n};
    if (reach < EXPR_EVER)
        l.from = month_first((struct month){ask->month.n - reach}).n;
    return l;
}

static struct trait_contact contact_at(const struct snapshot_contacts *c, const struct snapshot *s,
                                       uint32_t row)
{
    uint32_t staff = narrow_at(c->staff, row);
    bool has_minute = c->minute && c->minute[row] != SEGMENT_MINUTE_NONE;
    return (struct trait_contact){.staff = staff == 0 ? UINT32_MAX : staff - 1,
                                  .unit = narrow_at(c->unit, row),
                                  .day = c->day[row],
                                  .minute = has_minute ? c->minute[row] : -1,
                                  .booking =
                                      shape_unpack(s->shape[narrow_at(c->shape, row)]).booking};
}

static uint8_t first_trait(const struct looking *l, uint32_t row)
{
    struct trait_contact c = contact_at(&l->s->contacts, l->s, row);
    uint8_t trait = 0;
    while (trait < CONTACT_TRAITS && !contact_traits(l->s, &c, l->to, TRAIT_BIT(trait)))
        trait++;
    return trait;
}

static bool may_count(const struct looking *l, uint32_t row)
{
    const struct snapshot_contacts *c = &l->s->contacts;
    return c->day[row] >= l->from && c->day[row] <= l->to &&
           l->use[narrow_at(c->shape, row)] & SHAPE_MEETS;
}

static uint32_t count_rows(const struct looking *l, uint32_t person)
{
    const uint32_t *first = l->s->contacts.first + person;
    uint32_t count = 0;
    for (uint32_t row = first[0]; row < first[1]; row++)
        count += may_count(l, row);
    return count;
}

/* How many rows. */
static uint32_t put_rows(const struct looking *l, uint32_t person, uint32_t *row_out,
                         uint8_t *step_out)
{
    const uint32_t *first = l->s->contacts.first + person;
    uint32_t count = 0;
    for (uint32_t row = first[0]; row < first[1]; row++)
        if (may_count(l, row)) {
            row_out[count] = row;
            step_out[count++] = first_trait(l, row);
        }
    return count;
}

struct without without_open(struct arena *a, const struct snapshot *s,
                            const struct persons_request *ask, struct persons of)
{
    struct arena *work = arena_open(ARENA_BLOCK);
    struct looking l = look(work, s, ask);
    uint32_t *first = ARENA_NEW(a, uint32_t, of.count + 1);
    struct person_part *part = ARENA_NEW(a, struct person_part, of.count + 1);
    for (size_t i = 0; i < of.count; i++) {
        part[i] = of.at[i];
        first[i + 1] = first[i] + count_rows(&l, of.at[i].person);
    }
    uint32_t *row = ARENA_NEW(a, uint32_t, (size_t)first[of.count] + 1);
    uint8_t *step = ARENA_NEW(a, uint8_t, (size_t)first[of.count] + 1);
    for (size_t i = 0; i < of.count; i++)
        (void)put_rows(&l, of.at[i].person, &row[first[i]], &step[first[i]]);
    arena_close(work);
    return (struct without){*ask, part, of.count, first, row, step};
}

/* ---- a step ---- */

/* Contacts of some persons, as a snapshot has them; of the others `first` says nothing. */
struct contacts_out {
    uint32_t *first, *unit, *staff, *shape;
    uint16_t *day, *minute, *sought;
    uint32_t count;
};

static struct contacts_out open_contacts(struct arena *a, const struct snapshot *s, size_t most)
{
    size_t room = most + 1;
    struct contacts_out c = {.first = ARENA_NEW(a, uint32_t, (size_t)s->persons + 1),
                             .unit = ARENA_NEW(a, uint32_t, room),
                             .staff = ARENA_NEW(a, uint32_t, room),
                             .shape = ARENA_NEW(a, uint32_t, room),
                             .day = ARENA_NEW(a, uint16_t, room)};
    if (s->contacts.minute)
        c.minute = ARENA_NEW(a, uint16_t, room);
    if (s->contacts.sought)
        c.sought = ARENA_NEW(a, uint16_t, room);
    return c;
}

static void put_contact(struct contacts_out *out, const struct snapshot_contacts *from,
                        uint32_t row)
{
    uint32_t i = out->count++;
    out->unit[i] = narrow_at(from->unit, row);
    out->staff[i] = narrow_at(from->staff, row);
    out->shape[i] = narrow_at(from->shape, row);
    out->day[i] = from->day[row];
    if (out->minute)
        out->minute[i] = from->minute[row];
    if (out->sought)
        out->sought[i] = from->sought[row];
}

static struct snapshot with_contacts(const struct snapshot *s, const struct contacts_out *c)
{
    struct snapshot out = *s;
    out.contacts = (struct snapshot_contacts){.first = c->first,
                                              .day = c->day,
                                              .unit = {c->unit, 4},
                                              .staff = {c->staff, 4},
                                              .shape = {c->shape, 4},
                                              .minute = c->minute,
                                              .sought = c->sought,
                                              .count = c->count};
    return out;
}

static bool loses(const struct without *w, size_t part, enum contact_trait trait)
{
    bool any = false;
    for (uint32_t i = w->first[part]; i < w->first[part + 1]; i++)
        any |= w->step[i] == trait;
    return any;
}

/* Those who lose a contact. */
struct losers {
    uint32_t *part, *person; /* in their order */
    uint32_t count;
    size_t rows; /* that they have at most */
};

static struct losers find_losers(struct arena *a, const struct without *w, enum contact_trait trait)
{
    struct losers l = {ARENA_NEW(a, uint32_t, w->parts + 1), ARENA_NEW(a, uint32_t, w->parts + 1),
                       0, 0};
    for (size_t i = 0; i < w->parts; i++) {
        if (!loses(w, i, trait))
            continue;
        l.part[l.count] = (uint32_t)i;
        l.person[l.count++] = w->part[i].person;
        l.rows += w->first[i + 1] - w->first[i];
    }
    return l;
}

static struct persons ask_again(struct arena *a, const struct without *w, const struct snapshot *s,
                                const struct losers *l, enum contact_trait trait)
{
    struct contacts_out out = open_contacts(a, s, l->rows);
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t part = l->part[i];
        out.first[l->person[i]] = out.count;
        for (uint32_t k = w->first[part]; k < w->first[part + 1]; k++)
            if (w->step[k] > trait)
                put_contact(&out, &s->contacts, w->row[k]);
        out.first[l->person[i] + 1] = out.count;
    }
    struct snapshot left = with_contacts(s, &out);
    struct persons_request ask = w->ask;
    ask.among = l->person;
    ask.among_count = l->count;
    return persons_of(a, &left, &ask);
}

static void put_parts(struct without *w, const struct losers *l, const struct persons *now)
{
    for (uint32_t i = 0, k = 0; i < l->count; i++) {
        struct person_part *part = &w->part[l->part[i]];
        bool has_value = k < now->count && now->at[k].person == part->person;
        *part = has_value ? now->at[k++] : (struct person_part){.person = part->person, .q = 1};
    }
}

struct persons without_next(struct without *w, const struct snapshot *s, enum contact_trait trait)
{
    struct arena *work = arena_open(ARENA_BLOCK);
    struct losers l = find_losers(work, w, trait);
    if (l.count > 0) {
        struct persons now = ask_again(work, w, s, &l, trait);
        put_parts(w, &l, &now);
    }
    arena_close(work);
    return (struct persons){.at = w->part, .count = w->parts};
}
