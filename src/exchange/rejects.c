#include "exchange/rejects.h"

#include "core/err_text.h"
#include "core/sb.h"

#include <string.h>

enum { FAULTS_MOST = 256 }; /* more than columns times kinds of fault that one file shows */

struct rejects {
    struct arena *arena; /* the caller's: for what lives as long as the report */
    struct arena *line;  /* reset for each row */
    const struct files *fs;
    const char *folder, *path;
    struct file_out *out;
    struct import_fault *fault;
    unsigned faults;
};

struct rejects *rejects_open(struct arena *a, const struct files *fs, const char *folder,
                             const char *name)
{
    struct rejects *r = ARENA_NEW(a, struct rejects, 1);
    *r = (struct rejects){.arena = a, .fs = fs, .folder = folder};
    r->path = str_cstr(a, str_fmt(a, "%s/%s", folder, name));
    return r;
}

static bool make_file(struct rejects *r, struct err *err)
{
    static const char head[] = "line,column,code,reason,reason_sv,row\n";
    r->line = arena_open(ARENA_BLOCK);
    r->fault = ARENA_NEW(r->arena, struct import_fault, FAULTS_MOST);
    return folder_make(r->fs, r->folder, err) &&
           file_out_open(r->fs, r->arena, r->path, &r->out, err) &&
           file_out_write(r->out, head, sizeof head - 1, err);
}

static void note_fault(struct rejects *r, uint64_t line, const struct reject *reject)
{
    struct str column = str_of(reject->column);
    struct import_fault *f = r->fault, *end = f + r->faults;
    while (f < end && (strcmp(f->code, reject->why.code) != 0 || !str_eq(f->column, column)))
        f++;
    if (f == end && r->faults == FAULTS_MOST)
        return; /* the row is written all the same, and counted by who reads the file */
    if (f == end) {
        *f = (struct import_fault){.column = column,
                                   .code = reject->why.code,
                                   .detail = str_cstr(r->arena, str_of(reject->why.detail)),
                                   .first_line = line};
        r->faults++;
    }
    f->rows++;
}

bool rejects_add(struct rejects *r, uint64_t line, const struct reject *reject, struct str row,
                 struct err *err)
{
    if (!r->line && !make_file(r, err))
        return false;
    note_fault(r, line, reject);
    arena_reset(r->line);
    struct sb out = sb_open(r->line, row.len + 1024);
    sb_fmt(&out, "%llu,", (unsigned long long)line);
    csv_put(&out, str_of(reject->column), ',');
    sb_char(&out, ',');
    csv_put(&out, str_of(reject->why.code), ',');
    sb_char(&out, ',');
    csv_put(&out, err_message(r->line, LANG_EN, &reject->why), ',');
    sb_char(&out, ',');
    csv_put(&out, err_message(r->line, LANG_SV, &reject->why), ',');
    sb_char(&out, ',');
    csv_put(&out, row, ',');
    sb_char(&out, '\n');
    struct str text = sb_str(&out);
    return file_out_write(r->out, text.at, text.len, err);
}

const struct import_fault *rejects_faults(const struct rejects *r, unsigned *count)
{
    *count = r->faults;
    return r->fault;
}

static void end(struct rejects *r)
{
    file_out_discard(r->out);
    arena_close(r->line);
    r->line = NULL;
    r->out = NULL;
}

bool rejects_commit(struct rejects *r, struct str *path, struct err *err)
{
    bool done = !r->out || file_out_commit(r->out, err);
    if (done)
        *path = str_of(r->out ? r->path : NULL);
    end(r);
    return done;
}

void rejects_discard(struct rejects *r)
{
    if (r)
        end(r);
}

void rejects_put_row(struct sb *out, const struct csv_row *row)
{
    unsigned kept = row->count < CSV_FIELDS_MOST ? row->count : CSV_FIELDS_MOST;
    for (unsigned i = 0; i < kept; i++) {
        if (i > 0)
            sb_char(out, ',');
        csv_put(out, row->field[i], ',');
    }
}
