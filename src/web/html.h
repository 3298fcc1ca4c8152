/* web/html.h - what templates are translated to: each macro puts one value where
 * the template says, escaped by its place and its type. A type that a place does
 * not take has no function there, so that it does not compile: a `char *`
 * nowhere, markup only between tags, and at the beginning of an address nothing
 * but an address.
 *
 *                between tags   attribute, <title>   address: begin   within
 *   struct str   escaped        escaped              -                percent-encoded
 *   html_safe    as it is       -                    -                -
 *   struct url   -              -                    escaped          -
 *   integers     digits         digits               -                digits
 *   struct day   YYYY-MM-DD     YYYY-MM-DD           -                YYYY-MM-DD */
#ifndef WEB_HTML_H
#define WEB_HTML_H
#include "core/day.h"
#include "core/text.h"

/* Markup that is safe because of who made it: a chart (report/chart_svg.h), a template. Never
 * filled from data. */
struct html_safe {
    struct str markup;
};
/* An address on this site, or https: made by web/url.h, which encodes its parts. */
struct url {
    struct str text;
};

void html_put_str(struct sb *out, struct str s); /* & < > " ' escaped */
void html_put_markup(struct sb *out, struct html_safe html);
void html_put_i64(struct sb *out, int64_t n);
void html_put_u64(struct sb *out, uint64_t n);
void html_put_day(struct sb *out, struct day day); /* DAY_NONE: nothing */
void html_put_url(struct sb *out, struct url url);
/* All but letters, digits, - . _ ~ percent-encoded: one segment or value of an address. */
void html_put_percent(struct sb *out, struct str s);
/* The text before the next place {}, escaped; `*rest` becomes what is behind the place. */
void html_put_to_place(struct sb *out, struct str *rest);

#define HTML_INTEGERS                                                                              \
    short : html_put_i64,                                                                          \
            int : html_put_i64,                                                                    \
                  long : html_put_i64,                                                             \
                         long long : html_put_i64,                                                 \
                                     unsigned short : html_put_u64,                                \
                                                      unsigned : html_put_u64,                     \
                                                                 unsigned long                     \
        : html_put_u64,                                                                            \
          unsigned long long : html_put_u64

/* clang-format off */
#define HTML_PUT_TEXT(out, x)                                                                      \
    _Generic((x), struct str: html_put_str, struct html_safe: html_put_markup,                     \
             struct day: html_put_day, HTML_INTEGERS)((out), (x))
#define HTML_PUT_ESCAPED(out, x)                                                                   \
    _Generic((x), struct str: html_put_str, struct day: html_put_day, HTML_INTEGERS)((out), (x))
#define HTML_PUT_URL(out, x) _Generic((x), struct url: html_put_url)((out), (x))
#define HTML_PUT_URL_PART(out, x)                                                                  \
    _Generic((x), struct str: html_put_percent, struct day: html_put_day, HTML_INTEGERS)((out), (x))
#define HTML_IS(x) _Generic((x), bool: (x))
/* clang-format on */
#endif
