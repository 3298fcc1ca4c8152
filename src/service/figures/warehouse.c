#include "service/figures/warehouse.h"

#include "core/folder.h"
#include "core/sb.h"
#include "core/utf8.h"
#include "engine/meaning.h"
#include "service/figures/segments.h"
#include "service/figures/snapshot_feed.h"
#include "store/instance_store.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT = 3, NAME_DIGITS = 9, CURRENT_MOST = 64, WHY_MOST = 4096 };
#define HELD ".held"

static const struct files *files_of(const struct instance *in, const struct warehouse_use *use)
{
    return use->files ? use->files : in->files;
}

/* ---- names: snapshots are numbered, so that the newest are known without opening any ---- */

static bool parse_name(struct str name, int64_t *number)
{
    return name.len == NAME_DIGITS && name.at[0] >= '0' && name.at[0] <= '9' &&
           str_to_i64(name, number) && *number > 0;
}

bool warehouse_is_snapshot(struct str name)
{
    int64_t number = 0;
    return parse_name(name, &number);
}

bool warehouse_is_hold(struct str name)
{
    int64_t number = 0;
    return name.len == NAME_DIGITS + strlen(HELD) && strcmp(name.at + NAME_DIGITS, HELD) == 0 &&
           parse_name((struct str){name.at, NAME_DIGITS}, &number);
}

static const char *snapshot_path(const struct instance *in, struct arena *a, struct str name)
{
    return instance_path(in, a, INSTANCE_SNAPSHOTS "/%.*s", STR_FMT(name));
}

/* ---- CURRENT: the name and its checksum; on the line behind, which engine proved it ---- */

struct current {
    struct str name;
    uint64_t checksum;
    bool is_proven; /* by this very engine; another looks at less, perhaps */
};

static bool read_current(const struct instance *in, struct arena *a, const struct files *fs,
                         struct current *out, struct err *err)
{
    const char *path = instance_path(in, a, INSTANCE_CURRENT);
    if (!file_exists(path))
        return FAIL(err, ERR_MISSING, "warehouse.none", "%.190s", in->home);
    struct str rest;
    if (!file_read_all(fs, a, path, CURRENT_MOST, &rest, err))
        return false;
    struct str line = str_cut(&rest, '\n'), name = str_cut(&line, ' ');
    struct str prover = str_cut(&rest, '\n');
    int64_t number = 0;
    char *end = NULL;
    uint64_t checksum = line.len == 16 ? strtoull(str_cstr(a, line), &end, 16) : 0;
    if (!parse_name(name, &number) || !end || *end)
        return FAIL(err, ERR_IO, "warehouse.current", "%.190s", path);
    *out = (struct current){name, checksum, str_eq(prover, engine_fingerprint())};
    return true;
}

static bool open_published(struct arena *a, const char *path, const struct current *c,
                           struct snapshot *out, struct err *err)
{
    if (c->is_proven)
        return snapshot_open_again(a, path, c->checksum, out, err); /* build() opened it first */
    if (!snapshot_open(a, path, out, err))
        return false;
    if (out->file.checksum == c->checksum)
        return true;
    snapshot_close(out);
    return FAIL(err, ERR_IO, "colfile.damaged", "%.190s", path);
}

static bool open_current(const struct instance *in, struct arena *a, const struct files *fs,
                         struct warehouse_now *out, struct err *err)
{
    struct current c;
    if (!read_current(in, a, fs, &c, err))
        return false;
    const char *path = snapshot_path(in, a, c.name);
    struct snapshot s;
    if (!open_published(a, path, &c, &s, err))
        return false;
    *out = (struct warehouse_now){.snapshot = s, .name = c.name};
    return true;
}

bool warehouse_position(struct instance *in, int64_t *out, struct err *err)
{
    return position_now(in->db, out, err);
}

bool warehouse_look(struct arena *a, const struct instance *in, struct warehouse_now *out,
                    struct err *err)
{
    return open_current(in, a, in->files, out, err);
}

/* ---- building ---- */

/* The greatest number that a file of the folder has, 0 without any. */
static bool newest_number(const struct instance *in, struct arena *a, int64_t *out, struct err *err)
{
    const char *const *name = NULL;
    size_t count = 0;
    if (!folder_list(a, instance_path(in, a, INSTANCE_SNAPSHOTS), &name, &count, err))
        return false;
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t number = 0;
        if (parse_name(str_of(name[i]), &number) && number > *out)
            *out = number;
    }
    return true;
}

/* Whether the snapshot is whole; one that is not is of no use to anyone. */
static bool is_whole(const struct instance *in, struct str name)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct snapshot s;
    struct err why = {0};
    bool whole = snapshot_open(a, snapshot_path(in, a, name), &s, &why);
    if (whole)
        snapshot_close(&s);
    arena_close(a);
    return whole;
}

static const char *hold_path(const struct instance *in, struct arena *a, struct str name)
{
    return instance_path(in, a, INSTANCE_SNAPSHOTS "/%.*s" HELD, STR_FMT(name));
}

/* All but CURRENT's, those that are held and the newest of the others go, what is damaged, and what
 * a power cut left half written. What cannot be removed now is tried again after the next one. */
static void remove_old(const struct instance *in, const struct files *fs, struct str current)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    const char *const *name = NULL;
    size_t count = 0;
    unsigned kept = 0;
    struct err err = {0};
    if (folder_list(a, instance_path(in, a, INSTANCE_SNAPSHOTS), &name, &count, &err))
        while (count-- > 0) { /* by bytes is by number: the newest stand last */
            int64_t number = 0;
            struct str one = str_of(name[count]);
            if (str_eq(one, current) || warehouse_is_hold(one) ||
                (parse_name(one, &number) && file_exists(hold_path(in, a, one))) ||
                (parse_name(one, &number) && is_whole(in, one) && ++kept < KEPT))
                continue;
            (void)fs->unlink(fs->state, snapshot_path(in, a, one));
        }
    arena_close(a);
}

static bool publish(const struct instance *in, struct arena *a, const struct files *fs,
                    const struct current *c, struct err *err)
{
    struct str text = str_fmt(a, "%.*s %016llx\n%.*s\n", STR_FMT(c->name),
                              (unsigned long long)c->checksum, STR_FMT(engine_fingerprint()));
    return file_replace(fs, instance_path(in, a, INSTANCE_CURRENT), text, err);
}

static bool build(struct instance *in, struct arena *a, const struct warehouse_use *use,
                  struct warehouse_now *out, struct err *err)
{
    const struct files *fs = files_of(in, use);
    struct current c = {0};
    int64_t number = 0;
    if (!newest_number(in, a, &number, err))
        return false;
    c.name = str_fmt(a, "%0*lld", NAME_DIGITS, (long long)number + 1);
    const char *path = snapshot_path(in, a, c.name);
    struct snapshot s;
    if (!snapshot_feed(in, use, path, &c.checksum, err) || !snapshot_open(a, path, &s, err))
        return false;
    if (!publish(in, a, fs, &c, err)) {
        snapshot_close(&s);
        return false;
    }
    remove_old(in, fs, c.name);
    out->snapshot = s;
    out->name = c.name;
    return true;
}

/* ---- in step or not ---- */

/* What CURRENT has, where it is in step with the registry; else *out says why it is not. False
 * without an error: it must be built. */
static bool open_in_step(struct instance *in, struct arena *a, const struct files *fs,
                         struct warehouse_now *out, struct err *err)
{
    int64_t position = 0;
    struct err refused = {0};
    if (!position_now(in->db, &position, err))
        return false;
    if (position == 0)
        return FAIL(err, ERR_MISSING, "warehouse.empty", "%.190s", in->home);
    *out = (struct warehouse_now){0};
    if (!open_current(in, a, fs, out, &refused)) {
        bool is_none = strcmp(refused.code, "warehouse.none") == 0;
        bool is_other = strcmp(refused.code, "colfile.version") == 0;
        *out = (struct warehouse_now){.why = is_none    ? WAREHOUSE_FIRST
                                             : is_other ? WAREHOUSE_VERSION
                                                        : WAREHOUSE_DAMAGED,
                                      .refused = refused};
        return false;
    }
    if (out->snapshot.origin.position >= position)
        return true;
    snapshot_close(&out->snapshot);
    *out = (struct warehouse_now){.why = WAREHOUSE_BEHIND};
    return false;
}

bool warehouse_open(struct arena *a, struct instance *in, const struct warehouse_use *use,
                    struct warehouse_now *out, struct err *err)
{
    const struct files *fs = files_of(in, use);
    struct file_lock lock;
    if (open_in_step(in, a, fs, out, err))
        return true;
    if (err->kind != ERR_NONE ||
        !file_lock_take(fs, instance_path(in, a, INSTANCE_BUILD_LOCK), LOCK_WAIT, &lock, err))
        return false;
    /* Another may have built while this one waited. */
    bool done =
        open_in_step(in, a, fs, out, err) || (err->kind == ERR_NONE && build(in, a, use, out, err));
    file_lock_release(&lock);
    return done;
}

/* Its file has no snapshot's name: what a power cut leaves of it goes with the next build. */
bool warehouse_known(struct arena *a, struct instance *known, const struct warehouse_use *use,
                     struct snapshot *out, struct err *err)
{
    const struct files *fs = files_of(known, use);
    const char *path = instance_path(known, a, INSTANCE_SNAPSHOTS "/known");
    struct file_lock lock;
    if (!file_lock_take(fs, instance_path(known, a, INSTANCE_BUILD_LOCK), LOCK_WAIT, &lock, err))
        return false;
    bool done = snapshot_feed_known(known, use, path, err) && snapshot_open(a, path, out, err);
    (void)fs->unlink(fs->state, path); /* what is mapped stays */
    file_lock_release(&lock);
    return done;
}

bool warehouse_rebuild(struct arena *a, struct instance *in, const struct warehouse_use *use,
                       struct warehouse_now *out, struct err *err)
{
    struct file_lock lock;
    int64_t position = 0;
    if (!position_now(in->db, &position, err))
        return false;
    if (position == 0)
        return FAIL(err, ERR_MISSING, "warehouse.empty", "%.190s", in->home);
    if (!file_lock_take(files_of(in, use), instance_path(in, a, INSTANCE_BUILD_LOCK), LOCK_WAIT,
                        &lock, err))
        return false;
    *out = (struct warehouse_now){.why = WAREHOUSE_ASKED};
    bool done = build(in, a, use, out, err);
    file_lock_release(&lock);
    return done;
}

/* ---- those that stay ---- */

bool warehouse_open_named(struct arena *a, const struct instance *in, struct str name,
                          struct warehouse_now *out, struct err *err)
{
    const char *path = snapshot_path(in, a, name);
    if (!warehouse_is_snapshot(name) || !file_exists(path))
        return FAIL(err, ERR_MISSING, "warehouse.no_snapshot", "%.40s", str_cstr(a, name));
    struct snapshot s;
    if (!snapshot_open(a, path, &s, err))
        return false;
    *out = (struct warehouse_now){.snapshot = s, .name = str_copy(a, name)};
    return true;
}

/* A reason that is there stays: whoever gave it has not released the snapshot. */
static bool add_reason(const struct instance *in, struct arena *a, struct str name, struct str why,
                       struct err *err)
{
    const char *path = hold_path(in, a, name);
    struct str held = STR("");
    if (file_exists(path) && !file_read_all(in->files, a, path, WHY_MOST, &held, err))
        return false;
    for (struct str rest = held; rest.len > 0;)
        if (str_eq(str_cut(&rest, '\n'), why))
            return true;
    if (held.len > 0)
        why = str_fmt(a, "%.*s\n%.*s", STR_FMT(held), STR_FMT(why));
    if (why.len > WHY_MOST)
        return FAIL(err, ERR_INVALID, "warehouse.why", "%.*s", STR_FMT(name));
    return file_replace(in->files, path, why, err);
}

/* Under the lock of who builds, who would remove it. */
static bool hold_current(struct arena *a, const struct instance *in, struct str why,
                         struct str *name, int64_t *position, struct err *err)
{
    struct warehouse_now now;
    if (!warehouse_look(a, in, &now, err))
        return false;
    *name = now.name;
    *position = now.snapshot.origin.position;
    snapshot_close(&now.snapshot);
    return add_reason(in, a, now.name, str_trim(why), err);
}

bool warehouse_hold(struct arena *a, const struct instance *in, struct str why, struct str *name,
                    bool *is_behind, struct err *err)
{
    enum { REASON_MOST = 200 };
    struct file_lock lock;
    int64_t position = 0, held_position = 0;
    if (!utf8_is_line(why, REASON_MOST))
        return FAIL(err, ERR_INVALID, "warehouse.why", "%s", "");
    if (!position_now(in->db, &position, err) ||
        !file_lock_take(in->files, instance_path(in, a, INSTANCE_BUILD_LOCK), LOCK_WAIT, &lock,
                        err))
        return false;
    bool held = hold_current(a, in, why, name, &held_position, err);
    *is_behind = held_position < position;
    file_lock_release(&lock);
    return held;
}

bool warehouse_release(struct arena *a, const struct instance *in, struct str name, struct err *err)
{
    const char *path = hold_path(in, a, name);
    if (!warehouse_is_snapshot(name) || !file_exists(path))
        return FAIL(err, ERR_MISSING, "warehouse.not_held", "%.40s", str_cstr(a, name));
    /* Else a power cut brings it back: of a snapshot that has gone since, perhaps. */
    return folder_remove(in->files, path, err) &&
           folder_sync(in->files, instance_path(in, a, INSTANCE_SNAPSHOTS), err);
}

bool warehouse_list_held(struct arena *a, const struct instance *in,
                         const struct warehouse_held **out, size_t *count, struct err *err)
{
    const char *const *name = NULL;
    size_t names = 0, held = 0;
    if (!folder_list(a, instance_path(in, a, INSTANCE_SNAPSHOTS), &name, &names, err))
        return false;
    struct warehouse_held *all = ARENA_NEW(a, struct warehouse_held, names + 1);
    for (size_t i = 0; i < names; i++) {
        if (!warehouse_is_hold(str_of(name[i])))
            continue;
        all[held].name = (struct str){name[i], NAME_DIGITS};
        if (!file_read_all(in->files, a, hold_path(in, a, all[held].name), WHY_MOST, &all[held].why,
                           err))
            return false;
        held++;
    }
    *out = all;
    *count = held;
    return true;
}
