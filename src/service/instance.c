#include "service/instance.h"

#include "core/folder.h"
#include "core/sb.h"
#include "core/yaml.h"
#include "service/work.h"
#include "store/instance_store.h"
#include "store/migrate.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The registry until it is ready to be one. */
#define REGISTRY_NEW "registry.new"

static const struct files *files_of(const struct instance_options *options)
{
    return options->files ? options->files : &FILES_POSIX;
}

static const char *path_in(struct arena *a, const char *home, const char *name)
{
    return str_cstr(a, str_fmt(a, "%s/%s", home, name));
}

const char *instance_path(const struct instance *in, struct arena *a, const char *fmt, ...)
{
    char name[512];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(name, sizeof name, fmt, ap);
    va_end(ap);
    return path_in(a, in->home, name);
}

static bool read_settings(const struct files *fs, struct arena *a, const char *home,
                          struct str *text, struct err *err)
{
    const char *path = path_in(a, home, INSTANCE_SETTINGS);
    *text = STR("");
    return !file_exists(path) || file_read_all(fs, a, path, YAML_SIZE_MOST, text, err);
}

/* The line `key: value` takes the place of the one that began with the key, or comes last; what
 * else stands in the file, comments too, stays as it is. */
static bool set_setting(const struct files *fs, const char *home, struct str key, struct str value,
                        struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str rest;
    bool good = read_settings(fs, a, home, &rest, err);
    struct sb out = sb_open(a, ARENA_BLOCK / 4);
    while (good && rest.len > 0) {
        struct str line = str_cut(&rest, '\n');
        bool is_key = str_starts(line, key) && line.len > key.len && line.at[key.len] == ':';
        if (!is_key) {
            sb_put(&out, line);
            sb_char(&out, '\n');
        }
    }
    sb_fmt(&out, "%.*s: %.*s\n", STR_FMT(key), STR_FMT(value));
    good = good && file_replace(fs, path_in(a, home, INSTANCE_SETTINGS), sb_str(&out), err);
    arena_close(a);
    return good;
}

/* A failed attempt may have left one; nothing but an attempt reads it. */
static void remove_unfinished(const struct files *fs, struct arena *a, const char *home)
{
    static const char *const names[] = {REGISTRY_NEW, REGISTRY_NEW "-wal", REGISTRY_NEW "-shm",
                                        REGISTRY_NEW "-journal"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        (void)fs->unlink(fs->state, path_in(a, home, names[i]));
}

static bool make_registry(const struct files *fs, struct arena *a, const char *home,
                          struct err *err)
{
    const char *path = path_in(a, home, REGISTRY_NEW);
    struct db *db = NULL;
    unsigned run = 0;
    remove_unfinished(fs, a, home);
    bool made = db_open(path, DB_MAKE, &db, err) && migrate(db, &MIGRATIONS, &run, err);
    db_close(db); /* the last connection: what stood in the WAL is in the file now, or it stands */
    if (made && file_exists(path_in(a, home, REGISTRY_NEW "-wal")))
        made = FAIL(err, ERR_IO, "store.failed", "%.190s", path);
    return made && file_move(fs, path, path_in(a, home, INSTANCE_REGISTRY), err);
}

/* A folder that holds what no instance has is somebody's, be it the machine's own `/` or `/tmp`:
 * nothing is put among it, and nobody is shut out of it. What an attempt left is an instance's. */
static bool check_is_ours(struct arena *a, const char *home, struct err *err)
{
    static const char *const ours[] = {
        INSTANCE_SETTINGS,
        INSTANCE_MEASURES,
        INSTANCE_RULES,
        INSTANCE_LOADS,
        INSTANCE_RESULTS,
        "warehouse",
        "log",
        "lost+found", /* of a disk of its own */
        "lock",       /* of who makes a demo */
    };
    const char *const *name = NULL;
    size_t count = 0;
    if (!file_exists(home))
        return true;
    if (!folder_list(a, home, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool is_ours = str_starts(str_of(name[i]), STR(REGISTRY_NEW)) ||
                       str_starts(str_of(name[i]), STR(INSTANCE_SETTINGS));
        for (size_t k = 0; k < ARRAY_LEN(ours) && !is_ours; k++)
            is_ours = strcmp(name[i], ours[k]) == 0;
        if (!is_ours)
            return FAIL(err, ERR_CONFLICT, "instance.occupied", "%.190s", home);
    }
    return true;
}

static bool make_folders(const struct files *fs, struct arena *a, const char *home, struct err *err)
{
    static const char *const folders[] = {INSTANCE_SEGMENTS, INSTANCE_SNAPSHOTS, INSTANCE_LOADS};
    for (size_t i = 0; i < ARRAY_LEN(folders); i++)
        if (!folder_make(fs, path_in(a, home, folders[i]), err))
            return false;
    return true;
}

static bool find_region(struct arena *a, const char *home, struct str name, struct region *out,
                        struct err *err)
{
    const char *rules = path_in(a, home, INSTANCE_RULES);
    return region_find(a, file_exists(rules) ? rules : NULL, name, out, err);
}

bool instance_make(struct arena *a, const struct instance_options *options, struct str region,
                   struct err *err)
{
    const struct files *fs = files_of(options);
    struct region found;
    if (file_exists(path_in(a, options->home, INSTANCE_REGISTRY)))
        return FAIL(err, ERR_CONFLICT, "instance.exists", "%.190s", options->home);
    if (!find_region(a, options->home, region, &found, err) ||
        !check_is_ours(a, options->home, err) || !folder_make(fs, options->home, err))
        return false;
    (void)chmod(options->home, 0700); /* one that was there may have been open to others */
    return make_folders(fs, a, options->home, err) &&
           set_setting(fs, options->home, STR("region"), found.id, err) &&
           make_registry(fs, a, options->home, err);
}

static bool read_own_settings(struct instance *in, struct err *err)
{
    struct str text;
    const struct yaml *map = NULL;
    if (!read_settings(in->files, in->arena, in->home, &text, err) ||
        !yaml_parse(in->arena, INSTANCE_SETTINGS, text, &map, err))
        return false;
    const struct yaml *name = yaml_get(map, STR("region"));
    if (!name || name->kind != YAML_SCALAR)
        return FAIL(err, ERR_INVALID, "rule.key_missing", YAML_AT "region: jamtland",
                    YAML_PLACE(map));
    const struct yaml *place = yaml_get(map, STR("checkpoint"));
    if (place && place->kind == YAML_SCALAR)
        in->checkpoint = place->text;
    return find_region(in->arena, in->home, name->text, &in->region, err);
}

static bool open_db(struct arena *a, const char *home, struct db **out, struct err *err)
{
    const char *path = path_in(a, home, INSTANCE_REGISTRY);
    if (access(path, F_OK) != 0) /* a home of somebody else is there, though none of it is seen */
        return errno == EACCES ? FAIL(err, ERR_IO, "file.open", "%.190s (EACCES)", home)
                               : FAIL(err, ERR_MISSING, "instance.missing", "%.190s", home);
    struct db *db = NULL;
    bool begun = false;
    if (!db_open(path, DB_OPEN, &db, err))
        return false;
    /* It got its name when it was whole: an empty one has lost what it had. To migrate it would
     * make a new registry, and its first load would clear away the segments that it does not know.
     */
    bool good = migrate_begun(db, &begun, err) &&
                (begun || FAIL(err, ERR_IO, "store.damaged", "%.190s", path));
    if (good)
        *out = db;
    else
        db_close(db);
    return good;
}

bool instance_open(struct arena *a, const struct instance_options *options, struct instance *out,
                   struct err *err)
{
    struct instance in = {.arena = a,
                          .home = str_cstr(a, str_of(options->home)),
                          .files = files_of(options),
                          .clock = options->clock ? *options->clock : (struct clock){DAY_NONE}};
    if (!open_db(a, in.home, &in.db, err))
        return false;
    /* A backup has the folders with something in them that is worth it, and no others. */
    if (!migrate_check(in.db, &MIGRATIONS, err) || !read_own_settings(&in, err) ||
        !instance_fact_get(in.db, STR("demo"), &in.is_demo, err) ||
        !make_folders(in.files, a, in.home, err)) {
        db_close(in.db);
        return false;
    }
    *out = in;
    return true;
}

void instance_close(struct instance *in)
{
    db_close(in->db);
    in->db = NULL;
}

bool instance_db(const struct instance *in, struct db **out, struct err *err)
{
    struct arena *a = arena_open(1024);
    bool opened = open_db(a, in->home, out, err);
    arena_close(a);
    return opened;
}

struct day instance_today(const struct instance *in)
{
    return clock_today(&in->clock);
}

static bool record_demo(struct instance *in, struct err *err)
{
    struct work w;
    if (!work_begin(in->db, STR("demo"), &w, err))
        return false;
    if (!instance_fact_set(w.db, STR("demo"), STR("yes"), err)) {
        work_abandon(&w);
        return false;
    }
    return work_commit(&w, err);
}

bool instance_make_demo(struct instance *in, struct day today, struct err *err)
{
    char text[DAY_TEXT];
    if (!record_demo(in, err) ||
        !set_setting(in->files, in->home, STR("today"), day_format(today, text), err))
        return false;
    in->is_demo = true;
    in->clock.today = today;
    return true;
}

bool instance_migrate(struct arena *a, const struct instance_options *options, unsigned *run,
                      struct err *err)
{
    struct db *db = NULL;
    bool done = open_db(a, options->home, &db, err) && migrate(db, &MIGRATIONS, run, err);
    db_close(db);
    return done;
}
