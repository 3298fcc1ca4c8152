/* The tables of docs/operator/import.md say what src/domain/tables.c says.
 *
 *     manual_test MANUAL            a test: is it so?
 *     manual_test MANUAL --write    makes it so (`ninja manual`) */
#include "core/files.h"
#include "core/sb.h"
#include "domain/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANUAL_MOST = 1024 * 1024 };
#define BEGIN "<!-- tables: made by `ninja manual` from src/domain/tables.c -->\n"
#define END   "<!-- end of tables -->\n"

static void put_words(struct sb *out, const struct table_column *c)
{
    const char *between = "";
    for (unsigned i = 0; i < c->vocab->count; i++)
        if (c->vocab->word[i] && c->vocab->word[i][0]) {
            sb_fmt(out, "%s`%s`", between, c->vocab->word[i]);
            between = ", ";
        }
    struct str empty = vocab_word(c->vocab, c->empty);
    if (!c->required && empty.len > 0)
        sb_fmt(out, "; empty is `%.*s`", STR_FMT(empty));
}

static void put_type(struct sb *out, const struct table_column *c)
{
    static const char *const words[] = {[COLUMN_PERSON] = "a person's identifier",
                                        [COLUMN_HSAID] = "HSA-id",
                                        [COLUMN_UNIT_OR_NATION] = "HSA-id, or `SE` for the nation",
                                        [COLUMN_DAY] = "date",
                                        [COLUMN_DAY_OR_TIME] = "date, or time",
                                        [COLUMN_TIME] = "time, `YYYY-MM-DDTHH:MM`",
                                        [COLUMN_MONTH] = "month",
                                        [COLUMN_MEASURED] =
                                            "number, maybe with `<`, `>`, `<=` or `>=` before it",
                                        [COLUMN_MOMENT] = "time; Swedish unless it ends in Z",
                                        [COLUMN_DECIMAL] = "number",
                                        [COLUMN_COUNTY] = "county: two digits",
                                        [COLUMN_MUNICIPALITY] = "municipality: four digits",
                                        [COLUMN_REGION] = "county, or `SE` for the nation",
                                        [COLUMN_PERIOD] = "`YYYY` or `YYYY-MM`"};
    switch ((int)c->type) {
    case COLUMN_VOCAB:
        put_words(out, c);
        break;
    case COLUMN_TEXT:
        sb_fmt(out, "text, at most %d bytes", c->most);
        break;
    case COLUMN_WORD:
        sb_fmt(out, "text without spaces, at most %d bytes", c->most);
        break;
    case COLUMN_COUNT:
        sb_fmt(out, "whole number, %d to %d", c->least, c->most);
        break;
    case COLUMN_NUMBER:
        sb_fmt(out, "number, %d to %d", c->least, c->most);
        break;
    default:
        sb_put(out, str_of(words[c->type]));
    }
}

static void put_table(struct sb *out, const struct table *t)
{
    sb_fmt(out, "\n### %s.csv\n\n| column | | holds |\n|---|---|---|\n", t->name);
    for (unsigned i = 0; i < t->columns; i++) {
        const struct table_column *c = &t->column[i];
        sb_fmt(out, "| `%s` | %s | ", c->name,
               c->key        ? "key"
               : c->required ? "required"
               : c->stands   ? "stands"
                             : "");
        put_type(out, c);
        if (c->note)
            sb_fmt(out, "; %s", c->note);
        sb_put(out, STR(" |\n"));
    }
}

/* The manual with the tables as they should be. */
static struct str wanted(struct arena *a, struct str manual)
{
    const char *begin = strstr(manual.at, BEGIN), *end = strstr(manual.at, END);
    struct sb out = sb_open(a, manual.len * 2 + 65536);
    if (!begin || !end)
        return STR("");
    sb_put(&out, (struct str){manual.at, (size_t)(begin - manual.at) + strlen(BEGIN)});
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        put_table(&out, &TABLES[i]);
    sb_char(&out, '\n');
    sb_put(&out, str_of(end));
    return sb_str(&out);
}

int main(int argc, char **argv)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str manual;
    struct err err = {0};
    bool good = argc >= 2 && file_read_all(&FILES_POSIX, a, argv[1], MANUAL_MOST, &manual, &err);
    struct str tables = good ? wanted(a, manual) : STR("");
    if (good && argc == 3)
        good = tables.len > 0 && file_replace(&FILES_POSIX, argv[1], tables, &err);
    else if (good)
        good = str_eq(manual, tables);
    printf("1..1\n%s 1 - the manual's tables are the schema's (else: ninja manual)\n",
           good ? "ok" : "not ok");
    arena_close(a);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
