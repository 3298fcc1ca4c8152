#include "engine/saebo_week.h"

#include "domain/residence.h"

#include <stdlib.h>

static struct day day_at(uint16_t packed)
{
    return packed == SNAPSHOT_NONE16 ? DAY_NONE : (struct day){packed};
}

static bool has_contact(const struct snapshot_named_contacts *n, uint32_t person,
                        enum contact_kind kind, struct day on)
{
    for (uint32_t i = n->first[person]; i < n->first[person + 1]; i++)
        if (n->kind[i] == kind && n->from[i] <= on.n && on.n <= n->to[i])
            return true;
    return false;
}

struct counting {
    const struct snapshot *s;
    struct day monday;
    struct residence_stated *stated; /* of one person; as many as the person with most has */
    struct saebo_count *place;       /* by number of place */
};

static uint32_t most_rows(const struct snapshot *s)
{
    uint32_t most = 0;
    for (uint32_t p = 0; p < s->persons; p++) {
        uint32_t rows = s->residences.first[p + 1] - s->residences.first[p];
        most = rows > most ? rows : most;
    }
    return most;
}

static void count_person(const struct counting *c, uint32_t person)
{
    const struct snapshot_residences *r = &c->s->residences;
    uint32_t first = r->first[person], rows = r->first[person + 1] - first;
    for (uint32_t i = 0; i < rows; i++)
        c->stated[i] = (struct residence_stated){.from = {r->from[first + i]},
                                                 .to = day_at(r->to[first + i]),
                                                 .reported_on = day_at(r->reported[first + i]),
                                                 .recorded = i,
                                                 .kind = (enum residence_kind)r->kind[first + i]};
    struct residence_in_week in;
    if (!residence_week(c->stated, rows, RESIDENCE_SAEBO, c->monday, &in))
        return;
    uint16_t place = r->municipality[first + in.row];
    if (place == SNAPSHOT_NONE16)
        return;
    const struct snapshot_named_contacts *n = &c->s->named_contacts;
    c->place[place].places++;
    c->place[place].named_doctor += has_contact(n, person, KIND_DOCTOR, in.on);
    c->place[place].named_care_contact += has_contact(n, person, KIND_CARE_CONTACT, in.on);
}

static int by_id(const void *x, const void *y)
{
    const struct saebo_count *a = x, *b = y;
    return str_compare(a->id, b->id);
}

/* Sums those whose ids have the same first two characters; they stand by id. */
static size_t sum_counties(const struct saebo_count *municipality, size_t count,
                           struct saebo_count *county)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        struct str id = municipality[i].id;
        id.len = id.len < 2 ? id.len : 2;
        if (n == 0 || !str_eq(county[n - 1].id, id))
            county[n++] = (struct saebo_count){.id = id};
        county[n - 1].places += municipality[i].places;
        county[n - 1].named_doctor += municipality[i].named_doctor;
        county[n - 1].named_care_contact += municipality[i].named_care_contact;
    }
    return n;
}

struct saebo_week saebo_week(struct arena *a, const struct snapshot *s, struct iso_week week)
{
    struct counting c = {
        .s = s,
        .monday = iso_week_first(week),
        .stated = ARENA_NEW(a, struct residence_stated, most_rows(s) + 1),
        .place = ARENA_NEW(a, struct saebo_count, s->places + 1),
    };
    for (uint32_t p = 0; p < s->persons; p++)
        if (s->residences.first[p] < s->residences.first[p + 1])
            count_person(&c, p);
    struct saebo_week w = {.municipality = c.place};
    for (uint32_t i = 0; i < s->places; i++)
        if (c.place[i].places > 0) {
            c.place[w.municipalities] = c.place[i];
            c.place[w.municipalities++].id = s->place[i];
        }
    qsort(c.place, w.municipalities, sizeof *c.place, by_id);
    struct saebo_count *county = ARENA_NEW(a, struct saebo_count, w.municipalities + 1);
    w.counties = sum_counties(c.place, w.municipalities, county);
    w.county = county;
    return w;
}
