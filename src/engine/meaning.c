#include "engine/meaning.h"

#include "core/sb.h"
#include "engine/engine_fingerprint.h"
#include "engine/expr_text.h"

#include <assert.h>

/* A field's length before it: no two lists of fields are the same bytes. */
static void put(struct sb *out, struct str field)
{
    sb_i64(out, (int64_t)field.len);
    sb_char(out, ':');
    sb_put(out, field);
}

static void put_number(struct sb *out, int64_t n)
{
    sb_i64(out, n);
    sb_char(out, ';');
}

static void put_quotient(struct sb *out, struct quotient q)
{
    put_number(out, q.over.units);
    put_number(out, q.over.places);
    put_number(out, q.under.units);
    put_number(out, q.under.places);
}

static void put_expr(struct sb *out, const struct expr *e)
{
    put(out, e ? expr_text(out->arena, e, NULL, 0) : STR(""));
}

/* All that a code is matched and a value converted by. */
static void put_set(struct sb *out, const struct codeset *set)
{
    put(out, set->name);
    put_number(out, (int64_t)set->rows);
    for (size_t i = 0; i < set->rows; i++) {
        const struct codeset_row *r = &set->row[i];
        put(out, r->part);
        put(out, r->system);
        put(out, r->code);
        put_number(out, r->is_prefix);
        put_number(out, r->is_excluded);
        put(out, r->unit);
        put_quotient(out, r->factor);
        put_quotient(out, r->offset);
        put_number(out, r->has_factor);
        put_number(out, (int64_t)r->substances);
    }
}

struct str engine_fingerprint(void)
{
    return STR(ENGINE_FINGERPRINT);
}

static void put_definition(struct sb *out, const struct definition *d)
{
    put(out, engine_fingerprint());
    put_number(out, d->kind);
    put_number(out, d->population);
    put_expr(out, d->numerator);
    put_expr(out, d->denominator);
    put_expr(out, d->value);
    put_expr(out, d->exclude);
    for (unsigned i = 0; i < d->sets; i++)
        put_set(out, d->set[i]);
}

struct sha256_sum definition_meaning(const struct definition *d)
{
    assert(d->kind != MEASURE_TABLE);
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb out = sb_open(a, 4096);
    put_definition(&out, d);
    struct sha256_sum sum = sha256_of(sb_str(&out));
    arena_close(a);
    return sum;
}

static void put_rows(struct sb *out, const struct selection *rows)
{
    const struct expr count = {.op = EXPR_COUNT, .type = TYPE_NUMBER, .selection = rows};
    put_expr(out, rows ? &count : NULL);
}

struct sha256_sum check_meaning(const struct check *c)
{
    assert(c->kind == CHECK_ROWS || c->kind == CHECK_PERSONS);
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb out = sb_open(a, 4096);
    put_number(&out, c->kind);
    put_definition(&out, &c->of);
    put_rows(&out, c->rows);
    put_rows(&out, c->except);
    put_rows(&out, c->among);
    struct sha256_sum sum = sha256_of(sb_str(&out));
    arena_close(a);
    return sum;
}

struct sha256_sum snapshot_meaning(const struct colfile *snapshot)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb out = sb_open(a, 16384);
    put_number(&out, SNAPSHOT_KIND.version);
    for (uint32_t i = 0; i < snapshot->sections; i++) {
        const struct colfile_section *s = &snapshot->section[i];
        if (str_eq(str_of(s->name), STR("origin"))) /* when it was made */
            continue;
        put(&out, str_of(s->name));
        put_number(&out, s->part);
        put_number(&out, s->type);
        put_number(&out, (int64_t)s->count);
        put_number(&out, (int64_t)s->checksum);
    }
    struct sha256_sum sum = sha256_of(sb_str(&out));
    arena_close(a);
    return sum;
}
