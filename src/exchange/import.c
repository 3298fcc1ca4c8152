#include "exchange/import.h"

#include "exchange/fhir_files.h"
#include "exchange/import_log.h"
#include "exchange/import_parts.h"
#include "service/figures/segments.h"
#include "service/load/load_lost.h"

#include <stdlib.h>
#include <string.h>

void import_show(const struct import *im, enum import_phase phase, const struct import_file *file,
                 uint64_t done, uint64_t total)
{
    struct import_step step = {.phase = phase, .done = done, .total = total};
    if (file) {
        step.file = file->shown;
        step.rows = file->rows;
        step.rejects = file->rejects;
    }
    if (im->watch && im->watch->show)
        im->watch->show(im->watch->state, &step);
}

uint64_t import_total(const struct reading *r)
{
    return r->found->packed ? 0 : r->found->size;
}

bool import_is_fhir(const struct found_file *found)
{
    return found->resource != FHIR_RESOURCES;
}

void import_note_left(struct import_file *file, const struct import_left *left, unsigned lefts)
{
    file->left = left;
    file->lefts = lefts;
    for (unsigned i = 0; i < lefts; i++)
        file->left_out += left[i].count;
}

/* ---- which files ---- */

/* Its identity, by reading all of it. */
static bool identify(struct import *im, struct reading *r, struct err *err)
{
    struct source *s = NULL;
    if (r->identified)
        return true;
    if (!source_open(im->fs, r->found->path, r->found->shown, &s, err))
        return false;
    struct byte_source bytes = source_bytes(s);
    static const size_t room = 256 * 1024;
    char *to = ARENA_NEW(im->arena, char, room);
    size_t got = 0;
    uint64_t done = 0;
    bool good = true;
    do {
        good = bytes.read(bytes.state, to, room, &got, err);
        done += got;
        import_show(im, IMPORT_LOOKING, r->file, done, import_total(r));
    } while (good && got > 0);
    if (good)
        r->identity = source_identity(s);
    r->identified = good;
    source_close(s);
    return good;
}

static void hold(struct reading *r, struct str by)
{
    r->file->fate = IMPORT_HELD;
    r->file->held_by = by;
    r->file->bytes = r->identity.bytes;
}

/* An event that comes twice is two events, so the same bytes in two files of one load are found
 * before they are read; *is_copy: this one's stand before. */
static bool look_for_copy(struct import *im, struct reading *r, bool *is_copy, struct err *err)
{
    *is_copy = false;
    for (struct reading *other = im->reading; other < r && !*is_copy; other++) {
        if (other->found->table != r->found->table ||
            (!other->found->packed && !r->found->packed && other->found->size != r->found->size))
            continue;
        if (!identify(im, other, err) || !identify(im, r, err))
            return false;
        *is_copy = memcmp(&other->identity.sum, &r->identity.sum, sizeof r->identity.sum) == 0;
    }
    return true;
}

/* Files of which no load holds one of that size need not be read for it; of what is packed in one
 * the size is not known. Where days are replaced, what was loaded before is replaced by what is in
 * the files, and so all of them are read. */
static bool look_whether_held(struct import *im, struct reading *r, struct err *err)
{
    bool may = r->found->packed, is_copy = false;
    struct load_held held;
    enum table_id table = r->found->table;
    bool is_event = TABLES[table].home == HOME_EVENTS;
    import_show(im, IMPORT_LOOKING, r->file, 0, import_total(r));
    if (im->request->again)
        return true;
    if (is_event && !look_for_copy(im, r, &is_copy, err))
        return false;
    if (is_copy) {
        hold(r, STR(""));
        return true;
    }
    if (is_event && im->request->replaces)
        return true;
    if (!may && !load_may_be_held(&im->in, r->found->size, table, &may, err))
        return false;
    if (!may)
        return true;
    if (!identify(im, r, err) || !load_that_holds(&im->in, r->identity.sum, table, &held, err))
        return false;
    if (held.load != 0)
        hold(r, str_fmt(im->arena, "%lld", (long long)held.load));
    r->file->held_rejects = held.rejects;
    return true;
}

/* Resources of a type that is not read are counted and named all the same. */
static bool count_left(struct import *im, const struct found_file *found, struct import_file *file,
                       struct err *err)
{
    struct import_left *left = ARENA_NEW(im->arena, struct import_left, 1);
    import_show(im, IMPORT_LOOKING, file, 0, 0);
    left->reason = str_fmt(im->arena, "resourceType=%.*s", STR_FMT(found->fhir));
    if (!fhir_file_count(im->fs, found, &left->count, err))
        return false;
    import_note_left(file, left, 1);
    return true;
}

/* Those to be read first, then those that are held, then those left alone. */
static bool find_files(struct import *im, struct import_report *report, struct err *err)
{
    const struct found_file *found = NULL;
    unsigned count = 0;
    if (!import_find_files(im->arena, im->request, &found, &count, err))
        return false;
    struct import_file *file = ARENA_NEW(im->arena, struct import_file, count);
    im->reading = ARENA_NEW(im->arena, struct reading, count);
    im->found = found;
    for (unsigned i = 0; i < count; i++) {
        bool is_table = found[i].table != TABLE_COUNT;
        file[i] = (struct import_file){.path = str_of(found[i].path),
                                       .name = str_of(found[i].name),
                                       .shown = str_of(found[i].shown),
                                       .table = is_table ? TABLES[found[i].table].name : NULL,
                                       .fate = is_table ? IMPORT_READ : IMPORT_LEFT_ALONE,
                                       .bytes = found[i].size};
        struct reading *r = &im->reading[im->read];
        *r = (struct reading){.file = &file[i], .found = &found[i]};
        if (is_table && !look_whether_held(im, r, err))
            return false;
        if (!is_table && found[i].fhir.len > 0 && !count_left(im, &found[i], &file[i], err))
            return false;
        im->read += file[i].fate == IMPORT_READ;
    }
    report->file = file;
    report->files = im->files = count;
    return true;
}

static bool know_stored_staff(void *state, int64_t staff, const struct staff_row *row,
                              struct err *err)
{
    fhir_know_staff(state, &row->staff, row->profession);
    return true;
}

/* What FHIR resources refer to, before the first that refers. Encounters that are read are learnt
 * when they are; a file that is held makes no rows, but what is new may refer to what it has. */
static bool learn(struct import *im, const struct import_report *report, struct err *err)
{
    bool any = false;
    for (unsigned i = 0; i < im->read; i++)
        any |= import_is_fhir(im->reading[i].found);
    if (!any)
        return true;
    im->fhir = fhir_open(im->request->today);
    if (!load_each_staff(&im->in, (struct staff_reader){im->fhir, know_stored_staff}, err))
        return false;
    for (unsigned i = 0; i < im->files; i++) {
        const struct found_file *found = &im->found[i];
        const struct import_file *file = &report->file[i];
        if (found->resource >= FHIR_LEARNT ||
            (found->resource == FHIR_ENCOUNTER && file->fate == IMPORT_READ))
            continue;
        import_show(im, IMPORT_LOOKING, file, 0, 0);
        if (!fhir_file_learn(im->fs, found, im->fhir, err))
            return false;
    }
    return true;
}

/* ---- what is lost ---- */

static int by_segment(const void *a, const void *b)
{
    const struct reading *x = a, *y = b;
    if (x->found->table != y->found->table)
        return x->found->table < y->found->table ? -1 : 1;
    if (x->lost_of != y->lost_of)
        return x->lost_of < y->lost_of ? -1 : 1;
    if (x->lost_of == 0)
        return x->found < y->found ? -1 : 1; /* as they were found */
    return (x->place > y->place) - (x->place < y->place);
}

/* Whether there is another file of its table, so that it must be known what each of them is. */
static bool is_one_of_many(const struct import *im, unsigned i)
{
    enum table_id table = im->reading[i].found->table;
    return TABLES[table].home != HOME_REGISTRY &&
           ((i > 0 && im->reading[i - 1].found->table == table) ||
            (i + 1 < im->read && im->reading[i + 1].found->table == table));
}

/* Files of several loads whose segments are lost make a segment for each of these loads, or none
 * would be what was lost. */
static bool find_lost(struct import *im, struct err *err)
{
    struct lost_file *file = ARENA_NEW(im->arena, struct lost_file, im->read);
    struct reading **of = ARENA_NEW(im->arena, struct reading *, im->read);
    unsigned count = 0;
    for (unsigned i = 0; im->request->again && i < im->read; i++) {
        struct reading *r = &im->reading[i];
        if (!is_one_of_many(im, i))
            continue;
        if (!identify(im, r, err))
            return false;
        file[count] = (struct lost_file){.table = r->found->table, .sum = r->identity.sum};
        of[count++] = r;
    }
    if (count == 0)
        return true;
    if (!load_find_lost(&im->in, file, count, err))
        return false;
    for (unsigned i = 0; i < count; i++) {
        of[i]->lost_of = file[i].load;
        of[i]->place = file[i].place;
    }
    qsort(im->reading, im->read, sizeof *im->reading, by_segment);
    return true;
}

/* ---- the end ---- */

static bool end_rejects(struct import *im, struct import_report *report, struct err *err)
{
    for (unsigned i = 0; i < im->read; i++) {
        struct reading *r = &im->reading[i];
        if (!rejects_commit(r->rejects, &r->file->rejects_path, err))
            return false;
        r->file->fault = rejects_faults(r->rejects, &r->file->faults);
        r->file->bytes = r->identity.bytes;
        char hex[SHA256_TEXT];
        r->file->sha256 = str_copy(im->arena, sha256_hex(r->identity.sum, hex));
        report->rows += r->file->rows;
        report->rejects += r->file->rejects;
    }
    return true;
}

static bool accepts(const struct import_request *request, uint64_t rejects)
{
    return rejects == 0 || request->accept_rejects || rejects <= request->max_rejects;
}

static void show_work(void *state, unsigned done, unsigned total)
{
    const struct import *im = state;
    bool writing = total > (unsigned)TABLE_COUNT; /* comparing has fewer steps */
    import_show(im, writing ? IMPORT_WRITING : IMPORT_COMPARING, NULL, done, total);
}

static struct load_said said_of(struct import *im, const struct import_report *report)
{
    struct load_file *file = ARENA_NEW(im->arena, struct load_file, im->read);
    struct load_said said = {file, im->read, report->rows, report->rejects, {false}};
    for (unsigned i = 0; i < im->read; i++) {
        const struct reading *r = &im->reading[i];
        file[i] = (struct load_file){.table = r->found->table,
                                     .name = r->file->shown,
                                     .sum = r->identity.sum,
                                     .bytes = r->identity.bytes,
                                     .rows = r->file->rows,
                                     .rejects = r->file->rejects,
                                     .ends_open = r->file->ends_open};
    }
    for (unsigned i = 0; i < report->files; i++) {
        enum table_id table;
        if (report->file[i].fate == IMPORT_HELD &&
            table_find(str_of(report->file[i].table), &table))
            said.held[table] = true;
    }
    return said;
}

/* What the days to replace take away, of each table that there is a file of. */
static bool count_replaced(struct import *im, struct import_report *report, struct err *err)
{
    bool has[TABLE_COUNT] = {false};
    for (unsigned i = 0; i < im->read; i++)
        has[im->reading[i].found->table] = true;
    for (unsigned t = 0; t < TABLE_COUNT && im->request->replaces; t++) {
        uint64_t rows = 0;
        if (!has[t] || TABLES[t].home != HOME_EVENTS)
            continue;
        if (!segments_count_days(&im->in, (enum table_id)t, im->request->replace_from,
                                 im->request->replace_to, &rows, err))
            return false;
        report->replaced += rows;
    }
    return true;
}

static bool end(struct import *im, struct import_report *report, struct err *err)
{
    uint64_t changed = 0;
    if (!end_rejects(im, report, err))
        return false;
    if (!accepts(im->request, report->rejects)) {
        report->outcome = IMPORT_REJECTED;
        return true;
    }
    report->outcome = im->request->dry_run ? IMPORT_DRY : IMPORT_LANDED;
    if (!load_compare(im->load, &changed, err) || !count_replaced(im, report, err))
        return false;
    report->changed = changed;
    struct load_said said = said_of(im, report);
    /* What went back to where it was lost is known once it did. */
    return (im->request->dry_run || load_commit(im->load, &said, err)) &&
           load_find(im->load, &said, im->arena, &report->found, err);
}

static void discard_rejects(struct import *im)
{
    for (unsigned i = 0; i < im->read; i++)
        rejects_discard(im->reading[i].rejects);
}

/* What followed from it. The load has happened when the last of it is read, so that does not fail
 * any more. Of one that was refused nothing is asked: it may be at work still. */
static bool take_what_followed(struct import *im, struct import_report *report, struct err *err)
{
    bool landed = report->outcome == IMPORT_LANDED;
    if (report->outcome == IMPORT_REJECTED)
        return true;
    report->listed = load_listed(im->load);
    report->nowhere = load_nowhere(im->load);
    report->moved = load_moved(im->load);
    report->from_queue = load_from_queue(im->load);
    report->closings = load_closings(im->load);
    return load_unmerged(im->load, &report->unmerged, landed ? &report->unread : err) || landed;
}

static bool run_load(struct import *im, struct import_report *report, struct err *err)
{
    struct load_options options = {.actor = im->request->actor,
                                   .dry_run = im->request->dry_run,
                                   .again = im->request->again,
                                   .replaces = im->request->replaces,
                                   .replace_from = im->request->replace_from,
                                   .replace_to = im->request->replace_to,
                                   .state = im,
                                   .show = show_work};
    if (!load_open(&im->in, &options, &im->load, err))
        return false;
    report->load = str_fmt(im->arena, "%lld", (long long)load_id(im->load));
    im->rejects_folder =
        instance_path(&im->in, im->arena, INSTANCE_LOADS "/%.*s/rejects", STR_FMT(report->load));
    bool good =
        import_read_tables(im, err) && end(im, report, err) && take_what_followed(im, report, err);
    report->put_back = load_puts_back(im->load);
    report->put_back_only =
        report->put_back > 0 && report->changed == 0 && load_segments(im->load) == 0;
    discard_rejects(im);
    /* What happened has happened, whether it could be written down or not. */
    struct err log = {0};
    if (!im->request->dry_run)
        (void)!import_log_write(&im->in, report, good ? NULL : err, &log);
    load_close(im->load);
    return good;
}

/* What has a key is corrected by its key. */
static bool can_replace(const struct import *im, struct err *err)
{
    bool any = !im->request->replaces || im->read == 0;
    for (unsigned i = 0; i < im->read; i++)
        any |= TABLES[im->reading[i].found->table].home == HOME_EVENTS;
    return any || FAIL(err, ERR_INVALID, "import.replace", "%.190s", im->request->path[0]);
}

bool import_run(struct arena *a, const struct import_request *request,
                const struct import_watch *watch, struct import_report *report, struct err *err)
{
    struct import im = {.arena = a,
                        .request = request,
                        .watch = watch,
                        .fs = request->files ? request->files : &FILES_POSIX};
    struct import_report made = {.outcome = IMPORT_NOTHING};
    struct clock clock = {request->today};
    struct instance_options options = {request->home, &clock, im.fs};
    if (!instance_open(a, &options, &im.in, err))
        return false;
    bool good = find_files(&im, &made, err) && can_replace(&im, err) && find_lost(&im, err) &&
                learn(&im, &made, err) && (im.read == 0 || run_load(&im, &made, err));
    fhir_close(im.fhir);
    instance_close(&im.in);
    if (good)
        *report = made;
    return good;
}

bool import_landed(const struct import_report *report, struct err *err)
{
    if (report->outcome != IMPORT_REJECTED)
        return true;
    struct str folder = STR("");
    for (unsigned i = 0; i < report->files && folder.len == 0; i++)
        folder = report->file[i].rejects_path;
    while (folder.len > 0 && folder.at[folder.len - 1] != '/')
        folder.len--;
    if (folder.len > 150)
        folder.len = 150;
    return FAIL(err, ERR_INVALID, "import.rejects", "%llu, %.*s",
                (unsigned long long)report->rejects, STR_FMT(folder));
}
