#include "exchange/import_log.h"

#include "core/err_text.h"
#include "core/folder.h"
#include "core/sb.h"
#include "core/utf8.h"

static void put_left_out(struct sb *out, const struct import_file *f)
{
    for (unsigned i = 0; i < f->lefts; i++)
        sb_fmt(out, "left out: %.*s, %.*s, %llu resources\n", STR_FMT(f->shown),
               STR_FMT(f->left[i].reason), (unsigned long long)f->left[i].count);
}

static void put_file(struct sb *out, const struct import_file *f)
{
    sb_fmt(out, "file: %.*s", STR_FMT(f->shown));
    if (f->fate == IMPORT_LEFT_ALONE) {
        sb_put(out, STR(", no import file, left alone\n"));
        put_left_out(out, f);
        return;
    }
    sb_fmt(out, ", table %s, %llu bytes", f->table, (unsigned long long)f->bytes);
    if (f->fate == IMPORT_HELD) {
        if (f->held_by.len > 0)
            sb_fmt(out, ", held by load %.*s", STR_FMT(f->held_by));
        else
            sb_put(out, STR(", the same bytes as another file of this load"));
        if (f->held_rejects > 0)
            sb_fmt(out, ", %llu rows of it rejected then", (unsigned long long)f->held_rejects);
        sb_char(out, '\n');
        return;
    }
    sb_fmt(out, ", %llu rows, %llu rejects", (unsigned long long)f->rows,
           (unsigned long long)f->rejects);
    if (f->sha256.len > 0)
        sb_fmt(out, ", sha256 %.*s", STR_FMT(f->sha256));
    sb_char(out, '\n');
    if (f->passed_over.len > 0)
        sb_fmt(out, "columns passed over: %.*s, %.*s\n", STR_FMT(f->shown),
               STR_FMT(f->passed_over));
    put_left_out(out, f);
    for (unsigned i = 0; i < f->faults; i++) {
        const struct import_fault *fault = &f->fault[i];
        sb_fmt(out, "rejects: %.*s, column %.*s, %s, %llu rows, the first on line %llu\n",
               STR_FMT(f->shown), STR_FMT(fault->column.len > 0 ? fault->column : STR("-")),
               fault->code, (unsigned long long)fault->rows, (unsigned long long)fault->first_line);
    }
}

static void put_outcome(struct arena *a, struct sb *out, const struct import_report *r,
                        const struct err *why)
{
    static const char *const words[] = {[IMPORT_LANDED] = "landed",
                                        [IMPORT_REJECTED] = "rejected, nothing was loaded",
                                        [IMPORT_NOTHING] = "nothing to do"};
    if (why)
        sb_fmt(out, "outcome: failed, nothing was loaded: %.*s [%s]\n",
               STR_FMT(err_message(a, LANG_EN, why)), why->code);
    else
        sb_fmt(out, "outcome: %s\nrows: %llu\nrejects: %llu\nchanged in the registry: %llu\n",
               words[r->outcome], (unsigned long long)r->rows, (unsigned long long)r->rejects,
               (unsigned long long)r->changed);
    if (r->put_back > 0)
        sb_fmt(out, "segments that were put back where they were lost: %u\n", r->put_back);
    if (r->replaced > 0)
        sb_fmt(out, "events that were replaced: %llu\n", (unsigned long long)r->replaced);
}

bool import_log_write(const struct instance *in, const struct import_report *report,
                      const struct err *why, struct err *err)
{
    char at[MOMENT_TEXT];
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb out = sb_open(a, ARENA_BLOCK);
    const char *folder = instance_path(in, a, INSTANCE_LOADS "/%.*s", STR_FMT(report->load));
    sb_fmt(&out, "load: %.*s\nended: %.*s\n", STR_FMT(report->load),
           STR_FMT(moment_format(clock_now(), at)));
    for (unsigned i = 0; i < report->files; i++) {
        struct import_file shown = report->file[i]; /* a name with a line feed is one line too */
        shown.shown = utf8_shown(a, shown.shown);
        put_file(&out, &shown);
    }
    put_outcome(a, &out, report, why);
    bool done = folder_make(in->files, folder, err) &&
                file_replace(in->files, str_fmt(a, "%s/log", folder).at, sb_str(&out), err);
    arena_close(a);
    return done;
}
