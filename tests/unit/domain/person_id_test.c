#include "domain/person_id.h"

#include "examples.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct day day(int32_t year, int32_t month, int32_t of_month)
{
    struct day d = DAY_NONE;
    assert_true(day_from_civil(year, month, of_month, &d));
    return d;
}

/* The twelve characters that it is read as, or the code that it is refused with. */
static const char *read_as(struct str text, struct day today)
{
    static char out[PERSON_ID_TEXT];
    struct person_id id = {0};
    struct err err = {0};
    if (!person_id_parse(text, today, &id, &err)) {
        assert_int_equal(err.kind, ERR_INVALID);
        assert_true(id.packed == 0);
        return err.code;
    }
    assert_true(id.packed != 0);
    (void)person_id_format(id, out);
    return out;
}

static void check_examples(const char *const *text, size_t count, enum person_id_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        struct person_id id = {0};
        struct err err = {0};
        char again[PERSON_ID_TEXT];
        assert_true(person_id_parse(str_of(text[i]), DAY_NONE, &id, &err));
        assert_int_equal(person_id_kind(id), kind);
        struct str s = person_id_format(id, again);
        assert_int_equal(s.len, 12);
        assert_string_equal(again, text[i]);
    }
}

static void examples_are_read_and_written_back(void **state)
{
    (void)state;
    check_examples(EXAMPLE_PERSONNUMMER, ARRAY_LEN(EXAMPLE_PERSONNUMMER), ID_PERSONNUMMER);
    check_examples(EXAMPLE_SAMORDNINGSNUMMER, ARRAY_LEN(EXAMPLE_SAMORDNINGSNUMMER),
                   ID_SAMORDNINGSNUMMER);
    check_examples(EXAMPLE_RESERVE_ID, ARRAY_LEN(EXAMPLE_RESERVE_ID), ID_RESERVE);
}

/* One character of an example replaced by each other one: it is refused by a code, or read as
 * something that is read as the same again. */
static void any_character_anywhere(void **state)
{
    (void)state;
    const char *const example[] = {EXAMPLE_PERSONNUMMER[0], EXAMPLE_SAMORDNINGSNUMMER[0],
                                   EXAMPLE_RESERVE_ID[0]};
    struct day today = day(2026, 11, 27);
    unsigned read = 0, refused = 0;
    for (size_t i = 0; i < ARRAY_LEN(example); i++)
        for (size_t at = 0; at < strlen(example[i]); at++)
            for (int c = 1; c < 128; c++) {
                char text[PERSON_ID_TEXT], first[PERSON_ID_TEXT * 4];
                (void)snprintf(text, sizeof text, "%s", example[i]);
                text[at] = (char)c;
                (void)snprintf(first, sizeof first, "%s", read_as(str_of(text), today));
                if (strncmp(first, "person_id.", 10) == 0) {
                    refused++;
                    continue;
                }
                read++;
                assert_string_equal(read_as(str_of(first), today), first);
            }
    assert_true(read > 0 && refused > read);
}

static void every_form_is_normalised(void **state)
{
    (void)state;
    static const struct {
        const char *text, *read_as;
    } cases[] = {
        {"199001012385", "199001012385"}, {"19900101-2385", "199001012385"},
        {"9001012385", "199001012385"},   {"900101-2385", "199001012385"},
        {"900101+2385", "189001012385"},  {"19900101+2385", "199001012385"},
        {"22950606FH20", "22950606FH20"}, {"22950606-FH20", "22950606FH20"},
        {"22950606fh20", "22950606FH20"}, {"240075-2388", "202400752388"},
        {"241260-2381", "192412602381"},  {"24126023-86", "person_id.character"},
        {"000229-2399", "200002292399"},  {"000229+2399", "person_id.date"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(read_as(str_of(cases[i].text), day(2024, 1, 15)), cases[i].read_as);
}

static void a_missing_century_is_the_latest_up_to_today(void **state)
{
    (void)state;
    static const struct {
        struct civil today;
        const char *text, *read_as;
    } cases[] = {
        {{1990, 1, 1}, "900101-2385", "199001012385"},
        {{1989, 12, 31}, "900101-2385", "189001012385"},
        {{2090, 1, 1}, "900101+2385", "199001012385"},
        {{2089, 12, 31}, "900101+2385", "189001012385"},
        {{1958, 7, 2}, "580762-2393", "195807622393"}, /* samordningsnummer */
        {{1958, 7, 1}, "580762-2393", "185807622393"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct civil t = cases[i].today;
        assert_string_equal(read_as(str_of(cases[i].text), day(t.year, t.month, t.day)),
                            cases[i].read_as);
    }
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"", "person_id.length"},
        {"9001012386", "person_id.checksum"},
        {"19900101238", "person_id.length"},
        {"1990010123851", "person_id.length"},
        {"19900101-23851", "person_id.length"},
        {"19900101--2385", "person_id.length"},
        {"1990-01-01-2385", "person_id.length"},
        {"19900101 2385", "person_id.character"},
        {" 900101-2385", "person_id.character"},
        {"1990X1012385", "person_id.character"},
        {"19900101\xc3\xa5"
         "38",
         "person_id.character"},
        {"199013012385", "person_id.date"},
        {"199000012385", "person_id.date"},
        {"199001002385", "person_id.date"},
        {"199002302385", "person_id.date"},
        {"190002292385", "person_id.date"},
        {"199013612385", "person_id.date"}, /* samordningsnummer: month 13 */
        {"199001922385", "person_id.date"}, /* day 92 */
        {"179901012385", "person_id.date"},
        {"229506062385", "person_id.date"}, /* digits where a reserve id has letters */
        {"189001010009", "person_id.serial"},
        {"189001610006", "person_id.serial"},
        {"199001012386", "person_id.checksum"},
        {"189001012385", "189001012385"}, /* the century is not in the sum */
        {"22950606FH21", "person_id.checksum"},
        {"22950606FI20", "person_id.character"},
        {"22950606F420", "person_id.character"},
        {"22950606FHO0", "person_id.character"},
        {"22950606FH2F", "person_id.character"},
        {"22950631FH20", "person_id.date"},
        {"23950229FH20", "person_id.date"}, /* 2095 */
        {"00341945BZ31", "person_id.date"}, /* month 19 */
        {"00342139BZ31", "person_id.date"}, /* day 39 */
        {"00342160BZ31", "person_id.date"}, /* day 60 */
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(read_as(str_of(cases[i].text), day(2024, 1, 15)), cases[i].code);
}

static void numbers_that_others_make_up_are_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"900101-T221", "person_id.interim"},
        {"19900101R222", "person_id.interim"},
        {"19900101-X123", "person_id.interim"},
        {"900101-n229", "person_id.interim"},
        {"12345678", "person_id.lma"},
        {"12-345678", "person_id.lma"},
        {"123-45678", "person_id.character"},
        {"12-34567", "person_id.character"},
        {"991981000010", "person_id.regional"}, /* Stockholm */
        {"19810829M071", "person_id.regional"}, /* Västra Götaland */
        {"19450829K088", "person_id.regional"},
        {"19930829X802", "person_id.regional"},
        {"810829-M071", "person_id.regional"},
        {"19810829SU3A", "person_id.regional"}, /* Värmland */
        {"12345678TA0A", "person_id.regional"}, /* Örebro */
        {"19810829-AB12", "person_id.regional"},
        {"198108320014", "person_id.regional"}, /* Inera */
        {"198108320015", "person_id.date"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(read_as(str_of(cases[i].text), day(2024, 1, 15)), cases[i].code);
}

static void no_error_tells_the_number(void **state)
{
    (void)state;
    static const char *const texts[] = {"199001012386", "199013012385", "19900101T221",
                                        "991981000010", "12345678",     "22950606FH21"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct person_id id = {0};
        struct err err = {0};
        assert_false(person_id_parse(str_of(texts[i]), DAY_NONE, &id, &err));
        assert_true(strlen(err.detail) <= 2);
    }
}

static void the_order_is_that_of_the_text(void **state)
{
    (void)state;
    static const char *const ascending[] = {"00342145BZ31", "189001012385", "199001012385",
                                            "200201812385", "22950606FH20", "25780404KHD5"};
    uint64_t before = 0;
    for (size_t i = 0; i < ARRAY_LEN(ascending); i++) {
        struct person_id id = {0};
        struct err err = {0};
        assert_true(person_id_parse(str_of(ascending[i]), DAY_NONE, &id, &err));
        assert_true(id.packed > before);
        before = id.packed;
    }
}

/* Of the ten last digits exactly one fits, and it is the one that person_id_make() gives. */
static void every_made_number_is_valid_and_no_neighbour_is(void **state)
{
    (void)state;
    struct random r = {1};
    for (unsigned i = 0; i < 20000; i++) {
        struct civil born =
            day_civil((struct day){day(1800, 1, 1).n + (int32_t)random_below(&r, 90000)});
        struct person_id made = {0}, read = {0};
        struct err err = {0};
        char text[PERSON_ID_TEXT];
        assert_true(person_id_make(born, 1 + random_below(&r, 999), &made));
        struct str s = person_id_format(made, text);
        assert_true(person_id_parse(s, DAY_NONE, &read, &err));
        assert_true(read.packed == made.packed);
        text[11] = (char)('0' + (text[11] - '0' + 1 + (char)random_below(&r, 9)) % 10);
        assert_false(person_id_parse(s, DAY_NONE, &read, &err));
        assert_string_equal(err.code, "person_id.checksum");
    }
    struct person_id none = {0};
    assert_false(person_id_make((struct civil){1990, 2, 29}, 1, &none));
    assert_false(person_id_make((struct civil){1990, 2, 28}, 0, &none));
    assert_false(person_id_make((struct civil){1990, 2, 28}, 1000, &none));
    assert_false(person_id_make((struct civil){1799, 2, 28}, 1, &none));
}

/* The tax agency's lists and the cases of the personnummer project are used where they are. */
static FILE *open_shared(const char *name)
{
    const char *folder = getenv("KONTINUA_SHARED");
    char path[512];
    (void)snprintf(path, sizeof path, "%s/data/%s", folder ? folder : "../shared", name);
    FILE *f = fopen(path, "r");
    if (!f)
        print_message("# skipped: there is no %s\n", path);
    return f;
}

static void check_list(const char *name, enum person_id_kind kind, unsigned at_least)
{
    FILE *f = open_shared(name);
    if (!f)
        skip();
    char line[64];
    unsigned count = 0;
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\r\n")] = 0;
        if (line[0] == 0)
            continue;
        struct person_id id = {0};
        struct err err = {0};
        char again[PERSON_ID_TEXT];
        if (!person_id_parse(str_of(line), DAY_NONE, &id, &err))
            fail_msg("line %u of %s: %s", count + 1, name, err.code);
        assert_int_equal(person_id_kind(id), kind);
        (void)person_id_format(id, again);
        assert_string_equal(again, line);
        count++;
    }
    (void)fclose(f);
    assert_true(count >= at_least);
}

static void every_official_personnummer(void **state)
{
    (void)state;
    check_list("test_numbers_personnummer.txt", ID_PERSONNUMMER, 41000);
}

static void every_official_samordningsnummer(void **state)
{
    (void)state;
    check_list("test_numbers_samordningsnummer.txt", ID_SAMORDNINGSNUMMER, 2200);
}

/* Reads the cases' few keys line by line; the file is a flat array of objects. */
static void every_case_of_the_personnummer_project(void **state)
{
    (void)state;
    FILE *f = open_shared("personnummer_cases.json");
    if (!f)
        skip();
    char line[128], form[4][32];
    unsigned forms = 0, cases = 0;
    while (fgets(line, sizeof line, f)) {
        char key[32], value[32];
        if (sscanf(line, " \"%31[a-z_]\": \"%31[^\"]\"", key, value) == 2) {
            if (forms < 4 && strcmp(key, "type") != 0)
                (void)snprintf(form[forms++], sizeof form[0], "%s", value);
        } else if (strstr(line, "\"valid\":")) {
            bool valid = strstr(line, "true") != NULL;
            assert_int_equal(forms, 4);
            for (unsigned i = 0; i < forms; i++) {
                bool accepted =
                    strncmp(read_as(str_of(form[i]), day(2024, 1, 15)), "person_id", 9) != 0;
                if (accepted != valid)
                    fail_msg("case %u, form %u", cases + 1, i + 1);
            }
            forms = 0;
            cases++;
        }
    }
    (void)fclose(f);
    assert_true(cases >= 14);
}

/* What must not be shown: columns that have slipped bring identifiers where none belongs. */
static void what_may_be_an_identifier(void **state)
{
    (void)state;
    static const char *const shown[] = {"",
                                        "SNOMED-CT",
                                        "ICD-10-SE",
                                        "urn:oid:1.2.752.116.1.1.1.1.8",
                                        "http://snomed.info/sct/45991000052106",
                                        "2023-10-02",
                                        "urn:oid:2.16.840.1.113883.6.90",
                                        "name2",
                                        "-",
                                        "+"};
    static const char *const hidden[] = {"180001010107",
                                         "18000101-0107",
                                         "0001010107",
                                         " 000101+0107 ",
                                         "x 18000101 0107",
                                         "1234567890",
                                         "SE2321000131-P000000000123",
                                         "070-123 45 67",
                                         "urn:180001010107",
                                         "https://a/b?id=18000101-0107"};
    for (unsigned i = 0; i < ARRAY_LEN(shown); i++)
        if (person_id_may_be(str_of(shown[i])))
            fail_msg("%s", shown[i]);
    for (unsigned i = 0; i < ARRAY_LEN(hidden); i++)
        if (!person_id_may_be(str_of(hidden[i])))
            fail_msg("%s", hidden[i]);
}

static void one_stands_as_a_word_in_a_text(void **state)
{
    (void)state;
    static const char *const none[] = {"",
                                       "unconscious",
                                       "IVO 8.2.1-45123/2026 2026-11-27",
                                       "1800010101071",
                                       "SE2321000131-P0001",
                                       "from 2026-11-27 09.30 to 10.45",
                                       "tel. 063-14 75 00, room 1107"};
    static const char *const one[] = {
        "180001010107",
        "of 18000101-0107, alone",
        "(0001010107)",
        "son of 000101+0107",
        "1800 0101 0107 came",
        "18000101 - 0107",
        "1800-01-01-0107",
        "18000101 0107",
        "180001010107y",
        "x 18000101.0107",
        "000101/0107",
        "\uFF11\uFF18\uFF10\uFF10\uFF10\uFF11\uFF10\uFF11\uFF10\uFF11\uFF10\uFF17",
        "room 12, 22950606FH20"};
    for (unsigned i = 0; i < ARRAY_LEN(none); i++)
        if (person_id_stands_in(str_of(none[i])))
            fail_msg("%s", none[i]);
    for (unsigned i = 0; i < ARRAY_LEN(one); i++)
        if (!person_id_stands_in(str_of(one[i])))
            fail_msg("%s", one[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_are_read_and_written_back),
        cmocka_unit_test(any_character_anywhere),
        cmocka_unit_test(every_form_is_normalised),
        cmocka_unit_test(a_missing_century_is_the_latest_up_to_today),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(numbers_that_others_make_up_are_refused_by_name),
        cmocka_unit_test(no_error_tells_the_number),
        cmocka_unit_test(the_order_is_that_of_the_text),
        cmocka_unit_test(every_made_number_is_valid_and_no_neighbour_is),
        cmocka_unit_test(every_official_personnummer),
        cmocka_unit_test(every_official_samordningsnummer),
        cmocka_unit_test(what_may_be_an_identifier),
        cmocka_unit_test(one_stands_as_a_word_in_a_text),
        cmocka_unit_test(every_case_of_the_personnummer_project),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
