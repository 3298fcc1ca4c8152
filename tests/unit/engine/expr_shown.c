#include "expr_shown.h"

#include "core/sb.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void show(struct sb *out, const struct expr *e);

static void show_within(struct sb *out, const char *what, const struct expr *e)
{
    if (!e)
        return;
    sb_fmt(out, "%s[", what);
    show(out, e);
    sb_char(out, ']');
}

static void show_window(struct sb *out, const struct selection *s)
{
    bool around = s->window == WINDOW_AFTER || s->window == WINDOW_BEFORE;
    if (s->window == WINDOW_EVER && expr_table_is_dated(s->table))
        sb_fmt(out, " ever");
    else if (s->window == WINDOW_EVER)
        sb_fmt(out, " on T-%d", (int)s->shift);
    else if (s->window == WINDOW_MONTHS)
        sb_fmt(out, " %d months to T-%d", (int)s->months, (int)s->shift);
    else if (s->window == WINDOW_DAYS)
        sb_fmt(out, " %d days", (int)s->from);
    else if (s->window == WINDOW_YEAR)
        sb_fmt(out, " year");
    else if (s->window == WINDOW_ON)
        sb_fmt(out, " on ");
    else if (s->months > 0)
        sb_fmt(out, " %d months", (int)s->months);
    else
        sb_fmt(out, " %d..%d days", (int)s->from, (int)s->to);
    if (around)
        sb_fmt(out, " %s ", s->window == WINDOW_AFTER ? "after" : "before");
    if (s->anchor)
        show(out, s->anchor);
}

static void show_selection(struct sb *out, const struct selection *s)
{
    static const char *const tables[] = {
        [EXPR_CONTACTS] = "contacts",           [EXPR_DIAGNOSES] = "diagnoses",
        [EXPR_PROCEDURES] = "procedures",       [EXPR_MEASUREMENTS] = "measurements",
        [EXPR_PRESCRIPTIONS] = "prescriptions", [EXPR_INVITATIONS] = "invitations",
        [EXPR_PERFORMED] = "performed",         [EXPR_REFERRALS] = "referrals",
        [EXPR_LISTINGS] = "listings",           [EXPR_NAMED_CONTACTS] = "named_contacts",
        [EXPR_RESIDENCES] = "residences"};
    sb_fmt(out, " %s", tables[s->table]);
    show_within(out, "", s->where);
    show_window(out, s);
    if (s->once_a_day)
        sb_fmt(out, " once");
    show_within(out, " paired", s->paired);
    if (s->without)
        sb_fmt(out, " new %d %s", (int)s->washout, s->washout_in_months ? "months" : "days");
    show_within(out, "", s->without);
    if (s->by)
        sb_fmt(out, " by %.*s", STR_FMT(s->by->name));
}

static const char *const OPS[] = {[EXPR_NOT] = "not",
                                  [EXPR_AND] = "and",
                                  [EXPR_OR] = "or",
                                  [EXPR_EQUAL] = "=",
                                  [EXPR_UNEQUAL] = "!=",
                                  [EXPR_LESS] = "<",
                                  [EXPR_LESS_EQUAL] = "<=",
                                  [EXPR_GREATER] = ">",
                                  [EXPR_GREATER_EQUAL] = ">=",
                                  [EXPR_ADD] = "+",
                                  [EXPR_SUBTRACT] = "-",
                                  [EXPR_MULTIPLY] = "*",
                                  [EXPR_WORDS] = "words",
                                  [EXPR_AT_OWN_UNIT] = "own_unit",
                                  [EXPR_HERE] = "here",
                                  [EXPR_STAFF_KNOWN] = "staff",
                                  [EXPR_BY_OWN_DOCTOR] = "by_own",
                                  [EXPR_HAS_OWN_DOCTOR] = "has_own",
                                  [EXPR_CODE] = "code",
                                  [EXPR_VALUE] = "value",
                                  [EXPR_SOUGHT] = "sought",
                                  [EXPR_INFORMED] = "informed",
                                  [EXPR_AGE] = "age",
                                  [EXPR_YEAR] = "year",
                                  [EXPR_BIRTH_YEAR] = "birth_year",
                                  [EXPR_T] = "T",
                                  [EXPR_BIRTHDAY] = "birthday",
                                  [EXPR_FIRST] = "first",
                                  [EXPR_LAST] = "last",
                                  [EXPR_LATEST] = "latest",
                                  [EXPR_KNOWN] = "known",
                                  [EXPR_COUNT] = "count",
                                  [EXPR_ANY] = "any",
                                  [EXPR_DISTINCT] = "distinct",
                                  [EXPR_INDEX] = "index",
                                  [EXPR_INDEX_COUNT] = "rows",
                                  [EXPR_WHEN] = "when"};

/* What a node has besides others. */
static void show_own(struct sb *out, const struct expr *e)
{
    static const char *const distinct[] = {
        [DISTINCT_STAFF] = "staff", [DISTINCT_DAYS] = "days", [DISTINCT_SUBSTANCES] = "substances"};
    char number[DECIMAL_TEXT];
    if (e->op == EXPR_WORDS)
        sb_fmt(out, " %d:%x", (int)e->field, (unsigned)e->words);
    if (e->op == EXPR_INDEX)
        sb_fmt(out, " %d", (int)e->index);
    if (e->op == EXPR_CODE)
        sb_fmt(out, " %.*s%s%.*s", STR_FMT(e->set->name), e->part.len > 0 ? ":" : "",
               STR_FMT(e->part));
    if (e->op == EXPR_VALUE)
        sb_fmt(out, " %s %.*s", OPS[e->compare], STR_FMT(decimal_format(e->decimal, '.', number)));
    if (e->op == EXPR_SOUGHT || e->op == EXPR_BIRTHDAY)
        sb_fmt(out, " %d", (int)e->number);
    if (e->op == EXPR_T && e->number > 0)
        sb_fmt(out, "-%d %s", (int)e->number, e->in_days ? "days" : "months");
    if (e->op == EXPR_DISTINCT)
        sb_fmt(out, " %s", distinct[e->of]);
}

static void show_stated(struct sb *out, const struct expr *e)
{
    char number[DECIMAL_TEXT];
    if (e->limit)
        sb_fmt(out, " from %.*s %.*s", STR_FMT(decimal_format(e->limit->stated, '.', number)),
               STR_FMT(e->limit->unit));
}

static void show(struct sb *out, const struct expr *e)
{
    char number[DECIMAL_TEXT];
    if (e->op == EXPR_NUMBER) {
        sb_i64(out, e->number);
        return;
    }
    if (e->op == EXPR_DECIMAL) {
        sb_put(out, decimal_format(e->decimal, '.', number));
        show_stated(out, e);
        return;
    }
    sb_fmt(out, "(%s", OPS[e->op]);
    show_own(out, e);
    show_stated(out, e);
    if (e->selection)
        show_selection(out, e->selection);
    if (e->a) {
        sb_char(out, ' ');
        show(out, e->a);
    }
    if (e->b) {
        sb_char(out, ' ');
        show(out, e->b);
    }
    sb_char(out, ')');
}

const char *tree_shown(struct arena *a, const struct expr *e)
{
    struct sb out = sb_open(a, 128);
    show(&out, e);
    return str_cstr(a, sb_str(&out));
}

/* ---- what there is to name ---- */

static const struct codeset *set_of(struct arena *a, const char *name, const char *head,
                                    const char *rows)
{
    struct err err = {0};
    const struct codeset *s = NULL;
    struct str text =
        str_fmt(a, "part,system,code,match,display,certainty,source%s\n%s", head, rows);
    if (!codeset_parse(a, name, text, &s, &err))
        fail_msg("%s %s", err.code, err.detail);
    return s;
}

static void read_part(struct arena *a, struct expr_source *source, struct expr_part *part,
                      const char *name, const char *text)
{
    struct err err = {0};
    if (!expr_parse(a, source, str_of(text), WANT_PART, part, &err))
        fail_msg("%s %s", err.code, err.detail);
    part->name = str_of(name);
    source->parts++;
}

struct expr_source shown_source(struct arena *a, bool own_unit)
{
    static const struct str forms[] = {STR_INIT("visit"), STR_INIT("home_visit")};
    static const struct expr_parameter parameters[] = {
        {STR_INIT("window"), false, {18, 0}, NULL, 0},
        {STR_INIT("least"), false, {75, 1}, NULL, 0},
        {STR_INIT("forms"), true, {0, 0}, forms, 2},
    };
    const struct codeset **set = ARENA_NEW(a, const struct codeset *, 7);
    set[0] = set_of(a, "kol.csv", "", ",ICD-10-SE,J44,prefix,d,B,s\n");
    set[1] = set_of(a, "drugs.csv", ",substances",
                    "fast,ATC,R03AC02,exact,d,B,s,x\n,ATC,R03AK,prefix,d,B,s,y+z\n");
    set[2] = set_of(a, "more_drugs.csv", ",substances", ",ATC,C07,prefix,d,B,s,w\n");
    set[3] = set_of(a, "hba1c.csv", ",factor",
                    ",NPU,NPU27300,exact,d,A,s,\n,NPU,NPU03835,exact,d,A,s,10.93\n");
    set[4] = set_of(a, "pressure.csv", "", "high,BP,S,exact,d,B,s\nlow,BP,D,exact,d,B,s\n");
    set[5] = set_of(a, "sizes.csv", ",unit,factor",
                    "weight,NPU,1,exact,d,B,s,kg,\nheight,NPU,2,exact,d,B,s,cm,\n"
                    "at_birth,NPU,3,exact,d,B,s,g,0.001\n");
    set[6] = set_of(a, "odd.csv", ",unit,factor",
                    "falls,NPU,4,exact,d,B,s,x,-1\ntwo,NPU,5,exact,d,B,s,y,2\n"
                    "two,NPU,6,exact,d,B,s,y,3\n");
    struct expr_part *part = ARENA_NEW(a, struct expr_part, 4);
    struct expr_source source = {.name = "e",
                                 .own_unit = own_unit,
                                 .here = !own_unit,
                                 .parameter = parameters,
                                 .parameters = ARRAY_LEN(parameters),
                                 .part = part,
                                 .set = set,
                                 .sets = 7};
    read_part(a, &source, &part[0], "onset", "first(diagnoses where code in kol ever)");
    read_part(a, &source, &part[1], "pressure_now",
              "latest(measurements where code in pressure:high ever)");
    read_part(a, &source, &part[2], "is_old", "age >= 65");
    read_part(a, &source, &part[3], "visits", "count(contacts in the year)");
    return source;
}

const char *shown_for(struct arena *a, bool own_unit, enum expr_wanted wanted, struct str text)
{
    const struct expr_source source = shown_source(a, own_unit);
    struct err err = {0};
    struct expr_part read;
    if (expr_parse(a, &source, text, wanted, &read, &err))
        return tree_shown(a, read.is);
    return str_fmt(a, "%s %s", err.code, err.detail).at;
}

void are_shown(struct arena *a, bool own_unit, enum expr_wanted wanted,
               const char *const (*cases)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *shown = shown_for(a, own_unit, wanted, str_of(cases[i][0]));
        if (!str_eq(str_of(shown), str_of(cases[i][1])))
            fail_msg("%s: \"%s\" is not \"%s\"", cases[i][0], shown, cases[i][1]);
    }
}
