/* Someone who has the published table, knows which units belong where, and adds and subtracts:
 * another method than the one that the product uses, over sums that it does not list. The control
 * is the same table with nothing but the small cells masked, where it must succeed. */
#include "publish/suppression.h"

#include "usual_suppression.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { UNITS = 12, MUNICIPALITIES = 4, OPERATORS = 2, COUNTIES = 2, CELLS = 20, SUMS = 24 };
static const int FIRST_MUNICIPALITY = UNITS, FIRST_OPERATOR = UNITS + MUNICIPALITIES,
                 FIRST_COUNTY = UNITS + MUNICIPALITIES + OPERATORS;
static const char *const NAME[CELLS] = {"a", "b", "c",      "d",        "e",  "f", "g",
                                        "h", "i", "j",      "k",        "l",  "1", "2",
                                        "3", "4", "region", "external", "23", "24"};
static const char *const LEVEL[] = {"unit", "municipality", "operator", "county"};

static uint64_t next(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

struct world {
    int64_t n[CELLS], d[CELLS];
    int part[CELLS][3]; /* of a unit: municipality, operator, county; of a municipality: county */
};

static int level_of(int cell)
{
    return cell < FIRST_MUNICIPALITY ? 0 : cell < FIRST_OPERATOR ? 1 : cell < FIRST_COUNTY ? 2 : 3;
}

static struct world world_of(uint64_t seed)
{
    struct world w = {{0}, {0}, {{0}}};
    for (int m = FIRST_MUNICIPALITY; m < FIRST_OPERATOR; m++)
        w.part[m][0] = FIRST_COUNTY + (next(&seed) % 4 == 0);
    for (int u = 0; u < UNITS; u++) {
        w.d[u] = (int64_t)(next(&seed) % 120);
        int64_t most = next(&seed) % 3 == 0 ? 6 : w.d[u];
        w.n[u] = most > 0 ? (int64_t)(next(&seed) % (uint64_t)(most + 1)) : 0;
        if (w.n[u] > w.d[u])
            w.n[u] = w.d[u];
        w.part[u][0] = FIRST_MUNICIPALITY + (int)(next(&seed) % MUNICIPALITIES);
        w.part[u][1] = FIRST_OPERATOR + (int)(next(&seed) % OPERATORS);
        w.part[u][2] = w.part[w.part[u][0]][0];
        for (int k = 0; k < 3; k++) {
            w.n[w.part[u][k]] += w.n[u];
            w.d[w.part[u][k]] += w.d[u];
        }
    }
    return w;
}

/* Every sum an outsider can think of, as rows of coefficients: units in each larger cell,
 * municipalities in their county, operators and counties against each other. */
static int sums_of(const struct world *w, double sum[SUMS][CELLS])
{
    int rows = 0;
    for (int total = FIRST_MUNICIPALITY; total < CELLS; total++, rows++) {
        sum[rows][total] = -1;
        for (int u = 0; u < UNITS; u++)
            for (int k = 0; k < 3; k++)
                if (w->part[u][k] == total)
                    sum[rows][u] = 1;
    }
    for (int county = FIRST_COUNTY; county < CELLS; county++, rows++) {
        sum[rows][county] = -1;
        for (int m = FIRST_MUNICIPALITY; m < FIRST_OPERATOR; m++)
            if (w->part[m][0] == county)
                sum[rows][m] = 1;
    }
    for (int i = FIRST_OPERATOR; i < CELLS; i++)
        sum[rows][i] = i < FIRST_COUNTY ? 1 : -1;
    return rows + 1;
}

static int rank_of(double at[SUMS + 1][CELLS], int rows)
{
    int rank = 0;
    for (int c = 0; c < CELLS && rank < rows; c++) {
        int best = rank;
        for (int r = rank; r < rows; r++)
            if (fabs(at[r][c]) > fabs(at[best][c]))
                best = r;
        if (fabs(at[best][c]) < 1e-9)
            continue;
        for (int k = 0; k < CELLS; k++) {
            double held = at[rank][k];
            at[rank][k] = at[best][k];
            at[best][k] = held;
        }
        for (int r = rank + 1; r < rows; r++) {
            double factor = at[r][c] / at[rank][c];
            for (int k = 0; k < CELLS; k++)
                at[r][k] -= factor * at[rank][k];
        }
        rank++;
    }
    return rank;
}

/* How many hidden cells follow from the rest: those that, asked for alone, add nothing new. */
static int computable(const struct world *w, const bool hidden[CELLS])
{
    double sum[SUMS][CELLS] = {{0}};
    int rows = sums_of(w, sum), found = 0;
    for (int x = 0; x < CELLS; x++) {
        if (!hidden[x])
            continue;
        double without[SUMS + 1][CELLS] = {{0}}, with[SUMS + 1][CELLS] = {{0}};
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < CELLS; c++)
                without[r][c] = with[r][c] = hidden[c] ? sum[r][c] : 0;
        with[rows][x] = 1;
        found += rank_of(with, rows + 1) == rank_of(without, rows);
    }
    return found;
}

static bool is_small(const struct world *w, int cell)
{
    return w->d[cell] > 0 && (w->d[cell] < 15 || w->n[cell] < 5 || w->d[cell] - w->n[cell] < 5);
}

/* How many sums are shown and leave little for their hidden units together. */
static int telling_rests(const struct world *w, const bool hidden[CELLS])
{
    int found = 0;
    for (int total = FIRST_MUNICIPALITY; total < CELLS; total++) {
        struct world rest = {{0}, {0}, {{0}}};
        for (int u = 0; u < UNITS; u++)
            for (int k = 0; k < 3; k++)
                if (w->part[u][k] == total && hidden[u]) {
                    rest.n[0] += w->n[u];
                    rest.d[0] += w->d[u];
                }
        found += !hidden[total] && is_small(&rest, 0);
    }
    return found;
}

static struct published_table *publish(struct arena *a, const struct world *w)
{
    struct unpublished_cell *cell = ARENA_NEW(a, struct unpublished_cell, CELLS);
    struct unit_place *place = ARENA_NEW(a, struct unit_place, UNITS);
    for (int i = 0; i < CELLS; i++)
        cell[i] = (struct unpublished_cell){.level = str_of(LEVEL[level_of(i)]),
                                            .id = str_of(NAME[i]),
                                            .period = STR("2023-12"),
                                            .absence = w->d[i] == 0 ? ABSENCE_INV : ABSENCE_NONE,
                                            .numerator = w->n[i],
                                            .denominator = w->d[i]};
    for (int u = 0; u < UNITS; u++)
        place[u] = (struct unit_place){str_of(NAME[u]), str_of(NAME[w->part[u][1]]),
                                       str_of(NAME[w->part[u][0]]), str_of(NAME[w->part[u][2]])};
    struct unpublished_table table = {.measure = STR("m"),
                                      .kind = CELL_RATIO,
                                      .cell = cell,
                                      .count = CELLS,
                                      .place = place,
                                      .places = UNITS};
    return suppress(a, &USUAL_SUPPRESSION, &table);
}

static void nothing_hidden_can_be_computed(void **state)
{
    (void)state;
    enum { TABLES = 4000 };
    struct arena *a = arena_open(ARENA_BLOCK);
    int control = 0, telling = 0, masked = 0, small = 0;
    for (uint64_t seed = 1; seed <= TABLES; seed++, arena_reset(a)) {
        struct world w = world_of(seed);
        struct published_table *t = publish(a, &w);
        bool hidden[CELLS], only_small[CELLS];
        for (int i = 0; i < CELLS; i++) {
            enum absence absence = published_absence(published_at(t, (size_t)i));
            assert_int_equal(absence == ABSENCE_INV, w.d[i] == 0);
            hidden[i] = absence == ABSENCE_MSK;
            only_small[i] = is_small(&w, i);
            assert_true(hidden[i] || !only_small[i]);
            masked += hidden[i];
            small += only_small[i];
        }
        if (computable(&w, hidden) > 0 || telling_rests(&w, hidden) > 0)
            fail_msg("seed %u", (unsigned)seed);
        control += computable(&w, only_small);
        telling += telling_rests(&w, only_small);
    }
    assert_true(control > TABLES / 10 && telling > TABLES / 10);
    print_message("# %d small cells, %d of them computable if masked alone; %d masked\n", small,
                  control, masked);
    arena_close(a);
}

static void where_nothing_is_small_nothing_is_masked(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    for (uint64_t seed = 1; seed <= 200; seed++, arena_reset(a)) {
        struct world w = world_of(seed);
        for (int i = 0; i < CELLS; i++) {
            w.n[i] = 50;
            w.d[i] = 100;
        }
        struct published_table *t = publish(a, &w);
        for (int i = 0; i < CELLS; i++)
            assert_int_equal(published_absence(published_at(t, (size_t)i)), ABSENCE_NONE);
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_hidden_can_be_computed),
        cmocka_unit_test(where_nothing_is_small_nothing_is_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
