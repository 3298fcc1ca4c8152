/* Events of a load damaged by someone who knows the format: the input is a list of changes to a
 * small, right file (warehouse_fuzz.h), of the table that the first byte says. What opens can be
 * read whole, every number where its column says; what does not has a code. */
#include "fuzz.h"

#include "../unit/engine/forge.h"
#include "../unit/engine/world.h"
#include "engine/events.h"

#include "warehouse_fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 7, FILES = TABLE_REFERRALS - TABLE_DIAGNOSES + 1 };
static struct warehouse_base base; /* once for the process */
static char path[FILES][80];

static void leave(void)
{
    for (unsigned i = 0; i < FILES; i++)
        (void)remove(path[i]);
    (void)remove(base.forged);
    (void)remove(base.world.folder);
}

/* Empty, where it may be and the row's number is even. */
static void fill(const struct table_column *c, char *row, unsigned n)
{
    bool has = c->required || n % 2;
    void *at = row + c->at;
    switch ((int)c->type) {
    case COLUMN_HSAID:
        *(struct hsaid *)at = has ? world_id(n % 3 ? "A" : "B") : (struct hsaid){{0}};
        break;
    case COLUMN_DAY:
        *(struct day *)at = has ? (struct day){45000 + (int32_t)n} : DAY_NONE;
        break;
    case COLUMN_TIME:
        *(struct day *)at = has ? (struct day){45000 + (int32_t)n} : DAY_NONE;
        *(int16_t *)(void *)(row + c->minute) = (int16_t)(has ? 600 + (int)n : -1);
        break;
    case COLUMN_VOCAB:
        *(unsigned *)at = has ? c->vocab->count - 1 : c->empty;
        break;
    case COLUMN_COUNT:
        *(int64_t *)at = has ? (int64_t)n : -1;
        break;
    case COLUMN_TEXT:
    case COLUMN_MEASURED:
        *(struct str *)at = has ? (n % 3 ? STR("12") : STR("3.5")) : STR("");
        break;
    default:
        break;
    }
}

static void write_table(enum table_id table, const char *to)
{
    _Alignas(max_align_t) char row[ROW_SIZE_MOST] = {0};
    struct events_writer *w = NULL;
    struct segment_made made;
    struct err err = {0};
    must(events_create(&FORGE_FILES, to, table, &w, &err));
    for (unsigned n = 0; n < ROWS; n++) {
        for (unsigned i = 0; i < TABLES[table].columns; i++)
            fill(&TABLES[table].column[i], row, n);
        must(events_add(w, n + 1, row, &err));
    }
    must(events_commit(w, &made, &err));
}

static void enter(void)
{
    if (base.path)
        return;
    (void)snprintf(base.world.folder, sizeof base.world.folder, "/tmp/kontinua-events-XXXXXX");
    must(mkdtemp(base.world.folder) != NULL);
    (void)snprintf(base.forged, sizeof base.forged, "%s/forged", base.world.folder);
    for (unsigned i = 0; i < FILES; i++) {
        (void)snprintf(path[i], sizeof path[i], "%s/%u", base.world.folder, i);
        write_table((enum table_id)(TABLE_DIAGNOSES + i), path[i]);
    }
    (void)atexit(leave);
}

static void read_column(const struct events *e, const struct events_part *p, unsigned number)
{
    const struct table_column *of = &TABLES[e->table].column[number];
    const struct column *c = &p->column[number];
    must(c->count == p->count || (c->count == 0 && !of->required));
    for (uint64_t i = 0; i < c->count; i++)
        switch ((int)of->type) {
        case COLUMN_PERSON:
            must(((const uint32_t *)c->at)[i] != 0);
            break;
        case COLUMN_HSAID: {
            uint16_t unit = ((const uint16_t *)c->at)[i];
            must(unit == UINT16_MAX ? !of->required : e->unit[unit].text[0] != 0);
            break;
        }
        case COLUMN_VOCAB:
            must(vocab_word(of->vocab, ((const uint8_t *)c->at)[i]).at != NULL);
            break;
        case COLUMN_TEXT:
        case COLUMN_MEASURED: {
            struct str text = events_text(p, ((const uint32_t *)c->at)[i]);
            must(text.len == 0 || memchr(text.at, text.at[text.len - 1], text.len));
            break;
        }
        default:
            break;
        }
}

static void read_all(const struct events *e)
{
    uint64_t rows = 0;
    for (uint32_t part = 0; part < e->parts; part++) {
        const struct events_part *p = &e->part[part];
        for (unsigned i = 0; i < TABLES[e->table].columns; i++)
            read_column(e, p, i);
        for (uint64_t i = 0; i < p->count; i++) {
            struct day day = events_part_date(e->table, p, i);
            must(day_is_none(day) || (day.n >= 0 && day.n < SEGMENT_DAY_NONE));
        }
        rows += p->count;
    }
    must(rows == e->rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enter();
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct events e;
    base.path = path[size > 0 ? data[0] / 2 % FILES : 0];
    if (warehouse_forge(&base, &EVENTS_KIND, data, size)) {
        if (events_open(a, base.forged, &e, &err)) {
            read_all(&e);
            events_close(&e);
        } else {
            must(strcmp(err.code, "segment.damaged") == 0 || strncmp(err.code, "colfile.", 8) == 0);
        }
    }
    arena_close(a);
    return 0;
}
