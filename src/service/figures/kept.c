#include "service/figures/kept.h"

#include "core/folder.h"
#include "engine/follow.h"
#include "engine/kept.h"
#include "engine/meaning.h"
#include "service/figures/kept_place.h"

#include <stdlib.h>
#include <string.h>

struct keeping {
    struct arena *work;
    const struct kept_request *request;
    struct eval_sums sums;
    const struct sha256_sum *meaning; /* by definition */
    struct kept kept[LEVELS];         /* files that were there */
    struct kept_use use;
};

/* ---- names ---- */

static struct kept_place place_of(const struct keeping *k)
{
    return (struct kept_place){k->request->instance, k->request->files, k->work};
}

static const char *file_of(const struct keeping *k, const char *data, unsigned level)
{
    struct kept_place p = place_of(k);
    return kept_path(&p, data, level_word((enum eval_level)level));
}

static const char *snapshot_path(const struct keeping *k, const char *name)
{
    return instance_path(k->request->instance, k->work, INSTANCE_SNAPSHOTS "/%s", name);
}

/* ---- reading ---- */

static void refuse(struct keeping *k, const struct err *why)
{
    if (k->use.refused.kind == ERR_NONE)
        k->use.refused = *why;
}

/* The level's file of that data, where it is there and whole; else none. */
static struct kept open_level(struct keeping *k, const char *data, const struct snapshot *of,
                              unsigned level)
{
    struct kept out = {.places = eval_places(of, (enum eval_level)level)};
    const char *path = file_of(k, data, level);
    struct err why = {0};
    if (file_exists(path) && !kept_open(k->work, path, out.places, &out, &why))
        refuse(k, &why);
    return out;
}

static struct kept_record key_of(const struct keeping *k, size_t definition, unsigned month)
{
    const struct eval_request *ask = k->request->ask;
    return (struct kept_record){.meaning = k->meaning[definition],
                                .month = {ask->last.n - (int32_t)ask->months + 1 + (int32_t)month}};
}

/* What is wanted in `to` and stands in the level's file becomes known. */
static size_t read_level(struct keeping *k, const struct kept *from, unsigned level,
                         const struct eval_sums *to)
{
    size_t read = 0;
    for (size_t i = 0; i < to->ask->definitions; i++)
        for (unsigned month = 0; month < to->ask->months; month++) {
            struct eval_sum *sum = eval_sum(to, i, level, month);
            struct kept_record key = key_of(k, i, month);
            const struct kept_record *r = sum->state == SUM_WANTED ? kept_find(from, &key) : NULL;
            struct err why = {0};
            if (!r)
                continue;
            if (sums_decode(k->work, r->sums, from->places, &sum->is)) {
                sum->state = SUM_KNOWN;
                read++;
            } else if (!FAIL(&why, ERR_IO, "kept.damaged", "%.120s: sums", from->file.path)) {
                refuse(k, &why);
            }
        }
    return read;
}

/* ---- following ---- */

/* Of a level that is asked for; the folder alone may have checks only. */
static bool has_figures(const struct keeping *k, const char *data)
{
    for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++)
        if (k->request->ask->levels & LEVEL_BIT(level) && file_exists(file_of(k, data, level)))
            return true;
    return false;
}

/* The newest other snapshot of which there are figures; false: none. */
static bool open_before(struct keeping *k, const char *data, struct snapshot *out,
                        const char **its_data)
{
    const char *const *name = NULL;
    size_t count = 0;
    struct err why = {0};
    if (!folder_list(k->work, instance_path(k->request->instance, k->work, INSTANCE_SNAPSHOTS),
                     &name, &count, &why))
        return false;
    while (count-- > 0) {
        const char *path = snapshot_path(k, name[count]);
        struct err unfit = {0};
        if (strcmp(path, k->request->snapshot->file.path) == 0 ||
            !warehouse_is_snapshot(str_of(name[count])) ||
            !snapshot_open(k->work, path, out, &unfit))
            continue;
        *its_data = kept_data(k->work, &out->file);
        if (strcmp(*its_data, data) != 0 && has_figures(k, *its_data))
            return true;
        snapshot_close(out);
    }
    return false;
}

static void follow(struct keeping *k, const char *data)
{
    struct snapshot before;
    const char *its_data;
    struct touched touched;
    if (!open_before(k, data, &before, &its_data))
        return;
    struct eval_sums was = eval_sums_open(k->work, k->request->ask);
    size_t known = 0;
    for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++) {
        if (!(k->request->ask->levels & LEVEL_BIT(level)))
            continue;
        struct kept from = open_level(k, its_data, &before, level);
        known += read_level(k, &from, level, &was);
        kept_close(&from);
    }
    if (known > 0 &&
        touched_find(k->work, &before, k->request->snapshot, k->request->ask->threads, &touched)) {
        struct following f = {&before, k->request->snapshot, &touched, &was};
        k->use.followed = follow_sums(k->work, &f, &k->sums);
        if (k->use.followed > 0)
            k->use.touched =
                touched.now.count > touched.before.count ? touched.now.count : touched.before.count;
    }
    snapshot_close(&before);
}

/* ---- writing ---- */

/* The level's file with what has become known beside what it had. */
static bool write_level(struct keeping *k, const char *data, unsigned level, struct err *err)
{
    const struct eval_request *ask = k->request->ask;
    const struct kept *old = &k->kept[level];
    size_t room = old->records + ask->definitions * ask->months, made = 0;
    struct kept_record *all = ARENA_NEW(k->work, struct kept_record, room + 1);
    for (size_t i = 0; i < ask->definitions; i++)
        for (unsigned month = 0; month < ask->months; month++) {
            const struct eval_sum *sum = eval_sum(&k->sums, i, level, month);
            struct kept_record key = key_of(k, i, month);
            if (sum->state != SUM_KNOWN || kept_find(old, &key))
                continue;
            struct sb bytes = sb_open(k->work, 16 + sum->is.items * 8);
            sums_encode(&bytes, sum->is);
            key.sums = sb_str(&bytes);
            all[made++] = key;
        }
    if (made == 0)
        return true;
    qsort(all, made, sizeof *all, kept_compare);
    size_t count = 0; /* two definitions may mean the same */
    for (size_t i = 0; i < made; i++)
        if (count == 0 || kept_compare(&all[count - 1], &all[i]) != 0)
            all[count++] = all[i];
    if (old->records > 0)
        memcpy(all + count, old->record, old->records * sizeof *all);
    count += old->records;
    qsort(all, count, sizeof *all, kept_compare);
    struct kept now = {.record = all, .records = count, .places = old->places};
    return kept_write(k->request->files, file_of(k, data, level), &now, err);
}

static void write_all(struct keeping *k, const char *data)
{
    struct kept_place place = place_of(k);
    struct err *err = &k->use.unwritten;
    if (!kept_folder_make(&place, data, err))
        return;
    for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++)
        if (k->request->ask->levels & LEVEL_BIT(level) && !write_level(k, data, level, err))
            return;
}

/* ---- the whole ---- */

static const struct sha256_sum *meanings(struct arena *a, const struct eval_request *ask)
{
    struct sha256_sum *out = ARENA_NEW(a, struct sha256_sum, ask->definitions + 1);
    for (size_t i = 0; i < ask->definitions; i++)
        if (ask->definition[i]->kind != MEASURE_TABLE)
            out[i] = definition_meaning(ask->definition[i]);
    return out;
}

static void make_known(struct keeping *k, const char *data)
{
    const struct eval_request *ask = k->request->ask;
    for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++) {
        k->kept[level].places = eval_places(k->request->snapshot, (enum eval_level)level);
        if (k->request->fresh || !(ask->levels & LEVEL_BIT(level)))
            continue;
        k->kept[level] = open_level(k, data, k->request->snapshot, level);
        k->use.kept += read_level(k, &k->kept[level], level, &k->sums);
    }
    if (!k->request->fresh && eval_sums_in(&k->sums, SUM_WANTED) > 0)
        follow(k, data);
    k->use.counted = eval_sums_in(&k->sums, SUM_WANTED);
    eval_sums_count(k->work, k->request->snapshot, &k->sums, NULL);
}

bool kept_eval(struct arena *a, const struct kept_request *request, struct kept_figures *out,
               struct err *err)
{
    if (!eval_months_check(request->ask, err))
        return false;
    struct keeping k = {.work = arena_open(ARENA_BLOCK), .request = request};
    k.sums = eval_sums_open(k.work, request->ask);
    if (eval_sums_in(&k.sums, SUM_WANTED) > 0) {
        const char *data = kept_data(k.work, &request->snapshot->file);
        k.meaning = meanings(k.work, request->ask);
        make_known(&k, data);
        if (!request->fresh && k.use.followed + k.use.counted > 0)
            write_all(&k, data);
    }
    eval_sums_tables(a, request->snapshot, &k.sums, &out->table, &out->tables);
    out->use = k.use;
    for (unsigned level = 0; level < LEVELS; level++)
        kept_close(&k.kept[level]);
    arena_close(k.work);
    return true;
}
