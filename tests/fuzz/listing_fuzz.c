/* Four bytes a row - unit, from, to, order - and a first byte for the day of death: the listings
 * in effect are, on every day, what the plain reading of the rule says, and lie apart in order. */
#include "domain/listing.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64, DAYS = 300 };

static struct day day_or_none(uint8_t byte)
{
    return byte == 0xff ? DAY_NONE : (struct day){byte};
}

static long listed_by(const struct listing_stated *rows, size_t count, struct day death, int32_t on)
{
    long best = -1;
    for (size_t i = 0; i < count; i++)
        if (rows[i].from.n <= on &&
            (best < 0 || rows[i].from.n > rows[best].from.n ||
             (rows[i].from.n == rows[best].from.n && rows[i].recorded >= rows[best].recorded)))
            best = (long)i;
    bool ended = best >= 0 && !day_is_none(rows[best].to) && rows[best].to.n < on;
    return ended || (!day_is_none(death) && death.n < on) ? -1 : best;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct listing_stated rows[MOST];
    size_t count = 0;
    struct day death = size > 0 ? day_or_none(data[0]) : DAY_NONE;
    for (size_t at = 1; at + 4 <= size && count < MOST; at += 4, count++)
        rows[count] = (struct listing_stated){.unit = {{'U', '-', (char)data[at]}},
                                              .from = {data[at + 1]},
                                              .to = day_or_none(data[at + 2]),
                                              .recorded = data[at + 3]};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_effect *out;
    size_t found = listing_effects(a, rows, count, death, &out);
    for (size_t i = 1; i < found; i++)
        if (day_is_none(out[i - 1].to) || out[i - 1].to.n >= out[i].from.n)
            abort();
    for (int32_t on = -1; on < DAYS; on++) {
        long by = -1;
        for (size_t i = 0; i < found; i++)
            if (out[i].from.n <= on && (day_is_none(out[i].to) || on <= out[i].to.n))
                by = (long)out[i].stated;
        if (by != listed_by(rows, count, death, on))
            abort();
    }
    arena_close(a);
    return 0;
}
