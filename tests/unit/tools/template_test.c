/* tools/template.h: what the template language accepts, what it makes of it, and where it says
 * that something is wrong. */
#define _GNU_SOURCE /* memmem */
#include "template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct template_key KEYS[] = {{STR_INIT("a.plain"), 0}, {STR_INIT("a.two"), 2}};

#define VIEW "{view x_view \"web/x_view.h\"}"

struct outcome {
    bool ok;
    struct template_output out;
    struct template_fault fault;
};

static struct outcome compile(struct arena *a, const char *x, const char *y)
{
    struct template_source source[] = {{STR_INIT("x"), "x.html", str_of(x)},
                                       {STR_INIT("y"), "y.html", str_of(y)}};
    struct template_set set = {source, y ? 2 : 1, KEYS, ARRAY_LEN(KEYS)};
    struct outcome o = {0};
    o.ok = template_compile(a, &set, &o.out, &o.fault);
    return o;
}

static bool holds(struct str whole, const char *part)
{
    return memmem(whole.at, whole.len, part, strlen(part)) != NULL;
}

/* The translation of a template that is right must hold `wanted`. */
static void becomes(const char *text, const char *wanted)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct outcome o = compile(a, text, NULL);
    if (!o.ok)
        fail_msg("%u:%u: %s in %s", o.fault.at.line, o.fault.at.column, o.fault.message, text);
    if (!holds(o.out.code, wanted))
        fail_msg("no %s in\n%.*s", wanted, STR_FMT(o.out.code));
    arena_close(a);
}

static void is_refused(const char *text, unsigned line, unsigned column, const char *message)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct outcome o = compile(a, text, NULL);
    if (o.ok)
        fail_msg("accepted: %s", text);
    if (!strstr(o.fault.message, message))
        fail_msg("\"%s\" where \"%s\" was wanted: %s", o.fault.message, message, text);
    if (o.fault.at.line != line || o.fault.at.column != column)
        fail_msg("%u:%u where %u:%u was wanted: %s: %s", o.fault.at.line, o.fault.at.column, line,
                 column, o.fault.message, text);
    arena_close(a);
}

static void place_decides_the_escaping(void **state)
{
    (void)state;
    becomes(VIEW "<p>{.a}</p>", "HTML_PUT_TEXT(out, v->a);");
    becomes(VIEW "<p title=\"x {.a.b}\"></p>", "HTML_PUT_ESCAPED(out, v->a.b);");
    becomes(VIEW "<title>{.a}</title>", "HTML_PUT_ESCAPED(out, v->a);");
    becomes(VIEW "<textarea>{.a}</textarea>", "HTML_PUT_ESCAPED(out, v->a);");
    becomes(VIEW "<a href=\"{.a}\">x</a>", "HTML_PUT_URL(out, v->a);");
    becomes(VIEW "<a href=\"/x/{.a}\">x</a>", "HTML_PUT_URL_PART(out, v->a);");
    becomes(VIEW "<a href=\"/{.a}\">x</a>", "HTML_PUT_URL_PART(out, v->a);");
    becomes(VIEW "<a href=\"?a={.a}\">x</a>", "HTML_PUT_URL_PART(out, v->a);");
    becomes(VIEW "<a href=\"#{.a}\">x</a>", "HTML_PUT_URL_PART(out, v->a);");
    becomes(VIEW "<a href=\"https://example.org/{.a}\">x</a>", "HTML_PUT_URL_PART(out, v->a);");
    becomes(VIEW "<a href=\"{.a}#{.b}\">x</a>", "HTML_PUT_URL_PART(out, v->b);");
    becomes(VIEW "<form ACTION=\"{.a}\"></form>", "HTML_PUT_URL(out, v->a);");
    becomes(VIEW "<html lang=\"{lang}\"></html>", "HTML_PUT_ESCAPED(out, lang_word(lang));");
    becomes(VIEW "<a href=\"/{lang}/x\"></a>", "HTML_PUT_ESCAPED(out, lang_word(lang));");
}

static void constructs(void **state)
{
    (void)state;
    becomes(VIEW "{if .a}x{else}y{/if}", "if (HTML_IS(v->a)) {");
    becomes(VIEW "{if not .a}x{/if}", "if (!HTML_IS(v->a)) {");
    becomes(VIEW "{each row in .rows}<b>{row.name}</b>{/each}", "HTML_PUT_TEXT(out, row->name);");
    becomes(VIEW "{each row in .rows}{row}{/each}", "HTML_PUT_TEXT(out, *row);");
    becomes(VIEW "{each row in .rows}{each c in row.c}{c.x}{.y}{/each}{/each}",
            "const __typeof__(*(row->c).at) *c = &(row->c).at[N1];");
    becomes(VIEW "{each row in .rows}x{else}none{/each}", "if ((v->rows).count == 0) {");
    becomes(VIEW "{t a.plain}", "text_get(lang, TEXT_A_PLAIN)");
    becomes(VIEW "{t a.two .a .b}", "HTML_PUT_TEXT(out, v->b);");
    becomes(VIEW "<p title=\"{t a.plain}\"></p>", "HTML_PUT_ESCAPED(out, rest);");
    becomes(VIEW "<li{if .a} class=\"own\"{/if}></li>", "\" class=\\042own\\042\"");
    becomes(VIEW "<a{if .a} hidden{/if}></a>", "\" hidden\"");
    becomes(VIEW "<a href=\"{if .a}/x{else}/y{/if}\"></a>", "HTML_IS(v->a)");
    becomes(VIEW "{# of <b> } { no matter #}x", "STR(\"x\")");
    becomes("{# first #}\n" VIEW "x", "STR(\"x\")");
    becomes(VIEW "a {{b}} c", "STR(\"a {b} c\")");
}

static void html_is_kept(void **state)
{
    (void)state;
    becomes(VIEW "<!doctype html>\n   <br>\n\n  <svg viewBox=\"0 0 1 1\"><g/></svg>",
            "STR(\"<!doctype html>\\012<br>\\012<svg viewBox=\\0420 0 1 1\\042><g/></svg>\")");
    becomes(VIEW "<pre>a\n  b</pre>", "STR(\"<pre>a\\012  b</pre>\")");
    becomes(VIEW "<p\n   class=\"a\"\n   hidden>x</p >",
            "STR(\"<p class=\\042a\\042 hidden>x</p >\")");
    becomes(VIEW "<script src=\"/a.js\"> </script>", "<script src");
    becomes(VIEW "<a href=\"mailto:a@example.org\">x</a>", "mailto:a");
}

static void the_compilers_lines_are_the_templates(void **state)
{
    (void)state;
    becomes(VIEW "\n\n<p>{.a}</p>", "#line 3 \"x.html\"\n    HTML_PUT_TEXT(out, v->a);");
}

static void long_literals_are_cut(void **state)
{
    (void)state;
    static char text[12000];
    (void)snprintf(text, sizeof text, VIEW "%09000d", 0);
    struct arena *a = arena_open(ARENA_BLOCK);
    struct outcome o = compile(a, text, NULL);
    assert_true(o.ok);
    unsigned puts = 0;
    for (const char *at = o.out.code.at;
         (at = memmem(at, o.out.code.len - (size_t)(at - o.out.code.at), "sb_put", 6)); at++)
        puts++;
    assert_int_equal(puts, 3);
    arena_close(a);
}

static void html_is_checked(void **state)
{
    (void)state;
    const unsigned n = (unsigned)strlen(VIEW);
    is_refused(VIEW "<p>", 1, n + 4, "<p> is not closed");
    is_refused(VIEW "</p>", 1, n + 4, "closes nothing");
    is_refused(VIEW "<p><b></p>", 1, n + 10, "another element");
    is_refused(VIEW "\n\xC3\xA5 <", 2, 4, "ends within a tag");
    is_refused(VIEW "a < b", 1, n + 4, "&lt;");
    is_refused(VIEW "a > b", 1, n + 3, "&gt;");
    is_refused(VIEW "<p class='a'>", 1, n + 10, "double quotes");
    is_refused(VIEW "<p class=a>", 1, n + 10, "double quotes");
    is_refused(VIEW "<p a=\"1\"b=\"2\">", 1, n + 9, "a blank is missing");
    is_refused(VIEW "<br/>", 1, n + 5, "without a slash");
    is_refused(VIEW "<!-- x -->", 1, n + 3, "a comment is written");
    is_refused(VIEW "<p / x>", 1, n + 5, "before >");
    is_refused(VIEW "<title><b></title>", 1, n + 9, "no elements within");
    is_refused(VIEW "<p =", 1, n + 4, "a tag holds names");
    is_refused(VIEW "</ p>", 1, n + 3, "name of an element is missing");
    is_refused(VIEW "</p x>", 1, n + 5, "a name and nothing else");
}

static void what_the_policy_blocks_is_refused(void **state)
{
    (void)state;
    const unsigned n = (unsigned)strlen(VIEW);
    is_refused(VIEW "<style>", 1, n + 7, "web/css");
    is_refused(VIEW "<p style=\"\">", 1, n + 9, "not allowed");
    is_refused(VIEW "<p onClick=\"\">", 1, n + 11, "handlers");
    is_refused(VIEW "<script>x", 1, n + 9, "no content here");
    is_refused(VIEW "<script>{.a}</script>", 1, n + 10, "nothing can be inserted");
    is_refused(VIEW "<meta http-equiv=\"refresh\">", 1, n + 17, "not allowed");
    is_refused(VIEW "<iframe srcdoc=\"\">", 1, n + 15, "not allowed");
}

static void addresses_lead_where_they_seem_to(void **state)
{
    (void)state;
    const unsigned n = (unsigned)strlen(VIEW);
    is_refused(VIEW "<a href=\"javascript:\">", 1, n + 10, "begins with /");
    is_refused(VIEW "<a href=\"//x\">", 1, n + 11, "another host");
    is_refused(VIEW "<a href=\"/\\x\">", 1, n + 11, "another host");
    is_refused(VIEW "<a href=\"http://x/\">", 1, n + 14, "begins with /");
    is_refused(VIEW "<a href=\"/a b\">", 1, n + 12, "no blank");
    is_refused(VIEW "<a title=\"<\">", 1, n + 11, "&lt;");
    is_refused(VIEW "<a href=\"\">", 1, n + 10, "missing");
    is_refused(VIEW "<a href=\"https://{.a}/\">", 1, n + 19, "host");
    is_refused(VIEW "<a href=\"http{.a}\">", 1, n + 15, "scheme");
    is_refused(VIEW "<a href=\"{t a.plain}\">", 1, n + 13, "cannot stand in an address");
    is_refused(VIEW "<a href=\"{lang}\">", 1, n + 11, "begins with /");
    is_refused(VIEW "<img srcset=\"{.a}\">", 1, n + 15, "nothing can be inserted into this");
}

static void inserts_have_their_places(void **state)
{
    (void)state;
    const unsigned n = (unsigned)strlen(VIEW);
    is_refused(VIEW "<p {.a}>", 1, n + 5, "in text or in the value");
    is_refused(VIEW "<{.a}>", 1, n + 2, "no construct can stand here");
    is_refused(VIEW "<p class={.a}>", 1, n + 10, "no construct can stand here");
    is_refused(VIEW "<title>{include y .}</title>", 1, n + 17, "between tags");
    is_refused(VIEW "<p title=\"{body}\"></p>", 1, n + 12, "between tags");
}

static void blocks_meet_again(void **state)
{
    (void)state;
    const unsigned n = (unsigned)strlen(VIEW);
    is_refused(VIEW "{if .a}<p>{/if}", 1, n + 2, "end at different places");
    is_refused(VIEW "<p>{if .a}</p>{/if}", 1, n + 14, "outside of the block");
    is_refused(VIEW "<a href=\"{if .a}/x{/if}\"></a>", 1, n + 11, "end at different places");
    is_refused(VIEW "<br a=\"{if .a}\"><br b=\"{/if}\">", 1, n + 9, "end at different places");
    is_refused(VIEW "<br{if .a}><br{/if}>", 1, n + 5, "end at different places");
    is_refused(VIEW "{each r in .r}<p>{/each}", 1, n + 2, "does not end where it begins");
    is_refused(VIEW "{if .a}{/each}", 1, n + 9, "is closed by {/if}");
    is_refused(VIEW "{if .a}{else}{else}{/if}", 1, n + 15, "is closed by {/if}");
    is_refused(VIEW "{/if}", 1, n + 2, "was not begun");
    is_refused(VIEW "{if .a}", 1, n + 8, "not closed");
}

static void words_of_constructs(void **state)
{
    (void)state;
    const unsigned n = (unsigned)strlen(VIEW);
    is_refused(VIEW "{t no.such}", 1, n + 4, "no text \"no.such\"");
    is_refused(VIEW "{t a.two .x}", 1, n + 4, "has 2 places {}, and is given 1");
    is_refused(VIEW "{x}", 1, n + 2, "there is no row \"x\" here; of the view it would be .x");
    is_refused(VIEW "{each a in .b}{/each}{a.x}", 1, n + 23, "there is no row");
    is_refused(VIEW "{.a-b}", 1, n + 2, "is no path");
    is_refused(VIEW "{.a..b}", 1, n + 2, "is no path");
    is_refused(VIEW "{.a .b}", 1, n + 5, "one word too many");
    is_refused(VIEW "{}", 1, n + 2, "a path is missing");
    is_refused(VIEW "{.a", 1, n + 1, "never closed");
    is_refused(VIEW "{.a {.b}}", 1, n + 5, "within a construct");
    is_refused(VIEW "a } b", 1, n + 3, "is written }}");
    is_refused(VIEW "{each out in .b}{/each}", 1, n + 7, "cannot be the name");
    is_refused(VIEW "{each r of .b}{/each}", 1, n + 9, "{each row in .rows}");
    is_refused(VIEW "{each r in .b}{each r in .c}", 1, n + 21, "cannot be the name");
    is_refused("<p>", 1, 1, "begins with {view");
    is_refused("{view x}", 1, 8, "header is missing");
    is_refused("{view x \"a\"b\"}", 1, 9, "no path");
    is_refused("{view X \"a.h\"}", 1, 7, "struct is missing");
    is_refused("", 1, 1, "begins with {view");
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    static char text[4096];
    size_t n = (size_t)snprintf(text, sizeof text, VIEW);
    for (unsigned i = 0; i <= TEMPLATE_NESTING_MOST; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "{if .a}");
    is_refused(text, 1, (unsigned)(n - strlen("{if .a}") + 2), "too deep");
    n = (size_t)snprintf(text, sizeof text, VIEW);
    for (unsigned i = 0; i < 65; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "<b>");
    is_refused(text, 1, (unsigned)n, "too deep");
}

static void layouts_and_parts(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct outcome o = compile(a, VIEW "\n{layout y .shell}\n<p>x</p>", VIEW "<b>{body}</b>");
    assert_true(o.ok);
    assert_true(holds(o.out.code, "template_y_open(out, lang, &v->shell);"));
    assert_true(holds(o.out.code, "template_y_close(out, lang, &v->shell);"));
    assert_true(holds(o.out.header, "void template_x(struct sb *out, enum lang lang,"
                                    " const struct x_view *v);"));
    o = compile(a, VIEW "{each r in .rows}{include y r.part}{include y r}{/each}{include y .}",
                VIEW "{.a}");
    assert_true(o.ok);
    assert_true(holds(o.out.code, "template_y(out, lang, &r->part);"));
    assert_true(holds(o.out.code, "template_y(out, lang, r);"));
    assert_true(holds(o.out.code, "template_y(out, lang, v);"));
    arena_close(a);
}

static void two_are_refused(const char *x, const char *y, const char *message)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct outcome o = compile(a, x, y);
    assert_false(o.ok);
    if (!strstr(o.fault.message, message))
        fail_msg("\"%s\" where \"%s\" was wanted", o.fault.message, message);
    arena_close(a);
}

static void wrong_layouts_and_parts(void **state)
{
    (void)state;
    two_are_refused(VIEW "{layout z .}", VIEW, "there is no template z");
    two_are_refused(VIEW "{layout y .}", VIEW, "has no {body}");
    two_are_refused(VIEW "{layout y .}{body}", VIEW "{layout x .}{body}", "contains itself");
    two_are_refused(VIEW "{include z .}", VIEW, "there is no template z");
    two_are_refused(VIEW "{include y .}", VIEW "{body}", "cannot be included");
    two_are_refused(VIEW "{include y .}", VIEW "{include x .}", "contains itself");
    two_are_refused(VIEW "{include x .}", VIEW, "contains itself");
    two_are_refused(VIEW "{body}{body}", VIEW, "has one {body}");
    two_are_refused(VIEW "{if .a}{body}{/if}", VIEW, "outside of if and each");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(place_decides_the_escaping),
        cmocka_unit_test(constructs),
        cmocka_unit_test(html_is_kept),
        cmocka_unit_test(the_compilers_lines_are_the_templates),
        cmocka_unit_test(long_literals_are_cut),
        cmocka_unit_test(html_is_checked),
        cmocka_unit_test(what_the_policy_blocks_is_refused),
        cmocka_unit_test(addresses_lead_where_they_seem_to),
        cmocka_unit_test(inserts_have_their_places),
        cmocka_unit_test(blocks_meet_again),
        cmocka_unit_test(words_of_constructs),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(layouts_and_parts),
        cmocka_unit_test(wrong_layouts_and_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
