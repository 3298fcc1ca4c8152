/* Numbers of import files: the first byte says which column reads the rest. What is accepted is
 * what the manual says, and its value what the C library makes of it; what is refused is neither.
 */
#include "fuzz.h"

#include "exchange/cell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 64 };
struct row {
    int64_t count;
    double number;
    struct str text;
};
static const struct table_column COLUMNS[] = {
    {.name = "count", .type = COLUMN_COUNT, .at = offsetof(struct row, count), .most = 1000},
    {.name = "least",
     .type = COLUMN_COUNT,
     .at = offsetof(struct row, count),
     .least = -5,
     .most = 2147483647},
    {.name = "number",
     .type = COLUMN_NUMBER,
     .at = offsetof(struct row, number),
     .least = -2147483647,
     .most = 2147483647},
    {.name = "share", .type = COLUMN_NUMBER, .at = offsetof(struct row, number), .most = 1},
    {.name = "decimal", .type = COLUMN_DECIMAL, .at = offsetof(struct row, text)},
    {.name = "measured", .type = COLUMN_MEASURED, .at = offsetof(struct row, text)},
};

/* The grammar once more, a character at a time: -?[0-9]{1,12}(\.[0-9]{1,9})? */
static bool is_number(const char *at, bool *whole)
{
    unsigned digits = 0;
    at += *at == '-';
    for (; *at >= '0' && *at <= '9'; at++)
        digits++;
    *whole = *at == '\0';
    if (digits < 1 || digits > 12)
        return false;
    if (*whole)
        return true;
    if (*at++ != '.')
        return false;
    for (digits = 0; *at >= '0' && *at <= '9'; at++)
        digits++;
    return *at == '\0' && digits >= 1 && digits <= 9;
}

static const char *behind_comparator(const char *at)
{
    if (*at != '<' && *at != '>')
        return at;
    return at + (at[1] == '=' ? 2 : 1);
}

static bool should_take(const struct table_column *c, const char *text)
{
    bool whole = false;
    if (!is_number(c->type == COLUMN_MEASURED ? behind_comparator(text) : text, &whole))
        return false;
    if (c->type == COLUMN_DECIMAL || c->type == COLUMN_MEASURED)
        return true;
    double value = strtod(text, NULL);
    return (whole || c->type == COLUMN_NUMBER) && value >= c->least && value <= c->most;
}

static void check_value(const struct table_column *c, const struct row *row, struct str text,
                        const char *copy)
{
    if (c->type == COLUMN_COUNT)
        must(row->count == strtoll(copy, NULL, 10));
    else if (c->type == COLUMN_NUMBER) /* beyond 15 digits the nearest double is not promised */
        must(fabs(row->number - strtod(copy, NULL)) <= fabs(row->number) * 1e-15);
    else
        must(row->text.at == text.at && row->text.len == text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char copy[TEXT_MOST] = "";
    if (size < 2 || size > TEXT_MOST || memchr(data + 1, 0, size - 1))
        return 0;
    const struct table_column *c = &COLUMNS[data[0] % ARRAY_LEN(COLUMNS)];
    struct str text = {(const char *)data + 1, size - 1};
    struct row row = {.count = -7, .number = NAN};
    struct cells cells = {.today = {45305}};
    struct err err = {0};
    memcpy(copy, text.at, text.len);
    bool taken = cell_read(&cells, c, text, &row, &err);
    must(taken == should_take(c, copy));
    if (taken) {
        check_value(c, &row, text, copy);
    } else {
        must(err.kind == ERR_INVALID && row.count == -7 && isnan(row.number) && !row.text.at);
        must(strcmp(err.code, "value.number") == 0 || strcmp(err.code, "value.whole") == 0 ||
             strcmp(err.code, "value.range") == 0 || strcmp(err.code, "value.decimal_comma") == 0);
    }
    return 0;
}
