/* How fast the access log is verified, beside reading its rows and doing nothing with them.
 *
 *     access_log_speed HOME [ENTRIES]     HOME is made; a million entries if nothing is said
 *
 * Prints the seconds of processor time of writing with seals, of plain reading and of verifying,
 * the least of five rounds in turns, and the ratio of the last two. */
#include "service/access/access_log.h"
#include "service/access/access_verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5 };

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool done, const struct err *err)
{
    if (done)
        return;
    fprintf(stderr, "access_log_speed: %s %s\n", err->code, err->detail);
    exit(1);
}

static struct access_entry entry_of(struct arena *a, int64_t i)
{
    return (struct access_entry){
        .at = {1700000000000000 + i * 1000},
        .actor = {.id = str_fmt(a, "SE0000000000-P%05d", (int)(i % 3000)),
                  .role = ROLE_STAFF,
                  .unit = str_fmt(a, "SE0000000000-E%04d", (int)(i % 28)),
                  .purpose = PURPOSE_CARE},
        .act = STR("explain"),
        .person = i % 133599 + 1,
        .about = str_fmt(a, "measure=Ko05L unit=SE0000000000-E%04d", (int)(i % 28)),
        .count = -1};
}

/* A thousand are one act. */
static void fill(struct instance *in, int64_t entries)
{
    enum { ACT = 1000 };
    struct err err = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    must(db_begin(in->db, DB_WRITE, &err), &err);
    for (int64_t i = 1; i <= entries;) {
        struct access_entry *entry = ARENA_NEW(a, struct access_entry, ACT);
        size_t count = 0;
        while (count < ACT && i <= entries)
            entry[count++] = entry_of(a, i++);
        must(access_log_acts(in, in->db, entry, count, &err), &err);
        arena_reset(a);
    }
    must(db_commit(in->db, &err), &err);
    arena_close(a);
}

static bool look(void *state, const struct access_row *row, struct err *err)
{
    (void)err;
    *(int64_t *)state += row->entry.person;
    return true;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct instance in;
    struct access_key key;
    double reading = 1e9, verifying = 1e9;
    int64_t entries = argc > 2 ? strtoll(argv[2], NULL, 10) : 1000000;
    if (argc < 2) {
        fprintf(stderr, "usage: access_log_speed HOME [ENTRIES]\n");
        return 2;
    }
    struct instance_options options = {.home = argv[1]};
    must(instance_make(a, &options, STR("23"), &err), &err);
    must(instance_open(a, &options, &in, &err), &err);
    double began = seconds();
    fill(&in, entries);
    double writing = seconds() - began;
    must(access_key_read(&FILES_POSIX, instance_path(&in, a, INSTANCE_LOG_KEY), &key, &err), &err);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t sum = 0;
        struct access_verdict v;
        began = seconds();
        must(access_log_each(in.db, (struct access_reader){&sum, look}, &err), &err);
        double took = seconds() - began;
        reading = took < reading ? took : reading;
        began = seconds();
        must(access_verify(in.db, &key, NULL, &v, &err), &err);
        took = seconds() - began;
        verifying = took < verifying ? took : verifying;
        if (v.fault != ACCESS_SOUND || v.sealed != entries)
            return 1;
    }
    printf("%lld entries: written and sealed %.2f s, read %.2f s, verified %.2f s, %.2f times\n",
           (long long)entries, writing, reading, verifying, verifying / reading);
    instance_close(&in);
    arena_close(a);
    return 0;
}
