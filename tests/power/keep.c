#include "keep.h"

#include "core/checksum.h"
#include "core/folder.h"
#include "service/figures/kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MONTHS = 3,
    LEVELS_ALL = LEVEL_BIT(LEVEL_DOCTOR) | LEVEL_BIT(LEVEL_UNIT) | LEVEL_BIT(LEVEL_COUNTY),
    HELD_MOST = 2
};
static const char RESULTS[] = INSTANCE_RESULTS "/";

void keep_measures(struct arena *a, const struct definition *out[static STORY_MEASURES])
{
    static const char *const ids[STORY_MEASURES] = {"listed", "named_doctor", "patients", "Ko05L"};
    struct definitions all;
    struct err err = {0};
    if (!definitions_load(a, NULL, &all, &err))
        abort();
    for (unsigned i = 0; i < STORY_MEASURES; i++)
        if (!(out[i] = definitions_find(&all, str_of(ids[i]))))
            abort();
}

/* ---- what stands there ---- */

static void add_file(struct story_kept *k, struct arena *a, const char *home, const char *path)
{
    struct str bytes;
    struct err err = {0};
    const char *whole = str_fmt(a, "%s/%s", home, path).at;
    if (k->count == STORY_KEPT_MOST ||
        !file_read_all(&FILES_POSIX, a, whole, 1 << 20, &bytes, &err))
        abort();
    struct story_file *f = &k->file[k->count++];
    (void)snprintf(f->path, sizeof f->path, "%s", path);
    f->content = checksum_of(bytes.at, bytes.len);
}

/* None where the folder is not there: that of results is made when there are some. */
static void list(struct arena *a, const char *home, const char *folder, const char *const **name,
                 size_t *count)
{
    const char *path = str_fmt(a, "%s/%s", home, folder).at;
    struct err err = {0};
    *count = 0;
    if (file_exists(path) && !folder_list(a, path, name, count, &err))
        abort();
}

/* What is being written has another name until it is done. */
static void read_kept(struct arena *a, const char *home, struct story_kept *out)
{
    const char *const *data, *const *level, *const *name;
    size_t folders, levels, names;
    out->count = 0;
    list(a, home, INSTANCE_RESULTS, &data, &folders);
    for (size_t i = 0; i < folders; i++) {
        const char *folder = str_fmt(a, "%s%s", RESULTS, data[i]).at;
        list(a, home, folder, &level, &levels);
        for (size_t k = 0; k < levels; k++)
            if (!strstr(level[k], ".new-"))
                add_file(out, a, home, str_fmt(a, "%s/%s", folder, level[k]).at);
    }
    list(a, home, INSTANCE_SNAPSHOTS, &name, &names);
    for (size_t i = 0; i < names; i++)
        if (warehouse_is_hold(str_of(name[i])))
            add_file(out, a, home, str_fmt(a, INSTANCE_SNAPSHOTS "/%s", name[i]).at);
}

static uint64_t content_of(const struct story_kept *k, const char *path)
{
    for (unsigned i = 0; i < k->count; i++)
        if (strcmp(k->file[i].path, path) == 0)
            return k->file[i].content;
    return 0;
}

static bool is_result(const char *path)
{
    return strncmp(path, RESULTS, strlen(RESULTS)) == 0;
}

unsigned keep_held(const struct story_kept *kept)
{
    unsigned held = 0;
    for (unsigned i = 0; i < kept->count; i++)
        held += !is_result(kept->file[i].path);
    return held;
}

/* ---- figures ---- */

static uint64_t value_of(struct arena *a, const struct kept_figures *f)
{
    struct checksum *sum = checksum_open(a);
    for (size_t i = 0; i < f->tables; i++)
        for (size_t k = 0; k < f->table[i].places * f->table[i].months; k++) {
            const struct cell *c = &f->table[i].cell[k];
            const int64_t number[] = {c->missing, c->numerator, c->denominator, c->sum.terms};
            checksum_add(sum, number, sizeof number);
            for (unsigned t = 0; t < c->sum.terms; t++) {
                const int64_t term[] = {(int64_t)c->sum.term[t].q, (int64_t)c->sum.term[t].sum};
                checksum_add(sum, term, sizeof term);
            }
        }
    return checksum_value(sum);
}

/* What is asked of a snapshot. */
struct asking {
    const struct story *story;
    const struct instance *instance;
    const struct snapshot *snapshot;
    const struct files *files;
    unsigned months, levels;
};

/* False: not as counting gives them, or (err is filled) not at all. */
static bool are_right(struct arena *a, const struct asking *of, struct kept_use *use,
                      struct err *err)
{
    const struct eval_request request = {.definition = of->story->measure,
                                         .definitions = STORY_MEASURES,
                                         .last = month_from(2023, 12),
                                         .months = of->months,
                                         .levels = of->levels,
                                         .threads = 1,
                                         .protected_rows = true};
    struct kept_request kept = {
        .instance = of->instance, .files = of->files, .snapshot = of->snapshot, .ask = &request};
    struct kept_figures with, without;
    if (!kept_eval(a, &kept, &with, err))
        return false;
    *use = with.use;
    kept.fresh = true;
    if (!kept_eval(a, &kept, &without, err))
        return false;
    return with.tables == without.tables && value_of(a, &with) == value_of(a, &without);
}

/* ---- steps ---- */

static struct story_step *begin(struct story *s)
{
    struct story_step *step = &s->keeping[s->keepings];
    step->begun = disk_operations(s->disk);
    return step;
}

static void end(struct story *s, struct arena *a)
{
    s->keeping[s->keepings].done = disk_operations(s->disk);
    read_kept(a, s->home, &s->kept[++s->keepings]);
}

static bool is_missing(const struct err *err)
{
    return strcmp(err->code, "warehouse.none") == 0;
}

static bool ask(struct story *s, struct arena *a, struct instance *in, unsigned months,
                unsigned levels, struct err *err)
{
    struct warehouse_now now;
    struct kept_use use = {0};
    if (!warehouse_look(a, in, &now, err)) {
        bool none = is_missing(err);
        *err = none ? (struct err){0} : *err;
        return none;
    }
    (void)begin(s);
    const struct asking of = {s, in, &now.snapshot, s->files, months, levels};
    bool right = are_right(a, &of, &use, err);
    end(s, a);
    snapshot_close(&now.snapshot);
    if (use.unwritten.kind != ERR_NONE)
        *err = use.unwritten;
    if (!right && err->kind == ERR_NONE)
        (void)FAIL(err, ERR_INVALID, "keep.wrong", "%s", "with what is kept, and without");
    return err->kind == ERR_NONE;
}

/* The newest snapshot is held, or the oldest that is held released. */
static bool hold(struct story *s, struct arena *a, struct instance *in, struct err *err)
{
    const struct warehouse_held *held;
    size_t count;
    struct str name;
    bool is_behind;
    if (!warehouse_list_held(a, in, &held, &count, err))
        return false;
    bool releases = count == HELD_MOST || (count > 0 && random_below(&s->random, 2));
    struct str why = str_fmt(a, "reason %u", s->keepings);
    (void)begin(s);
    bool done = releases ? warehouse_release(a, in, held[0].name, err)
                         : warehouse_hold(a, in, why, &name, &is_behind, err);
    if (!done && !is_missing(err))
        return false;
    *err = (struct err){0};
    end(s, a);
    return true;
}

bool keep_some(struct story *s, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = s->home, .files = s->files};
    struct instance in;
    unsigned months = 1 + random_below(&s->random, MONTHS);
    unsigned levels = random_below(&s->random, 2) ? LEVELS_ALL : LEVEL_BIT(LEVEL_UNIT);
    bool good = instance_open(a, &options, &in, err);
    if (good) {
        good = ask(s, a, &in, months, levels, err) &&
               (random_below(&s->random, 2) || hold(s, a, &in, err));
        instance_close(&in);
    }
    arena_close(a);
    return good;
}

bool keep_ask(struct story *s, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = s->home, .files = s->files};
    struct instance in;
    bool good = instance_open(a, &options, &in, err);
    if (good) {
        good = ask(s, a, &in, MONTHS, LEVELS_ALL, err);
        instance_close(&in);
    }
    arena_close(a);
    return good;
}

/* ---- after a cut ---- */

/* Whether the file is as after a step of those that may have been the last. What was removed since
 * may be there again as it was: nobody waits for results to be gone. */
static bool may_be(const struct story *s, unsigned done, unsigned begun, const char *path,
                   uint64_t content)
{
    for (unsigned i = done; i <= begun; i++)
        if (content_of(&s->kept[i], path) == content)
            return true;
    unsigned i = done;
    while (is_result(path) && i > 0 && content_of(&s->kept[i], path) == 0)
        i--;
    return content_of(&s->kept[i], path) == content;
}

static bool are_files_as_kept(const struct story *s, unsigned operation,
                              const struct story_kept *found, char why[static 256])
{
    unsigned done, begun;
    story_steps(s->keeping, s->keepings, operation, &done, &begun);
    const struct story_kept *const look[] = {found, &s->kept[done], &s->kept[begun]};
    for (size_t i = 0; i < ARRAY_LEN(look); i++)
        for (unsigned k = 0; k < look[i]->count; k++) {
            const char *path = look[i]->file[k].path;
            if (may_be(s, done, begun, path, content_of(found, path)))
                continue;
            (void)snprintf(why, 256, "%s is not as after %u or %u of its steps", path, done, begun);
            return false;
        }
    return true;
}

static bool look_at_figures(const struct story *s, struct arena *a, const struct instance *in,
                            const struct snapshot *snapshot, struct keep_found *out,
                            char why[static 256])
{
    struct kept_use use = {0};
    struct err err = {0};
    const struct asking of = {s, in, snapshot, &FILES_POSIX, MONTHS, LEVELS_ALL};
    bool right = are_right(a, &of, &use, &err);
    out->refused += use.refused.kind != ERR_NONE;
    out->wrong = out->wrong || !right;
    if (!right)
        (void)snprintf(why, 256, "figures with what is kept are not those without: %s",
                       err.code ? err.code : "");
    return right;
}

static bool look_at_held(const struct story *s, struct arena *a, const struct instance *in,
                         struct keep_found *out, char why[static 256])
{
    const struct warehouse_held *held;
    size_t count;
    struct err err = {0};
    bool good = warehouse_list_held(a, in, &held, &count, &err);
    for (size_t i = 0; good && i < count; i++) {
        struct warehouse_now now;
        good = warehouse_open_named(a, in, held[i].name, &now, &err);
        if (!good)
            break;
        good = look_at_figures(s, a, in, &now.snapshot, out, why);
        snapshot_close(&now.snapshot);
        if (!good)
            return false;
    }
    if (!good)
        (void)snprintf(why, 256, "a snapshot that is held: %s %.100s", err.code, err.detail);
    return good;
}

bool keep_look(const struct story *s, struct arena *a, const struct instance *in,
               unsigned operation, struct keep_found *out, char why[static 256])
{
    struct warehouse_now now;
    struct err err = {0};
    *out = (struct keep_found){0};
    read_kept(a, in->home, &out->is);
    bool as_kept = are_files_as_kept(s, operation, &out->is, why);
    char other[256];
    bool right = look_at_held(s, a, in, out, as_kept ? why : other);
    if (right && warehouse_look(a, in, &now, &err)) {
        right = look_at_figures(s, a, in, &now.snapshot, out, as_kept ? why : other);
        snapshot_close(&now.snapshot);
    }
    return as_kept && right;
}
