/* tests/unit/domain/histories.h - random histories of one person within a short
 * calendar, so that overlaps, gaps, ties and days of death all happen often. */
#ifndef TESTS_UNIT_DOMAIN_HISTORIES_H
#define TESTS_UNIT_DOMAIN_HISTORIES_H
#include "domain/named_contact.h"

#include "random.h"

enum { HISTORY_DAYS = 40, HISTORY_ROWS = 8, HISTORY_UNITS = 3 };

static inline struct hsaid history_id(char kind, uint32_t n)
{
    return (struct hsaid){{'S', 'E', '0', '-', kind, (char)('0' + n)}};
}

static inline struct day history_day(struct random *r)
{
    return (struct day){45000 + (int32_t)random_below(r, HISTORY_DAYS)};
}

/* Open in a third of the cases; now and then before its own beginning. */
static inline struct day history_end(struct random *r, struct day from)
{
    if (random_below(r, 3) == 0)
        return DAY_NONE;
    return (struct day){from.n - 2 + (int32_t)random_below(r, HISTORY_DAYS / 2)};
}

static inline struct day history_death(struct random *r)
{
    return random_below(r, 2) == 0 ? DAY_NONE : history_day(r);
}

static inline size_t history_listings(struct random *r, struct listing_stated *rows)
{
    size_t count = random_below(r, HISTORY_ROWS + 1);
    for (size_t i = 0; i < count; i++) {
        struct day from = history_day(r);
        rows[i] = (struct listing_stated){.unit = history_id('U', random_below(r, HISTORY_UNITS)),
                                          .from = from,
                                          .to = history_end(r, from),
                                          .recorded = (int64_t)(i ^ 3)};
    }
    return count;
}

static inline size_t history_contacts(struct random *r, struct named_contact_stated *rows)
{
    size_t count = random_below(r, HISTORY_ROWS + 1);
    for (size_t i = 0; i < count; i++) {
        struct day from = history_day(r);
        rows[i] = (struct named_contact_stated){
            .staff = history_id('D', random_below(r, 3)),
            .unit = history_id('U', random_below(r, HISTORY_UNITS)),
            .from = from,
            .to = history_end(r, from),
            .recorded = (int64_t)(i ^ 3),
            .kind = random_below(r, 4) > 0 ? KIND_DOCTOR : KIND_CARE_CONTACT};
    }
    return count;
}

/* The plain reading of evaluation: the row by which the person is listed on the day, or -1. */
static inline int history_listed_by(const struct listing_stated *rows, size_t count,
                                    struct day death, struct day on)
{
    int best = -1;
    if (!day_is_none(death) && on.n > death.n)
        return -1;
    for (int i = 0; i < (int)count; i++)
        if (rows[i].from.n <= on.n &&
            (best < 0 || rows[i].from.n > rows[best].from.n ||
             (rows[i].from.n == rows[best].from.n && rows[i].recorded > rows[best].recorded)))
            best = i;
    if (best >= 0 && !day_is_none(rows[best].to) && rows[best].to.n < on.n)
        return -1;
    return best;
}
#endif
