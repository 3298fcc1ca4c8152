/* The extract of the access log against the national contract GetAccessLogsForPatient 1.1: each
 * field of its schema is a column of the same name, and what is mandatory there stands in every
 * row. The schema is used where it is. */
#define HOME_OPTIONS "--today 2024-01-15 --lang en"
#include "at_home.h"
#include "county.h"

#include "domain/hsaid.h"

#include <ctype.h>
#include <sys/stat.h>

enum { FIELDS = 16, WORDS = 16, TEXT = 64, CELLS = 32 };
struct contract {
    unsigned fields, purposes;
    struct {
        char column[TEXT], type[TEXT];
        bool optional;
    } field[FIELDS];
    char purpose[WORDS][TEXT];
};

/* "CareProviderId" as "care_provider_id". */
static void column_name(const char *field, char out[static TEXT])
{
    size_t n = 0;
    for (const char *at = field; *at && n + 2 < TEXT; at++) {
        if (isupper((unsigned char)*at) && at > field)
            out[n++] = '_';
        out[n++] = (char)tolower((unsigned char)*at);
    }
    out[n] = 0;
}

/* At the line behind that one of the schema. */
static bool open_type(const char *file, const char *name, FILE **out)
{
    const char *folder = getenv("KONTINUA_SHARED");
    char path[512], line[1024];
    (void)snprintf(path, sizeof path, "%s/contracts/accesslog-1/core_components/%s",
                   folder ? folder : SOURCE_ROOT "/../shared", file);
    *out = fopen(path, "r");
    if (!*out) {
        print_message("# skipped: there is no %s\n", path);
        return false;
    }
    while (fgets(line, sizeof line, *out))
        if (strstr(line, name))
            return true;
    fail_msg("%s has no %s", path, name);
    return false;
}

static bool read_fields(struct contract *c)
{
    char line[1024], name[TEXT];
    FILE *f;
    if (!open_type("querying/ehr_logquerying_1.1.xsd", "complexType name=\"AccessLogType\"", &f))
        return false;
    while (fgets(line, sizeof line, f) && !strstr(line, "</xs:complexType>"))
        if (c->fields < FIELDS && sscanf(line, " <xs:element name=\"%63[^\"]\" type=\"%63[^\"]\"",
                                         name, c->field[c->fields].type) == 2) {
            column_name(name, c->field[c->fields].column);
            c->field[c->fields++].optional = strstr(line, "minOccurs=\"0\"") != NULL;
        }
    (void)fclose(f);
    return true;
}

static bool read_purposes(struct contract *c)
{
    char line[1024];
    FILE *f;
    if (!open_type("ehr_log_1.0.xsd", "simpleType name=\"PurposeTypeType\"", &f))
        return false;
    while (fgets(line, sizeof line, f) && !strstr(line, "</xs:simpleType>"))
        if (c->purposes < WORDS &&
            sscanf(line, " <xs:enumeration value=\"%63[^\"]\"", c->purpose[c->purposes]) == 1)
            c->purposes++;
    (void)fclose(f);
    return true;
}

/* No field of these rows has a comma or a quotation mark. */
static unsigned cells_of(char *line, char *cell[static CELLS])
{
    unsigned n = 1;
    assert_non_null(line);
    cell[0] = line;
    for (char *at; n < CELLS && (at = strchr(cell[n - 1], ','));) {
        *at = 0;
        cell[n++] = at + 1;
    }
    return n;
}

static void check_value(const struct contract *c, unsigned i, const char *value)
{
    struct hsaid id;
    struct err err = {0};
    const char *column = c->field[i].column, *type = c->field[i].type;
    if (!c->field[i].optional && !*value)
        fail_msg("%s is mandatory", column);
    if (strcmp(type, "log:HsaId") == 0 && !hsaid_parse(str_of(value), &id, &err))
        fail_msg("%s: %s", column, value);
    if (strcmp(type, "xs:dateTime") == 0 && (strlen(value) != 23 || value[10] != 'T'))
        fail_msg("%s: %s", column, value);
    bool known = strcmp(column, "purpose") != 0;
    for (unsigned k = 0; k < c->purposes; k++)
        known |= strcmp(c->purpose[k], value) == 0;
    if (!known || strlen(value) > 50)
        fail_msg("%s: %s", column, value);
}

static unsigned check_rows(const struct contract *c, char *text)
{
    char *title[CELLS], *cell[CELLS], *rest = text;
    unsigned columns = cells_of(strtok_r(rest, "\n", &rest), title), rows = 0, at[FIELDS] = {0};
    for (unsigned i = 0; i < c->fields; i++) {
        at[i] = 0;
        while (at[i] < columns && strcmp(title[at[i]], c->field[i].column) != 0)
            at[i]++;
        if (at[i] == columns)
            fail_msg("no column %s", c->field[i].column);
    }
    for (char *line; (line = strtok_r(rest, "\n", &rest)); rows++) {
        assert_int_equal(cells_of(line, cell), columns);
        for (unsigned i = 0; i < c->fields; i++)
            check_value(c, i, cell[at[i]]);
    }
    return rows;
}

/* A login, staff of a unit, a nurse for follow-up, the reviewer, the person, and one who is not. */
static const char *const LINES[] = {
    "explain listed key:1",
    "who key:1 --role staff --unit SE0000000000-U2 --as SE0000000000-D1 --purpose care",
    "who key:1 --as SE0000000000-X1 --purpose follow_up",
    "log extract key:1 --as SE0000000000-X1 --purpose log_review",
    "message list key:1 --role resident --as key:1",
    "message list key:1 --role resident --as key:3",
};

static void state_beside(struct scratch *s, const char *sql)
{
    struct instance in;
    struct err err = {0};
    struct instance_options options = {.home = scratch_path(s, "home")};
    assert_true(instance_open(s->arena, &options, &in, &err));
    county_script(&in, sql);
    instance_close(&in);
}

static void open_entries(struct scratch *s)
{
    state_beside(s, "UPDATE staff_stated SET given_name = 'Eva', surname = 'Ek', title_code = "
                    "'201011', protected_staff = 2 WHERE staff = 1");
    for (size_t i = 0; i < ARRAY_LEN(LINES); i++) {
        struct said said = run_at(s, LINES[i]);
        if (said.exit != 0 && said.exit != 4)
            fail_msg("%s: exit %d %s", LINES[i], said.exit, said.note);
        said_free(&said);
    }
}

static void each_field_of_the_contract_is_a_column(void **state)
{
    struct scratch *s = *state;
    struct contract c = {0};
    if (!read_fields(&c) || !read_purposes(&c))
        skip();
    assert_int_equal(c.fields, 10);
    assert_int_equal(c.purposes, 6);
    open_entries(s);
    struct said said = run_at(s, "log extract key:1 --format csv");
    assert_int_equal(check_rows(&c, said.out), ARRAY_LEN(LINES));
    said_free(&said);
    said = run_at(s, "log extract key:1 --role resident --as key:1 --format csv");
    assert_int_equal(check_rows(&c, said.out), ARRAY_LEN(LINES) + 1);
    said_free(&said);
}

static void has(struct scratch *s, const char *line, const char *const *wanted, size_t count)
{
    struct said said = run_at(s, line);
    assert_int_equal(said.exit, 0);
    for (size_t i = 0; i < count; i++)
        if (!strstr(said.out, wanted[i]))
            fail_msg("%s is not in\n%s", wanted[i], said.out);
    said_free(&said);
}

/* Where and who, of each kind of entry. */
static void who_has_no_unit_or_hsaid_is_answered_for(void **state)
{
    struct scratch *s = *state;
    static const char *const all[] = {
        ",SE2321000214-V001,Region Jämtland Härjedalen,administrator,Administration,",
        ",SE2321000214-V001,Region Jämtland Härjedalen,SE2321000214-V001,,,explain,os:",
        ",SE0000000000-U2,Södra,staff,Vård och behandling,",
        (",SE2321000214-V001,Region Jämtland Härjedalen,SE0000000000-D1,Eva Ek,Specialist i "
         "allmänmedicin,who,SE0000000000-D1\n"),
        ",administrator,Kvalitetssäkring,",
        ",SE0000000000-X1,,,who,SE0000000000-X1\n",
        ",another_resident,Administration,",
    };
    static const char *const own[] = {
        ",SE0000000000-U2,Södra,staff,Vård och behandling,",
        ",SE2321000214-V001,Region Jämtland Härjedalen,SE0000000000-U2,,,who,\n",
    };
    open_entries(s);
    has(s, "log extract key:1 --format csv", all, ARRAY_LEN(all));
    has(s, "log extract key:1 --role resident --as key:1 --format csv", own, ARRAY_LEN(own));
    state_beside(s, "UPDATE staff_stated SET protected_staff = 1 WHERE staff = 1");
    has(s, "log extract key:1 --format csv", own, ARRAY_LEN(own));
    has(s, "log extract key:1 --format csv --protected threat", all, ARRAY_LEN(all));
}

/* By the rule file of the home. */
static void another_region_is_answered_for_by_its_own(void **state)
{
    struct scratch *s = *state;
    struct str rules;
    struct err err = {0};
    static const char *const wanted[] = {
        ",SE2321000024-V001,Region Jämtland Härjedalen,administrator,Administration,",
        ",SE2321000024-V001,Region Jämtland Härjedalen,SE2321000024-V001,,,explain,os:",
    };
    assert_true(file_read_all(&FILES_POSIX, s->arena, SOURCE_ROOT "/tests/spec/rules/usual.yaml",
                              1 << 20, &rules, &err));
    char *text = (char *)str_cstr(s->arena, rules), *at = strstr(text, "SE2321000214");
    assert_non_null(at);
    memcpy(at, "SE2321000024", strlen("SE2321000024"));
    assert_int_equal(mkdir(scratch_path(s, "home/rules"), 0700), 0);
    (void)scratch_write(s, "home/rules/jamtland.yaml", str_of(text));
    open_entries(s);
    has(s, "log extract key:1 --format csv", wanted, ARRAY_LEN(wanted));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_field_of_the_contract_is_a_column),
        TEST(who_has_no_unit_or_hsaid_is_answered_for),
        TEST(another_region_is_answered_for_by_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
