#include "synth/identity.h"

#include "domain/person_id.h"
#include "synth/samples.h"

#include <assert.h>
#include <string.h>

/* Days of 1800 to 1836, serials of a day, and a step through all of their pairs: a prime that does
 * not divide their number. */
enum { FIRST_YEAR = 1800, LAST_YEAR = 1836, SERIALS = 999, STEP = 6700417 };

struct pair {
    struct civil date;
    uint32_t serial;
};

/* The n-th pair in an order that the seed decides. */
static struct pair pair_of(uint64_t seed, uint64_t n)
{
    int32_t first = date(FIRST_YEAR, 1, 1), last = date(LAST_YEAR, 12, 31);
    uint64_t pairs = (uint64_t)(last - first + 1) * SERIALS;
    uint64_t at = (n * STEP + rnd_key(seed, STREAM_FACTS, 0) % pairs) % pairs;
    return (struct pair){day_civil((struct day){first + (int32_t)(at / SERIALS)}),
                         (uint32_t)(at % SERIALS) + 1};
}

static void put_personnummer(uint64_t seed, uint64_t n, char out[static IDENTITY_TEXT])
{
    struct pair p = pair_of(seed, n);
    struct person_id id = {0};
    bool made = person_id_make(p.date, p.serial, &id);
    assert(made);
    (void)made;
    char text[PERSON_ID_TEXT];
    memcpy(out, person_id_format(id, text).at, IDENTITY_TEXT);
}

/* Like a personnummer, the day 60 higher. */
static void put_samordningsnummer(uint64_t seed, uint64_t n, char out[static IDENTITY_TEXT])
{
    struct pair p = pair_of(~seed, n);
    uint32_t part[] = {(uint32_t)p.date.year, p.date.month, p.date.day + 60U, p.serial};
    static const uint8_t DIGITS[] = {4, 2, 2, 3};
    unsigned at = 0, sum = 0;
    for (unsigned i = 0; i < 4; i++) {
        at += DIGITS[i];
        for (unsigned back = 1; back <= DIGITS[i]; back++, part[i] /= 10)
            out[at - back] = (char)('0' + part[i] % 10);
    }
    for (unsigned i = 2; i < IDENTITY_TEXT - 1; i++) { /* Luhn, the first of the ten doubled */
        unsigned value = (unsigned)(out[i] - '0') * (i % 2 == 0 ? 2 : 1);
        sum += value / 10 + value % 10;
    }
    out[IDENTITY_TEXT - 1] = (char)('0' + (10 - sum % 10) % 10);
}

int32_t identity_replaced(const struct district *d, int32_t person, unsigned n)
{
    uint64_t luck = rnd_key(d->seed, STREAM_FACTS, (uint64_t)person << 2 | n);
    return PERSON(d, person)->arrived + 40 + 140 * (int32_t)n + (int32_t)(luck % 130);
}

unsigned identity_count(const struct district *d, int32_t person)
{
    const struct person *p = PERSON(d, person);
    int32_t end = p->gone < d->end ? p->gone : d->end;
    unsigned n = 0;
    while (n < p->numbers && identity_replaced(d, person, n) <= end)
        n++;
    return n + 1;
}

struct str identity_at(const struct district *d, const struct identity *id, int32_t person,
                       unsigned n, char text[static IDENTITY_TEXT])
{
    const struct person *p = PERSON(d, person);
    if (p->sample > 0)
        memcpy(text, SAMPLE[p->sample - 1].person, IDENTITY_TEXT);
    else if (n < p->numbers)
        put_samordningsnummer(id->taken->seed,
                              id->taken->coordination + id->coordination[person] + n, text);
    else
        put_personnummer(id->taken->seed, id->taken->persons + (uint64_t)person, text);
    return (struct str){text, IDENTITY_TEXT};
}

struct str identity_on(const struct district *d, const struct identity *id, int32_t person,
                       int32_t day, char text[static IDENTITY_TEXT])
{
    unsigned last = PERSON(d, person)->numbers > 0 ? identity_count(d, person) - 1 : 0;
    for (unsigned n = 0; n < last; n++)
        if (day < identity_replaced(d, person, n))
            return identity_at(d, id, person, n, text);
    return (struct str){id->person[person], IDENTITY_TEXT};
}

struct identity identity_make(struct district *d, const struct taken *taken)
{
    size_t count = d->persons.count;
    struct identity id = {.taken = taken};
    id.person = arena_take(d->arena, IDENTITY_TEXT, 1, count + 1);
    id.coordination = ARENA_NEW(d->arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        id.coordination[i] = id.coordinations;
        id.coordinations += PERSON(d, i)->numbers;
        (void)identity_at(d, &id, (int32_t)i, identity_count(d, (int32_t)i) - 1, id.person[i]);
    }
    return id;
}
