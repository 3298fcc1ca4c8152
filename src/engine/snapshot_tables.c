#include "engine/snapshot_tables.h"

#include "core/sb.h"
#include "engine/colcheck.h"
#include "engine/snapshot_builder.h"
#include "engine/text_dict.h"

#include <assert.h>
#include <stdlib.h>

enum { WHOLE_DIGITS = 12, NANO_DIGITS = 9 };
static const int64_t WHOLE_MOST = INT64_C(1000000000000);

bool snapshot_number_parse(struct str text, struct snapshot_number *out)
{
    bool negative = text.len > 0 && text.at[0] == '-';
    struct str rest = {text.at + negative, text.len - negative}, whole = str_cut(&rest, '.');
    bool has_point = rest.at != NULL;
    struct snapshot_number n = {0, 0};
    for (size_t i = 0; i < whole.len; i++)
        if (whole.at[i] < '0' || whole.at[i] > '9' || i == WHOLE_DIGITS)
            return false;
        else
            n.whole = n.whole * 10 + (whole.at[i] - '0');
    for (size_t i = 0; has_point && i < rest.len; i++)
        if (rest.at[i] < '0' || rest.at[i] > '9' || i == NANO_DIGITS)
            return false;
    for (size_t i = 0; i < NANO_DIGITS; i++)
        n.nano = n.nano * 10 + (has_point && i < rest.len ? (uint32_t)(rest.at[i] - '0') : 0);
    if (whole.len == 0 || has_point != (rest.len > 0))
        return false;
    if (negative)
        n = n.nano > 0 ? (struct snapshot_number){-n.whole - 1, SNAPSHOT_BILLION - n.nano}
                       : (struct snapshot_number){-n.whole, 0};
    *out = n;
    return true;
}

/* ---- what a column is kept as ---- */

static bool is_word(const struct table_column *c)
{
    return c->type == COLUMN_VOCAB || c->type == COLUMN_WORD;
}

static bool is_number(const struct table_column *c)
{
    return (c->type == COLUMN_COUNT && !c->key) || c->type == COLUMN_DECIMAL;
}

/* ---- building ---- */

bool snapshot_add_table_row(struct snapshot_builder *b, enum table_id table,
                            const struct snapshot_table_row *row, struct err *err)
{
    assert(snapshot_has_table(table) && TABLES[table].columns <= SNAPSHOT_TABLE_COLUMNS);
    assert(row->unit < b->unit.count || row->unit == SNAPSHOT_NATION);
    struct bag *rows = &b->table[table - TABLE_CALLS];
    if (rows->count == SNAPSHOT_TABLE_ROWS_MOST)
        return FAIL(err, ERR_INVALID, "snapshot.full", "%u", (unsigned)SNAPSHOT_TABLE_ROWS_MOST);
    struct snapshot_table_row *kept = bag_add(rows);
    *kept = *row;
    for (unsigned i = 0; i < TABLES[table].columns; i++)
        if (TABLES[table].column[i].type == COLUMN_WORD)
            kept->number[i] = (struct snapshot_number){text_dict_add(&b->word, row->text), 0};
    return true;
}

struct writing {
    const struct snapshot_builder *b;
    struct arena *arena;
    struct colfile_writer *file;
    struct err *err;
};

static bool put(struct writing *w, struct col_new section)
{
    return colfile_add(w->file, &section, w->err);
}

static int by_text(const void *x, const void *y)
{
    return str_compare(*(const struct str *)x, *(const struct str *)y);
}

/* Writes the free words sorted, so that the file does not depend on the order in which rows came;
 * gives the place of each. */
static bool put_words(struct writing *w, const uint32_t **place)
{
    const struct text_dict *d = &w->b->word;
    struct str *text = ARENA_NEW(w->arena, struct str, d->count + 1);
    uint32_t *end = ARENA_NEW(w->arena, uint32_t, d->count + 1), total = 0;
    uint32_t *number = ARENA_NEW(w->arena, uint32_t, d->count + 1);
    for (uint32_t i = 0; i < d->count; i++)
        text[i] = text_dict_at(d, i);
    qsort(text, d->count, sizeof *text, by_text);
    struct sb bytes = sb_open(w->arena, 256);
    for (uint32_t i = 0; i < d->count; i++) {
        sb_put(&bytes, text[i]);
        end[i] = total += (uint32_t)text[i].len;
    }
    for (uint32_t i = 0; i < d->count; i++) {
        struct str key = text_dict_at(d, i);
        const struct str *at = bsearch(&key, text, d->count, sizeof *text, by_text);
        number[i] = (uint32_t)(at - text);
    }
    *place = number;
    return put(w, (struct col_new){"table_word_end", 0, COL_U32, end, d->count}) &&
           put(w, (struct col_new){"table_word", 0, COL_TEXT, sb_str(&bytes).at, total});
}

static int by_unit_and_period(const void *x, const void *y)
{
    const struct snapshot_table_row *a = x, *b = y;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->period != b->period)
        return a->period < b->period ? -1 : 1;
    for (unsigned i = 0; i < SNAPSHOT_TABLE_COLUMNS; i++) {
        const struct snapshot_number *m = &a->number[i], *n = &b->number[i];
        if (m->whole != n->whole)
            return m->whole < n->whole ? -1 : 1;
        if (m->nano != n->nano)
            return m->nano < n->nano ? -1 : 1;
    }
    return 0;
}

static const char *section_name(struct arena *a, const struct table *t, const char *column)
{
    return str_cstr(a, str_fmt(a, "%s_%s", t->name, column));
}

static bool put_column(struct writing *w, const struct table *t, unsigned column,
                       const struct snapshot_table_row *row, size_t count)
{
    const struct table_column *c = &t->column[column];
    const char *name = section_name(w->arena, t, c->name);
    uint32_t *small = ARENA_NEW(w->arena, uint32_t, count + 1);
    int64_t *whole = ARENA_NEW(w->arena, int64_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        whole[i] = row[i].number[column].whole;
        small[i] = is_word(c) ? (uint32_t)whole[i] : row[i].number[column].nano;
    }
    if (is_word(c))
        return put(w, (struct col_new){name, 0, COL_U32, small, count});
    return !is_number(c) || (put(w, (struct col_new){name, 0, COL_I64, whole, count}) &&
                             (c->type != COLUMN_DECIMAL ||
                              put(w, (struct col_new){name, 1, COL_U32, small, count})));
}

static bool put_table(struct writing *w, const struct numbering *n, enum table_id table,
                      const uint32_t *word)
{
    const struct table *t = &TABLES[table];
    const struct bag *bag = &w->b->table[table - TABLE_CALLS];
    size_t count = bag->count;
    struct snapshot_table_row *row = ARENA_NEW(w->arena, struct snapshot_table_row, count + 1);
    for (size_t i = 0; i < count; i++) {
        row[i] = *(const struct snapshot_table_row *)bag_at(bag, i);
        row[i].unit = row[i].unit == SNAPSHOT_NATION ? SNAPSHOT_NATION : n->unit[row[i].unit];
        for (unsigned k = 0; k < t->columns; k++)
            if (t->column[k].type == COLUMN_WORD)
                row[i].number[k].whole = word[row[i].number[k].whole];
    }
    qsort(row, count, sizeof *row, by_unit_and_period);
    uint32_t *unit = ARENA_NEW(w->arena, uint32_t, count + 1);
    int32_t *period = ARENA_NEW(w->arena, int32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        unit[i] = row[i].unit;
        period[i] = row[i].period;
    }
    const char *unit_name = section_name(w->arena, t, "unit");
    const char *period_name = section_name(w->arena, t, "period");
    bool done = put(w, (struct col_new){unit_name, 0, COL_U32, unit, count}) &&
                put(w, (struct col_new){period_name, 0, COL_I32, period, count});
    for (unsigned i = 0; done && i < t->columns; i++)
        done = put_column(w, t, i, row, count);
    return done;
}

bool snapshot_write_tables(const struct snapshot_builder *b, struct arena *a,
                           const struct numbering *n, struct colfile_writer *file, struct err *err)
{
    struct writing w = {b, a, file, err};
    const uint32_t *word;
    bool done = put_words(&w, &word);
    for (unsigned i = 0; done && i < SNAPSHOT_TABLES; i++)
        done = put_table(&w, n, (enum table_id)(TABLE_CALLS + i), word);
    return done;
}

/* ---- reading ---- */

struct opening {
    struct colcheck check;
    struct arena *arena;
    struct snapshot_tables *out;
    struct err *err;
};

static bool open_words(struct opening *o)
{
    struct column end, text;
    if (!colcheck_find(&o->check, "table_word_end", COL_U32, &end, o->err) ||
        !colcheck_find(&o->check, "table_word", COL_TEXT, &text, o->err))
        return false;
    struct str *made = ARENA_NEW(o->arena, struct str, end.count + 1);
    uint32_t from = 0;
    for (uint64_t i = 0; i < end.count; i++) {
        uint32_t to = ((const uint32_t *)end.at)[i];
        if (to < from || to > text.count)
            return colcheck_damaged(&o->check, "table_word_end", o->err);
        made[i] = (struct str){(const char *)text.at + from, to - from};
        if (i > 0 && str_compare(made[i - 1], made[i]) >= 0)
            return colcheck_damaged(&o->check, "table_word", o->err);
        from = to;
    }
    o->out->word = made;
    o->out->words = (uint32_t)end.count;
    return from == text.count || colcheck_damaged(&o->check, "table_word", o->err);
}

static bool open_numbers(struct opening *o, const char *name, const struct table_column *c,
                         struct snapshot_table_column *out)
{
    struct column whole, nano;
    if (!colcheck_column(&o->check, name, COL_I64, UINT64_MAX, &whole, o->err))
        return false;
    out->whole = whole.at;
    int64_t least = c->type == COLUMN_DECIMAL ? -WHOLE_MOST : c->least;
    int64_t most = c->type == COLUMN_DECIMAL ? WHOLE_MOST - 1 : c->most;
    for (uint64_t i = 0; i < whole.count; i++)
        if ((out->whole[i] < least || out->whole[i] > most) &&
            (c->required || out->whole[i] != SNAPSHOT_UNKNOWN))
            return colcheck_damaged(&o->check, name, o->err);
    if (c->type != COLUMN_DECIMAL)
        return true;
    struct colcheck second = o->check;
    second.part = 1;
    if (!colcheck_index(&second, name, COL_U32, SNAPSHOT_BILLION, &nano, o->err))
        return false;
    out->nano = nano.at;
    return true;
}

static bool open_column(struct opening *o, const struct table *t, unsigned column,
                        struct snapshot_table_column *out)
{
    const struct table_column *c = &t->column[column];
    const char *name = section_name(o->arena, t, c->name);
    struct column word;
    if (is_number(c))
        return open_numbers(o, name, c, out);
    if (!is_word(c))
        return true;
    uint64_t words = c->type == COLUMN_VOCAB ? c->vocab->count : o->out->words;
    if (!colcheck_index(&o->check, name, COL_U32, words, &word, o->err))
        return false;
    out->word = word.at;
    return true;
}

/* Where each unit's rows begin; the nation stands behind the units. */
static bool open_first(struct opening *o, const char *name, uint32_t known_units,
                       struct snapshot_table *out)
{
    struct column unit;
    if (!colcheck_column(&o->check, name, COL_U32, UINT32_MAX, &unit, o->err))
        return false;
    const uint32_t *of = unit.at;
    uint32_t *first = ARENA_NEW(o->arena, uint32_t, (size_t)known_units + 2);
    for (uint32_t i = 0; i < out->rows; i++) {
        if ((of[i] >= known_units && of[i] != SNAPSHOT_NATION) || (i > 0 && of[i] < of[i - 1]) ||
            (i > 0 && of[i] == of[i - 1] && out->period[i] < out->period[i - 1]))
            return colcheck_damaged(&o->check, name, o->err);
        first[(of[i] == SNAPSHOT_NATION ? known_units : of[i]) + 1]++;
    }
    for (uint32_t u = 0; u <= known_units; u++)
        first[u + 1] += first[u];
    out->first = first;
    return true;
}

static bool open_table(struct opening *o, enum table_id table, uint32_t known_units)
{
    const struct table *t = &TABLES[table];
    struct snapshot_table *out = &o->out->at[table - TABLE_CALLS];
    const char *name = section_name(o->arena, t, "period");
    struct column period;
    if (!colcheck_find(&o->check, name, COL_I32, &period, o->err))
        return false;
    if (period.count > SNAPSHOT_TABLE_ROWS_MOST)
        return colcheck_damaged(&o->check, name, o->err);
    out->rows = (uint32_t)period.count;
    out->period = period.at;
    o->check.count = period.count;
    if (!open_first(o, section_name(o->arena, t, "unit"), known_units, out))
        return false;
    for (unsigned i = 0; i < t->columns; i++)
        if (!open_column(o, t, i, &out->column[i]))
            return false;
    return true;
}

bool snapshot_open_tables(const struct colfile *file, struct arena *a, uint32_t known_units,
                          struct snapshot_tables *out, struct err *err)
{
    struct opening o = {
        .check = {.file = file, .code = "snapshot.damaged"}, .arena = a, .out = out, .err = err};
    if (!open_words(&o))
        return false;
    for (unsigned i = 0; i < SNAPSHOT_TABLES; i++)
        if (!open_table(&o, (enum table_id)(TABLE_CALLS + i), known_units))
            return false;
    return true;
}
