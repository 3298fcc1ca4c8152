#include "charts.h"

#include "report/chart_parts.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TEXTS_MOST = 256, DEPTH_MOST = 16 };

struct box {
    double left, right, y;
    struct str text;
};

struct chart_frame chart_test_frame(unsigned width)
{
    return (struct chart_frame){.id = STR("it"),
                                .title = STR("Spridning <av> \"a & b\""),
                                .desc = STR("Varje punkt är en enhet."),
                                .unit = STR("%"),
                                .width = width,
                                .decimal_mark = ',',
                                .floor = 0,
                                .ceiling = 100};
}

static const char *find(struct str whole, size_t from, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = from; i + n <= whole.len; i++)
        if (memcmp(whole.at + i, part, n) == 0)
            return whole.at + i;
    return NULL;
}

void chart_test_has(struct str svg, const char *part)
{
    if (!find(svg, 0, part))
        fail_msg("no \"%s\" in\n%.*s", part, STR_FMT(svg));
}

void chart_test_lacks(struct str svg, const char *part)
{
    if (find(svg, 0, part))
        fail_msg("\"%s\" in\n%.*s", part, STR_FMT(svg));
}

unsigned chart_test_count(struct str svg, const char *part)
{
    unsigned n = 0;
    for (const char *at = find(svg, 0, part); at; at = find(svg, (size_t)(at - svg.at) + 1, part))
        n++;
    return n;
}

/* Tags open and close in pairs, and no bare & or " stands in a text. */
static void check_nesting(struct str svg)
{
    struct str open[DEPTH_MOST] = {{0}};
    unsigned depth = 0;
    for (struct str rest = svg; rest.at;) {
        struct str text = str_cut(&rest, '<');
        for (size_t i = 0; i < text.len; i++)
            assert_true(text.at[i] != '"' && text.at[i] != '>');
        if (!rest.at)
            break;
        struct str tag = str_cut(&rest, '>'), name = tag;
        if (tag.at[tag.len - 1] == '/')
            continue;
        name = str_cut(&name, ' ');
        if (name.at[0] != '/') {
            assert_true(depth < DEPTH_MOST);
            open[depth++] = name;
            continue;
        }
        assert_true(depth > 0);
        assert_true(str_eq(open[--depth], (struct str){name.at + 1, name.len - 1}));
    }
    assert_int_equal(depth, 0);
}

static double number_of(struct str tag, const char *name)
{
    const char *at = find(tag, 0, name);
    assert_non_null(at);
    return strtod(at + strlen(name), NULL);
}

/* The text's letters as they were meant. */
static struct str unescaped(struct arena *a, struct str s)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    struct sb out = sb_open(a, s.len + 1);
    while (s.len > 0) {
        size_t taken = 1;
        char c = s.at[0];
        for (unsigned i = 0; i < ARRAY_LEN(names); i++)
            if (str_starts(s, str_of(names[i]))) {
                c = "&<>\""[i];
                taken = strlen(names[i]);
            }
        sb_char(&out, c);
        s = (struct str){s.at + taken, s.len - taken};
    }
    return sb_str(&out);
}

static struct box box_of(struct arena *a, struct str tag, struct str text)
{
    double x = number_of(tag, " x=\""), width = chart_text_width(unescaped(a, text));
    struct box b = {.left = x, .right = x + width, .y = number_of(tag, " y=\""), .text = text};
    double back = find(tag, 0, "\"middle\"") ? width / 2 : find(tag, 0, "\"end\"") ? width : 0;
    b.left -= back;
    b.right -= back;
    return b;
}

static void check_texts(struct str svg, const struct chart_frame *f)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct box *box = ARENA_NEW(a, struct box, TEXTS_MOST);
    size_t n = 0;
    double height = strtod(find(svg, 0, "viewBox=\"0 0 ") + strlen("viewBox=\"0 0 320 "), NULL);
    for (const char *at = find(svg, 0, "<text"); at;
         at = find(svg, (size_t)(at - svg.at) + 1, "<text")) {
        struct str rest = {at, svg.len - (size_t)(at - svg.at)};
        struct str tag = str_cut(&rest, '>'), text = str_cut(&rest, '<');
        struct box b = box_of(a, tag, text);
        if (b.left < -0.5 || b.right > f->width + 0.5 || b.y < 10 || b.y > height - 1)
            fail_msg("outside the frame: %.*s (%.1f to %.1f, %.1f of %.0f)", STR_FMT(text), b.left,
                     b.right, b.y, height);
        if (find(tag, 0, "readout") || find(tag, 0, "share-value"))
            continue;
        for (size_t i = 0; i < n; i++)
            if (fabs(box[i].y - b.y) < CHART_TEXT - 1 && box[i].left < b.right &&
                b.left < box[i].right)
                fail_msg("\"%.*s\" on \"%.*s\" in\n%.*s", STR_FMT(text), STR_FMT(box[i].text),
                         STR_FMT(svg));
        assert_true(n < TEXTS_MOST);
        box[n++] = b;
    }
    arena_close(a);
}

void chart_test_sound(struct str svg, const struct chart_frame *f)
{
    assert_true(str_starts(svg, STR("<svg ")));
    check_nesting(svg);
    chart_test_has(svg, "role=\"group\"");
    chart_test_has(svg, "aria-labelledby=\"it-title\" aria-describedby=\"it-desc\"");
    chart_test_has(svg,
                   "<title id=\"it-title\">Spridning &lt;av&gt; &quot;a &amp; b&quot;</title>");
    chart_test_has(svg, "<desc id=\"it-desc\">Varje punkt är en enhet.</desc>");
    chart_test_lacks(svg, "nan");
    chart_test_lacks(svg, "inf");
    chart_test_lacks(svg, "style");
    chart_test_lacks(svg, "<script");
    check_texts(svg, f);
}
