#include "after.h"

#include "core/folder.h"
#include "service/access/access_verify.h"
#include "service/figures/warehouse.h"
#include "service/instance.h"

#include <stdio.h>
#include <string.h>

static bool say(char why[static 256], const char *what, const struct err *err)
{
    (void)snprintf(why, 256, "%s: %s %.150s", what, err->code ? err->code : "", err->detail);
    return false;
}

/* ---- what is found ---- */

static bool find_state(const struct story *s, const char *home, unsigned operation, unsigned *out,
                       char why[static 256])
{
    struct registry_seen seen;
    unsigned done = 0, begun = 0;
    if (registry_look(home, &seen, why))
        return false;
    story_steps(s->change, s->changes, operation, &done, &begun);
    for (unsigned i = done; i <= begun; i++)
        if (s->state[i].registry == seen.rows) {
            *out = i;
            return true;
        }
    for (unsigned i = 0; i <= s->changes; i++)
        if (s->state[i].registry == seen.rows) {
            (void)snprintf(why, 256, "%u changes are there, and %u were done", i, done);
            return false;
        }
    (void)snprintf(why, 256, "the registry is not as after %u changes, nor as after %u", done,
                   begun);
    return false;
}

static bool find_published(const struct story *s, struct arena *a, const struct instance *in,
                           struct after *out, unsigned operation, char why[static 256])
{
    struct warehouse_now now;
    struct err err = {0};
    unsigned done = 0, begun = 0;
    out->published = 0;
    if (warehouse_look(a, in, &now, &err)) {
        out->published = now.snapshot.file.checksum;
        snapshot_close(&now.snapshot);
    } else if (strcmp(err.code, "warehouse.none") != 0) {
        return say(why, "CURRENT", &err);
    }
    story_steps(s->snapshot, s->snapshots, operation, &done, &begun);
    for (unsigned i = done; i <= begun; i++)
        if (s->published[i] == out->published)
            return true;
    (void)snprintf(why, 256, "CURRENT names neither snapshot %u nor %u", done, begun);
    return false;
}

/* Every entry of the access log is sealed, and none is missing. */
static bool find_log(const struct story *s, struct arena *a, const struct instance *in,
                     char why[static 256])
{
    struct access_key key = {{{0}}, {{0}}}; /* before the first entry there is none */
    struct access_verdict v;
    struct err err = {0};
    const char *path = instance_path(in, a, INSTANCE_LOG_KEY);
    if ((file_exists(path) && !access_key_read(s->files, path, &key, &err)) ||
        !access_verify(in->db, &key, NULL, &v, &err))
        return say(why, "the access log", &err);
    if (v.fault == ACCESS_SOUND && v.unsealed == 0)
        return true;
    (void)snprintf(why, 256, "the access log: %s, entry %lld, %lld unsealed",
                   vocab_word(&VOCAB_ACCESS_FAULT, v.fault).at, (long long)v.broken,
                   (long long)v.unsealed);
    return false;
}

bool after_look(const struct story *s, const char *home, unsigned operation, struct after *out,
                char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = home, .files = s->files};
    struct instance in;
    struct err err = {0};
    *out = (struct after){.is_made = instance_open(a, &options, &in, &err)};
    bool good = out->is_made ||
                (operation < s->made && strcmp(err.code, "instance.missing") == 0) ||
                say(why, "the instance", &err);
    if (out->is_made) {
        good = find_state(s, home, operation, &out->state, why) && find_log(s, a, &in, why) &&
               find_published(s, a, &in, out, operation, why) &&
               keep_look(s, a, &in, operation, &out->kept, why);
        instance_close(&in);
    }
    arena_close(a);
    return good;
}

/* ---- going on ---- */

static bool count_names(const char *home, const char *folder, size_t *count)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    const char *const *name = NULL;
    struct err err = {0};
    bool good = folder_list(a, str_fmt(a, "%s/%s", home, folder).at, &name, count, &err);
    arena_close(a);
    return good;
}

static bool check_snapshot(struct story *s, uint32_t contacts, uint64_t checksum,
                           char why[static 256])
{
    struct story_state now = {0};
    struct err err = {0};
    if (!story_snapshot(s, &now, &err))
        return say(why, "a snapshot", &err);
    (void)snprintf(why, 256, "the snapshot has %u contacts, not %u, or other rows",
                   (unsigned)now.contacts, (unsigned)contacts);
    return now.contacts == contacts && (checksum == 0 || now.snapshot == checksum);
}

/* What no load names is gone, no more than three snapshots are kept and those that are held, and no
 * results but theirs. */
static bool check_folders(const struct story *s, const struct registry_seen *seen,
                          char why[static 256])
{
    size_t segments = 0, snapshots = 0, results = 0;
    unsigned held = keep_held(&s->kept[s->keepings]);
    if (!count_names(s->home, INSTANCE_SEGMENTS, &segments) ||
        !count_names(s->home, INSTANCE_SNAPSHOTS, &snapshots) ||
        !count_names(s->home, INSTANCE_RESULTS, &results) || segments != seen->folders ||
        snapshots > 3 + 2 * (size_t)held || results > 3 + (size_t)held) {
        (void)snprintf(why, 256,
                       "%zu folders of segments, not %u, %zu snapshots with %u held, results of "
                       "%zu",
                       segments, seen->folders, snapshots, held, results);
        return false;
    }
    return true;
}

/* Figures are asked for: they are those that counting gives, and kept. */
static bool ask(struct story *s, char why[static 256])
{
    struct err err = {0};
    return keep_ask(s, &err) || say(why, "figures", &err);
}

static bool load_next(struct story *s, struct registry_seen *seen, char why[static 256])
{
    struct err err = {0};
    /* Where there are contacts those whom they are about are known. */
    bool all = s->state[0].contacts == 0;
    unsigned contacts = story_put_files(s->in, &s->random, "next", all);
    s->change[0].begun = disk_operations(s->disk);
    if (!story_import(s->home, s->in, s->files, &err))
        return say(why, "the next load", &err);
    s->change[0].done = disk_operations(s->disk);
    s->changes = 1;
    if (registry_look(s->home, seen, why))
        return false;
    s->state[1] = (struct story_state){seen->rows, 0, s->state[0].contacts + contacts};
    return true;
}

bool after_go_on(const struct story *s, const struct after *found, struct story_place *p,
                 struct story *out, char why[static 256])
{
    struct registry_seen seen;
    struct err err = {0};
    *out = (struct story){.disk = p->disk,
                          .files = &p->files.table,
                          .home = p->home,
                          .in = p->in,
                          .beside = p->beside,
                          .random = s->random,
                          .measure = s->measure};
    out->kept[0] = found->kept.is;
    out->state[0] = s->state[found->state];
    out->published[0] = found->published;
    if (!found->is_made && !story_make(out->home, out->files, &err))
        return say(why, "the instance is made again", &err);
    out->made = found->is_made ? 0 : disk_operations(out->disk);
    return (out->state[0].snapshot == 0 ||
            check_snapshot(out, out->state[0].contacts, out->state[0].snapshot, why)) &&
           ask(out, why) && load_next(out, &seen, why) &&
           check_snapshot(out, out->state[1].contacts, 0, why) && ask(out, why) &&
           check_folders(out, &seen, why);
}
