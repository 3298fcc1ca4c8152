/* What care did comes last and takes the longest to read. Meanwhile the tables before it are
 * compared, and of a first load written: nobody else has a reason to write to a registry that has
 * nobody, so that it may be locked for that long. The transaction ends with the load, as ever. */
#include "service/load/load_parts.h"

/* Fewer rows are done at once: then the order of all that is done on the disk is always the same,
 * as tests of failure want it. */
enum { WORTH_A_THREAD = 20000 };

static bool begin(struct load *l, struct err *err)
{
    if (!load_compare_tables(l, 0, l->early.tables, err))
        return false;
    bool fills = load_is_first(l) && l->has_people && l->changed > 0;
    if (!fills || l->options.dry_run)
        return true;
    return load_end_reading(l, err) && load_begin_writing(l, err) && load_write_first(l, err) &&
           db_check(l->db, err);
}

static bool begin_ahead(void *state, unsigned slot)
{
    struct load *l = state;
    l->early.good = begin(l, &l->early.why);
    return false;
}

bool load_begin_early(struct load *l, struct err *err)
{
    l->early = (struct load_early){.tables = TABLE_CONTACTS, .good = true};
    if (l->staged < WORTH_A_THREAD)
        return begin(l, err);
    l->early.work = ahead_open(l->arena, 1, begin_ahead, l);
    return true;
}

bool load_end_early(struct load *l, struct err *err)
{
    if (!l->early.work)
        return true;
    (void)ahead_take(l->early.work);
    ahead_close(l->early.work);
    l->early.work = NULL;
    if (!l->early.good)
        *err = l->early.why;
    return l->early.good;
}
