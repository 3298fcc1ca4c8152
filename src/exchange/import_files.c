#include "exchange/import_files.h"

#include "exchange/unpack.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file's place on the disk tells whether it was found before. */
struct seen {
    struct found_file file;
    dev_t device;
    ino_t inode;
};
struct finding {
    struct arena *arena;
    struct seen *seen;
    unsigned count, room;
    bool any; /* of the path that is being looked through: an import file */
};

static bool ends_in(struct str s, struct str end)
{
    return s.len >= end.len && str_eq((struct str){s.at + s.len - end.len, end.len}, end);
}

/* What the name says: the table, which is TABLE_COUNT where it is no import file's. */
static void know_by_name(struct found_file *file)
{
    struct str name = str_of(file->name), plain;
    file->table = TABLE_COUNT;
    file->resource = FHIR_RESOURCES;
    file->packed = packing_of(name, &plain) != PACKING_NONE;
    if (ends_in(plain, STR(".ndjson"))) {
        file->fhir = fhir_type_of_name(name);
        file->resource = fhir_resource_of_type(file->fhir);
        if (file->resource != FHIR_RESOURCES)
            name = str_of(fhir_table(file->resource));
    } else if (!ends_in(plain, STR(".csv"))) {
        return;
    }
    size_t end = 0; /* the table is the name up to its first `-` or `.`: "contacts-2023-10.csv" */
    while (end < name.len && name.at[end] != '-' && name.at[end] != '.')
        end++;
    if (!table_find((struct str){name.at, end}, &file->table))
        file->table = TABLE_COUNT;
}

static bool was_seen(const struct finding *f, const struct stat *s)
{
    for (unsigned i = 0; i < f->count; i++)
        if (f->seen[i].device == s->st_dev && f->seen[i].inode == s->st_ino)
            return true;
    return false;
}

static void add_file(struct finding *f, const char *path, const struct stat *s)
{
    const char *slash = strrchr(path, '/');
    struct found_file file = {
        .path = path, .name = slash ? slash + 1 : path, .size = (uint64_t)s->st_size};
    know_by_name(&file);
    f->any = f->any || file.table != TABLE_COUNT;
    if (was_seen(f, s))
        return;
    if (f->count == f->room) {
        struct seen *grown = ARENA_NEW(f->arena, struct seen, f->room * 2 + 16);
        if (f->count > 0)
            memcpy(grown, f->seen, f->count * sizeof *grown);
        f->seen = grown;
        f->room = f->room * 2 + 16;
    }
    f->seen[f->count++] = (struct seen){file, s->st_dev, s->st_ino};
}

static bool look_at(const char *path, struct stat *s, struct err *err)
{
    if (stat(path, s) == 0)
        return true;
    if (errno == ENOENT || errno == ENOTDIR)
        return FAIL(err, ERR_MISSING, "file.missing", "%.190s", path);
    return FAIL(err, ERR_IO, "file.open", "%.190s", path);
}

static bool add_entry(struct finding *f, const char *folder, const char *name, struct err *err)
{
    size_t len = strlen(folder);
    const char *between = len > 0 && folder[len - 1] == '/' ? "" : "/";
    const char *path = str_cstr(f->arena, str_fmt(f->arena, "%s%s%s", folder, between, name));
    struct stat s;
    if (!look_at(path, &s, err))
        return false;
    if (S_ISREG(s.st_mode))
        add_file(f, path, &s);
    return true;
}

static bool add_folder(struct finding *f, const char *folder, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return FAIL(err, ERR_IO, "file.open", "%.190s", folder);
    bool good = true;
    errno = 0;
    for (struct dirent *e; good && (e = readdir(dir)); errno = 0)
        good = e->d_name[0] == '.' || add_entry(f, folder, e->d_name, err);
    if (good && errno != 0)
        good = FAIL(err, ERR_IO, "file.read", "%.190s", folder);
    (void)closedir(dir);
    return good;
}

static int by_table_and_name(const void *a, const void *b)
{
    const struct found_file *x = &((const struct seen *)a)->file;
    const struct found_file *y = &((const struct seen *)b)->file;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    int by_name = strcmp(x->name, y->name);
    return by_name != 0 ? by_name : strcmp(x->path, y->path);
}

static bool add_path(struct finding *f, const char *path, struct err *err)
{
    struct stat s;
    if (!look_at(path, &s, err))
        return false;
    f->any = false;
    if (S_ISDIR(s.st_mode) && !add_folder(f, path, err))
        return false;
    if (S_ISREG(s.st_mode)) /* a pipe can be read only once */
        add_file(f, path, &s);
    return f->any || FAIL(err, ERR_INVALID, "import.file", "%.190s", path);
}

/* Files of two folders may have one name. */
static const char *shown(const struct found_file *files, unsigned count, unsigned of)
{
    for (unsigned i = 0; i < count; i++)
        if (i != of && strcmp(files[i].name, files[of].name) == 0)
            return files[of].path;
    return files[of].name;
}

bool import_find_files(struct arena *a, const struct import_request *request,
                       const struct found_file **out, unsigned *count, struct err *err)
{
    struct finding f = {.arena = a};
    for (unsigned i = 0; i < request->paths; i++)
        if (!add_path(&f, request->path[i], err))
            return false;
    if (f.count > 0)
        qsort(f.seen, f.count, sizeof *f.seen, by_table_and_name);
    struct found_file *files = ARENA_NEW(a, struct found_file, f.count);
    for (unsigned i = 0; i < f.count; i++)
        files[i] = f.seen[i].file;
    for (unsigned i = 0; i < f.count; i++)
        files[i].shown = shown(files, f.count, i);
    *out = files;
    *count = f.count;
    return true;
}
