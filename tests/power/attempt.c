#include "attempt.h"

#include "service/figures/warehouse.h"
#include "service/instance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *path_in(struct attempt *t, const char *name)
{
    const char *path = str_fmt(t->arena, "%s/%s", t->folder, name).at;
    if (mkdir(path, 0700) != 0)
        abort();
    return path;
}

/* The state of the home, and the snapshot of it. */
static bool look(struct attempt *t, struct story_state *out)
{
    char why[256];
    struct registry_seen seen;
    struct err err = {0};
    if (registry_look(t->home, &seen, why)) {
        fprintf(stderr, "attempt: %s\n", why);
        return false;
    }
    out->registry = seen.rows;
    return story_build(t->home, &FILES_POSIX, out, &err);
}

bool attempt_open(struct attempt *t, unsigned contacts)
{
    char folder[] = "/dev/shm/kontinua-attempt-XXXXXX", other[] = "/tmp/kontinua-attempt-XXXXXX";
    struct random r = {7};
    struct err err = {0};
    const char *made = mkdtemp(folder);
    *t = (struct attempt){.arena = arena_open(4 * 1024 * 1024)};
    if (!made && !(made = mkdtemp(other)))
        return false;
    t->folder = str_copy(t->arena, str_of(made)).at;
    t->home = path_in(t, "home");
    t->in = path_in(t, "in");
    t->next = path_in(t, "next");
    t->told =
        mmap(NULL, sizeof *t->told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (t->told == MAP_FAILED)
        return false;
    t->next_contacts = story_put_files(t->next, &r, "next", true);
    (void)story_put_files(t->in, &r, "first", true);
    if (!story_make(t->home, &FILES_POSIX, &err) ||
        !story_import(t->home, t->in, &FILES_POSIX, &err) || !look(t, &t->old))
        return false;
    t->image = image_read(t->home, t->arena);
    story_put_many(t->in, contacts);
    return attempt_work(t, &FILES_POSIX) && look(t, &t->new) && t->new.contacts > t->old.contacts;
}

void attempt_close(struct attempt *t)
{
    image_write(&(struct image){0}, t->folder);
    (void)rmdir(t->folder);
    (void)munmap(t->told, sizeof *t->told);
    arena_close(t->arena);
}

void attempt_begin(struct attempt *t)
{
    image_write(&t->image, t->home);
    *t->told = (struct attempt_told){0};
}

bool attempt_work(struct attempt *t, const struct files *files)
{
    struct story_state built = {0};
    struct err err = {0};
    t->told->landed = story_import(t->home, t->in, files, &err);
    if (err.kind != ERR_NONE)
        return false;
    t->told->built = story_build(t->home, files, &built, &err);
    return t->told->built;
}

/* CURRENT names the old snapshot or the new one, whole. */
static bool check_current(struct attempt *t, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = t->home};
    struct instance in;
    struct warehouse_now now;
    struct err err = {0};
    bool good = instance_open(a, &options, &in, &err);
    if (good) {
        good = warehouse_look(a, &in, &now, &err);
        instance_close(&in);
    }
    if (good) {
        uint64_t checksum = now.snapshot.file.checksum;
        good = checksum == t->new.snapshot || (checksum == t->old.snapshot && !t->told->built);
        (void)snprintf(why, 256, "CURRENT names another snapshot");
        snapshot_close(&now.snapshot);
    } else {
        (void)snprintf(why, 256, "CURRENT: %s %.150s", err.code, err.detail);
    }
    arena_close(a);
    return good;
}

bool attempt_check(struct attempt *t, char why[static 256])
{
    struct registry_seen seen;
    struct story_state now = {0};
    struct err err = {0};
    if (registry_look(t->home, &seen, why))
        return false;
    bool is_new = seen.rows == t->new.registry;
    if (!is_new && (seen.rows != t->old.registry || t->told->landed)) {
        (void)snprintf(why, 256, "%s",
                       seen.rows == t->old.registry
                           ? "a load that had landed is not there"
                           : "the registry is neither the old nor the new one");
        return false;
    }
    if (!check_current(t, why))
        return false;
    uint32_t contacts = (is_new ? t->new.contacts : t->old.contacts) + t->next_contacts;
    if (!story_import(t->home, t->next, &FILES_POSIX, &err) ||
        !story_build(t->home, &FILES_POSIX, &now, &err)) {
        (void)snprintf(why, 256, "the next load: %s %.150s", err.code, err.detail);
        return false;
    }
    (void)snprintf(why, 256, "%u contacts after the next load, not %u", (unsigned)now.contacts,
                   (unsigned)contacts);
    return now.contacts == contacts;
}
