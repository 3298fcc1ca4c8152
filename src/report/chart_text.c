#include "core/utf8.h"
#include "report/chart_parts.h"

#include <assert.h>
#include <math.h>

/* Widths of the letters from ' ' to '~' in a common sans-serif face, in thousandths of its size. */
static const uint16_t WIDTH[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};
enum { WIDTH_OTHER = 620, WIDTH_NO_BREAK_SPACE = 278 };
/* Other faces are wider than the table's by so much. */
static const double ALLOWANCE = 1.18;

/* The next letter of `*rest`, a byte of which no letter is made as one of its own. */
static struct str take_letter(struct str *rest)
{
    size_t n = 1;
    while (n < rest->len && ((unsigned char)rest->at[n] & 0xC0U) == 0x80)
        n++;
    struct str letter = {rest->at, n};
    *rest = (struct str){rest->at + n, rest->len - n};
    return letter;
}

static double letter_width(struct str letter)
{
    unsigned char c = (unsigned char)letter.at[0];
    unsigned width = WIDTH_OTHER;
    if (c >= ' ' && c <= '~')
        width = WIDTH[c - ' '];
    else if (str_eq(letter, STR("\xC2\xA0")))
        width = WIDTH_NO_BREAK_SPACE;
    return width * ALLOWANCE * CHART_TEXT / 1000;
}

double chart_text_width(struct str s)
{
    double width = 0;
    while (s.len > 0)
        width += letter_width(take_letter(&s));
    return width;
}

struct str chart_text_cut(struct arena *a, struct str s, double room)
{
    if (chart_text_width(s) <= room)
        return s;
    const struct str ellipsis = STR("…");
    double left = room - chart_text_width(ellipsis);
    struct str rest = s;
    while (rest.len > 0) {
        struct str from = rest;
        left -= letter_width(take_letter(&rest));
        if (left < 0) {
            rest = from;
            break;
        }
    }
    struct str kept = str_trim((struct str){s.at, s.len - rest.len});
    return str_fmt(a, "%.*s%.*s", STR_FMT(kept), STR_FMT(ellipsis));
}

struct str chart_named(struct arena *a, struct str name, struct str shown, double room)
{
    if (shown.len == 0)
        return chart_text_cut(a, name, room);
    const struct str gap = STR(" ");
    struct str cut =
        chart_text_cut(a, name, room - chart_text_width(gap) - chart_text_width(shown));
    return str_fmt(a, "%.*s%.*s%.*s", STR_FMT(cut), STR_FMT(gap), STR_FMT(shown));
}

struct str chart_said(struct arena *a, struct str name, struct str shown, struct str note)
{
    return note.len > 0
               ? str_fmt(a, "%.*s: %.*s, %.*s", STR_FMT(name), STR_FMT(shown), STR_FMT(note))
               : str_fmt(a, "%.*s: %.*s", STR_FMT(name), STR_FMT(shown));
}

struct str chart_number(struct arena *a, const struct chart_frame *f, double n, unsigned places)
{
    bool is_swedish = f->decimal_mark == ',';
    struct str decimals = str_fmt(a, "%.*f", (int)places, fabs(n));
    struct str whole = str_cut(&decimals, '.');
    struct sb out = sb_open(a, 32);
    if (n < 0)
        sb_put(&out, STR("\xE2\x88\x92"));
    for (size_t i = 0; i < whole.len; i++) {
        if (i > 0 && (whole.len - i) % 3 == 0)
            sb_put(&out, is_swedish ? STR("\xC2\xA0") : STR(","));
        sb_char(&out, whole.at[i]);
    }
    if (decimals.at) {
        sb_char(&out, f->decimal_mark);
        sb_put(&out, decimals);
    }
    if (f->unit.len > 0 && is_swedish)
        sb_put(&out, STR("\xC2\xA0"));
    sb_put(&out, f->unit);
    return sb_str(&out);
}

void chart_escape(struct sb *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.at[i]) {
        case '&':
            sb_put(out, STR("&amp;"));
            break;
        case '<':
            sb_put(out, STR("&lt;"));
            break;
        case '>':
            sb_put(out, STR("&gt;"));
            break;
        case '"':
            sb_put(out, STR("&quot;"));
            break;
        default:
            if (utf8_control(s, i) == 0) { /* none may stand in XML in any form */
                sb_char(out, s.at[i]);
                break;
            }
            i += utf8_control(s, i) - 1;
            sb_put(out, STR("\xEF\xBF\xBD"));
        }
    }
}

void chart_put(struct sb *out, const char *markup, const double *number, size_t count)
{
    size_t used = 0;
    for (struct str rest = str_of(markup); rest.at;) {
        sb_put(out, str_cut(&rest, '#'));
        if (!rest.at)
            break;
        assert(used < count);
        sb_tenths(out, number[used++]);
    }
    assert(used == count);
}

void chart_tag(struct sb *out, const char *name, const char *class)
{
    sb_char(out, '<');
    sb_put(out, str_of(name));
    sb_put(out, STR(" class=\""));
    sb_put(out, str_of(class));
}

void chart_text(struct sb *out, const char *class, double x, double y, enum chart_anchor anchor,
                struct str s)
{
    static const char *const anchors[] = {[CHART_START] = "",
                                          [CHART_MIDDLE] = " text-anchor=\"middle\"",
                                          [CHART_END] = " text-anchor=\"end\""};
    chart_tag(out, "text", class);
    CHART_PUT(out, "\" x=\"#\" y=\"#\"", x, y);
    sb_put(out, str_of(anchors[anchor]));
    sb_char(out, '>');
    chart_escape(out, s);
    sb_put(out, STR("</text>"));
}

void chart_rule(struct sb *out, const char *class, double x1, double y1, double x2, double y2)
{
    chart_tag(out, "path", class);
    CHART_PUT(out, "\" d=\"M# #L# #\"/>", x1, y1, x2, y2);
}

void chart_open(struct sb *out, const struct chart_frame *f, const char *kind, double height)
{
    sb_fmt(out,
           "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing %s\" viewBox=\"0 0 %u %.0f\" "
           "role=\"group\" aria-labelledby=\"",
           kind, f->width, ceil(height));
    chart_escape(out, f->id);
    sb_put(out, STR("-title\" aria-describedby=\""));
    chart_escape(out, f->id);
    sb_put(out, STR("-desc\"><title id=\""));
    chart_escape(out, f->id);
    sb_put(out, STR("-title\">"));
    chart_escape(out, f->title);
    sb_put(out, STR("</title><desc id=\""));
    chart_escape(out, f->id);
    sb_put(out, STR("-desc\">"));
    chart_escape(out, f->desc);
    sb_put(out, STR("</desc>"));
}

void chart_close(struct sb *out)
{
    sb_put(out, STR("</svg>"));
}

void chart_point_open(struct sb *out, const char *class, struct str said)
{
    chart_tag(out, "g", class);
    sb_put(out, STR("\" role=\"img\" tabindex=\"0\"><title>"));
    chart_escape(out, said);
    sb_put(out, STR("</title>"));
}

void chart_point_close(struct sb *out, const struct chart_frame *f, struct str said)
{
    struct str cut = chart_text_cut(out->arena, said, f->width - 2.0 * CHART_EDGE);
    CHART_PUT(out, "</g><text class=\"readout\" x=\"#\" y=\"#\" aria-hidden=\"true\">", CHART_EDGE,
              CHART_TEXT);
    chart_escape(out, cut);
    sb_put(out, STR("</text>"));
}

const char *chart_line_class(enum chart_line_kind kind)
{
    switch (kind) {
    case CHART_LINE_NATION:
        return "line line-nation";
    case CHART_LINE_TARGET:
        return "line line-target";
    case CHART_LINE_LEVEL:
        break;
    }
    return "line line-level";
}

struct str chart_line_words(struct arena *a, const struct chart_line *line, double room)
{
    double both =
        chart_text_width(line->name) + chart_text_width(STR(" ")) + chart_text_width(line->shown);
    struct str shown = both <= room ? line->shown : STR("");
    return chart_named(a, line->name, shown, room);
}
