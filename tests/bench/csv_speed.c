/* How fast core/csv reads a file of contacts, beside plain read() into a buffer of the same size.
 *
 *     csv_speed [FILE]      without one, a file of 256 MiB of made-up rows is used
 *
 * Prints bytes a second of both and their ratio: the best of five rounds each. */
#include "core/clock.h"
#include "core/csv.h"
#include "core/files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROUNDS = 5, CHUNK = 1024 * 1024 };
static const uint64_t SIZE = UINT64_C(256) * 1024 * 1024;

static bool fd_read(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    ssize_t n = read(*(int *)state, to, room);
    if (n < 0)
        return FAIL(err, ERR_IO, "file.read", "bench");
    *got = (size_t)n;
    return true;
}

static bool make(struct arena *a, const char *path, struct err *err)
{
    struct file_out *f = NULL;
    if (!file_out_open(&FILES_POSIX, a, path, &f, err))
        return false;
    bool good = true;
    static const char head[] = "contact,person,date,unit,staff,profession,form,level,assessed,"
                               "problem,sought_on,booking\n";
    good = file_out_write(f, head, sizeof head - 1, err);
    for (unsigned i = 0; good && file_out_size(f) < SIZE; i++) {
        struct str row = str_fmt(a,
                                 "c%09u,1818%02u%02u%04u,2023-%02u-%02uT%02u:%02u,"
                                 "SE0000000000-E%05u,SE0000000000-P%06u,physician,visit,primary,"
                                 "yes,new,2023-%02u-%02u,booked\n",
                                 i, i % 12 + 1, i % 28 + 1, i % 10000, i % 12 + 1, i % 28 + 1,
                                 i % 24, i % 60, i % 28, i % 400, i % 12 + 1, i % 28 + 1);
        good = file_out_write(f, row.at, row.len, err);
    }
    good = good && file_out_commit(f, err);
    file_out_discard(f);
    return good;
}

static uint64_t plain(const char *path)
{
    static char buffer[CHUNK];
    uint64_t sum = 0;
    int fd = open(path, O_RDONLY);
    for (ssize_t n; fd >= 0 && (n = read(fd, buffer, sizeof buffer)) > 0;)
        sum += (uint64_t)n;
    (void)close(fd);
    return sum;
}

static uint64_t parsed(const char *path, uint64_t *rows, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    int fd = open(path, O_RDONLY);
    struct byte_source source = {.state = &fd, .name = path, .read = fd_read};
    struct csv *csv = NULL;
    uint64_t sum = 0;
    if (csv_open(a, source, &csv, err)) {
        struct csv_row row;
        *rows = 0;
        while (csv_next(csv, &row, err) == CSV_ROW) {
            ++*rows;
            sum += row.field[row.count - 1].len;
        }
        sum = csv_bytes(csv);
    }
    (void)close(fd);
    arena_close(a);
    return sum;
}

int main(int argc, char **argv)
{
    const char *made = "csv_speed.tmp.csv", *path = argc > 1 ? argv[1] : made;
    struct err err = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    bool good = argc > 1 || make(a, made, &err);
    double best_plain = 0, best_parsed = 0;
    uint64_t rows = 0;
    for (int i = 0; good && i < ROUNDS; i++) {
        int64_t t0 = clock_monotonic_us();
        uint64_t n = plain(path);
        int64_t t1 = clock_monotonic_us();
        uint64_t m = parsed(path, &rows, &err);
        int64_t t2 = clock_monotonic_us();
        good = err.kind == ERR_NONE && n == m && n > 0;
        double p = (double)n / (double)(t1 - t0), q = (double)m / (double)(t2 - t1);
        best_plain = p > best_plain ? p : best_plain;
        best_parsed = q > best_parsed ? q : best_parsed;
    }
    if (argc == 1)
        (void)unlink(made);
    arena_close(a);
    if (!good) {
        fprintf(stderr, "csv_speed: %s %s\n", err.code ? err.code : "", err.detail);
        return EXIT_FAILURE;
    }
    printf("rows %llu, read() %.0f MB/s, csv %.0f MB/s, ratio %.2f\n", (unsigned long long)rows,
           best_plain, best_parsed, best_plain / best_parsed);
    return EXIT_SUCCESS;
}
