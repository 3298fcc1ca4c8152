/* The pages without sockets: what is asked for, in which state, and what the answer holds. */
#include "sample.h"
#include "web/group.h"
#include "web/measure_parts.h"
#include "web/routes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena, *request;
    struct site site;
    struct http_site http;
    struct log log;
};

static void open_site(struct fixture *f, struct model_source source)
{
    f->site = (struct site){.source = source,
                            .assets = assets_open(f->arena, STR("")),
                            .version = STR("0.1.0"),
                            .log = &f->log};
    f->http = site_http(&f->site);
}

static int open_fixture(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = arena_open(ARENA_BLOCK);
    f->request = arena_open(ARENA_BLOCK);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    arena_close(f->arena);
    arena_close(f->request);
    free(f);
    return 0;
}

/* Valid until the next one. */
static struct response get_as(struct fixture *f, const char *target, const char *languages)
{
    struct http_input in = {
        .method = STR("GET"), .target = str_of(target), .accept_language = str_of(languages)};
    struct response rs;
    const char *route;
    arena_reset(f->request);
    http_answer(&f->http, f->request, &in, &rs, &route);
    return rs;
}

static struct response get(struct fixture *f, const char *target)
{
    return get_as(f, target, "");
}

static const char *find(struct str whole, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= whole.len; i++)
        if (memcmp(whole.at + i, part, n) == 0)
            return whole.at + i;
    return NULL;
}

static void has(struct str page, const char *part)
{
    if (!find(page, part))
        fail_msg("no \"%s\" in\n%.*s", part, STR_FMT(page));
}

static void lacks(struct str page, const char *part)
{
    if (find(page, part))
        fail_msg("\"%s\" in\n%.*s", part, STR_FMT(page));
}

static void every_page_in_every_state(void **state)
{
    struct fixture *f = *state;
    static const char *const pages[] = {"/", "/saebo", "/data", "/about", "/accessibility"};
    for (unsigned s = 0; s <= 3; s++) {
        open_site(f, sample_source(s < 3 ? sample_model(f->arena, (enum sample_kind)s) : NULL));
        for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
            for (unsigned lang = 0; lang < 2; lang++) {
                char target[64];
                (void)snprintf(target, sizeof target, "/%s%s", lang ? "en" : "sv", pages[i]);
                struct response rs = get(f, target);
                if (rs.status != 200)
                    fail_msg("%s in state %u: %u", target, s, rs.status);
                has(rs.body, lang ? "<html lang=\"en\">" : "<html lang=\"sv\">");
                has(rs.body, "</html>");
                assert_true(str_starts(rs.body, STR("<!doctype html>")));
            }
        }
    }
}

/* ---- what the checks of the data find ---- */

static void quality_beside_a_measure(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/en/measures/Di02_70");
    has(rs.body, "<h2 id=\"quality\">Data quality</h2>");
    has(rs.body, "What checks of the data find that concern this measure, December 2023.");
    has(rs.body, "<a href=\"#quality\">6 of 9 checks have something to show</a>");
    has(rs.body, "<code>kontinua check --rows contacts_without_diagnosis</code>");
    has(rs.body, "Highest at");
    has(rs.body, "Nothing found, or numbers too small to be shown: ");
    rs = get(f, "/sv/measures/economy_personnel");
    has(rs.body, "Ingen kontroll av data rör det här måttet.");
    lacks(rs.body, "href=\"#quality\"");
}

static void too_few_to_show(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_SMALL)));
    struct response rs = get(f, "/sv/measures/Di02_70");
    has(rs.body, "Inget hittat, eller för små tal för att visas: ");
    lacks(rs.body, "class=\"checks\"");
    lacks(rs.body, "href=\"#quality\"");
}

static void not_counted_yet(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_LONG)));
    struct response rs = get(f, "/sv/measures/Di02_70");
    has(rs.body, "Kontrollerna av data räknas. Ladda om sidan om en stund.");
    lacks(rs.body, "href=\"#quality\"");
}

static void could_not_be_counted(void **state)
{
    struct fixture *f = *state;
    struct model m = *sample_model(f->arena, SAMPLE_LONG);
    m.has_refused_checks = true;
    open_site(f, sample_source(&m));
    struct response rs = get(f, "/sv/measures/Di02_70");
    has(rs.body, "Kontrollerna av data kunde inte räknas. Varför står i serverns logg.");
    lacks(rs.body, "Kontrollerna av data räknas.");
    rs = get(f, "/en/measures/Di02_70");
    has(rs.body, "The checks of the data could not be counted.");
    lacks(rs.body, "being counted");
}

static void the_front_page_has_the_county(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/");
    has(rs.body, "Primärvården i Jämtlands län");
    has(rs.body, "Dagens datum är här 2024-01-15");
    has(rs.body, "href=\"/sv/measures/Ko05L\"");
    has(rs.body, "href=\"/en/\" lang=\"en\"");
    has(rs.body, "december 2023");
    rs = get(f, "/en/");
    has(rs.body, "Primary care in Jämtland county");
    has(rs.body, "December 2023");
}

static void measures_stand_in_groups(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/");
    has(rs.body, "href=\"#diabetes\"");
    has(rs.body, "<h2 id=\"diabetes\">Diabetes</h2>");
    has(rs.body, "Utan siffror än: <span><a href=\"/sv/measures/An04\">");
    has(get(f, "/en/data").body, "<th scope=\"rowgroup\" colspan=\"3\">Mental health</th>");
    has(get(f, "/en/data").body,
        "the denominator is under 15, the numerator under 5 or the rest under 5.");
    assert_int_equal(group_of(STR("economy_drugs_deviation")), GROUP_ECONOMY);
    assert_int_equal(group_of(STR("my_own")), GROUP_OTHER);
}

static void every_measure_of_the_program_has_a_group(void **state)
{
    struct fixture *f = *state;
    struct definitions all;
    struct err err = {0};
    assert_true(definitions_load(f->arena, NULL, &all, &err));
    for (size_t i = 0; i < all.count; i++)
        if (group_of(all.at[i]->id) == GROUP_OTHER)
            fail_msg("%.*s", STR_FMT(all.at[i]->id));
}

static void a_rule_is_shown_with_its_codes_and_bands(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/measures/Di02_70");
    has(rs.body, "<code>missing_in_denominator</code>");
    has(rs.body, "any(diagnoses where code in diabetes_typ2 within history months)");
    has(rs.body, "E11… och allt därunder");
    has(rs.body, "<a href=\"/sv/measures/Di02_52_70#table\">");
    has(rs.body, "Hela fördelningen");
    lacks(get(f, "/sv/measures/listed").body, "Hela fördelningen");
}

static void a_measure_without_figures_has_no_table_of_nothing(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/measures/An04");
    has(rs.body, "Ingen har någon siffra för december 2023.");
    lacks(rs.body, "<th scope=\"row\">Backe");
}

static void a_value_a_year_is_asked_for_by_year(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/measures/economy_personnel?month=2022-03");
    has(rs.body, "Jämtlands län, 2022");
    has(rs.body, "<option value=\"2022-12\" selected>2022</option>");
    lacks(rs.body, "mars 2022");
    has(rs.body, "key-long");
    has(rs.body, "<h2 id=\"trend\">3 år</h2>"); /* and is drawn so */
    has(rs.body, "<title>2021: ");
    lacks(rs.body, "<title>2021-");
    has(rs.body, "<a href=\"/sv/measures/economy_personnel?month=2022-12&amp;sort=value"
                 "&amp;order=asc#table\">Tkr");
}

static void measures_are_searched(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/?q=L%C3%84KARE+kontinuitet");
    has(rs.body, "value=\"LÄKARE kontinuitet\"");
    has(rs.body, "href=\"/sv/measures/Ko05L\"");
    lacks(rs.body, "href=\"/sv/measures/Ko05S\"");
    lacks(rs.body, "lead-card");
    has(rs.body, "<title>Mått om ”LÄKARE kontinuitet”");
    rs = get(f, "/en/?q=ekonomi"); /* the group, whole, in either language */
    has(rs.body, "href=\"/en/measures/economy_personnel\"");
    lacks(rs.body, "href=\"/en/measures/listed\"");
    rs = get(f, "/sv/?q=%3Cb%3E");
    has(rs.body, "Inget mått handlar om ”&lt;b&gt;”.");
    lacks(rs.body, "<ul class=\"measures\">");
    has(get(f, "/sv/?q=++").body, "lead-card");
}

static void variants_stand_below_their_measure(void **state)
{
    struct fixture *f = *state;
    static const char *const main_of[][2] = {{"Ko05L_upc", "Ko05L"},
                                             {"Di03_missing", "Di03L1"},
                                             {"Di02_under52", "Di02_70"},
                                             {"access0_month", "access0"},
                                             {"economy_drugs_deviation", "economy_drugs"},
                                             {"Ko05L", ""},
                                             {"Di02_70", ""},
                                             {"named_care_contact", ""},
                                             {"my_deviation", ""}};
    for (size_t i = 0; i < ARRAY_LEN(main_of); i++)
        assert_true(str_eq(group_main(str_of(main_of[i][0])), str_of(main_of[i][1])));
    assert_true(group_rank(STR("Ko05L_k")) < group_rank(STR("coverage")));
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    const struct str page = get(f, "/sv/").body;
    const char *listed = find(page, "/sv/measures/listed\""),
               *change = find(page, "/sv/measures/listed_change\""),
               *choice = find(page, "/sv/measures/active_choice\"");
    assert_true(listed && change && choice && listed < change && change < choice);
    has(page, "<li class=\"variant\">");
    has(get(f, "/sv/measures/listed_change").body, "Hör ihop med");
    lacks(get(f, "/sv/measures/active_choice").body, "Hör ihop med");
}

static void levels_without_figures_are_not_offered(void **state)
{
    struct fixture *f = *state;
    struct definitions all;
    struct err err = {0};
    assert_true(definitions_load(f->arena, NULL, &all, &err));
    const struct definition *d = definitions_find(&all, STR("named_doctor_population"));
    assert_int_equal(measure_first_level(d), MODEL_MUNICIPALITY);
    assert_false(measure_has_level(d, MODEL_UNIT));
    assert_int_equal(measure_first_level(definitions_find(&all, STR("Di01"))), MODEL_UNIT);
}

static void an_empty_instance_says_what_to_do(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(NULL));
    has(get(f, "/sv/").body, "kontinua demo");
    has(get(f, "/en/data").body, "There are no figures yet.");
    has(get(f, "/sv/saebo").body, "kontinua import references.csv");
    assert_int_equal(get(f, "/sv/measures/Ko05L").status, 404);
    assert_int_equal(get(f, "/data/Ko05L.csv").status, 404);
}

static void names_are_escaped(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_LONG)));
    struct response rs = get(f, "/sv/measures/named_doctor");
    assert_int_equal(rs.status, 200);
    has(rs.body, "&amp; Kärnbyggdens &lt;gemensamma&gt; &quot;familjeläkar&quot;");
    lacks(rs.body, "<gemensamma>");
}

static void a_measure_is_chosen_by_its_address(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/measures/named_doctor?level=municipality&month=2022-03");
    has(rs.body, "Jämtlands län, mars 2022");
    has(rs.body, "<th scope=\"row\">Östersund");
    has(rs.body, "<option value=\"2022-03\" selected>");
    has(rs.body, "minst 55\u00A0%");
    has(rs.body, "href=\"/data/named_doctor.csv\"");
    has(rs.body, "/en/measures/named_doctor?level=municipality&amp;month=2022-03");
    rs = get(f, "/en/measures/Ko05L?sort=name&order=asc");
    const char *first = find(rs.body, "Backe"), *last = find(rs.body, "<th scope=\"row\">Östra");
    assert_true(first && last && first < last);
    has(rs.body, "aria-sort=\"ascending\"");
    has(rs.body, "order=desc");
}

static void what_others_printed_stands_beside(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/measures/Ko05L");
    has(rs.body, "<strong>0,32</strong> <span class=\"note\">Årsbokslut 2023");
    rs = get(f, "/en/measures/saebo_named_doctor"); /* shares are of 1, and rounded once */
    has(rs.body, "<strong>71.0%</strong>");
    has(get(f, "/sv/measures/named_doctor").body, "<strong>50\u00A0%</strong>");
    has(get(f, "/sv/measures/listed").body, "<strong>133\u00A0599</strong>");
}

static void what_is_not_there_is_said(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    static const char *const missing[] = {"/sv/measures/none",
                                          "/sv/measures/Ko05L?level=galaxy",
                                          "/sv/measures/Ko05L?month=2024-01",
                                          "/sv/measures/Ko05L?month=2020-12",
                                          "/sv/measures/Ko05L?month=x",
                                          "/sv/measures/Ko05L?sort=luck",
                                          "/sv/measures/Ko05L?order=up",
                                          "/sv/measures/Ko05L?x=1",
                                          "/sv/saebo?kind=x",
                                          "/xx/",
                                          "/xx",
                                          "/data/Ko05L",
                                          "/data/Ko05L.xlsx",
                                          "/data/none.csv",
                                          "/data/saebo-2021-w48/x.csv",
                                          "/assets/none.css",
                                          "/sv/about/x"};
    for (size_t i = 0; i < ARRAY_LEN(missing); i++)
        if (get(f, missing[i]).status != 404)
            fail_msg("%s: %u", missing[i], get(f, missing[i]).status);
    has(get(f, "/sv/measures/Ko05L?level=galaxy").body,
        "Sidan finns inte i det urvalet"); /* web.choice */
    has(get(f, "/en/none").body, "There is no page with that address.");
    has(get(f, "/sv/none").body, "Dagens datum är här 2024-01-15"); /* a demonstration here too */
    has(get_as(f, "/none/x", "en").body, "<html lang=\"en\">");
    has(get_as(f, "/none/x", "sv").body, "<html lang=\"sv\">");
    assert_true(get_as(f, "/none/x", "sv").depends_on_language);
    assert_int_equal(get(f, "/sv/%zz").status, 400);
}

static void faults_of_the_machine_are_logged_not_shown(void **state)
{
    struct fixture *f = *state;
    char *logged = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&logged, &size);
    assert_non_null(file);
    f->log = (struct log){.to = file};
    open_site(f, sample_broken_source());
    struct response rs = get(f, "/sv/");
    assert_int_equal(rs.status, 500);
    assert_int_equal(rs.cache, CACHE_NEVER);
    has(rs.body, "Felet är antecknat");
    lacks(rs.body, "registry.db");
    f->log = (struct log){0};
    assert_int_equal(fclose(file), 0);
    assert_non_null(strstr(logged, "http.error code=file.read"));
    free(logged);
}

static void masked_cells_have_no_number(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_SMALL)));
    struct response rs = get(f, "/sv/measures/saebo_named_doctor");
    has(rs.body, "Ingen har ett värde som får visas för december 2023.");
    has(rs.body, ">MSK</abbr></td></tr>"); /* and no columns of nothing */
    has(rs.body, "MSK: värdet visas inte");
    has(get(f, "/data/saebo_named_doctor.csv").body, ",,,,MSK\n");
}

static void files_are_what_the_pages_show(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/data/Ko05L.csv");
    assert_true(str_eq(rs.type, TYPE_CSV));
    assert_true(str_eq(rs.filename, STR("Ko05L.csv")));
    assert_true(
        str_starts(rs.body, STR("measure,level,id,period,numerator,denominator,value,missing\n")));
    rs = get(f, "/data/Ko05L.json");
    assert_true(str_eq(rs.type, TYPE_JSON));
    has(get(f, "/sv/data").body, "href=\"/data/saebo-2021-w48/named_care_contact.csv\"");
    rs = get(f, "/data/saebo-2021-w48/named_care_contact.csv");
    has(rs.body, "saebo_named_care_contact,county,23,2021-12,1217,1267,");
}

/* An increase since a month: over the chart of the county's months, not over that of units, each of
 * which has its own; before that month, and where readers see no figure of it, nothing is tested.
 */
static void a_change_is_tested_since_its_month(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct str page = get(f, "/sv/measures/Ko05L").body;
    has(page, "minst +20\u00A0% sedan december 2021 <span class=\"missed\">");
    has(page, "line line-target");
    has(get(f, "/en/measures/Ko05L").body, "at least +20% since December 2021");
    has(get(f, "/sv/").body, "Mål: minst +20\u00A0% sedan december 2021 <span class=\"missed\">");
    lacks(get(f, "/sv/measures/Ko05L?month=2021-12").body, "sedan december 2021");
    has(get(f, "/sv/measures/Ko05L?month=2022-01").body, "sedan december 2021");
    struct model m = *sample_model(f->arena, SAMPLE_FULL);
    struct model_measure measure = *model_measure(&m, STR("Ko05L"));
    struct definition definition = *measure.definition;
    definition.target.since = month_from(2019, 12);
    measure.definition = &definition;
    m.measure = &measure;
    m.measures = 1;
    open_site(f, sample_source(&m));
    page = get(f, "/sv/measures/Ko05L").body;
    has(page,
        "sedan december 2019 <span class=\"note\">(prövas inte: den månaden har ingen hel siffra");
    lacks(page, "line-target");
}

static void the_measurement_is_tested_exactly(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(sample_model(f->arena, SAMPLE_FULL)));
    struct response rs = get(f, "/sv/saebo");
    has(rs.body, "minst 80\u00A0%: 18 av 21 län");
    has(rs.body, "81\u00A0011");
    has(rs.body, "19 av 21 län ligger utanför de vanliga 99,8 %-gränserna");
    has(rs.body, "68,4–73,4");
    has(rs.body, "Exakt alla, i båda kolumnerna: Gotlands län, Hallands län, Södermanlands län, "
                 "Västerbottens län, Örebro län.");
    has(rs.body, "Samma tal hos flera: 3\u00A0073 (Jönköpings län, Norrbottens län).");
    has(rs.body, "2\u00A0700 (Södermanlands län)");
    has(rs.body, "<title id=\"chart-funnel-640-title\">");
    rs = get(f, "/en/saebo?kind=named_care_contact");
    has(rs.body, "96.5%");
    lacks(rs.body, "at least 80%:");
}

static void addresses_without_a_language_lead_on(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(NULL));
    struct response rs = get_as(f, "/", "en");
    assert_int_equal(rs.status, 303);
    assert_true(str_eq(rs.location, STR("/en/")));
    assert_true(rs.depends_on_language);
    assert_true(str_eq(get(f, "/").location, STR("/sv/")));
    assert_int_equal(get(f, "/sv").status, 308);
}

static void assets(void **state)
{
    struct fixture *f = *state;
    open_site(f, sample_source(NULL));
    struct str plain = f->site.assets.stylesheet_name;
    f->site.assets = assets_open(f->arena, STR(":root{--accent:#123456}"));
    assert_false(str_eq(plain, f->site.assets.stylesheet_name));
    char target[128];
    (void)snprintf(target, sizeof target, "/assets/%.*s", STR_FMT(f->site.assets.stylesheet_name));
    struct response rs = get(f, target);
    assert_int_equal(rs.cache, CACHE_FOREVER);
    has(rs.body, "--accent:#123456");
    has(get(f, "/sv/").body, target);
    assert_true(str_eq(get(f, "/assets/icon.svg").type, TYPE_SVG));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)
        TEST(every_page_in_every_state),
        TEST(quality_beside_a_measure),
        TEST(too_few_to_show),
        TEST(not_counted_yet),
        TEST(could_not_be_counted),
        TEST(the_front_page_has_the_county),
        TEST(measures_stand_in_groups),
        TEST(every_measure_of_the_program_has_a_group),
        TEST(a_rule_is_shown_with_its_codes_and_bands),
        TEST(a_measure_without_figures_has_no_table_of_nothing),
        TEST(a_value_a_year_is_asked_for_by_year),
        TEST(measures_are_searched),
        TEST(variants_stand_below_their_measure),
        TEST(levels_without_figures_are_not_offered),
        TEST(an_empty_instance_says_what_to_do),
        TEST(names_are_escaped),
        TEST(a_measure_is_chosen_by_its_address),
        TEST(what_others_printed_stands_beside),
        TEST(what_is_not_there_is_said),
        TEST(faults_of_the_machine_are_logged_not_shown),
        TEST(masked_cells_have_no_number),
        TEST(files_are_what_the_pages_show),
        TEST(a_change_is_tested_since_its_month),
        TEST(the_measurement_is_tested_exactly),
        TEST(addresses_without_a_language_lead_on),
        TEST(assets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
