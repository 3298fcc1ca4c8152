#include "service/figures/verify.h"

#include "core/folder.h"
#include "service/figures/segments.h"
#include "service/figures/warehouse.h"
#include "store/instance_store.h"
#include "store/person_store.h"

#include <string.h>

struct verifying {
    const struct instance *in;
    struct arena *arena; /* reset for each file */
    struct verify_reader reader;
    struct verify_report report;
    int64_t identifiers; /* that the registry has: 1 to so many */
};

static bool tell(struct verifying *v, const struct verify_finding *finding, struct err *err)
{
    if (finding->problem == VERIFY_STRAY)
        v->report.strays++;
    else
        v->report.damaged++;
    return v->reader.take(v->reader.state, finding, err);
}

/* ---- the registry ---- */

static bool tell_registry(void *state, struct str what, struct err *err)
{
    enum { DETAIL = 150 };
    struct verifying *v = state;
    struct verify_finding f = {.problem = VERIFY_REGISTRY, .file = STR(INSTANCE_REGISTRY)};
    int length = (int)(what.len < DETAIL ? what.len : DETAIL);
    (void)FAIL(&f.why, ERR_IO, "store.damaged", INSTANCE_REGISTRY ": %.*s", length, what.at);
    for (char *c = f.why.detail; *c; c++) /* some have lines of their own */
        if (*c == '\n')
            *c = ' ';
    return tell(v, &f, err);
}

/* ---- segments ---- */

static bool are_known(const struct verifying *v, const uint32_t *identifier, uint64_t count)
{
    uint32_t most = 0;
    for (uint64_t i = 0; i < count; i++)
        most = identifier[i] > most ? identifier[i] : most;
    return most <= v->identifiers;
}

/* A sector that cannot be read is an error of read(), where a mapped page ends the program. */
static bool can_be_read(struct verifying *v, const char *path, struct err *why)
{
    enum { ROOM = 256 * 1024 };
    struct file_in *in = NULL;
    size_t got = 0;
    char *room = ARENA_NEW(v->arena, char, ROOM);
    if (!file_in_open(v->in->files, v->arena, path, &in, why))
        return false;
    bool good = true;
    do
        good = file_in_read(in, room, ROOM, &got, why);
    while (good && got > 0);
    file_in_close(in);
    return good;
}

static bool contacts_are_whole(struct verifying *v, const struct load_segment *s, struct err *why)
{
    struct segment opened;
    bool known = true;
    if (!segments_open_contacts(v->in, v->arena, s, &opened, why))
        return false;
    for (uint32_t i = 0; i < opened.parts; i++)
        known = known && are_known(v, opened.part[i].identifier, opened.part[i].count);
    segment_close(&opened);
    return known;
}

static bool events_are_whole(struct verifying *v, const struct load_segment *s, struct err *why)
{
    struct events opened;
    bool known = true;
    if (!segments_open_events(v->in, v->arena, s, &opened, why))
        return false;
    for (uint32_t i = 0; i < opened.parts; i++)
        known = known && are_known(v, opened.part[i].column[0].at, opened.part[i].count);
    events_close(&opened);
    return known;
}

/* Loads that were merged meanwhile, or taken back, have taken their segments with them. */
static bool is_named(struct verifying *v, const struct load_segment *s, bool *named,
                     struct err *err)
{
    struct segments all;
    if (!segments_read(v->in, v->arena, s->load, &all, err))
        return false;
    *named = false;
    for (size_t i = 0; i < all.count; i++)
        *named |= str_eq(all.at[i].path, s->path);
    return true;
}

static bool tell_segment(struct verifying *v, const struct load_segment *s, const char *path,
                         struct verify_finding *f, struct err *err)
{
    bool named = true;
    f->problem = f->why.kind == ERR_MISSING || strcmp(f->why.code, "warehouse.segment_missing") == 0
                     ? VERIFY_MISSING
                     : VERIFY_DAMAGED;
    f->why = (struct err){0}; /* whatever it was, the load is named, and what to do */
    (void)!(f->problem == VERIFY_MISSING ? FAIL(&f->why, ERR_IO, "warehouse.segment_missing",
                                                "%.150s (%lld)", path, (long long)s->load)
                                         : FAIL(&f->why, ERR_IO, "warehouse.segment_damaged",
                                                "%.150s (%lld)", path, (long long)s->load));
    f->file = str_fmt(v->arena, "segments/%.*s", STR_FMT(s->path));
    return is_named(v, s, &named, err) && (!named || tell(v, f, err));
}

static bool verify_segment(struct verifying *v, const struct load_segment *s, struct err *err)
{
    struct verify_finding f = {.load = s->load};
    arena_reset(v->arena);
    const char *path = segments_path(v->in, v->arena, s);
    v->report.segments++;
    v->report.rows += s->rows;
    bool whole = can_be_read(v, path, &f.why) &&
                 (s->table == TABLE_CONTACTS ? contacts_are_whole(v, s, &f.why)
                                             : events_are_whole(v, s, &f.why));
    return whole || tell_segment(v, s, path, &f, err);
}

static bool verify_segments(struct verifying *v, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct segments all;
    bool good = segments_read(v->in, a, 0, &all, err);
    for (size_t i = 0; good && i < all.count; i++) {
        if (v->reader.show)
            v->reader.show(v->reader.state, i, all.count);
        good = verify_segment(v, &all.at[i], err);
    }
    arena_close(a);
    return good;
}

static bool find_strays(struct verifying *v, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    const char *const *name = NULL;
    size_t count = 0;
    bool good = segments_strays(v->in, a, &name, &count, err);
    for (size_t i = 0; good && i < count; i++) {
        struct verify_finding f = {.problem = VERIFY_STRAY,
                                   .file = str_fmt(a, "segments/%s", name[i])};
        good = tell(v, &f, err);
    }
    arena_close(a);
    return good;
}

/* ---- snapshots ---- */

/* What another version of the program left is of no use, but whole: it is built anew when it is
 * asked for. */
static bool is_of_another_version(const struct err *why)
{
    return strcmp(why->code, "colfile.version") == 0;
}

static bool verify_current(struct verifying *v, struct err *err)
{
    struct warehouse_now now;
    struct verify_finding f = {.problem = VERIFY_SNAPSHOT, .file = STR("CURRENT")};
    arena_reset(v->arena);
    if (warehouse_look(v->arena, v->in, &now, &f.why)) {
        snapshot_close(&now.snapshot);
        return true;
    }
    return strcmp(f.why.code, "warehouse.none") == 0 || is_of_another_version(&f.why) ||
           tell(v, &f, err);
}

/* What is none by its name a power cut left; the next snapshot removes it. */
static bool verify_snapshot(struct verifying *v, const char *name, struct err *err)
{
    struct snapshot s;
    struct verify_finding f = {.problem = VERIFY_SNAPSHOT};
    arena_reset(v->arena);
    f.file = str_fmt(v->arena, "snapshots/%s", name);
    if (warehouse_is_hold(str_of(name)))
        return true;
    if (!warehouse_is_snapshot(str_of(name))) {
        f.problem = VERIFY_STRAY;
        return tell(v, &f, err);
    }
    v->report.snapshots++;
    if (snapshot_open(v->arena, instance_path(v->in, v->arena, INSTANCE_SNAPSHOTS "/%s", name), &s,
                      &f.why)) {
        snapshot_close(&s);
        return true;
    }
    return f.why.kind == ERR_MISSING || /* removed meanwhile */
           is_of_another_version(&f.why) || tell(v, &f, err);
}

static bool verify_snapshots(struct verifying *v, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    const char *const *name = NULL;
    size_t count = 0;
    bool good = folder_list(a, instance_path(v->in, a, INSTANCE_SNAPSHOTS), &name, &count, err) &&
                verify_current(v, err);
    for (size_t i = 0; good && i < count; i++)
        good = verify_snapshot(v, name[i], err);
    arena_close(a);
    return good;
}

bool warehouse_verify(const struct instance *in, struct verify_reader reader,
                      struct verify_report *out, struct err *err)
{
    struct verifying v = {.in = in, .arena = arena_open(ARENA_BLOCK), .reader = reader};
    bool good = instance_check(in->db, (struct fault_reader){&v, tell_registry}, err) &&
                identifier_count(in->db, &v.identifiers, err) && verify_segments(&v, err) &&
                find_strays(&v, err) && verify_snapshots(&v, err);
    if (good)
        *out = v.report;
    arena_close(v.arena);
    return good;
}
