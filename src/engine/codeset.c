/* One set: reading its file, and asking it for a code. */
#include "engine/codeset.h"

#include "core/csv.h"
#include "core/sb.h"
#include "engine/bag.h"

#include <string.h>

enum column {
    PART,
    SYSTEM,
    CODE,
    MATCH,
    DISPLAY,
    CERTAINTY,
    SOURCE,
    UNIT,
    FACTOR,
    OFFSET,
    SUBSTANCES,
    COLUMNS
};
enum { NAME_MOST = 40, PLACES_MOST = 4, UNITS_MOST = 1000000000, NO_COLUMN = CSV_FIELDS_MOST };
static const struct {
    struct str name;
    bool must;
} COLUMN[COLUMNS] = {
    [PART] = {STR_INIT("part"), false},
    [SYSTEM] = {STR_INIT("system"), true},
    [CODE] = {STR_INIT("code"), true},
    [MATCH] = {STR_INIT("match"), true},
    [DISPLAY] = {STR_INIT("display"), true},
    [CERTAINTY] = {STR_INIT("certainty"), true},
    [SOURCE] = {STR_INIT("source"), true},
    [UNIT] = {STR_INIT("unit"), false},
    [FACTOR] = {STR_INIT("factor"), false},
    [OFFSET] = {STR_INIT("offset"), false},
    [SUBSTANCES] = {STR_INIT("substances"), false},
};

struct reader {
    struct arena *arena; /* for what is handed on */
    struct arena *work;
    const char *name;
    struct str text;
    struct csv *csv;
    struct bag row, substance; /* struct codeset_row, struct str */
    unsigned at[COLUMNS];      /* of the file; NO_COLUMN: none */
    struct err *err;
};

/* ---- letters of codes and systems ---- */

static bool is_skipped(char c)
{
    return c == '.' || c == '-' || c == ' ' || c == '\t';
}

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool codeset_same_system(struct str x, struct str y)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < x.len && is_skipped(x.at[i]))
            i++;
        while (j < y.len && is_skipped(y.at[j]))
            j++;
        if (i == x.len || j == y.len)
            return i == x.len && j == y.len;
        if (capital(x.at[i++]) != capital(y.at[j++]))
            return false;
    }
}

struct str codeset_code(struct arena *a, struct str code)
{
    struct sb out = sb_open(a, code.len + 1);
    for (size_t i = 0; i < code.len; i++)
        if (!is_skipped(code.at[i]))
            sb_char(&out, capital(code.at[i]));
    return sb_str(&out);
}

/* The next sign of a unit that matters, from *at on; 0: there is none. */
static char unit_sign(struct str unit, size_t *at)
{
    static const struct {
        struct str written;
        char sign;                            /* 0: does not matter */
    } other[] = {{STR_INIT("\xc2\xb5"), 'U'}, /* micro, and mu */
                 {STR_INIT("\xce\xbc"), 'U'}, {STR_INIT("\xc2\xb2"), '2'},
                 {STR_INIT("\xc2\xb3"), '3'}, {STR_INIT("\xc2\xb7"), 0},
                 {STR_INIT("\xc2\xa0"), 0}};
    while (*at < unit.len) {
        struct str rest = {unit.at + *at, unit.len - *at};
        size_t i = 0;
        while (i < ARRAY_LEN(other) && !str_starts(rest, other[i].written))
            i++;
        *at += i < ARRAY_LEN(other) ? other[i].written.len : 1;
        char sign = i < ARRAY_LEN(other) ? other[i].sign : capital(*rest.at);
        if (sign != 0 && !memchr(" \t.,[]{}_^*", sign, 11))
            return sign;
    }
    return 0;
}

bool codeset_same_unit(struct str x, struct str y)
{
    size_t i = 0, j = 0;
    char sign;
    do {
        sign = unit_sign(x, &i);
        if (unit_sign(y, &j) != sign)
            return false;
    } while (sign != 0);
    return true;
}

static bool says_unit(struct str unit)
{
    return !codeset_same_unit(unit, STR(""));
}

/* ---- reading ---- */

struct text {
    struct str rest;
};

static bool read_text(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    struct text *t = state;
    *got = t->rest.len < room ? t->rest.len : room;
    if (*got > 0)
        memcpy(to, t->rest.at, *got);
    t->rest = (struct str){t->rest.at + *got, t->rest.len - *got};
    return true;
}

/* `name:line:column:` of a field of the row. */
static const char *place(const struct reader *r, const struct csv_row *row, enum column c)
{
    struct csv_place p = csv_place(r->csv, r->text, row->line, r->at[c]);
    return str_fmt(r->arena, "%.60s:%llu:%u:", r->name, (unsigned long long)p.line, p.column).at;
}

static bool refuse(struct reader *r, const struct csv_row *row, enum column c, const char *why)
{
    return FAIL(r->err, ERR_INVALID, "codeset.value", "%s %s: %s", place(r, row, c),
                COLUMN[c].name.at, why);
}

static bool bind(struct reader *r, const struct csv_row *header)
{
    for (unsigned c = 0; c < COLUMNS; c++)
        r->at[c] = NO_COLUMN;
    for (unsigned i = 0; i < header->count; i++) {
        unsigned c = 0;
        while (c < COLUMNS && (i >= CSV_FIELDS_MOST || !str_eq(header->field[i], COLUMN[c].name)))
            c++;
        if (c == COLUMNS || r->at[c] != NO_COLUMN)
            return FAIL(r->err, ERR_INVALID, "codeset.column", "%.60s:1:%u: %.60s", r->name,
                        csv_place(r->csv, r->text, 1, i).column,
                        i < CSV_FIELDS_MOST ? str_cstr(r->arena, header->field[i]) : "");
        r->at[c] = i;
    }
    for (unsigned c = 0; c < COLUMNS; c++)
        if (COLUMN[c].must && r->at[c] == NO_COLUMN)
            return FAIL(r->err, ERR_INVALID, "codeset.column", "%.60s:1: %s", r->name,
                        COLUMN[c].name.at);
    return true;
}

static struct str field(const struct reader *r, const struct csv_row *row, enum column c)
{
    return r->at[c] == NO_COLUMN ? STR("") : str_trim(row->field[r->at[c]]);
}

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i == 0 || (c != '_' && !(c >= '0' && c <= '9'))))
            return false;
    }
    return s.len > 0 && s.len <= NAME_MOST;
}

static bool is_number(struct str text, struct decimal *out)
{
    return decimal_parse(str_trim(text), out) && out->places <= PLACES_MOST &&
           out->units <= UNITS_MOST && out->units >= -UNITS_MOST;
}

/* A number, or one over another: 1/10.93. */
static bool read_number(struct reader *r, const struct csv_row *row, enum column c,
                        struct quotient *out)
{
    struct str under = field(r, row, c);
    if (under.len == 0)
        return true;
    struct str over = str_cut(&under, '/');
    bool is_whole = !under.at;
    return (is_number(over, &out->over) &&
            (is_whole || (is_number(under, &out->under) && out->under.units > 0))) ||
           refuse(r, row, c, "expected a number of at most 4 decimals, or two with / between them");
}

static bool substance_bit(struct reader *r, struct str name, uint64_t *bit)
{
    size_t i = 0;
    while (i < r->substance.count && !str_eq(*(struct str *)bag_at(&r->substance, i), name))
        i++;
    if (i == CODESET_SUBSTANCES_MOST)
        return false;
    if (i == r->substance.count)
        *(struct str *)bag_add(&r->substance) = str_copy(r->arena, name);
    *bit = UINT64_C(1) << i;
    return true;
}

static bool read_substances(struct reader *r, const struct csv_row *row, struct codeset_row *out)
{
    struct str rest = field(r, row, SUBSTANCES);
    bool more = rest.len > 0;
    while (more) {
        uint64_t bit;
        more = memchr(rest.at, '+', rest.len) != NULL;
        struct str name = str_trim(str_cut(&rest, '+'));
        if (name.len == 0)
            return refuse(r, row, SUBSTANCES, "expected names joined by +");
        if (!substance_bit(r, name, &bit))
            return refuse(r, row, SUBSTANCES, "more than 64 substances in a set");
        out->substances |= bit;
    }
    return true;
}

static bool read_words(struct reader *r, const struct csv_row *row, struct codeset_row *out)
{
    struct str match = field(r, row, MATCH), certainty = field(r, row, CERTAINTY);
    out->is_prefix = str_eq(match, STR("prefix"));
    if (!out->is_prefix && !str_eq(match, STR("exact")))
        return refuse(r, row, MATCH, "expected exact or prefix");
    if (certainty.len != 1 || certainty.at[0] < 'A' || certainty.at[0] > 'D')
        return refuse(r, row, CERTAINTY, "expected A, B, C or D");
    out->certainty = certainty.at[0];
    if (out->part.len > 0 && !is_name(out->part))
        return refuse(r, row, PART, "expected letters, digits and _, a letter first, at most 40");
    out->is_excluded = str_eq(out->part, STR("exclude"));
    return true;
}

static bool same_code(const struct codeset_row *x, const struct codeset_row *y)
{
    return x->is_prefix == y->is_prefix && str_eq(x->code, y->code) &&
           codeset_same_system(x->system, y->system);
}

/* Twice in a part a code stands only in two units. */
static bool repeats(const struct codeset_row *x, const struct codeset_row *y)
{
    bool in_two_units =
        says_unit(x->unit) && says_unit(y->unit) && !codeset_same_unit(x->unit, y->unit);
    return str_eq(x->code, y->code) && str_eq(x->part, y->part) &&
           codeset_same_system(x->system, y->system) &&
           !(in_two_units && x->is_prefix == y->is_prefix);
}

/* Whether their values are taken as they are, in different units. */
static bool in_two_units(const struct codeset_row *x, const struct codeset_row *y)
{
    return !x->is_excluded && !y->is_excluded && !x->has_factor && !y->has_factor &&
           says_unit(x->unit) && says_unit(y->unit) && !codeset_same_unit(x->unit, y->unit);
}

/* A code that repeats itself, a unit that is another's in the part. */
static bool check_beside(struct reader *r, const struct csv_row *row,
                         const struct codeset_row *made)
{
    for (size_t i = 0; i < r->row.count; i++) {
        const struct codeset_row *other = bag_at(&r->row, i);
        if (repeats(other, made))
            return FAIL(r->err, ERR_INVALID, "codeset.repeated", "%s %.40s", place(r, row, CODE),
                        made->code.at);
        if (in_two_units(other, made) && str_eq(other->part, made->part))
            return FAIL(r->err, ERR_INVALID, "codeset.units", "%s %.30s; %u: %.30s",
                        place(r, row, UNIT), made->unit.at, other->line, other->unit.at);
    }
    return true;
}

static bool read_row(struct reader *r, const struct csv_row *row)
{
    struct codeset_row made = {.factor = {{1, 0}, {1, 0}}, .offset = {{0, 0}, {1, 0}}};
    made.part = str_copy(r->arena, field(r, row, PART));
    made.system = str_copy(r->arena, field(r, row, SYSTEM));
    made.code = codeset_code(r->arena, field(r, row, CODE));
    made.display = str_copy(r->arena, field(r, row, DISPLAY));
    made.source = str_copy(r->arena, field(r, row, SOURCE));
    made.unit = str_copy(r->arena, field(r, row, UNIT));
    made.line = (unsigned)row->line;
    made.has_factor = field(r, row, FACTOR).len > 0 || field(r, row, OFFSET).len > 0;
    for (unsigned c = SYSTEM; c <= SOURCE; c++)
        if (field(r, row, (enum column)c).len == 0)
            return refuse(r, row, (enum column)c, "expected text");
    if (made.code.len == 0)
        return refuse(r, row, CODE, "expected letters or digits");
    if (!read_words(r, row, &made) || !read_number(r, row, FACTOR, &made.factor) ||
        !read_number(r, row, OFFSET, &made.offset) || !read_substances(r, row, &made))
        return false;
    if (made.factor.over.units == 0)
        return refuse(r, row, FACTOR, "expected another number than 0");
    if (!check_beside(r, row, &made))
        return false;
    if (r->row.count == CODESET_ROWS_MOST)
        return refuse(r, row, CODE, "more than 10 000 rows");
    *(struct codeset_row *)bag_add(&r->row) = made;
    return true;
}

static bool read_rows(struct reader *r, struct str text)
{
    struct csv_row row;
    struct text source = {text};
    r->text = text;
    if (!csv_open(r->work, (struct byte_source){&source, r->name, read_text}, &r->csv, r->err) ||
        !bind(r, csv_header(r->csv)))
        return false;
    const unsigned columns = csv_header(r->csv)->count;
    enum csv_result got;
    while ((got = csv_next(r->csv, &row, r->err)) == CSV_ROW) {
        if (row.count != columns)
            return FAIL(r->err, ERR_INVALID, "codeset.value",
                        "%.60s:%llu:%u: the row must have as many fields as the header: %u",
                        r->name, (unsigned long long)row.line,
                        csv_place(r->csv, r->text, row.line, columns).column, columns);
        if (!read_row(r, &row))
            return false;
    }
    return got == CSV_END;
}

static bool converts(const struct codeset_row *row)
{
    return row->offset.over.units != 0 || decimal_compare(row->factor.over, row->factor.under) != 0;
}

static const struct codeset *made_of(const struct reader *r, struct str id)
{
    struct codeset_row *row = ARENA_NEW(r->arena, struct codeset_row, r->row.count + 1);
    struct str *substance = ARENA_NEW(r->arena, struct str, r->substance.count + 1);
    struct codeset *s = ARENA_NEW(r->arena, struct codeset, 1);
    *s = (struct codeset){.name = str_copy(r->arena, id),
                          .row = row,
                          .rows = r->row.count,
                          .substance = substance,
                          .substances = (unsigned)r->substance.count};
    for (size_t i = 0; i < r->row.count; i++) {
        row[i] = *(struct codeset_row *)bag_at(&r->row, i);
        s->converts |= says_unit(row[i].unit) || converts(&row[i]);
    }
    for (size_t i = 0; i < r->substance.count; i++)
        substance[i] = *(struct str *)bag_at(&r->substance, i);
    return s;
}

bool codeset_parse(struct arena *a, const char *name, struct str text, const struct codeset **out,
                   struct err *err)
{
    const char *slash = strrchr(name, '/');
    struct str file = str_of(slash ? slash + 1 : name), id = str_cut(&file, '.');
    if (!is_name(id) || !str_eq(file, STR("csv")))
        return FAIL(err, ERR_INVALID, "codeset.id", "%.60s:1", name);
    struct arena *work = arena_open(ARENA_BLOCK); /* some hundred kB, for a file of one or two */
    struct reader r = {.arena = a,
                       .work = work,
                       .name = name,
                       .row = BAG_OPEN(work, struct codeset_row),
                       .substance = BAG_OPEN(work, struct str),
                       .err = err};
    bool good = read_rows(&r, text);
    if (good)
        *out = made_of(&r, id);
    arena_close(work);
    return good;
}

/* ---- asking ---- */

static bool is_own_system(enum table_id table, struct str system)
{
    static const char *const own[TABLE_COUNT][3] = {[TABLE_DIAGNOSES] = {"ICD-10-SE"},
                                                    [TABLE_PROCEDURES] = {"KVÅ"},
                                                    [TABLE_MEASUREMENTS] = {"NPU", "SWE", "BP"},
                                                    [TABLE_PRESCRIPTIONS] = {"ATC"}};
    for (size_t i = 0; i < ARRAY_LEN(own[table]) && own[table][i]; i++)
        if (codeset_same_system(str_of(own[table][i]), system))
            return true;
    return false;
}

bool codeset_own_system(struct str system)
{
    bool is_own = false;
    for (unsigned table = 0; table < TABLE_COUNT; table++)
        is_own |= is_own_system((enum table_id)table, system);
    return is_own;
}

/* The P behind a code marks the short list of primary care, KSH97-P. */
static bool is_exact(const struct codeset_row *row, struct str code)
{
    struct str stem = {code.at, code.len > 0 ? code.len - 1 : 0};
    bool short_list = str_starts(row->system, STR("ICD")) && code.len > 1 &&
                      code.at[code.len - 1] == 'P' && str_eq(row->code, stem);
    return short_list || str_eq(row->code, code);
}

/* How well a row fits: 0 not at all; the longer the better, and best where it is exact. */
static size_t fit(const struct codeset_row *row, struct str code)
{
    if (is_exact(row, code))
        return SIZE_MAX;
    return row->is_prefix && str_starts(code, row->code) ? row->code.len : 0;
}

const struct codeset_row *codeset_row_of(const struct codeset *s, struct str part,
                                         enum table_id table, struct str system, struct str code)
{
    const struct codeset_row *best = NULL;
    size_t best_fit = 0;
    for (size_t i = 0; i < s->rows; i++) {
        const struct codeset_row *row = &s->row[i];
        bool in_system = system.len > 0 ? codeset_same_system(system, row->system)
                                        : is_own_system(table, row->system);
        size_t f = in_system ? fit(row, code) : 0;
        if (f > 0 && row->is_excluded)
            return NULL;
        if (f > best_fit && (part.len == 0 || str_eq(part, row->part))) {
            best = row;
            best_fit = f;
        }
    }
    return best;
}

const struct codeset_row *codeset_row_in(const struct codeset *s, const struct codeset_row *row,
                                         struct str unit)
{
    if (!says_unit(row->unit) || !says_unit(unit) || codeset_same_unit(row->unit, unit))
        return row;
    for (size_t i = 0; i < s->rows; i++)
        if (same_code(&s->row[i], row) && !s->row[i].is_excluded &&
            codeset_same_unit(s->row[i].unit, unit))
            return &s->row[i];
    return NULL;
}

static bool is_of_part(const struct codeset_row *row, struct str part)
{
    return part.len == 0 || str_eq(row->part, part);
}

bool codeset_in_one_unit(const struct codeset *s, struct str x, struct str y)
{
    for (size_t i = 0; i < s->rows; i++)
        for (size_t k = 0; k < s->rows && is_of_part(&s->row[i], x); k++)
            if (is_of_part(&s->row[k], y) && in_two_units(&s->row[i], &s->row[k]))
                return false;
    return true;
}

bool codeset_has_part(const struct codeset *s, struct str part)
{
    for (size_t i = 0; i < s->rows; i++)
        if (!s->row[i].is_excluded && str_eq(s->row[i].part, part))
            return true;
    return false;
}
