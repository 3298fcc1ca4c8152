#include "service/figures/segments.h"

#include "core/folder.h"
#include "engine/bag.h"

#include <string.h>

/* ---- what the registry has ---- */

struct reading {
    struct arena *arena;
    int64_t last;
    struct bag segment, replaced;
};

static bool take_segment(void *state, const struct load_segment *row, struct err *err)
{
    struct reading *r = state;
    if (r->last != 0 && row->load > r->last)
        return true;
    struct load_segment *kept = bag_add(&r->segment);
    *kept = *row;
    kept->path = str_copy(r->arena, row->path);
    return true;
}

static bool take_replaced(void *state, const struct load_replaced *row, struct err *err)
{
    struct reading *r = state;
    if (r->last == 0 || row->load <= r->last)
        *(struct load_replaced *)bag_add(&r->replaced) = *row;
    return true;
}

bool segments_read(const struct instance *in, struct arena *a, int64_t last, struct segments *out,
                   struct err *err)
{
    struct reading r = {.arena = a,
                        .last = last,
                        .segment = BAG_OPEN(a, struct load_segment),
                        .replaced = BAG_OPEN(a, struct load_replaced)};
    if (!load_each_segment(in->db, (struct load_segment_reader){&r, take_segment}, err) ||
        !load_each_replaced(in->db, (struct load_replaced_reader){&r, take_replaced}, err))
        return false;
    struct load_segment *segment = ARENA_NEW(a, struct load_segment, r.segment.count + 1);
    struct load_replaced *replaced = ARENA_NEW(a, struct load_replaced, r.replaced.count + 1);
    for (size_t i = 0; i < r.segment.count; i++)
        segment[i] = *(struct load_segment *)bag_at(&r.segment, i);
    for (size_t i = 0; i < r.replaced.count; i++)
        replaced[i] = *(struct load_replaced *)bag_at(&r.replaced, i);
    *out = (struct segments){segment, r.segment.count, replaced, r.replaced.count};
    return true;
}

bool segments_days_out(const struct segments *s, const struct load_segment *of,
                       struct days_out *out)
{
    bool any = false;
    for (size_t i = 0; i < s->replacings; i++) {
        const struct load_replaced *r = &s->replaced[i];
        if (r->table != of->table || r->load <= of->load || day_is_none(of->first) ||
            r->to.n < of->first.n || r->from.n > of->last.n)
            continue;
        days_out_add(out, r->from, r->to);
        any = true;
    }
    return any;
}

static uint64_t rows_on_days(const struct events *e, const struct days_out *out,
                             const struct days_out *asked)
{
    uint64_t rows = 0;
    for (uint32_t i = 0; i < e->parts; i++)
        for (uint64_t row = 0; row < e->part[i].count; row++) {
            struct day day = events_part_date(e->table, &e->part[i], row);
            rows += days_out_has(asked, day) && !days_out_has(out, day);
        }
    return rows;
}

bool segments_count_days(const struct instance *in, enum table_id table, struct day from,
                         struct day to, uint64_t *rows, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct segments s;
    struct days_out asked = {{0}};
    uint64_t found = 0;
    bool good = segments_read(in, a, 0, &s, err);
    days_out_add(&asked, from, to);
    for (size_t i = 0; good && i < s.count; i++) {
        struct days_out out = {{0}};
        struct events e;
        struct err why = {0};
        if (s.at[i].table != table || !segments_open_events(in, a, &s.at[i], &e, &why))
            continue;
        (void)segments_days_out(&s, &s.at[i], &out);
        found += rows_on_days(&e, &out, &asked);
        events_close(&e);
    }
    arena_close(a);
    if (good)
        *rows = found;
    return good;
}

/* ---- opening ---- */

const char *segments_path(const struct instance *in, struct arena *a,
                          const struct load_segment *named)
{
    return instance_path(in, a, INSTANCE_SEGMENTS "/%.*s", STR_FMT(named->path));
}

/* What is said of a file that could not be opened, or was not the one that was committed. */
static bool refuse(const char *path, const struct load_segment *named, const struct err *why,
                   struct err *err)
{
    bool missing = why->kind == ERR_MISSING;
    if (why->kind == ERR_IO && str_starts(str_of(why->code), STR("file."))) {
        *err = *why; /* nobody knows what is in it */
        return false;
    }
    return missing ? FAIL(err, ERR_IO, "warehouse.segment_missing", "%.150s (%lld)", path,
                          (long long)named->load)
                   : FAIL(err, ERR_IO, "warehouse.segment_damaged", "%.150s (%lld)", path,
                          (long long)named->load);
}

bool segments_open_contacts(const struct instance *in, struct arena *a,
                            const struct load_segment *named, struct segment *out, struct err *err)
{
    const char *path = segments_path(in, a, named);
    struct err why = {0};
    if (!segment_open(a, path, out, &why))
        return refuse(path, named, &why, err);
    if (out->file.checksum == named->checksum && out->rows == named->rows)
        return true;
    segment_close(out);
    return refuse(path, named, &why, err);
}

bool segments_open_events(const struct instance *in, struct arena *a,
                          const struct load_segment *named, struct events *out, struct err *err)
{
    const char *path = segments_path(in, a, named);
    struct err why = {0};
    if (!events_open(a, path, out, &why))
        return refuse(path, named, &why, err);
    if (out->file.checksum == named->checksum && out->rows == named->rows &&
        out->table == named->table)
        return true;
    events_close(out);
    return refuse(path, named, &why, err);
}

/* ---- putting back ---- */

bool segments_is_whole(const struct instance *in, struct arena *a, const struct load_segment *named)
{
    struct err why = {0};
    struct segment contacts;
    struct events events;
    if (named->table == TABLE_CONTACTS) {
        if (!segments_open_contacts(in, a, named, &contacts, &why))
            return false;
        segment_close(&contacts);
        return true;
    }
    if (!segments_open_events(in, a, named, &events, &why))
        return false;
    events_close(&events);
    return true;
}

const struct load_segment *segments_lost(const struct instance *in, struct arena *a,
                                         const struct segments *all, enum table_id table,
                                         const struct segment_made *made)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct load_segment *s = &all->at[i];
        if (s->table == table && s->checksum == made->checksum && s->rows == made->rows &&
            !segments_is_whole(in, a, s))
            return s;
    }
    return NULL;
}

bool segments_put_back(const struct instance *in, struct arena *a, const struct load_segment *lost,
                       const char *path, struct err *err)
{
    struct str rest = lost->path, name = str_cut(&rest, '/');
    const char *folder = rest.at ? instance_path(in, a, INSTANCE_SEGMENTS "/%.*s", STR_FMT(name))
                                 : instance_path(in, a, INSTANCE_SEGMENTS);
    return folder_make(in->files, folder, err) &&
           file_move(in->files, path, segments_path(in, a, lost), err);
}

/* ---- folders ---- */

struct folders {
    struct arena *arena;
    struct bag name; /* struct str: those that a load names */
};

/* A load's segments come one after the other, so a folder is mostly the one before. */
static bool note_folder(void *state, const struct load_segment *row, struct err *err)
{
    struct folders *f = state;
    struct str rest = row->path, folder = str_cut(&rest, '/');
    if (f->name.count > 0 && str_eq(*(struct str *)bag_at(&f->name, f->name.count - 1), folder))
        return true;
    *(struct str *)bag_add(&f->name) = str_copy(f->arena, folder);
    return true;
}

static bool is_named(const struct folders *f, struct str name)
{
    for (size_t i = 0; i < f->name.count; i++)
        if (str_eq(*(struct str *)bag_at(&f->name, i), name))
            return true;
    return false;
}

bool segments_strays(const struct instance *in, struct arena *a, const char *const **name,
                     size_t *count, struct err *err)
{
    struct folders f = {a, BAG_OPEN(a, struct str)};
    const char *const *found = NULL;
    size_t all = 0, strays = 0;
    if (!folder_list(a, instance_path(in, a, INSTANCE_SEGMENTS), &found, &all, err) ||
        !load_each_segment(in->db, (struct load_segment_reader){&f, note_folder}, err))
        return false;
    const char **stray = ARENA_NEW(a, const char *, all + 1);
    for (size_t i = 0; i < all; i++)
        if (!is_named(&f, str_of(found[i])))
            stray[strays++] = found[i];
    *name = stray;
    *count = strays;
    return true;
}

bool segments_sweep(const struct instance *in, struct arena *a, struct err *err)
{
    const char *const *name = NULL;
    size_t count = 0;
    struct file_lock lock;
    struct err busy = {0};
    if (!segments_strays(in, a, &name, &count, err))
        return false;
    if (count == 0)
        return true;
    if (!file_lock_take(in->files, instance_path(in, a, INSTANCE_BUILD_LOCK), LOCK_TRY, &lock,
                        &busy)) {
        if (busy.kind != ERR_BUSY)
            *err = busy;
        return busy.kind == ERR_BUSY;
    }
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good =
            folder_remove(in->files, instance_path(in, a, INSTANCE_SEGMENTS "/%s", name[i]), err);
    file_lock_release(&lock);
    return good;
}
