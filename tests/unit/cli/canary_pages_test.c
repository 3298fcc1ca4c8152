/* The canary (canary.h) among those whose figures are served: every page that a link leads to,
 * every file of data and every search are asked for of the real server, in both languages, and
 * searched for who she is and who her doctor is. Her unit is named as any other; of its figures,
 * which are of her alone, none is shown. A route that nothing was asked of fails the test. */
#include "canary.h"

#include "web/routes.h"

#include "serving.h"

#include <ctype.h>

enum { PAGES_MOST = 8000 };
struct pages {
    struct reader reader; /* first: what is read gets it */
    const struct canary *canary;
    const char *path[PAGES_MOST]; /* those asked for, and behind them those to be asked for */
    unsigned count;
    unsigned hers; /* lines of data about her unit */
};

static void PRINTF_LIKE(2, 3) wrong(struct pages *p, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    if (!p->reader.wrong[0])
        (void)vsnprintf(p->reader.wrong, sizeof p->reader.wrong, fmt, ap);
    va_end(ap);
}

/* ---- what an answer has ---- */

static const char *found_on_page(const struct canary *c, const char *answer)
{
    static const char *const DOCTOR[] = {"KANDOC", "Kanarielakare"};
    for (size_t i = 0; i < ARRAY_LEN(DOCTOR); i++)
        if (strstr(answer, DOCTOR[i]))
            return DOCTOR[i];
    return found(c, answer, true);
}

/* level,id,period,numerator,denominator,value,missing: of hers nothing between period and missing,
 * but that nobody was listed there before. */
static void look_at_rows(struct pages *p, const char *path, const char *csv)
{
    static const char HERS[] = "unit," HER_UNIT ",";
    for (const char *at = csv; (at = strstr(at, HERS)); at++) {
        const char *figures = at + strlen(HERS) + strlen("2023-12");
        p->hers++;
        if (strncmp(figures, ",,,,", 4) != 0 && strncmp(figures, ",0,0,,", 6) != 0)
            wrong(p, "%s has figures of her unit: %.80s", path, at);
    }
}

static void add_path(struct pages *p, struct str path)
{
    for (unsigned i = 0; i < p->count; i++)
        if (str_eq(str_of(p->path[i]), path))
            return;
    if (p->count == PAGES_MOST)
        wrong(p, "more than %d addresses", PAGES_MOST);
    else
        p->path[p->count++] = str_cstr(p->reader.s->arena, path);
}

/* Of a page that was chosen by a query only links without one: else there is no end of choices. */
static void follow(struct pages *p, struct arena *a, const char *path, const char *html)
{
    static const char *const ATTRIBUTE[] = {" href=\"/", " src=\"/", " action=\"/"};
    for (size_t i = 0; i < ARRAY_LEN(ATTRIBUTE); i++)
        for (const char *at = html; (at = strstr(at, ATTRIBUTE[i]));) {
            struct sb link = sb_open(a, 128);
            for (at = strchr(at, '/'); *at && *at != '"' && *at != '#'; at++) {
                sb_char(&link, *at);
                if (strncmp(at, "&amp;", 5) == 0)
                    at += 4;
            }
            bool chosen = memchr(sb_str(&link).at, '?', sb_str(&link).len);
            if (!chosen || !strchr(path, '?'))
                add_path(p, sb_str(&link));
        }
}

static void read_all_pages(struct reader *r)
{
    struct pages *p = (struct pages *)r;
    static const char *const FIRST[] = {"/",
                                        "/sv",
                                        "/en",
                                        "/sv/",
                                        "/en/",
                                        "/sv/no-such-page",
                                        "/data/saebo-2021-w48/named_doctor.csv"};
    for (size_t i = 0; i < ARRAY_LEN(FIRST); i++)
        add_path(p, str_of(FIRST[i]));
    struct arena *a = arena_open(ARENA_BLOCK);
    for (unsigned i = 0; i < p->count && !r->wrong[0]; i++) {
        const char *answer = fetch_in(a, r, p->path[i]);
        const char *leak = found_on_page(p->canary, answer);
        if (strncmp(answer, "HTTP/1.1 ", 9) != 0 || answer[9] == '5')
            wrong(p, "%s: %.40s", p->path[i], answer);
        if (leak)
            wrong(p, "%s tells of %s", p->path[i], leak);
        look_at_rows(p, p->path[i], answer);
        if (strstr(answer, "text/html"))
            follow(p, a, p->path[i], answer);
        arena_reset(a);
    }
    arena_close(a);
}

static void open_pages(struct pages *p, struct canary *c, void **state)
{
    *c = (struct canary){.scratch = *state};
    know(c);
    open_home(c);
    *p = (struct pages){.canary = c};
}

static void read_pages(struct pages *p, void (*read)(struct reader *r))
{
    serve(p->canary->scratch, &p->reader, read);
    const char *leak = found_on_page(p->canary, p->reader.said);
    if (leak)
        fail_msg("the log of the server tells of %s", leak);
}

static void no_page_tells_of_the_canary(void **state)
{
    struct canary c;
    static struct pages p;
    static const struct site site;
    const struct http_site table = site_http(&site);
    open_pages(&p, &c, state);
    read_pages(&p, read_all_pages);
    assert_true(p.hers > 0);
    for (unsigned i = 0; i < table.routes; i++) {
        const char *route =
            str_fmt(c.scratch->arena, " route=%s status=", table.route[i].pattern).at;
        if (!strstr(p.reader.said, route))
            fail_msg("%s: the canary does not know how it is asked for", table.route[i].pattern);
    }
    free(p.reader.said);
}

/* ---- searching ---- */

static struct str encoded(struct arena *a, const char *word)
{
    struct sb out = sb_open(a, 64);
    for (const char *c = word; *c; c++)
        if (isalnum((unsigned char)*c))
            sb_char(&out, *c);
        else
            sb_fmt(&out, "%%%02X", (unsigned)(unsigned char)*c);
    return sb_str(&out);
}

/* What is behind the headers, without the word that was asked for. */
static struct str searched(struct arena *a, const struct reader *r, const char *page,
                           const char *word)
{
    struct str code = encoded(a, word), plain = str_of(word);
    const char *answer = fetch_in(a, r, str_fmt(a, "%s?q=%.*s", page, STR_FMT(code)).at);
    const char *body = strstr(answer, "\r\n\r\n");
    struct sb out = sb_open(a, 64 * 1024);
    for (const char *c = body ? body : answer; *c;)
        if (strncmp(c, word, plain.len) == 0)
            c += plain.len;
        else if (strncmp(c, code.at, code.len) == 0)
            c += code.len;
        else
            sb_char(&out, *c++);
    return sb_str(&out);
}

static void search_for_her(struct reader *r)
{
    struct pages *p = (struct pages *)r;
    const struct canary *c = p->canary;
    static const char *const PAGE[] = {"/sv/", "/en/"};
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t l = 0; l < ARRAY_LEN(PAGE); l++)
        for (unsigned i = 0; i < c->secrets + c->places; i++) {
            const char *word = i < c->secrets ? c->secret[i] : c->place[i - c->secrets];
            struct str hers = searched(a, r, PAGE[l], word);
            struct str nobodys = searched(a, r, PAGE[l], "Ingenfinnes");
            if (!str_eq(hers, nobodys))
                wrong(p, "%s: %s is answered otherwise than who is not there", PAGE[l], word);
            if (hers.len < 1000 || found_on_page(c, str_cstr(a, hers)))
                wrong(p, "%s: searched for %s: %.100s", PAGE[l], word, hers.at);
            arena_reset(a);
        }
    arena_close(a);
}

static void a_search_for_her_is_one_for_nobody(void **state)
{
    struct canary c;
    static struct pages p;
    open_pages(&p, &c, state);
    read_pages(&p, search_for_her);
    free(p.reader.said);
}

/* ---- a leak that is put there, through what pages and data show of somebody else's unit ---- */

static void read_the_leaks(struct reader *r)
{
    struct pages *p = (struct pages *)r;
    const struct canary *c = p->canary;
    static const char *const PAGE[] = {"/sv/measures/listed", "/en/measures/listed"};
    static const char *const FILE_OF[] = {"/data/listed.csv", "/data/listed.json"};
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(PAGE); i++) {
        const char *answer = fetch_in(a, r, PAGE[i]);
        for (unsigned k = 0; k < c->secrets; k++) {
            struct canary only = {.secret = {c->secret[k]}, .secrets = 1};
            if (!found_on_page(&only, answer))
                wrong(p, "%s is not found in %s", c->secret[k], PAGE[i]);
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(FILE_OF); i++)
        if (!found_on_page(c, fetch_in(a, r, FILE_OF[i])))
            wrong(p, "%s is not found in %s", c->id, FILE_OF[i]);
    arena_close(a);
}

static void a_leak_is_found(void **state)
{
    struct canary c;
    static struct pages p;
    open_pages(&p, &c, state);
    struct sb name = sb_open(c.scratch->arena, 256);
    for (unsigned i = 0; i < c.secrets; i++)
        sb_fmt(&name, " %s", c.secret[i]);
    county_change(c.scratch, str_fmt(c.scratch->arena,
                                     "UPDATE unit_stated SET name = 'Norra%.*s' WHERE unit = 1;"
                                     "UPDATE unit SET hsaid = 'SE0000000000-%s' WHERE id = 1;",
                                     STR_FMT(sb_str(&name)), c.id)
                                 .at);
    serve(c.scratch, &p.reader, read_the_leaks);
    free(p.reader.said);
    p.reader.wrong[0] = 0;
    look_at_rows(&p, "a file", "county,23,2023-12,5,7,,\nunit," HER_UNIT ",2023-12,,,,MSK\n");
    assert_string_equal(p.reader.wrong, "");
    look_at_rows(&p, "a file",
                 "unit," HER_UNIT ",2023-12,,,,MSK\nunit," HER_UNIT ",2023-12,1,1,1,\n");
    assert_true(strlen(p.reader.wrong) > 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(no_page_tells_of_the_canary),
        CASE(a_search_for_her_is_one_for_nobody),
        CASE(a_leak_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
