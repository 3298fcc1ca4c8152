#include "exchange/fhir_parts.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char TAG[] = "urn:kontinua:"; /* of meta.tag; behind it a column's name */

/* ---- files ---- */

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len > 0;
}

static struct str cut_name(struct str *name)
{
    size_t end = 0;
    while (end < name->len && !memchr("-._", name->at[end], 3))
        end++;
    struct str first = {name->at, end};
    end += end < name->len;
    *name = (struct str){name->at + end, name->len - end};
    return first;
}

struct str fhir_type_of_name(struct str name)
{
    struct str type = cut_name(&name);
    if (is_digits(type))
        type = cut_name(&name);
    bool good = type.len > 0 && type.len <= FHIR_ID_MOST && type.at[0] >= 'A' && type.at[0] <= 'Z';
    for (size_t i = 0; good && i < type.len; i++)
        good = (type.at[i] >= 'a' && type.at[i] <= 'z') || (type.at[i] >= 'A' && type.at[i] <= 'Z');
    return good ? type : STR("");
}

enum fhir_resource fhir_resource_of_type(struct str type)
{
    unsigned i = 0;
    while (i < FHIR_RESOURCES && !str_eq(type, str_of(FHIR_MAPPING[i].type)))
        i++;
    return (enum fhir_resource)i;
}

const char *fhir_table(enum fhir_resource resource)
{
    return FHIR_MAPPING[resource].table;
}

static const struct fhir_rule *rule_of(const struct fhir_mapping *m, const char *column)
{
    for (unsigned i = 0; i < m->rules; i++)
        if (strcmp(m->rule[i].column, column) == 0)
            return &m->rule[i];
    return NULL;
}

const char *fhir_path(enum fhir_resource resource, const char *column)
{
    const struct fhir_rule *rule = rule_of(&FHIR_MAPPING[resource], column);
    return rule ? rule->path : column;
}

/* ---- ids ---- */

struct fhir *fhir_open(struct day today)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct fhir *f = ARENA_NEW(a, struct fhir, 1);
    *f = (struct fhir){.arena = a, .today = today, .hsaid = hsaid_dict_open(a)};
    f->party = (struct bag)BAG_OPEN(a, struct fhir_party);
    f->encounter = (struct bag)BAG_OPEN(a, struct fhir_encounter);
    for (unsigned i = 0; i < FHIR_LEARNT; i++)
        f->id[i] = fhir_ids_open(a);
    return f;
}

void fhir_close(struct fhir *f)
{
    if (f)
        arena_close(f->arena);
}

static void know_profession(struct fhir *f, uint32_t number, enum profession profession)
{
    struct fhir_party *party = bag_at(&f->party, number);
    party->has_profession = true;
    party->profession = profession;
}

void fhir_know_staff(struct fhir *f, const struct hsaid *staff, enum profession profession)
{
    know_profession(f, fhir_hsaid(f, staff), profession);
}

/* The value that the resource states for a column that FHIR has no element for; NULL: none. */
static const struct json_in *tag_of(const struct fhir_reading *r, const char *column)
{
    for (const struct json_in *t = r->tags ? r->tags->first : NULL; t; t = t->next) {
        struct str system = fhir_text(json_in_get(t, "system"));
        size_t before = sizeof TAG - 1;
        if (str_starts(system, str_of(TAG)) &&
            str_eq((struct str){system.at + before, system.len - before}, str_of(column)))
            return t;
    }
    return NULL;
}

/* Its text; what is wrong with it comes out when its row is read. */
static struct str column_text(const struct fhir_reading *r, enum fhir_resource resource,
                              const char *column)
{
    const struct fhir_rule *rule = rule_of(&FHIR_MAPPING[resource], column);
    const struct json_in *tag = tag_of(r, column);
    struct str text = STR("");
    struct err inner = {0};
    if (tag)
        return fhir_text(json_in_get(tag, "code"));
    if (rule && !rule->read(r, rule, &text, &inner))
        return STR("");
    return text;
}

static void learn_patient(const struct fhir_reading *r, struct str id)
{
    struct person_id person;
    struct err inner = {0};
    struct str text = column_text(r, FHIR_PATIENT, "person");
    if (text.len > 0 && person_id_parse(text, r->fhir->today, &person, &inner))
        fhir_ids_put(&r->fhir->id[FHIR_PATIENT], id, person.packed);
}

static void learn_party(const struct fhir_reading *r, enum fhir_resource resource, struct str id)
{
    struct fhir *f = r->fhir;
    struct hsaid hsaid;
    struct err inner = {0};
    unsigned word = 0;
    bool is_staff = resource == FHIR_PRACTITIONER;
    struct str text = column_text(r, resource, is_staff ? "staff" : "unit");
    if (text.len == 0 || !hsaid_parse(text, &hsaid, &inner))
        return;
    uint32_t number = fhir_hsaid(f, &hsaid);
    fhir_ids_put(&f->id[resource], id, number);
    if (!is_staff)
        ((struct fhir_party *)bag_at(&f->party, number))->is_unit =
            column_text(r, resource, "operator").len > 0 &&
            column_text(r, resource, "county").len > 0;
    else if (vocab_find(&VOCAB_PROFESSION, column_text(r, resource, "profession"), &word))
        know_profession(f, number, (enum profession)word);
}

static void learn_encounter(const struct fhir_reading *r, struct str id)
{
    enum { DAY = 10 };
    struct fhir *f = r->fhir;
    struct fhir_encounter e = {.day = DAY_NONE};
    struct hsaid hsaid;
    struct err no_day = {0}, no_unit = {0}; /* it is told when its row is read */
    uint64_t index = 0;
    struct str key = column_text(r, FHIR_ENCOUNTER, "contact");
    struct str unit = column_text(r, FHIR_ENCOUNTER, "unit");
    struct str date = column_text(r, FHIR_ENCOUNTER, "date");
    if (date.len > DAY)
        date.len = DAY;
    if (!day_parse(date, &e.day, &no_day))
        e.day = DAY_NONE;
    if (unit.len > 0 && hsaid_parse(unit, &hsaid, &no_unit))
        e.unit = fhir_hsaid(f, &hsaid) + 1;
    e.contact = str_copy(f->arena, key);
    if (fhir_ids_find(&f->id[FHIR_ENCOUNTER], id, &index)) {
        *(struct fhir_encounter *)bag_at(&f->encounter, (size_t)index) = e;
        return;
    }
    fhir_ids_put(&f->id[FHIR_ENCOUNTER], id, f->encounter.count);
    *(struct fhir_encounter *)bag_add(&f->encounter) = e;
}

static void learn(const struct fhir_reading *r, enum fhir_resource resource)
{
    struct str id = fhir_text(json_in_get(r->resource, "id"));
    if (resource == FHIR_PATIENT)
        learn_patient(r, id);
    else if (resource == FHIR_ENCOUNTER)
        learn_encounter(r, id);
    else
        learn_party(r, resource, id);
}

/* Parses the line; false: it is no JSON. */
static bool open_reading(struct fhir *f, struct str line, struct arena *scratch,
                         struct fhir_reading *out, struct err *err)
{
    *out = (struct fhir_reading){.fhir = f, .arena = scratch};
    if (!json_in_parse(scratch, line, &out->resource, err))
        return false;
    out->part = out->resource;
    out->tags = json_in_get(json_in_get(out->resource, "meta"), "tag");
    return true;
}

void fhir_learn(struct fhir *f, enum fhir_resource resource, struct str line, struct arena *scratch)
{
    assert(resource < FHIR_LEARNT);
    struct fhir_reading r;
    struct err inner = {0};
    if (open_reading(f, line, scratch, &r, &inner) &&
        str_eq(fhir_text(json_in_get(r.resource, "resourceType")),
               str_of(FHIR_MAPPING[resource].type)))
        learn(&r, resource);
}

/* ---- rows ---- */

struct fhir_reader fhir_reader_open(struct fhir *f, enum fhir_resource resource,
                                    const struct table *table)
{
    struct fhir_reader r = {.fhir = f, .resource = resource, .table = table};
    r.cells.today = f->today;
    for (unsigned i = 0; i < table->columns; i++) {
        cell_clear(&table->column[i], r.blank);
        r.rule[i] = rule_of(&FHIR_MAPPING[resource], table->column[i].name);
    }
    return r;
}

void fhir_leave_out(struct fhir_reader *r, struct str reason, uint64_t count)
{
    unsigned i = 0;
    while (i < r->lefts && !str_eq(r->left[i].reason, reason))
        i++;
    if (i + 1 >= FHIR_LEFT_MOST) { /* the last place is for all others */
        i = FHIR_LEFT_MOST - 1;
        reason = STR("other");
    }
    if (i >= r->lefts) {
        r->left[i] = (struct import_left){str_copy(r->fhir->arena, reason), 0};
        r->lefts = i + 1;
    }
    r->left[i].count += count;
}

static unsigned refuse(struct fhir_row *row, const char *column)
{
    row->row = NULL;
    row->reject.column = column;
    return 1;
}

/* Each tag of ours must name a column: a slip of the pen would lose what it says. */
static bool check_tags(const struct fhir_reader *r, const struct json_in *list, struct err *err)
{
    for (const struct json_in *t = list ? list->first : NULL; t; t = t->next) {
        struct str system = fhir_text(json_in_get(t, "system"));
        unsigned i = 0;
        if (!str_starts(system, str_of(TAG)))
            continue;
        struct str name = {system.at + sizeof TAG - 1, system.len - (sizeof TAG - 1)};
        while (i < r->table->columns && !str_eq(name, str_of(r->table->column[i].name)))
            i++;
        if (i == r->table->columns)
            return FAIL(err, ERR_INVALID, "fhir.tag", "%s", r->table->name);
    }
    return true;
}

/* The words of FHIR, where what stands there is none of them: not those of our column. */
static void name_words(const struct fhir_rule *rule, struct err *err)
{
    char words[sizeof err->detail] = "";
    size_t len = 0;
    if (strcmp(err->code, "value.choice") != 0)
        return;
    for (const struct fhir_word *w = rule->word; w->word && len < sizeof words; w++)
        len +=
            (size_t)snprintf(words + len, sizeof words - len, "%s%s", len > 0 ? ", " : "", w->word);
    *err = (struct err){0};
    (void)FAIL(err, ERR_INVALID, "value.choice", "%s", words);
}

static void read_row(struct fhir_reader *r, const struct fhir_reading *reading,
                     struct fhir_row *row)
{
    const struct table *t = r->table;
    row->row = arena_take(reading->arena, t->row_size, _Alignof(max_align_t), 1);
    memcpy(row->row, r->blank, t->row_size);
    for (unsigned i = 0; i < t->columns; i++) {
        const struct table_column *c = &t->column[i];
        const struct fhir_rule *rule = r->rule[i];
        const struct json_in *tag = tag_of(reading, c->name);
        struct str text = STR("");
        bool good = true;
        if (tag)
            text = fhir_text(json_in_get(tag, "code"));
        else if (rule)
            good = rule->read(reading, rule, &text, &row->reject.why);
        if (!good || !cell_read(&r->cells, c, text, row->row, &row->reject.why)) {
            if (good && !tag && rule && rule->word)
                name_words(rule, &row->reject.why);
            (void)refuse(row, tag || !rule ? c->name : rule->path);
            return;
        }
    }
}

static bool has_number(const struct json_in *part)
{
    return fhir_at(part, "valueQuantity.value|valueInteger");
}

static unsigned read_parts(struct fhir_reader *r, struct fhir_reading *reading,
                           struct fhir_row *row)
{
    const struct json_in *list = json_in_get(reading->resource, "component");
    unsigned rows = 0;
    if (has_number(reading->resource))
        read_row(r, reading, &row[rows++]);
    for (const struct json_in *c = list ? list->first : NULL; c; c = c->next) {
        if (!has_number(c))
            continue;
        if (rows == FHIR_ROWS_MOST) {
            row[0] = (struct fhir_row){0};
            (void)FAIL(&row[0].reject.why, ERR_INVALID, "fhir.rows", "%d", FHIR_ROWS_MOST);
            return refuse(&row[0], "component");
        }
        reading->part = c;
        row[rows] = (struct fhir_row){0};
        read_row(r, reading, &row[rows++]);
    }
    if (rows == 0)
        fhir_leave_out(r, STR("no valueQuantity"), 1);
    return rows;
}

/* Why it is no row and no reject either; empty: it is one of them. */
static struct str left_for(const struct fhir_reader *r, const struct fhir_reading *reading)
{
    const struct fhir_mapping *m = &FHIR_MAPPING[r->resource];
    for (unsigned i = 0; i < m->stops; i++) {
        const struct fhir_stop *s = &m->stop[i];
        if (str_eq(fhir_text(fhir_at(reading->resource, s->path)), str_of(s->value)))
            return str_fmt(reading->arena, "%s=%s", s->path, s->value);
    }
    for (const char *const *need = m->needs; need && *need; need++)
        if (column_text(reading, r->resource, *need).len == 0)
            return str_fmt(reading->arena, "no %s", *need);
    return STR("");
}

/* A line of another type: one that would be read from a file of its own is in the wrong file, any
 * other is nothing that is read. */
static unsigned read_other(struct fhir_reader *r, struct str type, struct arena *scratch,
                           struct fhir_row *row)
{
    if (fhir_type_of_name(type).len == type.len && type.len > 0 &&
        fhir_resource_of_type(type) == FHIR_RESOURCES) {
        fhir_leave_out(r, str_fmt(scratch, "resourceType=%.*s", STR_FMT(type)), 1);
        return 0;
    }
    (void)FAIL(&row->reject.why, ERR_INVALID, "fhir.type", "%s", FHIR_MAPPING[r->resource].type);
    return refuse(row, "resourceType");
}

unsigned fhir_read(struct fhir_reader *r, struct str line, struct arena *scratch,
                   struct fhir_row row[static FHIR_ROWS_MOST])
{
    const struct fhir_mapping *m = &FHIR_MAPPING[r->resource];
    struct fhir_reading reading;
    row[0] = (struct fhir_row){0};
    if (!open_reading(r->fhir, line, scratch, &reading, &row[0].reject.why))
        return refuse(&row[0], NULL);
    struct str type = fhir_text(json_in_get(reading.resource, "resourceType"));
    if (!str_eq(type, str_of(m->type)))
        return read_other(r, type, scratch, &row[0]);
    if (r->resource == FHIR_ENCOUNTER)
        learn(&reading, FHIR_ENCOUNTER);
    if (!check_tags(r, reading.tags, &row[0].reject.why))
        return refuse(&row[0], "meta.tag");
    struct str left = left_for(r, &reading);
    if (left.len > 0) {
        fhir_leave_out(r, left, 1);
        return 0;
    }
    if (m->in_parts)
        return read_parts(r, &reading, row);
    read_row(r, &reading, &row[0]);
    return 1;
}
