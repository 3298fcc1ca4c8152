/* Tables that do not come. */
#include "domain/oddities_parts.h"

static bool goes_on(const struct load_tables *now, const struct load_tables *before, unsigned count,
                    unsigned table)
{
    struct day until = now->of[table].until;
    for (unsigned i = 0; i < count; i++)
        if (before[i].of[table].rows > 0 && before[i].of[table].until.n >= until.n)
            return false;
    return true;
}

/* What days have to do with the load: none of its tables has any, some go on where all loads before
 * ended, or all lie among days that were loaded before. */
enum ground { GROUND_NONE, GROUND_NEW, GROUND_OLD };

static enum ground ground_of(const struct load_tables *now, const struct load_tables *before,
                             unsigned count)
{
    enum ground ground = GROUND_NONE;
    for (unsigned t = 0; t < TABLE_COUNT; t++) {
        if (now->of[t].rows == 0 || !tally_has_days((enum table_id)t))
            continue;
        if (goes_on(now, before, count, t))
            return GROUND_NEW;
        ground = GROUND_OLD;
    }
    return ground;
}

/* Of a few rows more or fewer nothing follows. */
static bool are_alike(enum table_id table, const struct load_size *a, const struct load_size *b)
{
    bool days = tally_has_days(table);
    double x = days ? a->workdays : (double)a->rows + ODDITY_ROWS_LEAST;
    double y = days ? b->workdays : (double)b->rows + ODDITY_ROWS_LEAST;
    if (days && x < 1) /* a Sunday's is a night's */
        x = 1;
    if (days && y < 1)
        y = 1;
    return x <= y * ODDITY_DAYS_FOLD && y <= x * ODDITY_DAYS_FOLD;
}

static bool of_one_kind(const struct load_tables *now, const struct load_tables *before,
                        enum ground ground)
{
    unsigned had = 0, shared = 0, known = 0, alike = 0;
    for (unsigned t = 0; t < TABLE_COUNT; t++) {
        const struct load_size *a = &now->of[t], *b = &before->of[t];
        had += before->has[t];
        if (!now->has[t] || !before->has[t])
            continue;
        shared++;
        if (a->rows == 0 || b->rows == 0)
            continue;
        known++;
        alike += are_alike((enum table_id)t, a, b);
    }
    return shared > 0 && alike * 2 >= known && (shared * 2 >= had || ground == GROUND_NEW);
}

void oddities_of_missing(struct oddities *out, const struct load_tables *now,
                         const struct load_tables *before, unsigned count)
{
    unsigned had[TABLE_COUNT] = {0}, alike = 0;
    enum ground ground = ground_of(now, before, count);
    if (ground == GROUND_OLD)
        return;
    for (unsigned i = 0; i < count && alike < ODDITY_IN_A_ROW; i++) {
        if (!of_one_kind(now, &before[i], ground))
            continue;
        alike++;
        for (unsigned t = 0; t < TABLE_COUNT; t++)
            had[t] += before[i].has[t];
    }
    for (unsigned t = 0; t < TABLE_COUNT; t++)
        if (oddities_in_a_row(alike) > 0 && had[t] == alike && !now->has[t])
            oddities_add(out,
                         (struct oddity){.kind = ODDITY_TABLE_MISSING, .table = (enum table_id)t});
}
