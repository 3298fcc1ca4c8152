#include "engine/sums.h"

#include <stdlib.h>
#include <string.h>

/* Items that come in order; those of nothing are left out. There is room for all, or (`item` NULL)
 * they are counted only. */
struct filling {
    struct sums_item *item;
    size_t items;
};

static void add(struct filling *f, struct sums_item item)
{
    if (item.denominator == 0 && item.numerator == 0 && item.squares == 0)
        return;
    if (f->item)
        f->item[f->items] = item;
    f->items++;
}

/* ---- from a tally ---- */

static void add_terms(struct filling *f, uint32_t place, const struct tally_terms *terms,
                      unsigned month)
{
    for (uint32_t rows = 0; rows < terms->room; rows++) {
        const struct tally_term *t = terms->by_rows[rows] ? &terms->by_rows[rows][month] : NULL;
        if (t)
            add(f, (struct sums_item){place, rows, t->persons, t->sum, t->squares});
    }
}

static void add_place(struct filling *f, const struct tally *t, const struct plan_measure *m,
                      uint32_t place, unsigned month)
{
    const struct tally_place *p = &t->place[place];
    size_t months = (size_t)t->months + 1;
    if (m->definition->kind == MEASURE_MEAN) {
        add_terms(f, place, &p->mean[m->series], month);
    } else {
        const int64_t *sum = p->sum + m->series * months + month;
        bool is_ratio = m->definition->kind == MEASURE_RATIO;
        add(f, (struct sums_item){place, 0, is_ratio ? sum[months] : 0, sum[0], 0});
    }
}

/* Twice, for of most N of an index a month has nobody: room for all would be several times as
 * much. */
struct sums sums_of(struct arena *a, const struct tally *t, const struct plan_measure *m,
                    unsigned month, bool subjects)
{
    struct filling f = {0};
    for (unsigned turn = 0; turn < 2; turn++) {
        if (turn == 1)
            f = (struct filling){.item = ARENA_NEW(a, struct sums_item, f.items + 1)};
        for (uint32_t place = 0; place < t->places; place++) {
            if (!t->place[place].sum)
                continue;
            add_place(&f, t, m, place, month);
            if (subjects)
                add(&f, (struct sums_item){place, SUMS_SUBJECTS, t->place[place].subjects[month], 0,
                                           0});
        }
    }
    return (struct sums){f.item, f.items};
}

/* ---- sums of sums ---- */

static int by_place_and_rows(const void *x, const void *y)
{
    const struct sums_item *a = x, *b = y;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return (a->rows > b->rows) - (a->rows < b->rows);
}

struct sums sums_plus(struct arena *a, struct sums x, struct sums y, int times)
{
    struct filling f = {.item = ARENA_NEW(a, struct sums_item, x.items + y.items + 1)};
    size_t i = 0, k = 0;
    while (i < x.items || k < y.items) {
        int order = i == x.items   ? 1
                    : k == y.items ? -1
                                   : by_place_and_rows(&x.item[i], &y.item[k]);
        struct sums_item sum = order <= 0 ? x.item[i++] : (struct sums_item){0};
        if (order >= 0) {
            const struct sums_item *other = &y.item[k++];
            sum.place = other->place;
            sum.rows = other->rows;
            sum.denominator += times * other->denominator;
            sum.numerator += times * other->numerator;
            sum.squares += times * other->squares;
        }
        add(&f, sum);
    }
    return (struct sums){f.item, f.items};
}

bool sums_renumber(struct arena *a, struct sums s, const uint32_t *number, uint32_t places,
                   struct sums *out)
{
    struct sums_item *item = ARENA_NEW(a, struct sums_item, s.items + 1);
    for (size_t i = 0; i < s.items; i++) {
        item[i] = s.item[i];
        item[i].place = number[item[i].place];
        if (item[i].place >= places)
            return false;
    }
    qsort(item, s.items, sizeof *item, by_place_and_rows);
    *out = (struct sums){item, s.items};
    return true;
}

/* ---- bytes: numbers of seven bits a byte, the lowest first, the sign beside them ---- */

__extension__ typedef unsigned __int128 wide_bits;

static void put(struct sb *out, wide_sum n)
{
    wide_bits bits = n < 0 ? ((wide_bits) - (n + 1) << 1) + 1 : (wide_bits)n << 1;
    for (; bits >= 0x80; bits >>= 7)
        sb_char(out, (char)(unsigned char)(0x80 | (unsigned)(bits & 0x7f)));
    sb_char(out, (char)(unsigned char)bits);
}

/* False: it does not end, or is of more than 126 bits. */
static bool take(struct str *from, wide_sum *out)
{
    wide_bits bits = 0;
    for (unsigned shift = 0; from->len > 0 && shift < 126; shift += 7) {
        unsigned byte = (unsigned char)*from->at++;
        from->len--;
        bits |= (wide_bits)(byte & 0x7f) << shift;
        if (byte & 0x80)
            continue;
        *out = bits & 1 ? -(wide_sum)(bits >> 1) - 1 : (wide_sum)(bits >> 1);
        return true;
    }
    return false;
}

static bool take_within(struct str *from, int64_t least, int64_t most, int64_t *out)
{
    wide_sum n;
    if (!take(from, &n) || n < least || n > most)
        return false;
    *out = (int64_t)n;
    return true;
}

void sums_encode(struct sb *out, struct sums s)
{
    struct sums_item before = {0};
    put(out, (wide_sum)s.items);
    for (size_t i = 0; i < s.items; i++) {
        const struct sums_item *item = &s.item[i];
        put(out, item->place - before.place);
        put(out, item->rows == SUMS_SUBJECTS ? -1 : (wide_sum)item->rows);
        put(out, item->denominator);
        put(out, item->numerator);
        put(out, item->squares);
        before = *item;
    }
}

static bool decode_item(struct str *bytes, uint32_t places, struct sums_item *item)
{
    int64_t step, rows;
    if (!take_within(bytes, 0, places, &step) ||
        !take_within(bytes, -1, SUMS_SUBJECTS - INT64_C(1), &rows) ||
        !take_within(bytes, INT64_MIN, INT64_MAX, &item->denominator) ||
        !take_within(bytes, INT64_MIN, INT64_MAX, &item->numerator) ||
        !take(bytes, &item->squares) || step + item->place >= places)
        return false;
    item->place += (uint32_t)step;
    item->rows = (uint32_t)rows; /* -1: SUMS_SUBJECTS */
    return true;
}

bool sums_decode(struct arena *a, struct str bytes, uint32_t places, struct sums *out)
{
    enum { ITEM_LEAST = 5 /* bytes */ };
    int64_t items;
    if (!take_within(&bytes, 0, (int64_t)(bytes.len / ITEM_LEAST), &items))
        return false;
    struct sums_item *item = ARENA_NEW(a, struct sums_item, (size_t)items + 1);
    struct sums_item now = {0};
    for (int64_t i = 0; i < items; i++) {
        if (!decode_item(&bytes, places, &now) ||
            (i > 0 && by_place_and_rows(&item[i - 1], &now) >= 0))
            return false;
        item[i] = now;
    }
    *out = (struct sums){item, (size_t)items};
    return bytes.len == 0;
}
