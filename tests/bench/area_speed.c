/* How long it takes to list everybody by area, from the asking to the commit: facts, plan, rows,
 * effects, events, messages, access log; and the preview.
 *
 *     area_speed HOME       an instance that may be written to: nobody there is listed afterwards
 *                           but by area
 *
 * All that is stated of listings and named contacts is taken back first. Prints the persons and the
 * seconds of each, on the clock, once: what is listed cannot be listed again. */
#include "core/clock.h"
#include "service/listing/passive_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static void must(bool done, const char *what, const char *why)
{
    if (done)
        return;
    (void)fprintf(stderr, "area_speed: %s %s\n", what, why);
    exit(1);
}

static const char NOBODY_LISTED[] =
    "BEGIN;"
    "INSERT INTO change SELECT max(position) + 1, max(recorded_at), 'bench', 'os:bench' FROM "
    "change;"
    "UPDATE listing_stated SET superseded = (SELECT max(position) FROM change) WHERE superseded IS "
    "NULL;"
    "UPDATE named_contact_stated SET superseded = (SELECT max(position) FROM change) WHERE "
    "superseded IS NULL;"
    "DELETE FROM named_contact_effect; DELETE FROM listing_effect;"
    "UPDATE unit_stated SET cap = NULL;"
    "COMMIT";

static void take_listings_back(struct arena *a, const char *home)
{
    sqlite3 *db = NULL;
    must(sqlite3_open(str_fmt(a, "%s/registry.db", home).at, &db) == SQLITE_OK, home,
         "cannot be opened");
    must(sqlite3_exec(db, NOBODY_LISTED, NULL, NULL, NULL) == SQLITE_OK, "listings",
         sqlite3_errmsg(db));
    (void)sqlite3_close(db);
}

static double list_all(struct instance *in, bool dry_run, int64_t *listed)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct passive_all_request request = {
        .actor = {.id = STR("os:bench"), .purpose = PURPOSE_ADMINISTRATION}, .dry_run = dry_run};
    struct passive_all_answer answer;
    struct err err = {0};
    int64_t begin = clock_monotonic_us();
    bool done = passive_all(a, in, &request, &answer, &err);
    double seconds = (double)(clock_monotonic_us() - begin) / 1e6;
    must(done, err.code, err.detail);
    *listed = answer.verdict[PASSIVE_LISTED];
    arena_close(a);
    return seconds;
}

int main(int argc, char **argv)
{
    must(argc == 2, "HOME", "is missing");
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    struct err err = {0};
    int64_t listed = 0;
    take_listings_back(a, argv[1]);
    bool done = instance_open(a, &(struct instance_options){.home = argv[1]}, &in, &err);
    must(done, err.code, err.detail);
    double preview = list_all(&in, true, &listed), all = list_all(&in, false, &listed);
    (void)printf("persons %lld\n"
                 "preview: %.1f s\n"
                 "listed:  %.1f s\n",
                 (long long)listed, preview, all);
    instance_close(&in);
    arena_close(a);
    return 0;
}
