#include "web/html.h"

#include "core/utf8.h"

#include <assert.h>

void html_put_str(struct sb *out, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        struct str entity;
        size_t bytes = 1;
        switch (s.at[i]) {
        case '&':
            entity = STR("&amp;");
            break;
        case '<':
            entity = STR("&lt;");
            break;
        case '>':
            entity = STR("&gt;");
            break;
        case '"':
            entity = STR("&quot;");
            break;
        case '\'':
            entity = STR("&#39;");
            break;
        case '\n':
        case '\t':
            continue;
        default: /* a control character may not stand in a page in any form */
            bytes = utf8_control(s, i);
            entity = STR("\xEF\xBF\xBD");
            if (bytes == 0)
                continue;
        }
        sb_put(out, (struct str){s.at + from, i - from});
        sb_put(out, entity);
        from = i + bytes;
        i = from - 1;
    }
    if (from < s.len)
        sb_put(out, (struct str){s.at + from, s.len - from});
}

void html_put_markup(struct sb *out, struct html_safe html)
{
    sb_put(out, html.markup);
}

void html_put_i64(struct sb *out, int64_t n)
{
    sb_i64(out, n);
}

void html_put_u64(struct sb *out, uint64_t n)
{
    sb_fmt(out, "%llu", (unsigned long long)n);
}

void html_put_day(struct sb *out, struct day day)
{
    char text[DAY_TEXT];
    sb_put(out, day_format(day, text));
}

void html_put_url(struct sb *out, struct url url)
{
    html_put_str(out, url.text);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void html_put_percent(struct sb *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (is_unreserved(s.at[i]))
            sb_char(out, s.at[i]);
        else
            sb_fmt(out, "%%%02X", (unsigned)(unsigned char)s.at[i]);
    }
}

void html_put_to_place(struct sb *out, struct str *rest)
{
    for (size_t i = 0; i + 1 < rest->len; i++) {
        if (rest->at[i] != '{' || rest->at[i + 1] != '}')
            continue;
        html_put_str(out, (struct str){rest->at, i});
        *rest = (struct str){rest->at + i + 2, rest->len - i - 2};
        return;
    }
    assert(false); /* tools/templates has counted the places */
}
