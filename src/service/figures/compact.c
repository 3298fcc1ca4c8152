#include "service/figures/compact.h"

#include "core/folder.h"
#include "engine/bag.h"
#include "engine/definition.h"
#include "engine/expr.h"
#include "engine/expr_words.h"
#include "service/figures/figures.h"
#include "service/figures/segments.h"
#include "service/load/load_parts.h"
#include "service/load/load_rejects.h"
#include "service/work.h"

#include <stdio.h>

#define MERGED "merged-"
enum { SHOW_EVERY = 64 * 1024 /* rows */ };

struct merging {
    struct instance *in;
    struct arena *arena;
    const struct compact_options *options;
    struct segments segments; /* those that are merged */
    const char *name;         /* of the new folder */
    bool has_folder;          /* there may be one to be removed */
    struct bag made;          /* struct load_made */
    uint64_t read, total;     /* rows, of all tables */
    uint64_t kept[TABLE_COUNT];
    bool is_whole[TABLE_COUNT]; /* some measure asks for all of it: no row is too old */
    struct compact_report report;
};

/* ---- what is to be done ---- */

struct window {
    struct str of; /* a measure's id */
    int32_t months;
};

/* What a measure asks for of a table: all of it, or so many months. */
static void note_reach(struct merging *m, const struct definition *d, enum expr_table table,
                       struct window *longest)
{
    int32_t months = expr_reach_of(d, table);
    if (months == EXPR_EVER)
        m->is_whole[expr_table_of(table)] = true;
    else if (months > longest->months)
        *longest = (struct window){d->id, months};
}

static bool find_longest(struct merging *m, struct window *out, struct err *err)
{
    struct definitions d;
    if (!figures_definitions(m->arena, m->in, &d, err))
        return false;
    for (size_t i = 0; i < d.count; i++)
        for (unsigned table = 0; expr_table_is_dated((enum expr_table)table); table++)
            note_reach(m, d.at[i], (enum expr_table)table, out);
    return true;
}

/* Nobody would notice at once that a measure has come to see half of what it asks for. */
static bool measures_allow(struct merging *m, struct err *err)
{
    struct window longest = {0};
    if (!find_longest(m, &longest, err))
        return false;
    return longest.months <= (int32_t)m->options->retain_months ||
           FAIL(err, ERR_INVALID, "warehouse.retain", "%.*s, %d", STR_FMT(longest.of),
                (int)longest.months);
}

/* Enough for the measures; and that something stays: a clock that is wrong, or months in place of
 * years, would take what does not come back. */
static bool may_drop(struct merging *m, struct err *err)
{
    struct segments all;
    char text[DAY_TEXT];
    if (!segments_read(m->in, m->arena, 0, &all, err) || !measures_allow(m, err))
        return false;
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i].last.n >= m->report.kept_from.n)
            return true;
    (void)day_format(m->report.kept_from, text);
    return all.count == 0 || FAIL(err, ERR_INVALID, "warehouse.retain_nothing", "%s", text);
}

static bool find_first_day(struct merging *m, struct err *err)
{
    m->report.kept_from = DAY_NONE;
    if (m->options->retain_months == 0)
        return true;
    struct month now = month_of(instance_today(m->in));
    m->report.kept_from = month_first((struct month){now.n - (int32_t)m->options->retain_months});
    return may_drop(m, err);
}

static bool has_old_rows(const struct merging *m, const struct load_segment *s)
{
    return !m->is_whole[s->table] && !day_is_none(m->report.kept_from) && !day_is_none(s->first) &&
           s->first.n < m->report.kept_from.n;
}

/* Where each table has one segment, all rows of which count and are young enough, nothing is. */
static bool is_needed(const struct merging *m)
{
    bool has[TABLE_COUNT] = {false};
    for (size_t i = 0; i < m->segments.count; i++) {
        const struct load_segment *s = &m->segments.at[i];
        struct days_out out = {{0}};
        if (has[s->table] || has_old_rows(m, s) || segments_days_out(&m->segments, s, &out))
            return true;
        has[s->table] = true;
    }
    return false;
}

/* ---- merging ---- */

static void note_row(struct merging *m)
{
    m->read++;
    if (m->options->show && m->read % SHOW_EVERY == 0)
        m->options->show(m->options->state, m->read, m->total);
}

/* The path of the table's new segment; its folder is there. */
static bool begin_segment(struct merging *m, enum table_id table, const char **path,
                          struct err *err)
{
    const char *folder = instance_path(m->in, m->arena, INSTANCE_SEGMENTS "/%s", m->name);
    *path = str_fmt(m->arena, "%s/%s", folder, TABLES[table].name).at;
    m->has_folder = true;
    return folder_make(m->in->files, folder, err);
}

static void note_made(struct merging *m, enum table_id table, const struct segment_made *made)
{
    *(struct load_made *)bag_add(&m->made) =
        (struct load_made){.table = table, .name = TABLES[table].name, .segment = *made};
}

static bool is_too_old(const struct merging *m, enum table_id table, struct day day)
{
    return !m->is_whole[table] && !day_is_none(m->report.kept_from) && !day_is_none(day) &&
           day.n < m->report.kept_from.n;
}

struct contacts {
    struct segment *segment; /* open */
    size_t count;
    struct contacts_replaced replaced;
    struct segment_writer *to; /* NULL: no row yet */
};

static bool copy_contact(struct merging *m, struct contacts *c, uint32_t identifier,
                         const struct contact_row *row, struct err *err)
{
    const char *path;
    m->kept[TABLE_CONTACTS]++;
    if (m->options->dry_run)
        return true;
    if (!c->to && (!begin_segment(m, TABLE_CONTACTS, &path, err) ||
                   !segment_create(m->in->files, path, &c->to, err)))
        return false;
    return segment_add(c->to, identifier, row, err);
}

static bool copy_contacts(struct merging *m, struct contacts *c, struct err *err)
{
    uint64_t number = 0;
    struct contact_row row;
    for (size_t i = 0; i < c->count; i++)
        for (uint32_t k = 0; k < c->segment[i].parts; k++) {
            const struct segment_part *p = &c->segment[i].part[k];
            for (uint64_t at = 0; at < p->count; at++, number++) {
                note_row(m);
                if (contacts_replaced_has(&c->replaced, number)) {
                    m->report.replaced++;
                    continue;
                }
                segment_row(&c->segment[i], p, at, &row);
                if (is_too_old(m, TABLE_CONTACTS, row.date))
                    m->report.too_old++;
                else if (!copy_contact(m, c, p->identifier[at], &row, err))
                    return false;
            }
        }
    return true;
}

static bool find_replaced(struct arena *a, struct contacts *c, struct err *err)
{
    const struct segment **segment = ARENA_NEW(a, const struct segment *, c->count + 1);
    for (size_t i = 0; i < c->count; i++)
        segment[i] = &c->segment[i];
    struct contacts_segments of = {.segment = segment, .count = c->count};
    return contacts_find_replaced(a, &of, &c->replaced, err);
}

static bool open_contacts(struct merging *m, struct arena *a, struct contacts *c, struct err *err)
{
    c->segment = ARENA_NEW(a, struct segment, m->segments.count + 1);
    for (size_t i = 0; i < m->segments.count; i++) {
        const struct load_segment *s = &m->segments.at[i];
        if (s->table != TABLE_CONTACTS)
            continue;
        if (!segments_open_contacts(m->in, a, s, &c->segment[c->count], err))
            return false;
        m->report.bytes += c->segment[c->count].file.map.size;
        c->count++;
    }
    return true;
}

static bool merge_contacts(struct merging *m, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct contacts c = {0};
    struct segment_made made;
    bool good =
        open_contacts(m, a, &c, err) && find_replaced(a, &c, err) && copy_contacts(m, &c, err);
    if (good && c.to) {
        good = segment_commit(c.to, &made, err);
        c.to = NULL;
        if (good)
            note_made(m, TABLE_CONTACTS, &made);
    }
    segment_discard(c.to);
    for (size_t i = 0; i < c.count; i++)
        segment_close(&c.segment[i]);
    arena_close(a);
    return good;
}

/* Events that do not count are of days that a later load replaced. */
static bool copy_event(struct merging *m, struct events_writer **to, const struct events *from,
                       const struct events_part *p, uint64_t at, struct err *err)
{
    const char *path;
    _Alignas(max_align_t) unsigned char row[ROW_SIZE_MOST];
    m->kept[from->table]++;
    if (m->options->dry_run)
        return true;
    if (!*to && (!begin_segment(m, from->table, &path, err) ||
                 !events_create(m->in->files, path, from->table, to, err)))
        return false;
    events_row(from, p, at, row);
    return events_add(*to, ((const uint32_t *)p->column[0].at)[at], row, err);
}

static bool copy_events(struct merging *m, struct events_writer **to, const struct events *from,
                        const struct days_out *out, struct err *err)
{
    for (uint32_t k = 0; k < from->parts; k++) {
        const struct events_part *p = &from->part[k];
        for (uint64_t at = 0; at < p->count; at++) {
            struct day day = events_part_date(from->table, p, at);
            note_row(m);
            if (days_out_has(out, day))
                m->report.replaced++;
            else if (is_too_old(m, from->table, day))
                m->report.too_old++;
            else if (!copy_event(m, to, from, p, at, err))
                return false;
        }
    }
    return true;
}

static bool copy_segment(struct merging *m, struct events_writer **to, const struct load_segment *s,
                         struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct days_out out = {{0}};
    struct events from;
    (void)segments_days_out(&m->segments, s, &out);
    bool good = segments_open_events(m->in, a, s, &from, err);
    if (good) {
        m->report.bytes += from.file.map.size;
        good = copy_events(m, to, &from, &out, err);
        events_close(&from);
    }
    arena_close(a);
    return good;
}

static bool merge_events(struct merging *m, enum table_id table, struct err *err)
{
    struct events_writer *to = NULL;
    struct segment_made made;
    for (size_t i = 0; i < m->segments.count; i++)
        if (m->segments.at[i].table == table && !copy_segment(m, &to, &m->segments.at[i], err)) {
            events_discard(to);
            return false;
        }
    if (!to)
        return true;
    if (!events_commit(to, &made, err))
        return false;
    note_made(m, table, &made);
    return true;
}

/* ---- the transaction ---- */

static bool write_rows(struct merging *m, int64_t position, struct err *err)
{
    struct db *db = m->in->db;
    if (!load_merge(db, m->report.last, position, err))
        return false;
    for (size_t i = 0; i < m->made.count; i++) {
        const struct load_made *made = bag_at(&m->made, i);
        struct load_segment segment = {
            .load = m->report.last,
            .table = made->table,
            .path = str_fmt(m->arena, "%s/%s", m->name, TABLES[made->table].name),
            .checksum = made->segment.checksum,
            .rows = made->segment.rows,
            .first = made->segment.first,
            .last = made->segment.last};
        if (!load_insert_segment(db, &segment, err))
            return false;
    }
    return true;
}

static bool commit(struct merging *m, struct err *err)
{
    struct work w;
    if (!folder_sync(m->in->files, instance_path(m->in, m->arena, INSTANCE_SEGMENTS), err) ||
        !work_begin(m->in->db, STR("warehouse compact"), &w, err))
        return false;
    if (!write_rows(m, w.position, err)) {
        work_abandon(&w);
        return false;
    }
    m->has_folder = false; /* from here on the registry says whether it exists (load_commit.c) */
    return work_commit(&w, err);
}

/* ---- the whole ---- */

/* A name that no folder has. */
static bool find_name(struct merging *m, struct err *err)
{
    const char *const *name = NULL;
    size_t count = 0;
    int64_t last = 0, number = 0;
    if (!folder_list(m->arena, instance_path(m->in, m->arena, INSTANCE_SEGMENTS), &name, &count,
                     err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct str rest = str_of(name[i]), prefix = str_cut(&rest, '-');
        if (str_eq(prefix, STR("merged")) && str_to_i64(rest, &number) && number > last)
            last = number;
    }
    m->name = str_fmt(m->arena, MERGED "%lld", (long long)last + 1).at;
    return true;
}

static bool merge_all(struct merging *m, struct err *err)
{
    if (!find_name(m, err) || !merge_contacts(m, err))
        return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (TABLES[i].home == HOME_EVENTS && !merge_events(m, (enum table_id)i, err))
            return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        m->report.made += m->kept[i] > 0;
    m->report.segments = m->segments.count;
    m->report.rows = m->total;
    return m->options->dry_run || commit(m, err);
}

/* What is merged, and whether there is something to do. */
static bool find_segments(struct merging *m, struct err *err)
{
    struct compact_report *r = &m->report;
    if (!load_nth_newest(m->in->db, m->options->keep, &r->last, err))
        return false;
    if (r->last > 0 && !segments_read(m->in, m->arena, r->last, &m->segments, err))
        return false;
    for (size_t i = 0; i < m->segments.count; i++)
        m->total += m->segments.at[i].rows;
    r->nothing = !is_needed(m);
    return true;
}

/* Rejects go first: they need no merging, and what fails behind them does not keep them. */
static bool compact(struct merging *m, struct err *err)
{
    struct compact_report *r = &m->report;
    struct rejects_sweep sweep = {m->options->retain_months, m->options->dry_run};
    if (!find_first_day(m, err) || !load_rejects_sweep(m->in, &sweep, &r->rejects, err) ||
        (!m->options->dry_run && !segments_sweep(m->in, m->arena, err)) || !find_segments(m, err))
        return false;
    if (r->nothing)
        return true;
    if (!merge_all(m, err)) {
        struct err why = {0};
        const char *folder = instance_path(m->in, m->arena, INSTANCE_SEGMENTS "/%s", m->name);
        if (m->has_folder) /* what cannot be cleared away now the next load clears away */
            (void)!folder_remove(m->in->files, folder, &why);
        return false;
    }
    struct err swept = {0};
    if (!m->options->dry_run)
        (void)!segments_sweep(m->in, m->arena, &swept);
    return true;
}

bool warehouse_compact(struct instance *in, const struct compact_options *options,
                       struct compact_report *out, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct merging m = {
        .in = in, .arena = a, .options = options, .made = BAG_OPEN(a, struct load_made)};
    struct file_lock lock;
    bool done = load_lock(in, a, &lock, err);
    if (done) {
        done = compact(&m, err);
        file_lock_release(&lock);
    }
    if (done)
        *out = m.report;
    arena_close(a);
    return done;
}
