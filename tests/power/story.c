#include "keep.h"

#include "exchange/import.h"
#include "power_sqlite.h"
#include "service/figures/compact.h"
#include "service/figures/warehouse.h"
#include "service/listing/listing.h"
#include "service/load/load_undo.h"
#include "store/load_store.h"
#include "table_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TODAY = 45305 /* 2024-01-15 */, CERTAIN = 256 };

static bool say(char why[static 256], const char *what, const struct err *err)
{
    (void)snprintf(why, 256, "%s: %s %.150s", what, err->code ? err->code : "", err->detail);
    return false;
}

/* ---- files to import ---- */

static void put_places(const char *in, struct random *r)
{
    FILE *f = table_file_open(in, "units");
    (void)fprintf(f, "unit,name,operator,county\n");
    for (unsigned u = 1; u <= 3; u++)
        (void)fprintf(f, "SE0000000000-U%u,Unit %u,%s,23\n", u, (unsigned)random_below(r, 1000),
                      u == 2 ? "external" : "region");
    table_file_close(f);
    f = table_file_open(in, "staff");
    (void)fprintf(f, "staff,surname,profession\n");
    for (unsigned d = 1; d <= 2; d++)
        (void)fprintf(f, "SE0000000000-D%u,Doctor %u,physician\n", d,
                      (unsigned)random_below(r, 1000));
    table_file_close(f);
}

static void put_people(const char *in, struct random *r)
{
    char id[PERSON_ID_TEXT], other[PERSON_ID_TEXT];
    FILE *f = table_file_open(in, "people");
    (void)fprintf(f, "person,sex,city,replaced_by\n");
    for (unsigned p = 0; p < STORY_PERSONS; p++)
        (void)fprintf(f, "%s,%s,City %u,%s\n", table_file_person(p, id), p % 2 ? "F" : "M",
                      (unsigned)random_below(r, 1000),
                      p == 3 && random_below(r, 2) ? table_file_person(4, other) : "");
    table_file_close(f);
}

static void put_listings(const char *in, struct random *r)
{
    char id[PERSON_ID_TEXT];
    FILE *f = table_file_open(in, "listings");
    (void)fprintf(f, "person,unit,from,to,basis\n");
    for (unsigned p = 0; p < STORY_PERSONS; p++)
        if (random_below(r, 3) > 0)
            (void)fprintf(f, "%s,SE0000000000-U%u,202%u-0%u-01,,area\n", table_file_person(p, id),
                          1 + (unsigned)random_below(r, 3), (unsigned)random_below(r, 4),
                          1 + (unsigned)random_below(r, 9));
    table_file_close(f);
}

static unsigned put_contacts(const char *in, struct random *r, const char *key)
{
    char id[PERSON_ID_TEXT];
    unsigned count = 1 + random_below(r, 30);
    FILE *f = table_file_open(in, "contacts");
    (void)fprintf(f, "contact,person,date,unit,staff,profession,form,level\n");
    for (unsigned i = 0; i < count; i++)
        (void)fprintf(f,
                      "%s%u,%s,2023-0%u-%02u,SE0000000000-U%u,SE0000000000-D%u,physician,visit,"
                      "primary\n",
                      key, i, table_file_person(random_below(r, STORY_PERSONS), id),
                      1 + (unsigned)random_below(r, 9), 1 + (unsigned)random_below(r, 28),
                      1 + (unsigned)random_below(r, 3), 1 + (unsigned)random_below(r, 2));
    table_file_close(f);
    return count;
}

static void put_events(const char *in, struct random *r)
{
    char id[PERSON_ID_TEXT];
    FILE *f = table_file_open(in, "diagnoses");
    (void)fprintf(f, "person,date,unit,code\n");
    for (unsigned n = random_below(r, 5); n > 0; n--)
        (void)fprintf(f, "%s,2023-0%u-01,SE0000000000-U1,I10\n",
                      table_file_person(random_below(r, STORY_PERSONS), id),
                      1 + (unsigned)random_below(r, 9));
    table_file_close(f);
}

unsigned story_put_files(const char *in, struct random *r, const char *key, bool all)
{
    static const char *const names[] = {"units",    "staff",    "people",
                                        "listings", "contacts", "diagnoses"};
    char path[256];
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        (void)snprintf(path, sizeof path, "%s/%s.csv", in, names[i]);
        (void)unlink(path);
    }
    if (all) {
        put_places(in, r);
        put_people(in, r);
    }
    put_listings(in, r);
    if (random_below(r, 2))
        put_events(in, r);
    return put_contacts(in, r, key);
}

void story_put_many(const char *in, unsigned contacts)
{
    char id[PERSON_ID_TEXT];
    struct random r = {1};
    (void)story_put_files(in, &r, "many", true);
    FILE *f = table_file_open(in, "contacts");
    (void)fprintf(f, "contact,person,date,unit,staff,profession,form,level\n");
    for (unsigned i = 0; i < contacts; i++)
        (void)fprintf(f,
                      "many%u,%s,2023-10-%02u,SE0000000000-U1,SE0000000000-D1,physician,visit,"
                      "primary\n",
                      i, table_file_person(i % STORY_PERSONS, id), 1 + i % 31);
    table_file_close(f);
}

/* Only some kinds of files, so that loads without a segment and without persons come too. */
static void put_some(const struct story *s, struct random *r, bool first)
{
    char path[256];
    /* Half of the loads correct contacts of the one before. */
    char key[] = {(char)('A' + (random_below(r, 2) ? s->changes : s->changes / 2)), '\0'};
    (void)story_put_files(s->in, r, key, first || s->last_was_undone || random_below(r, 2));
    if (!first && random_below(r, 4) == 0) {
        (void)snprintf(path, sizeof path, "%s/contacts.csv", s->in);
        (void)unlink(path);
    }
}

/* ---- what programs do ---- */

bool story_make(const char *home, const struct files *files, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = home, .files = files};
    bool made = instance_make(a, &options, STR("23"), err);
    arena_close(a);
    return made;
}

/* True when the call succeeds with that outcome. */
static bool import(const struct import_request *request, enum import_outcome wanted,
                   struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct import_report report;
    bool done = import_run(a, request, NULL, &report, err);
    if (done && report.outcome != wanted)
        done = FAIL(err, ERR_INVALID, "import.rejects", "outcome %d", (int)report.outcome);
    arena_close(a);
    return done;
}

bool story_import(const char *home, const char *in, const struct files *files, struct err *err)
{
    struct import_request request = {
        .home = home, .path = &in, .paths = 1, .today = {TODAY}, .again = true, .files = files};
    return import(&request, IMPORT_LANDED, err);
}

static bool load(struct story *s, struct err *err)
{
    struct story_step *step = &s->change[s->changes];
    put_some(s, &s->random, s->changes == 0);
    step->begun = disk_operations(s->disk);
    if (!story_import(s->home, s->in, s->files, err))
        return false;
    step->done = disk_operations(s->disk);
    s->changes++;
    s->last_was_undone = false;
    return true;
}

bool story_undo(const char *home, const struct files *files, bool *done, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = home, .files = files};
    struct instance in;
    int64_t last = 0;
    struct load_undone answer = {.already = true};
    bool good = instance_open(a, &options, &in, err);
    if (good) {
        good = load_last(in.db, &last, err) && load_undo(&in, last, &answer, err);
        instance_close(&in);
    }
    arena_close(a);
    *done = good && !answer.already;
    return good;
}

static bool undo(struct story *s, struct err *err)
{
    struct story_step *step = &s->change[s->changes];
    bool done = false;
    step->begun = disk_operations(s->disk);
    if (!story_undo(s->home, s->files, &done, err))
        return false;
    step->done = disk_operations(s->disk);
    s->changes += done;
    s->last_was_undone = true;
    return true;
}

/* A load that does not land leaves no more than its rejects. */
static bool load_in_vain(struct story *s, struct err *err)
{
    struct random r = s->random;
    put_some(s, &r, true);
    FILE *f = table_file_open(s->in, "people");
    (void)fprintf(f, "person,sex\n180001011234,F\n");
    table_file_close(f);
    struct import_request request = {.home = s->home,
                                     .path = &s->in,
                                     .paths = 1,
                                     .today = {TODAY},
                                     .again = true,
                                     .accept_rejects = random_below(&s->random, 2),
                                     .files = s->files};
    request.dry_run = request.accept_rejects;
    return import(&request, request.dry_run ? IMPORT_DRY : IMPORT_REJECTED, err);
}

bool story_build(const char *home, const struct files *files, struct story_state *out,
                 struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = home, .files = files};
    struct instance in;
    struct warehouse_now now;
    bool done = instance_open(a, &options, &in, err);
    if (done) {
        done = warehouse_open(a, &in, &(struct warehouse_use){0}, &now, err);
        instance_close(&in);
    }
    if (done) {
        out->snapshot = now.snapshot.file.checksum;
        out->contacts = now.snapshot.contacts.count;
        snapshot_close(&now.snapshot);
    }
    arena_close(a);
    return done;
}

bool story_snapshot(struct story *s, struct story_state *out, struct err *err)
{
    struct story_step *step = &s->snapshot[s->snapshots];
    step->begun = disk_operations(s->disk);
    if (!story_build(s->home, s->files, out, err))
        return false;
    step->done = disk_operations(s->disk);
    s->published[++s->snapshots] = out->snapshot;
    return true;
}

/* The segments of all loads become one. */
static bool compact(struct story *s, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = s->home, .files = s->files};
    struct compact_options what = {.keep = random_below(&s->random, 2)};
    struct story_step *step = &s->change[s->changes];
    struct compact_report report = {.nothing = true};
    struct instance in;
    step->begun = disk_operations(s->disk);
    bool done = instance_open(a, &options, &in, err);
    if (done) {
        done = warehouse_compact(&in, &what, &report, err);
        instance_close(&in);
    }
    step->done = disk_operations(s->disk);
    s->changes += done && !report.nothing;
    arena_close(a);
    return done;
}

/* By the rules or not: a refusal is in the access log. */
static bool list_somebody(struct story *s, struct instance *in, struct err *err)
{
    struct listing_answer answer;
    struct listing_request r = {
        .person =
            str_fmt(in->arena, "key:%u", 1 + (unsigned)random_below(&s->random, STORY_PERSONS)),
        .unit = str_fmt(in->arena, "SE0000000000-U%u", 1 + (unsigned)random_below(&s->random, 3)),
        .from = DAY_NONE,
        .actor = {
            .id = STR("os:test"), .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION}};
    struct err why = {0};
    if (listing_list(in->arena, in, &r, &answer, &why) || why.kind == ERR_CONFLICT ||
        why.kind == ERR_DENIED || why.kind == ERR_MISSING)
        return true;
    *err = why;
    return false;
}

/* One act, or some that are committed together, as by who writes for many (service/writer.h). */
static bool act(struct story *s, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct clock clock = {{TODAY}};
    struct instance_options options = {.home = s->home, .clock = &clock, .files = s->files};
    struct story_step *step = &s->change[s->changes];
    unsigned acts = 1 + random_below(&s->random, 4);
    struct instance in;
    bool done = instance_open(a, &options, &in, err);
    if (done) {
        step->begun = disk_operations(s->disk);
        done = acts == 1 || db_group_begin(in.db, err);
        for (unsigned i = 0; done && i < acts; i++)
            done = list_somebody(s, &in, err);
        done = done && (acts == 1 || db_group_commit(in.db, err));
        step->done = disk_operations(s->disk);
        s->changes++;
        instance_close(&in);
    }
    arena_close(a);
    return done;
}

/* Someone who serves keeps the log of the registry from being cleared away when a load has ended;
 * from time to time SQLite moves what stands in it and begins it anew. */
static bool live(struct story *s, struct instance *serving, struct err *err)
{
    struct instance_options options = {.home = s->home, .files = s->files};
    struct story_state built;
    unsigned changes = 2 + random_below(&s->random, STORY_CHANGES_MOST - 2);
    while (s->changes < changes) {
        if (!load(s, err))
            return false;
        if (s->changes < changes && random_below(&s->random, 4) == 0 && !undo(s, err))
            return false;
        if (s->changes < changes && !s->last_was_undone && random_below(&s->random, 3) == 0 &&
            !act(s, err))
            return false;
        if (random_below(&s->random, 4) == 0 && !load_in_vain(s, err))
            return false;
        if (s->changes < changes && random_below(&s->random, 4) == 0 && !compact(s, err))
            return false;
        if (random_below(&s->random, 2) && !story_snapshot(s, &built, err))
            return false;
        if (random_below(&s->random, 3) > 0 && !keep_some(s, err))
            return false;
        if (!serving->db) {
            if (random_below(&s->random, 2) &&
                !instance_open(serving->arena, &options, serving, err))
                return false;
        } else if (random_below(&s->random, 3) == 0) {
            instance_close(serving);
        } else if (random_below(&s->random, 2) &&
                   !db_script(serving->db, "test", STR("PRAGMA wal_checkpoint(PASSIVE)"), err)) {
            return false;
        }
    }
    return story_snapshot(s, &built, err) && keep_some(s, err);
}

/* ---- what must be there afterwards ---- */

/* The state that the disk has at an operation where nothing is lost, looked at beside it. */
static bool look_at_state(const struct story *s, unsigned operation, struct story_state *out,
                          char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct random random = {1};
    struct cut cut = {.operation = operation - 1, .luck = CERTAIN, .random = &random};
    struct image image = disk_cut(s->disk, &cut, a);
    const char *home = str_fmt(a, "%s/home", s->beside).at;
    struct registry_seen seen;
    struct err err = {0};
    image_write(&image, s->beside);
    bool good = registry_look(home, &seen, why) == NULL;
    if (good && !story_build(home, &FILES_POSIX, out, &err) &&
        strcmp(err.code, "warehouse.empty") != 0)
        good = say(why, "a snapshot is built", &err);
    if (good)
        out->registry = seen.rows;
    arena_close(a);
    return good;
}

static bool look_at_states(struct story *s, char why[static 256])
{
    bool good = look_at_state(s, s->made, &s->state[0], why);
    for (unsigned i = 0; good && i < s->changes; i++)
        good = look_at_state(s, s->change[i].done, &s->state[i + 1], why);
    return good;
}

void story_steps(const struct story_step *step, unsigned steps, unsigned operation, unsigned *done,
                 unsigned *begun)
{
    *done = *begun = 0;
    for (unsigned i = 0; i < steps; i++) {
        *done += step[i].done <= operation;
        *begun += step[i].begun <= operation;
    }
}

/* ---- the whole ---- */

static const char *make_folder(const char *under, const char *name, struct arena *a)
{
    const char *path = str_fmt(a, "%s/%s", under, name).at;
    if (mkdir(path, 0700) != 0)
        abort();
    return path;
}

void story_place_open(struct story_place *p, const char *folder, struct arena *a)
{
    *p = (struct story_place){.folder = str_copy(a, str_of(folder)).at};
    if (mkdir(folder, 0700) != 0)
        abort();
    p->disk = disk_open(make_folder(folder, "disk", a));
    p->home = str_fmt(a, "%s/disk/home", folder).at;
    p->in = make_folder(folder, "in", a);
    p->beside = make_folder(folder, "beside", a);
    keep_measures(a, p->measure);
    (void)power_files_table(&p->files, p->disk);
}

void story_place_close(struct story_place *p)
{
    disk_close(p->disk);
    image_write(&(struct image){0}, p->folder);
    (void)rmdir(p->folder);
}

bool story_tell(struct story *s, struct story_place *p, uint64_t seed, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance serving = {.arena = a};
    struct err err = {0};
    *s = (struct story){.disk = p->disk,
                        .files = &p->files.table,
                        .home = p->home,
                        .in = p->in,
                        .beside = p->beside,
                        .random = {seed},
                        .measure = p->measure};
    disk_begin(p->disk, &(struct image){0});
    bool good = story_make(s->home, s->files, &err);
    s->made = disk_operations(s->disk);
    good = good && live(s, &serving, &err);
    if (serving.db)
        instance_close(&serving);
    arena_close(a);
    return good ? look_at_states(s, why) : say(why, "the story", &err);
}
