/* tests/unit/core/scratch.h - a folder for one test, which goes with all that is in it. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H
#include "core/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct scratch {
    struct arena *arena;
    char folder[64];
};

static inline void scratch_remove(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder));) {
        struct arena *a = arena_open(512);
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            scratch_remove(str_fmt(a, "%s/%s", path, e->d_name).at);
        arena_close(a);
    }
    if (folder)
        (void)closedir(folder);
    (void)remove(path);
}

/* As a cmocka setup and teardown: the state is the struct scratch. */
static inline int scratch_setup(void **state)
{
    struct scratch *s = calloc(1, sizeof *s);
    if (!s)
        return -1;
    (void)snprintf(s->folder, sizeof s->folder, "/tmp/kontinua-test-XXXXXX");
    s->arena = arena_open(ARENA_BLOCK);
    *state = s;
    return mkdtemp(s->folder) ? 0 : -1;
}

static inline int scratch_teardown(void **state)
{
    struct scratch *s = *state;
    scratch_remove(s->folder);
    arena_close(s->arena);
    free(s);
    return 0;
}

/* The call failed with that code; the error may be used again. */
#define FAILS(call, expected, e)                                                                   \
    do {                                                                                           \
        assert_false(call);                                                                        \
        assert_string_equal((e)->code, (expected));                                                \
        (e)->kind = ERR_NONE;                                                                      \
    } while (0)

static inline const char *scratch_path(struct scratch *s, const char *name)
{
    return str_cstr(s->arena, str_fmt(s->arena, "%s/%s", s->folder, name));
}

static inline const char *scratch_write(struct scratch *s, const char *name, struct str content)
{
    const char *path = scratch_path(s, name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(content.at, 1, content.len, f) != content.len || fclose(f) != 0)
        abort();
    return path;
}
#endif
