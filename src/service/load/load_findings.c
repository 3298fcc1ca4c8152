/* Looks back at the loads before, and keeps what was found. */
#include "service/load/load_findings.h"

#include "service/load/load_parts.h"

#include <stdlib.h>
#include <string.h>

bool load_findings_of(struct instance *in, struct arena *a, int64_t load, struct load_findings *out,
                      struct err *err)
{
    int64_t position = 0;
    if (!load_position(in->db, load, &position, err))
        return false;
    if (position == 0)
        return FAIL(err, ERR_MISSING, "load.missing", "%lld", (long long)load);
    return tally_of_load(in->db, a, load, &out->tables, err) &&
           tally_oddities(in->db, a, load, &out->odd, err);
}

/* ---- of the load that is being taken ---- */

/* Of what the load brings into being no more than was not refused in the end. */
static void count_brought(const struct load *l, struct table_tally *tally)
{
    uint64_t persons = 0, units = 0;
    for (size_t i = 0; i < l->identifiers.entry.count; i++)
        persons += known_identifier(&l->identifiers, (uint32_t)i)->staged > 0;
    for (size_t i = 0; i < l->units.entry.count; i++)
        units += ((const struct known_hsaid *)bag_at(&l->units.entry, i))->staged > 0;
    tally[TABLE_PEOPLE].persons = persons;
    tally[TABLE_UNITS].units = units;
}

/* Contacts have a key. */
static void set_replaced(const struct load *l, struct table_tally *t)
{
    if (!t->days || !l->options.replaces || TABLES[t->table].home != HOME_EVENTS)
        return;
    t->days->replace_from = l->options.replace_from;
    t->days->replace_to = l->options.replace_to;
}

static void take_said(const struct load *l, const struct load_said *said, struct load_tables *has,
                      struct table_tally *tally)
{
    for (unsigned i = 0; i < said->files; i++) {
        const struct load_file *f = &said->file[i];
        has->has[f->table] = true;
        tally[f->table].rows += f->rows;
        tally[f->table].rejects += f->rejects;
        if (f->ends_open && tally[f->table].open_ends++ == 0)
            tally[f->table].open_end = f->name;
    }
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        const struct stage_compared *c = &l->compared[i];
        tally[i].load = l->id;
        tally[i].added = c->added;
        tally[i].corrected = c->corrected;
        tally[i].again = c->again;
        has->of[i] = (struct load_size){tally[i].rows, tally[i].workdays, tally[i].until};
        set_replaced(l, &tally[i]);
    }
    for (size_t i = 0; i < l->made.count; i++) { /* days that were there before */
        const struct load_made *made = bag_at(&l->made, i);
        if (made->lost)
            tally[made->table].days = NULL;
    }
}

static int by_name(const void *a, const void *b)
{
    const struct table_tally *x = a, *y = b;
    return strcmp(TABLES[x->table].name, TABLES[y->table].name);
}

static bool look_at_missing(struct load *l, struct load_tables *came, struct err *err)
{
    struct load_tables before[ODDITY_LOADS];
    unsigned count = 0;
    if (!tally_tables(l->db, before, ODDITY_LOADS, &count, err))
        return false;
    oddities_of_missing(&l->found.odd, came, before, count);
    return true;
}

/* Once; before the transaction, in which the registry has this load too. */
bool load_look_back(struct load *l, const struct load_said *said, struct err *err)
{
    struct load_findings *found = &l->found;
    struct load_tables has = {0}, came;
    if (l->looked_back)
        return true;
    if (!load_count_again(l, err))
        return false;
    load_counter_end(&l->counter);
    count_brought(l, l->counter.tally);
    take_said(l, said, &has, l->counter.tally);
    found->odd = (struct oddities){.arena = l->arena};
    found->tables.at = ARENA_NEW(l->arena, struct table_tally, TABLE_COUNT);
    came = has;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        came.has[i] |= said->held[i];
    if (!look_at_missing(l, &came, err))
        return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        struct tallies *before = &l->before[i];
        if (!has.has[i])
            continue;
        if (!tally_latest(l->db, l->arena, (enum table_id)i, before, err))
            return false;
        if (!load_find_unprotected(l, (enum table_id)i, &found->odd, err))
            return false;
        oddities_of_table(&found->odd, &l->counter.tally[i], before->at, before->count);
        found->tables.at[found->tables.count++] = l->counter.tally[i];
    }
    if (found->tables.count > 0)
        qsort(found->tables.at, found->tables.count, sizeof *found->tables.at, by_name);
    l->looked_back = true;
    return true;
}

bool load_find(struct load *l, const struct load_said *said, struct arena *a,
               struct load_findings *out, struct err *err)
{
    if (!load_look_back(l, said, err))
        return false;
    out->tables = (struct tallies){ARENA_NEW(a, struct table_tally, TABLE_COUNT), 0};
    out->odd = (struct oddities){.arena = a};
    for (unsigned i = 0; i < l->found.tables.count; i++) {
        struct table_tally *t = &out->tables.at[out->tables.count++];
        *t = l->found.tables.at[i];
        t->unit = NULL;
        t->system = NULL;
        t->unit_count = t->system_count = 0;
        t->days = NULL;
    }
    for (unsigned i = 0; i < l->found.odd.count; i++) {
        struct oddity o = l->found.odd.at[i];
        o.subject = str_copy(a, o.subject);
        oddities_add(&out->odd, o);
    }
    return true;
}

bool load_write_findings(struct load *l, struct err *err)
{
    for (unsigned i = 0; i < l->found.tables.count; i++) {
        const struct table_tally *t = &l->found.tables.at[i];
        const struct tallies *before = &l->before[t->table];
        /* With this one as many are kept as are looked at. */
        int64_t oldest = before->count == ODDITY_LOADS ? before->at[ODDITY_LOADS - 2].load : 0;
        if (!tally_insert(l->db, t, err) || !tally_forget(l->db, t->table, oldest, err))
            return false;
    }
    for (unsigned i = 0; i < l->found.odd.count; i++)
        if (!tally_insert_oddity(l->db, l->id, i, &l->found.odd.at[i], err))
            return false;
    return true;
}
