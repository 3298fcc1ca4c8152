/* tests/unit/exchange/fhir_texts.h - what a resource becomes, as text: each mapping read into a
 * table of texts with the same columns, so that what a rule says can be seen before any check. */
#ifndef TESTS_FHIR_TEXTS_H
#define TESTS_FHIR_TEXTS_H
#include "county.h"

#include "exchange/fhir_parts.h"

/* JSON with ' for ", and @P1 and its like written out. */
static inline struct str fhir_line(struct scratch *s, const char *text)
{
    struct str line = str_copy(s->arena, county_text(s, text));
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] == '\'')
            ((char *)line.at)[i] = '"';
    return line;
}

static inline void fhir_put(struct scratch *s, const char *name, const char *text)
{
    struct str line = fhir_line(s, text);
    char path[64];
    (void)snprintf(path, sizeof path, "in/%s", name);
    (void)mkdir(scratch_path(s, "in"), 0700);
    (void)scratch_write(s, path, line);
}

static inline struct table fhir_text_table(struct scratch *s, enum fhir_resource resource,
                                           const char *more)
{
    const struct fhir_mapping *m = &FHIR_MAPPING[resource];
    struct table_column *c = ARENA_NEW(s->arena, struct table_column, m->rules + 1);
    for (unsigned i = 0; i <= m->rules; i++)
        c[i] = (struct table_column){.name = i < m->rules ? m->rule[i].column : more,
                                     .type = COLUMN_TEXT,
                                     .most = 1000,
                                     .at = (uint16_t)(i * sizeof(struct str))};
    return (struct table){.name = m->table,
                          .column = c,
                          .columns = m->rules + 1,
                          .row_size = (m->rules + 1) * sizeof(struct str)};
}

/* "person=…|date=…", a line a row; of a reject "!path code"; of what is left out "-reason". `more`
 * is a column that only a tag can fill. */
static inline const char *fhir_texts(struct scratch *s, struct fhir *f, enum fhir_resource resource,
                                     const char *more, const char *json)
{
    struct table t = fhir_text_table(s, resource, more);
    struct fhir_reader *r = ARENA_NEW(s->arena, struct fhir_reader, 1);
    struct fhir_row row[FHIR_ROWS_MOST];
    struct sb out = sb_open(s->arena, 256);
    *r = fhir_reader_open(f, resource, &t);
    unsigned rows = fhir_read(r, fhir_line(s, json), s->arena, row);
    for (unsigned i = 0; i < rows; i++) {
        if (i > 0)
            sb_char(&out, '\n');
        if (!row[i].row) {
            const char *column = row[i].reject.column ? row[i].reject.column : "";
            sb_fmt(&out, "!%s %s", column, row[i].reject.why.code);
            continue;
        }
        size_t before = out.len;
        for (unsigned c = 0; c < t.columns; c++) {
            struct str text =
                *(const struct str *)(const void *)((const char *)row[i].row + t.column[c].at);
            if (text.len > 0)
                sb_fmt(&out, "%s%s=%.*s", out.len > before ? "|" : "", t.column[c].name,
                       STR_FMT(text));
        }
    }
    for (unsigned i = 0; i < r->lefts; i++)
        sb_fmt(&out, "-%.*s", STR_FMT(r->left[i].reason));
    sb_char(&out, '\0');
    return sb_str(&out).at;
}
#endif
