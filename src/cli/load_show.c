#include "cli/load_show.h"

#include "cli/print.h"
#include "cli/progress.h"
#include "cli/wrap.h"
#include "store/load_store.h"

#include <string.h>

enum { F_FILE, F_TABLE, F_ROWS, F_REJECTS, F_BYTES, F_SHA256, F_COLUMNS };
static const struct print_column FILE_COLUMN[F_COLUMNS] = {
    [F_FILE] = {.name = "file", .title = TEXT_IMPORT_COLUMN_FILE, .shrinks = true},
    [F_TABLE] = {.name = "table", .title = TEXT_IMPORT_COLUMN_TABLE},
    [F_ROWS] = {.name = "rows", .title = TEXT_IMPORT_COLUMN_ROWS, .number = true},
    [F_REJECTS] = {.name = "rejects", .title = TEXT_IMPORT_COLUMN_REJECTS, .number = true},
    [F_BYTES] = {.name = "bytes", .title = TEXT_LOAD_COLUMN_BYTES, .number = true},
    [F_SHA256] = {.name = "sha256"}, /* not for people */
};

struct showing {
    struct cli *cli;
    int64_t load;
    struct sb *out;
    struct print *print;
};

static void say(struct showing *w, enum text text, const struct str *value, unsigned count)
{
    struct sb line = sb_open(w->cli->arena, 256);
    text_fill(&line, w->cli->lang, text, value, count);
    wrap(w->out, sb_str(&line));
}

static void say_change(struct showing *w, enum text text, const struct load_change *c)
{
    char at[STOCKHOLM_TEXT];
    if (c->position == 0)
        return;
    struct str value[] = {stockholm_format(c->at, at), c->actor,
                          str_fmt(w->cli->arena, "%lld", (long long)c->position)};
    say(w, text, value, ARRAY_LEN(value));
}

/* ---- what has become of it ---- */

static bool take_load(void *state, const struct load_now *load, struct err *err)
{
    struct showing *w = state;
    (void)err;
    if (load->id != w->load)
        return true;
    struct str id = str_fmt(w->cli->arena, "%lld", (long long)load->id);
    say(w, TEXT_LOAD_SHOW_LOAD, &id, 1);
    say_change(w, TEXT_LOAD_SHOW_LANDED, &load->landed);
    if (load->merged.position != 0) {
        char at[STOCKHOLM_TEXT];
        struct str value[] = {stockholm_format(load->merged.at, at),
                              str_fmt(w->cli->arena, "%lld", (long long)load->merged.position)};
        say(w, TEXT_LOAD_SHOW_MERGED, value, ARRAY_LEN(value));
    }
    say_change(w, TEXT_LOAD_SHOW_UNDONE, &load->undone);
    return true;
}

static bool take_replaced(void *state, const struct load_replaced *r, struct err *err)
{
    struct showing *w = state;
    char from[DAY_TEXT], to[DAY_TEXT];
    struct str value[] = {str_of(TABLES[r->table].name), day_format(r->from, from),
                          day_format(r->to, to)};
    (void)err;
    if (r->load == w->load)
        say(w, TEXT_LOAD_SHOW_REPLACED, value, ARRAY_LEN(value));
    return true;
}

static bool say_put_back(struct showing *w, struct instance *in, struct err *err)
{
    bool back[TABLE_COUNT];
    if (!load_put_back(in->db, w->load, back, err))
        return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (back[i])
            say(w, TEXT_LOAD_SHOW_PUT_BACK, &(struct str){TABLES[i].name, strlen(TABLES[i].name)},
                1);
    return true;
}

/* ---- files ---- */

static struct str number(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

static bool take_file(void *state, const struct load_file *f, struct err *err)
{
    struct showing *w = state;
    char hex[SHA256_TEXT];
    struct str field[F_COLUMNS] = {[F_FILE] = f->name,
                                   [F_TABLE] = str_of(TABLES[f->table].name),
                                   [F_ROWS] = number(w->cli, f->rows),
                                   [F_REJECTS] = number(w->cli, f->rejects),
                                   [F_BYTES] = number(w->cli, f->bytes),
                                   [F_SHA256] = sha256_hex(f->sum, hex)};
    return print_row(w->print, field, err);
}

bool load_show_files(struct cli *cli, struct instance *in, int64_t load, struct err *err)
{
    unsigned columns = cli->format == FORMAT_TABLE ? F_SHA256 : F_COLUMNS;
    struct showing w = {.cli = cli, .load = load, .print = print_open(cli, FILE_COLUMN, columns)};
    return load_each_file(in->db, load, (struct load_file_reader){&w, take_file}, err) &&
           print_end(w.print, err);
}

bool load_show(struct cli *cli, struct instance *in, int64_t load, struct err *err)
{
    struct sb out = sb_open(cli->arena, 1024);
    struct showing w = {.cli = cli, .load = load, .out = &out};
    if (!load_each(in->db, (struct load_reader){&w, take_load}, err) ||
        !load_each_replaced(in->db, (struct load_replaced_reader){&w, take_replaced}, err) ||
        !say_put_back(&w, in, err))
        return false;
    sb_char(&out, '\n');
    return cli_write(cli->out, sb_str(&out), err) && load_show_files(cli, in, load, err) &&
           cli_write(cli->out, STR("\n"), err);
}
