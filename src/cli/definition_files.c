#include "cli/definition_files.h"

#include "cli/place.h"
#include "cli/why.h"
#include "cli/wrap.h"
#include "core/err_text.h"
#include "core/utf8.h"
#include "core/yaml.h"
#include "engine/bag.h"
#include "engine/shelf.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef bool (*take_file)(void *state, const struct definition_file *file, struct err *err);

/* A folder of measures, with the sets that they can use. */
struct beside {
    const char *folder;
    struct shelf shelf;         /* const struct codeset * */
    const struct codeset **set; /* the same */
};
struct walk {
    struct arena *arena;
    take_file take;
    void *state;
    struct bag beside; /* struct beside: those that were read */
    struct definition_counts *counts;
};

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *inside(struct walk *w, const char *folder, const char *name)
{
    return str_cstr(w->arena, str_fmt(w->arena, "%s/%s", folder, name));
}

static bool hand_over(struct walk *w, const struct definition_file *file, struct err *err)
{
    struct definition_counts *c = w->counts;
    c->right += file->err.kind == ERR_NONE;
    c->wrong += file->err.kind != ERR_NONE;
    if (file->err.kind == ERR_IO || (file->err.kind != ERR_NONE && c->worst != ERR_IO &&
                                     (c->worst == ERR_NONE || file->err.kind == ERR_INVALID)))
        c->worst = file->err.kind;
    return w->take(w->state, file, err);
}

/* One that cannot be read is wrong as any other, and the next is read. */
static bool read_file(struct walk *w, struct definition_file *file)
{
    size_t most = shelf_takes(last_name(file->path), ".csv") ? CODESET_SIZE_MOST : YAML_SIZE_MOST;
    return file_read_all(&FILES_POSIX, w->arena, file->path, most, &file->text, &file->err);
}

/* The same of a folder, which is then as without files. */
static bool list_files(struct walk *w, const char *folder, const char *const **name, size_t *count,
                       struct err *err)
{
    struct definition_file file = {.path = folder};
    *count = 0;
    return folder_list(w->arena, folder, name, count, &file.err) || hand_over(w, &file, err);
}

/* ---- code sets ---- */

/* More than there can be are left out: what is said then is of a set that there is not. */
static void add_set(struct beside *b, const struct codeset *s)
{
    if (!shelf_put(&b->shelf, s->name, s))
        return;
    for (size_t i = 0; i < b->shelf.count; i++)
        b->set[i] = b->shelf.at[i];
}

/* Into `b` (NULL: nowhere) where it is right; handed over where it was named, or is wrong. */
static bool read_set(struct walk *w, struct beside *b, const char *path, bool is_named,
                     struct err *err)
{
    struct definition_file file = {.path = path};
    bool is_right = read_file(w, &file) &&
                    codeset_parse(w->arena, last_name(path), file.text, &file.set, &file.err);
    if (is_right && b)
        add_set(b, file.set);
    return (is_right && !is_named) || hand_over(w, &file, err);
}

static bool read_sets(struct walk *w, struct beside *b, const char *folder, bool is_named,
                      unsigned *found, struct err *err)
{
    const char *const *name;
    size_t count;
    if (!list_files(w, folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!shelf_takes(name[i], ".csv"))
            continue;
        if (!read_set(w, b, inside(w, folder, name[i]), is_named, err))
            return false;
        ++*found;
    }
    return true;
}

/* The sets that the files of the folder can use; read once. */
static bool find_beside(struct walk *w, const char *folder, bool is_named,
                        const struct beside **out, unsigned *found, struct err *err)
{
    struct codesets own;
    for (size_t i = 0; i < w->beside.count; i++) {
        struct beside *b = bag_at(&w->beside, i);
        *out = b;
        if (strcmp(b->folder, folder) == 0)
            return true;
    }
    if (!codesets_load(w->arena, NULL, &own, err))
        return false;
    struct beside *b = bag_add(&w->beside);
    *b = (struct beside){folder, shelf_open(w->arena, CODESETS_MOST),
                         ARENA_NEW(w->arena, const struct codeset *, CODESETS_MOST)};
    for (size_t i = 0; i < own.count; i++)
        add_set(b, own.at[i]);
    *out = b;
    const char *sets = inside(w, folder, "codesets");
    return !file_exists(sets) || read_sets(w, b, sets, is_named, found, err);
}

/* ---- measures ---- */

static bool read_measure(struct walk *w, const struct beside *b, const char *path, struct err *err)
{
    struct definition_file file = {.path = path};
    const struct codesets sets = {b->set, b->shelf.count};
    (void)(read_file(w, &file) && definition_parse(w->arena, last_name(path), file.text, &sets,
                                                   &file.definition, &file.err));
    return hand_over(w, &file, err);
}

/* ---- checks: in the folder checks of a folder of measures ---- */

static bool is_of_checks(const char *folder)
{
    return strcmp(last_name(folder), "checks") == 0;
}

/* The measures that a check may name: the folder's, or where one of them is wrong, which is told by
 * itself, the program's. */
static bool find_measures(struct walk *w, const char *folder, struct definitions *out,
                          struct err *err)
{
    struct err wrong = {0};
    return definitions_load(w->arena, folder, out, &wrong) ||
           definitions_load(w->arena, NULL, out, err);
}

static bool read_check(struct walk *w, const struct beside *b, const char *path, struct err *err)
{
    struct definition_file file = {.path = path};
    const struct codesets sets = {b->set, b->shelf.count};
    struct definitions measures;
    const struct check_sources from = {&sets, &measures};
    if (!find_measures(w, b->folder, &measures, err))
        return false;
    (void)(read_file(w, &file) &&
           check_parse(w->arena, last_name(path), file.text, &from, &file.check, &file.err));
    return hand_over(w, &file, err);
}

/* All of a folder; where there is none, none. */
static bool read_checks(struct walk *w, const struct beside *b, const char *folder, unsigned *found,
                        struct err *err)
{
    const char *const *name;
    size_t count;
    if (!file_exists(folder))
        return true;
    if (!list_files(w, folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (shelf_takes(name[i], ".yaml")) {
            if (!read_check(w, b, inside(w, folder, name[i]), err))
                return false;
            ++*found;
        }
    return true;
}

/* ---- rule files: in a folder rules ---- */

static bool is_of_rules(const char *folder)
{
    return strcmp(last_name(folder), "rules") == 0;
}

/* As an instance would take it: whole, or not at all. */
static bool read_rules(struct walk *w, const char *path, struct err *err)
{
    struct definition_file file = {.path = path};
    struct region *region = ARENA_NEW(w->arena, struct region, 1);
    if (read_file(w, &file) &&
        region_read(w->arena, &(struct embedded){str_of(last_name(path)), file.text}, region,
                    &file.err))
        file.region = region;
    return hand_over(w, &file, err);
}

static bool read_rule_folder(struct walk *w, const char *folder, unsigned *found, struct err *err)
{
    const char *const *name;
    size_t count;
    if (!list_files(w, folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (shelf_takes(name[i], ".yaml") || shelf_takes(name[i], ".yml")) {
            if (!read_rules(w, inside(w, folder, name[i]), err))
                return false;
            ++*found;
        }
    return true;
}

/* The folder around it; of a bare name the present one. */
static const char *around(struct walk *w, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    if (len == 0)
        return slash ? "/" : ".";
    return str_cstr(w->arena, (struct str){path, len});
}

/* What only all of them together can show: bands that list each other. */
static bool read_together(struct walk *w, const char *folder, struct err *err)
{
    struct definitions all;
    struct definition_file file = {.path = folder};
    return definitions_load(w->arena, folder, &all, &file.err) || hand_over(w, &file, err);
}

/* A folder of no such files, or a file of no such kind. */
static bool refuse(struct walk *w, const char *path, bool is_folder, struct err *err)
{
    struct definition_file file = {.path = path};
    if (is_folder)
        (void)FAIL(&file.err, ERR_MISSING, "files.none", "%.200s", path);
    else
        (void)FAIL(&file.err, ERR_INVALID, "files.kind", "%.200s", path);
    return hand_over(w, &file, err);
}

static bool read_folder(struct walk *w, const char *folder, struct err *err)
{
    const struct beside *b;
    const char *const *name;
    size_t count;
    unsigned found = 0, measures = 0, wrong = w->counts->wrong;
    if (is_of_checks(folder))
        return find_beside(w, around(w, folder), false, &b, &found, err) &&
               read_checks(w, b, folder, &found, err) &&
               (found > 0 || w->counts->wrong > wrong || refuse(w, folder, true, err));
    if (is_of_rules(folder))
        return read_rule_folder(w, folder, &found, err) &&
               (found > 0 || w->counts->wrong > wrong || refuse(w, folder, true, err));
    if (!find_beside(w, folder, true, &b, &found, err) ||
        !read_sets(w, NULL, folder, true, &found, err) ||
        !list_files(w, folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!shelf_takes(name[i], ".yaml"))
            continue;
        if (!read_measure(w, b, inside(w, folder, name[i]), err))
            return false;
        measures++;
    }
    if (!read_checks(w, b, inside(w, folder, "checks"), &found, err))
        return false;
    if (w->counts->wrong > wrong)
        return true;
    if (found + measures == 0)
        return refuse(w, folder, true, err);
    return measures == 0 || read_together(w, folder, err);
}

static bool read_argument(struct walk *w, const char *path, struct err *err)
{
    struct stat st;
    const struct beside *b;
    unsigned found = 0;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return read_folder(w, path, err);
    if (shelf_takes(last_name(path), ".csv"))
        return read_set(w, NULL, path, true, err);
    const char *folder = around(w, path);
    if (is_of_rules(folder) && shelf_takes(last_name(path), ".yml"))
        return read_rules(w, path, err); /* which says what it should be called */
    if (!shelf_takes(last_name(path), ".yaml"))
        return refuse(w, path, false, err);
    if (is_of_rules(folder))
        return read_rules(w, path, err);
    if (is_of_checks(folder))
        return find_beside(w, around(w, folder), false, &b, &found, err) &&
               read_check(w, b, path, err);
    return find_beside(w, folder, false, &b, &found, err) && read_measure(w, b, path, err);
}

bool definition_files(struct cli *cli, const struct call *call, take_file take, void *state,
                      struct definition_counts *counts, struct err *err)
{
    struct walk w = {.arena = cli->arena,
                     .take = take,
                     .state = state,
                     .beside = BAG_OPEN(cli->arena, struct beside),
                     .counts = counts};
    for (unsigned i = 0; i < call->arguments; i++)
        if (!read_argument(&w, str_cstr(cli->arena, call->argument[i]), err))
            return false;
    return true;
}

bool definition_files_right(const struct definition_counts *counts, struct err *err)
{
    if (counts->wrong == 0)
        return true;
    (void)FAIL(err, ERR_INVALID, "files.wrong", "%u/%u", counts->wrong,
               counts->wrong + counts->right);
    err->kind = counts->worst;
    return false;
}

/* ---- what is said of a wrong one ---- */

/* Of one that could not be read the detail has its path, in which a colon is no place. */
struct place definition_file_place(const struct definition_file *file)
{
    struct str path = str_of(file->path), rest = str_of(file->err.detail);
    if (place_is_shown(&file->err))
        return place_of(&file->err);
    if (str_starts(rest, path))
        rest = (struct str){rest.at + path.len, rest.len - path.len};
    else
        (void)str_cut(&rest, ':');
    if (str_starts(rest, STR(":")))
        rest = (struct str){rest.at + 1, rest.len - 1};
    return (struct place){.why = str_trim(rest)};
}

/* Broken to the width of a terminal; one line where the output is kept. */
static void put_sentence(struct cli *cli, struct sb *out, struct str text)
{
    struct str shown = utf8_shown(cli->arena, text);
    if (isatty(fileno(cli->out)) == 1)
        wrap(out, shown);
    else
        sb_fmt(out, "%.*s\n", STR_FMT(shown));
}

void definition_file_tell(struct cli *cli, struct sb *out, const struct definition_file *file)
{
    struct place p = definition_file_place(file);
    struct err bare = file->err;
    bare.detail[0] = '\0';
    struct sb said = sb_open(cli->arena, 256);
    sb_put(&said, str_of(file->path));
    if (p.line > 0)
        sb_fmt(&said, ":%u", p.line);
    if (p.column > 0)
        sb_fmt(&said, ":%u", p.column);
    sb_fmt(&said, ": %.*s [%s]", STR_FMT(err_message(cli->arena, cli->lang, &bare)),
           file->err.code);
    put_sentence(cli, out, sb_str(&said));
    place_put(out, file->text, &p);
    if (p.why.len > 0)
        put_sentence(cli, out,
                     str_fmt(cli->arena, "  %.*s",
                             STR_FMT(why_of(cli->arena, cli->lang, &file->err, p.why))));
}
