#include "service/figures/kept_checks.h"

#include "engine/kept.h"
#include "engine/meaning.h"
#include "service/figures/kept_place.h"

#include <stdlib.h>

static const struct str NAME = STR_INIT("checks");

/* The units, and behind them whatever is of none. */
static uint32_t places_of(const struct snapshot *s)
{
    return s->units + 1;
}

/* Its records are none where there is no such file, or it cannot be used. */
static struct kept open_file(const struct kept_place *p, const struct snapshot *s,
                             struct err *refused)
{
    struct kept out = {.places = places_of(s)};
    const char *path = kept_path(p, kept_data(p->work, &s->file), NAME);
    struct err why = {0};
    if (file_exists(path) && !kept_open(p->work, path, out.places, &out, &why))
        *refused = why;
    return out;
}

static struct check_result result_of(struct arena *a, struct sums sums, uint32_t places)
{
    struct check_count *unit = ARENA_NEW(a, struct check_count, places);
    struct check_result out = {.unit = unit};
    for (size_t i = 0; i < sums.items; i++) {
        const struct sums_item *item = &sums.item[i];
        unit[item->place] =
            (struct check_count){(uint64_t)item->numerator, (uint64_t)item->denominator};
        out.all.found += unit[item->place].found;
        out.all.among += unit[item->place].among;
    }
    return out;
}

static struct sums sums_of_result(struct arena *a, const struct check_result *r, uint32_t places)
{
    struct sums_item *item = ARENA_NEW(a, struct sums_item, places);
    size_t items = 0;
    for (uint32_t u = 0; u < places; u++)
        if (r->unit[u].found > 0 || r->unit[u].among > 0)
            item[items++] = (struct sums_item){.place = u,
                                               .numerator = (int64_t)r->unit[u].found,
                                               .denominator = (int64_t)r->unit[u].among};
    return (struct sums){item, items};
}

static struct kept_record key_of(const struct check *c, struct month month)
{
    return (struct kept_record){.meaning = check_meaning(c), .month = month};
}

const struct check_result *kept_checks_read(struct arena *a, const struct instance *in,
                                            const struct snapshot *s,
                                            const struct check_request *ask,
                                            struct kept_checks_use *use)
{
    struct check_result *out = ARENA_NEW(a, struct check_result, ask->checks + 1);
    struct kept_place place = {in, in->files, arena_open(ARENA_BLOCK)};
    struct kept file = open_file(&place, s, &use->refused);
    for (size_t i = 0; i < ask->checks; i++) {
        if (file.records == 0 || !check_is_of_persons(ask->check[i]))
            continue;
        struct kept_record key = key_of(ask->check[i], ask->month);
        const struct kept_record *r = kept_find(&file, &key);
        struct sums sums;
        if (r && sums_decode(place.work, r->sums, file.places, &sums))
            out[i] = result_of(a, sums, file.places);
        else if (r && !FAIL(&use->refused, ERR_IO, "kept.damaged", "%.120s: sums", file.file.path))
            break;
    }
    kept_close(&file);
    arena_close(place.work);
    return out;
}

static bool is_among(const struct kept_record *made, size_t count, const struct kept_record *old)
{
    for (size_t i = 0; i < count; i++)
        if (kept_compare(&made[i], old) == 0)
            return true;
    return false;
}

/* The records of both in their order, each once; two checks may mean the same, and what was counted
 * now stands for what could not be read. */
static struct kept joined(struct arena *a, const struct kept *old, const struct kept_record *made,
                          size_t count)
{
    struct kept_record *all = ARENA_NEW(a, struct kept_record, old->records + count);
    size_t records = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_among(all, records, &made[i]))
            all[records++] = made[i];
    for (size_t i = 0; i < old->records; i++)
        if (!is_among(made, count, &old->record[i]))
            all[records++] = old->record[i];
    qsort(all, records, sizeof *all, kept_compare);
    return (struct kept){.record = all, .records = records, .places = old->places};
}

static void write_file(const struct kept_place *p, const struct snapshot *s,
                       const struct kept_record *made, size_t count, struct kept_checks_use *use)
{
    const char *data = kept_data(p->work, &s->file);
    struct err seen = {0}; /* told of when it was read */
    struct kept old = open_file(p, s, &seen);
    struct kept now = joined(p->work, &old, made, count);
    bool made_it = kept_folder_make(p, data, &use->unwritten) &&
                   kept_write(p->files, kept_path(p, data, NAME), &now, &use->unwritten);
    (void)made_it; /* why not, stands in `use` */
    kept_close(&old);
}

void kept_checks_write(const struct instance *in, const struct snapshot *s,
                       const struct check_request *ask, const struct check_result *found,
                       struct kept_checks_use *use)
{
    struct kept_place place = {in, in->files, arena_open(ARENA_BLOCK)};
    struct kept_record *made = ARENA_NEW(place.work, struct kept_record, ask->checks + 1);
    size_t count = 0;
    for (size_t i = 0; i < ask->checks; i++) {
        if (!check_is_of_persons(ask->check[i]))
            continue;
        struct sb bytes = sb_open(place.work, 1024);
        sums_encode(&bytes, sums_of_result(place.work, &found[i], places_of(s)));
        made[count] = key_of(ask->check[i], ask->month);
        made[count++].sums = sb_str(&bytes);
    }
    if (count > 0)
        write_file(&place, s, made, count, use);
    arena_close(place.work);
}
