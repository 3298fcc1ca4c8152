#include "engine/kept.h"

#include "engine/colcheck.h"

#include <stdlib.h>
#include <string.h>

/* Raised when the bytes mean something else; what the sums mean is in each record's meaning. */
const struct colfile_kind KEPT_KIND = {"keptsums", 1};

int kept_compare(const void *x, const void *y)
{
    const struct kept_record *a = x, *b = y;
    int order = memcmp(a->meaning.byte, b->meaning.byte, SHA256_SIZE);
    return order != 0 ? order : (a->month.n > b->month.n) - (a->month.n < b->month.n);
}

const struct kept_record *kept_find(const struct kept *k, const struct kept_record *key)
{
    return k->records == 0 ? NULL
                           : bsearch(key, k->record, k->records, sizeof *k->record, kept_compare);
}

/* ---- reading ---- */

struct columns {
    struct column places, meaning, month, end, sums;
};

static bool find_columns(struct colcheck *check, struct columns *c, struct err *err)
{
    if (!colcheck_find(check, "places", COL_U32, &c->places, err) ||
        !colcheck_find(check, "meaning", COL_U8, &c->meaning, err) ||
        !colcheck_find(check, "month", COL_I32, &c->month, err) ||
        !colcheck_find(check, "end", COL_U64, &c->end, err) ||
        !colcheck_find(check, "sums", COL_U8, &c->sums, err))
        return false;
    uint64_t records = c->month.count;
    return (c->places.count == 1 && c->end.count == records &&
            c->meaning.count == records * SHA256_SIZE) ||
           colcheck_damaged(check, "month", err);
}

static bool read_records(struct arena *a, const struct colcheck *check, const struct columns *c,
                         struct kept *out, struct err *err)
{
    const uint64_t *end = c->end.at;
    const int32_t *month = c->month.at;
    size_t count = c->month.count;
    struct kept_record *record = ARENA_NEW(a, struct kept_record, count + 1);
    uint64_t from = 0;
    for (size_t i = 0; i < count; from = end[i++]) {
        if (end[i] < from || end[i] > c->sums.count)
            return colcheck_damaged(check, "end", err);
        memcpy(record[i].meaning.byte, (const unsigned char *)c->meaning.at + i * SHA256_SIZE,
               SHA256_SIZE);
        record[i].month.n = month[i];
        record[i].sums = (struct str){(const char *)c->sums.at + from, end[i] - from};
        if (i > 0 && kept_compare(&record[i - 1], &record[i]) >= 0)
            return colcheck_damaged(check, "meaning", err);
    }
    out->record = record;
    out->records = count;
    return true;
}

bool kept_open(struct arena *a, const char *path, uint32_t places, struct kept *out,
               struct err *err)
{
    struct kept k = {.places = places};
    struct columns c;
    if (!colfile_open(a, path, &KEPT_KIND, &k.file, err))
        return false;
    struct colcheck check = {.file = &k.file, .code = "kept.damaged"};
    bool good = find_columns(&check, &c, err) && read_records(a, &check, &c, &k, err);
    if (good && *(const uint32_t *)c.places.at != places)
        good = colcheck_damaged(&check, "places", err);
    if (good)
        *out = k;
    else
        colfile_close(&k.file);
    return good;
}

void kept_close(struct kept *k)
{
    if (k->file.section)
        colfile_close(&k->file);
    *k = (struct kept){0};
}

/* ---- writing ---- */

static bool put_all(struct arena *a, struct colfile_writer *w, const struct kept *k,
                    struct err *err)
{
    size_t bytes = 0, count = k->records;
    for (size_t i = 0; i < count; i++)
        bytes += k->record[i].sums.len;
    unsigned char *meaning = ARENA_NEW(a, unsigned char, count *SHA256_SIZE + 1);
    int32_t *month = ARENA_NEW(a, int32_t, count + 1);
    uint64_t *end = ARENA_NEW(a, uint64_t, count + 1);
    char *sums = ARENA_NEW(a, char, bytes + 1);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const struct kept_record *r = &k->record[i];
        memcpy(meaning + i * SHA256_SIZE, r->meaning.byte, SHA256_SIZE);
        if (r->sums.len > 0)
            memcpy(sums + at, r->sums.at, r->sums.len);
        month[i] = r->month.n;
        end[i] = at += r->sums.len;
    }
    const struct col_new column[] = {
        {"places", 0, COL_U32, &k->places, 1}, {"meaning", 0, COL_U8, meaning, count * SHA256_SIZE},
        {"month", 0, COL_I32, month, count},   {"end", 0, COL_U64, end, count},
        {"sums", 0, COL_U8, sums, bytes},
    };
    for (size_t i = 0; i < ARRAY_LEN(column); i++)
        if (!colfile_add(w, &column[i], err))
            return false;
    return true;
}

bool kept_write(const struct files *fs, const char *path, const struct kept *k, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct colfile_writer *w = NULL;
    uint64_t checksum;
    bool done = colfile_create(fs, a, path, &KEPT_KIND, &w, err) && put_all(a, w, k, err) &&
                colfile_commit(w, &checksum, err);
    colfile_discard(w);
    arena_close(a);
    return done;
}
