#include "synth/out.h"

#include "core/day.h"

#include <string.h>

/* Fields are far shorter than a line; what does not fit is cut, never written beyond. */
static void put(struct out *o, const char *at, size_t len)
{
    size_t room = OUT_LINE - 2 - o->len;
    if (len > room)
        len = room;
    memcpy(o->line + o->len, at, len);
    o->len += len;
}

static void put_char(struct out *o, char c)
{
    put(o, &c, 1);
}

static void field(struct out *o)
{
    if (o->len > 0)
        put_char(o, ',');
}

static void put_digits(struct out *o, uint64_t n, unsigned least)
{
    char text[20];
    unsigned at = sizeof text;
    while (n > 0 || sizeof text - at < least) {
        text[--at] = (char)('0' + n % 10);
        n /= 10;
    }
    put(o, text + at, sizeof text - at);
}

void out_text(struct out *o, struct str text)
{
    field(o);
    bool quote = false;
    for (size_t i = 0; i < text.len && !quote; i++)
        quote = text.at[i] == ',' || text.at[i] == '"';
    if (!quote) {
        put(o, text.at, text.len);
        return;
    }
    put_char(o, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"')
            put_char(o, '"');
        put_char(o, text.at[i]);
    }
    put_char(o, '"');
}

void out_empty(struct out *o)
{
    field(o);
}

void out_word(struct out *o, const struct vocab *v, unsigned value)
{
    struct str word = vocab_word(v, value);
    field(o);
    put(o, word.at, word.len);
}

void out_number(struct out *o, uint64_t n)
{
    field(o);
    put_digits(o, n, 1);
}

void out_hundredths(struct out *o, double value)
{
    uint64_t n = (uint64_t)(value * 100 + 0.5);
    field(o);
    put_digits(o, n / 100, 1);
    if (n % 100 == 0)
        return;
    put_char(o, '.');
    put_digits(o, n % 100, 2);
}

static void put_month(struct out *o, int32_t year, unsigned month)
{
    put_digits(o, (uint64_t)year, 4);
    put_char(o, '-');
    put_digits(o, month, 2);
}

static void put_day(struct out *o, int32_t day)
{
    struct civil c = day_civil((struct day){day});
    put_month(o, c.year, c.month);
    put_char(o, '-');
    put_digits(o, c.day, 2);
}

void out_day(struct out *o, int32_t day)
{
    field(o);
    if (day != INT32_MAX)
        put_day(o, day);
}

void out_month(struct out *o, int32_t year, unsigned month)
{
    field(o);
    put_month(o, year, month);
}

void out_time(struct out *o, int32_t day, unsigned minute)
{
    field(o);
    put_day(o, day);
    put_char(o, 'T');
    put_digits(o, minute / 60, 2);
    put_char(o, ':');
    put_digits(o, minute % 60, 2);
}

void out_id(struct out *o, struct str prefix, uint64_t n, unsigned digits)
{
    field(o);
    put(o, prefix.at, prefix.len);
    put_digits(o, n, digits);
}

void out_end(struct out *o)
{
    o->line[o->len] = '\n';
    if (o->err->kind == ERR_NONE)
        (void)!file_out_write(o->file, o->line, o->len + 1, o->err);
    o->len = 0;
    o->rows++;
}
