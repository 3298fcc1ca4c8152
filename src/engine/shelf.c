#include "engine/shelf.h"

#include <string.h>

struct shelf shelf_open(struct arena *a, size_t most)
{
    return (struct shelf){ARENA_NEW(a, struct str, most), ARENA_NEW(a, const void *, most), 0,
                          most};
}

bool shelf_put(struct shelf *s, struct str name, const void *what)
{
    size_t i = 0;
    while (i < s->count && !str_eq(s->name[i], name))
        i++;
    if (i == s->most)
        return false;
    s->name[i] = name;
    s->at[i] = what;
    s->count += i == s->count;
    return true;
}

bool shelf_takes(const char *name, const char *ending)
{
    size_t len = strlen(name), tail = strlen(ending);
    return len > tail && name[0] != '.' && strcmp(name + len - tail, ending) == 0;
}

static bool read_folder(struct arena *a, const struct shelf_files *files, struct err *err)
{
    const char *const *name;
    size_t count;
    if (!folder_list(a, files->folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!shelf_takes(name[i], files->ending))
            continue;
        const char *path = str_cstr(a, str_fmt(a, "%s/%s", files->folder, name[i]));
        struct str text;
        if (!file_read_all(&FILES_POSIX, a, path, files->size_most, &text, err) ||
            !files->take(files->state, name[i], text, err))
            return false;
    }
    return true;
}

bool shelf_read(struct arena *a, const struct shelf_files *files, struct err *err)
{
    for (unsigned i = 0; i < files->own->count; i++) {
        const struct embedded *file = &files->own->file[i];
        if (!files->take(files->state, str_cstr(a, file->name), file->bytes, err))
            return false;
    }
    return !files->folder || read_folder(a, files, err);
}
