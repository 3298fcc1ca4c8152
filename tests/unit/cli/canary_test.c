/* A canary: one person with a protected identity, who alone is listed at a unit and has a named
 * doctor of her own. Every verb is run by every role in every form, and whatever is said is
 * searched for who she is, where she is listed and who her doctor is. A verb that is not tried here
 * fails the test: say how it is called, or why it can tell of nobody. */
#include "canary.h"
#include "command_line.h"
#include "fonts_kept.h"
#include "pdf_text.h"

#include "cli/commands.h"
#include "core/text.h"

#include <sys/stat.h>

/* ---- how each verb is called ---- */

/* Verbs that know no person, and why they may be left out. */
static const struct {
    const char *verb, *why;
} NOBODY[] = {
    {"demo", "makes its own county"}, {"init", "of an empty home"},
    {"synth", "makes people up"},     {"migrate", "of the schema"},
    {"fmt", "of files of measures"},  {"serve", "canary_pages_test.c reads it"},
    {"help", "of the program"},       {"version", "of the program"},
    {"man", "of the program"},
};

/* What is run without the right; {U} is her unit. `place`: of a unit or a doctor that is asked for
 * by name or of which figures are shown, and of which nothing is told but what holds of any unit.
 */
static const struct line {
    const char *verb, *line;
    bool place;
} LINES[] = {
    {"import", "import {FILES}", false},
    {"import", "import {FILES} --accept-rejects --dry-run", false},
    {"import", "import {FILES} --accept-rejects", false},
    {"load", "load list", false},
    {"load", "load show 1", false},
    {"load", "load show 1 --oddities", false},
    {"load", "load show 1 --files", false},
    {"measure", "measure --measure Ko05L", true},
    {"measure", "measure --by unit --measure Ko05L", true},
    {"measure", "measure --by doctor --measure Ko05L", true},
    {"measure", "measure --by person --measure active_choice", false},
    {"measure", "measure --by municipality --measure Ko05L", false},
    {"explain", "explain active_choice key:2", false},
    {"explain", "explain active_choice --unit {U} --list denominator", true},
    {"explain", "explain active_choice --unit {U} --list excluded", true},
    {"explain", "explain active_choice --unit {U} --list numerator", true},
    {"explain", "explain active_choice {ID}", false},
    {"explain", "explain Ko05L --doctor SE0000000000-KANDOC --list denominator", true},
    {"change", "change active_choice --unit {U} --from 2023-11-30 --to 2023-12-31", true},
    {"check", "check", true},
    {"check", "check --by unit", true},
    {"check", "check --rows named_doctor_without_position", false},
    {"saebo", "saebo --week 2023-W50", false},
    {"warehouse", "warehouse show", false},
    {"warehouse", "warehouse verify", false},
    {"list", "list key:2 SE0000000000-U1", false},
    {"list", "list key:2 SE0000000000-U1 --dry-run", false},
    {"list", "list {ID} SE0000000000-U1", false},
    {"list", "list key:2 --by-area", false},
    {"list", "list key:2 --newborn", false},
    {"list", "list key:5 --newborn", false},
    {"list", "list key:5 --newborn --dry-run", false},
    {"list", "list key:6 --by-area --dry-run", false},
    {"list", "list key:2 --out-of-county 21", false},
    {"list", "list key:2 SE0000000000-U1 --queue", false},
    {"list", "list key:6 SE0000000000-U1 --consent {ID} --dry-run", false},
    {"list", "list key:2 --leave-queue", false},
    {"list", "list --by-area --all --dry-run", false},
    {"request", "request key:2 --wanted --dry-run", false},
    {"request", "request key:2 --kind 4 --wanted", false},
    {"request", "request list", false},
    {"request", "request list --unit {U}", true},
    {"request", "request show 1", false},
    {"request", "request 1 --decline because", false},
    {"request", "request 1 --withdraw", false},
    {"request", "request 1 --wait", false},
    {"request", "request 1 --inform", false},
    {"request", "request 1 --seen", false},
    {"request", "request key:2 --doctor SE0000000000-D1 --wanted --key again", false},
    {"who", "who key:2", false},
    {"who", "who {ID}", false},
    {"who", "who key:2 --emergency unconscious", false},
    {"who", "who key:2 --on 2023-06-01", false},
    {"message", "message list key:2", false},
    {"message", "message list {ID}", false},
    {"message", "message seen 1", false},
    {"letters", "letters --dry-run", false},
    {"letters", "letters --pdf {HOME}/letters.pdf", false},
    {"letters", "letters --list", false},
    {"letters", "letters --again 1 --pdf {HOME}/again.pdf", false},
    {"deliver", "deliver", false},
    {"deliver", "deliver --failed", false},
    {"deliver", "deliver --dry-run", false},
    {"events", "events", false},
    {"events", "events --after 0 --most 1", false},
    {"queue", "queue {U}", true},
    {"queue", "queue SE0000000000-U1", false},
    {"queue", "queue SE0000000000-U2", false},
    {"queue", "queue SE0000000000-U2 --on 2024-01-10", false},
    {"queue", "queue SE0000000000-U1 --next", false},
    {"queue", "queue SE0000000000-U2 --next", false},
    {"queue", "queue {U} --next", true},
    {"application", "application key:2 because", false},
    {"application", "application list", false},
    {"unit", "unit show {U}", true},
    {"unit", "unit show SE0000000000-U1", false},
    {"unit", "unit list", true},
    {"who", "who key:2 --known-at 2099-01-01", false},
    {"queue", "queue {U} --on 2023-12-01", true},
    {"decide", "decide 1 --grant", false},
    {"decide", "decide 1 --refuse because", false},
    {"unit", "unit cap {U} 10 --reason because --dry-run", true},
    {"unit", "unit open {U} --from 2024-02-01 --dry-run", true},
    {"unit", "unit queue {U} on --reason because --dry-run", true},
    {"unit", "unit queue SE0000000000-U2 off --reason because --dry-run", false},
    {"unit", "unit cap SE0000000000-U2 9 --reason because --dry-run", false},
    {"unit", "unit area {U} A1 --dry-run", true},
    {"unit", "unit close {U} --last 2024-03-01 --to SE0000000000-U1 --dry-run", true},
    {"unit", "unit close {U} --last 2024-03-01 --by-area --dry-run", true},
    {"person", "person show key:2", false},
    {"person", "person show {ID}", false},
    {"person", "person show key:2 --on 2023-01-01", false},
    {"person", "person show key:2 --known-at 2099-01-01T00:00:00Z", false},
    {"person", "person show key:2 --emergency because", false},
    {"person", "person find --name Kanarie", false},
    {"person", "person find --name anna", false},
    {"person", "person find --born 1927-05-20", false},
    {"person", "person find --listed-at {U}", true},
    {"block", "block key:2 SE0000000000-U1", false},
    {"block", "block key:2 {U}", true},
    {"block", "block key:2 SE0000000000-U1 --lift", false},
    {"capitation", "capitation --month 2023-12", true},
    {"saebo", "saebo report key:2 --kind saebo --municipality 2380 --from 2024-01-01", false},
    {"saebo", "saebo report key:2 --end", false},
    {"assign", "assign SE0000000000-KANDOC key:2 --unit {U} --dry-run", true},
    {"assign", "assign key:2 --opt-out", false},
    {"assign", "assign key:2 --opt-in", false},
    {"assign", "assign key:2 --end --reason because", false},
    {"assign", "assign key:2 --inform", false},
    {"assign", "assign SE0000000000-KANDOC --where unit={U} --dry-run", true},
    {"assign", "assign SE0000000000-KANDOC --unit {U} --where doctor=SE0000000000-KANDOC --dry-run",
     true},
    {"staff", "staff show SE0000000000-KANDOC", true},
    {"staff", "staff show SE0000000000-D1", false},
    {"staff", "staff list", false},
    {"staff", "staff list {U}", true},
    {"staff", "staff position SE0000000000-KANDOC --unit {U} --cap 10 --dry-run", true},
    {"staff", "staff away SE0000000000-KANDOC --unit {U} --to 2024-02-01 --dry-run", true},
    {"staff", "staff away SE0000000000-KANDOC --unit {U} --end", true},
    {"staff", "staff dispense SE0000000000-KANDOC --unit {U} --end", true},
    {"staff", "staff dispense SE0000000000-KANDOC --unit {U} --until 2024-06-01 --reason x", true},
    {"staff",
     "staff substitute SE0000000000-D1 --unit {U} --for SE0000000000-KANDOC --to 2024-02-01", true},
    {"move", "move SE0000000000-KANDOC --to SE0000000000-D1", true},
    {"move", "move SE0000000000-KANDOC --to coming --dry-run", true},
    {"move", "move SE0000000000-D1 --to coming --dry-run", false},
    {"move", "move coming --unit {U} --to SE0000000000-KANDOC --dry-run", true},
    {"move", "move --undo 1", false},
    {"log", "log verify", false},
    {"log", "log extract key:2", false},
    {"log", "log extract key:1", true},
    {"log", "log sample --share 100", true},
    {"log", "log alarms", true},
    {"log", "log keep", false},
    {"log", "log sample --count 1000", true},
    {"log", "log review 1 --finding because", false},
    {"log", "log reviews", true},
    {"log", "log erase 2 --decision because --dry-run", false},
    {"log", "log erase 1 --decision because", false},
    /* By whoever acts at her unit, of others: last, for the log has then her unit. */
    {"list", "list key:1 {U} --dry-run", true},
    {"assign", "assign SE0000000000-KANDOC --unit {U} --file {FILES}/some.txt --dry-run", true},
    {"assign", "assign SE0000000000-D1 key:1 key:2 --dry-run", true},
};

/* Lines that nobody may say, whatever right they have, and why they are tried all the same. */
static const struct {
    const char *line, *why;
} REFUSED[] = {
    {"import {FILES}", "rows are rejected"},
    {"request key:2 --doctor SE0000000000-D1 --wanted --key again", "no doctor at her unit"},
    {"request 1 --inform", "it is not granted"},
    {"request 1 --seen", "it is not granted"},
    {"message seen 1", "she alone may say so"},
    {"unit open {U} --from 2024-02-01 --dry-run", "she is listed there before"},
    {"saebo report key:2 --end", "she lives in no home"},
    {"staff away SE0000000000-KANDOC --unit {U} --end", "the doctor is not away"},
    {"staff dispense SE0000000000-KANDOC --unit {U} --end", "there is no dispensation"},
    {"staff substitute SE0000000000-D1 --unit {U} --for SE0000000000-KANDOC --to 2024-02-01",
     "who has no position there stands in for nobody"},
    {"move SE0000000000-KANDOC --to SE0000000000-D1", "the preview says who is not taken"},
    {"move coming --unit {U} --to SE0000000000-KANDOC --dry-run", "nobody waits there"},
    {"list key:1 {U} --dry-run", "her unit is full"},
};

static const char *const ROLES[] = {
    "",
    "--role staff --unit SE0000000000-U1",
    "--role staff --unit {U}",
    "--role unit_head --unit {U}",
    "--role municipal --unit {U}",
    "--role resident --as key:1",
    "--role guardian --as key:1 --on-behalf key:2",
    "--role officer",
    "--role analyst",
};
static const char *const FORMS[] = {"--format table --lang sv", "--format table --lang en",
                                    "--format csv --lang en", "--format json --lang en"};

/* ---- looking ---- */

/* The line with what it stands for. */
static const char *filled(struct canary *c, const char *line)
{
    struct scratch *s = c->scratch;
    const struct {
        const char *mark, *value;
    } FILL[] = {{"{U}", HER_UNIT},
                {"{ID}", c->id},
                {"{HOME}", scratch_path(s, "home")},
                {"{FILES}", scratch_path(s, "files")}};
    struct sb out = sb_open(s->arena, 256);
    while (*line) {
        size_t i = 0;
        while (i < ARRAY_LEN(FILL) && strncmp(line, FILL[i].mark, strlen(FILL[i].mark)) != 0)
            i++;
        if (i < ARRAY_LEN(FILL)) {
            sb_put(&out, str_of(FILL[i].value));
            line += strlen(FILL[i].mark);
        } else {
            sb_char(&out, *line++);
        }
    }
    return str_cstr(s->arena, sb_str(&out));
}

static struct said run_filled(struct canary *c, const char *line)
{
    return run_line(str_fmt(c->scratch->arena, "%s --home %s --today 2024-01-15", filled(c, line),
                            scratch_path(c->scratch, "home"))
                        .at);
}

static const struct command *command_of(const char *verb)
{
    const struct command *command = command_find(str_of(verb));
    if (!command)
        fail_msg("there is no verb %s any more", verb);
    return command;
}

static bool takes(const char *verb, const char *option)
{
    const struct command *command = command_of(verb);
    for (unsigned i = 0; i < command->verb.options; i++)
        if (strcmp(command->verb.option[i].name, option) == 0)
            return true;
    return false;
}

static size_t roles_of(const struct line *line)
{
    return takes(line->verb, "role") ? ARRAY_LEN(ROLES) : 1;
}

/* A unit that the line has is whose staff the role is, too. */
static const char *by_role(struct canary *c, const struct line *line, const char *role)
{
    const char *unit = strstr(line->line, " --unit ") ? strstr(role, " --unit ") : NULL;
    int most = unit ? (int)(unit - role) : (int)strlen(role);
    return str_fmt(c->scratch->arena, "%s %.*s", line->line, most, role).at;
}

/* Her key, which she has by whoever asks for her; and in the log, which has who was looked at. */
static bool has_key(const struct line *line, const char *text)
{
    bool asked = strstr(line->line, "key:2") || strcmp(line->verb, "log") == 0;
    for (const char *at = text; !asked && (at = strstr(at, "key:2")); at++)
        if (at[5] < '0' || at[5] > '9')
            return true;
    return false;
}

static const char *leak_of(const struct canary *c, const struct line *line, const char *text)
{
    return has_key(line, text) ? "key:2" : found(c, text, line->place);
}

/* A unit that the caller named, as whose staff they act, is no leak where it comes back. */
static void try_line(struct canary *c, const struct line *line, const char *role)
{
    for (size_t f = 0; f < ARRAY_LEN(FORMS); f++) {
        const char *whole =
            str_fmt(c->scratch->arena, "%s %s", by_role(c, line, role), FORMS[f]).at;
        struct said said = run_filled(c, whole);
        const char *leak = leak_of(c, line, said.out);
        if (!leak)
            leak = leak_of(c, line, said.note);
        if (leak)
            fail_msg("%s tells of %s:\n%s\n%s", whole, leak, said.out, said.note);
        said_free(&said);
    }
}

static void nobody_tells_of_the_canary(void **state)
{
    struct canary c = {.scratch = *state};
    know(&c);
    open_home(&c);
    for (size_t i = 0; i < ARRAY_LEN(LINES); i++)
        for (size_t r = 0; r < roles_of(&LINES[i]); r++)
            try_line(&c, &LINES[i], ROLES[r]);
}

/* By somebody with the right, or of what knows no right. Each time of the home as it was. */
static bool is_accepted(struct canary *c, struct str home, const struct line *line)
{
    struct scratch *s = c->scratch;
    for (size_t r = 0; r < 2 * roles_of(line); r++) {
        const char *right = r % 2 || !takes(line->verb, "protected") ? "" : "--protected threat";
        (void)remove(scratch_path(s, "home/registry.db-wal"));
        (void)remove(scratch_path(s, "home/registry.db-shm"));
        (void)scratch_write(s, "home/registry.db", home);
        struct said said =
            run_filled(c, str_fmt(s->arena, "%s %s", by_role(c, line, ROLES[r / 2]), right).at);
        int exit = said.exit;
        said_free(&said);
        if (exit == 0)
            return true;
    }
    return false;
}

/* A line that is refused whoever says it looks for her in nothing but its error. */
static void each_line_is_said_by_somebody(void **state)
{
    struct canary c = {.scratch = *state};
    struct err err = {0};
    struct str home;
    know(&c);
    open_home(&c);
    for (unsigned i = 0; i < 2; i++) { /* that the log has entries */
        struct said said = run_filled(&c, "who key:1");
        said_free(&said);
    }
    assert_true(file_read_all(&FILES_POSIX, c.scratch->arena,
                              scratch_path(c.scratch, "home/registry.db"), 1 << 26, &home, &err));
    unsigned refused = 0;
    for (size_t i = 0; i < ARRAY_LEN(LINES); i++) {
        const char *why = NULL;
        for (size_t k = 0; k < ARRAY_LEN(REFUSED); k++)
            if (strcmp(REFUSED[k].line, LINES[i].line) == 0)
                why = REFUSED[k].why;
        refused += why != NULL;
        if (is_accepted(&c, home, &LINES[i]) != !why)
            fail_msg("%s: %s", LINES[i].line, why ? "is not refused" : "is refused by all");
    }
    assert_int_equal(refused, ARRAY_LEN(REFUSED));
}

/* Her unit is to close, and she goes to another by the plan, until it is taken back. */
static void a_closing_tells_nothing_of_her(void **state)
{
    static const struct line closing[] = {
        {"unit", "unit close {U} --undo --dry-run", true},
        {"unit", "unit show {U} --on 2024-03-02", true},
        {"unit", "unit show SE0000000000-U1 --on 2024-03-02", false},
        {"person", "person find --listed-at SE0000000000-U1 --on 2024-03-02", false},
        {"message", "message list key:2", false},
        {"events", "events", false},
        {"unit", "unit close {U} --undo", true},
    };
    struct canary c = {.scratch = *state};
    know(&c);
    open_home(&c);
    struct said said =
        run_filled(&c, "unit close {U} --last 2024-03-01 --to SE0000000000-U1 --protected threat");
    if (said.exit != 0)
        fail_msg("%s", said.note);
    said_free(&said);
    said = run_filled(&c, "who key:2 --on 2024-03-02 --protected threat --format csv");
    assert_non_null(strstr(said.out, "SE0000000000-U1"));
    said_free(&said);
    for (size_t i = 0; i < ARRAY_LEN(closing); i++)
        for (size_t r = 0; r < roles_of(&closing[i]); r++)
            try_line(&c, &closing[i], ROLES[r]);
}

static void every_verb_is_tried(void **state)
{
    (void)state;
    for (size_t i = 0; COMMANDS[i]; i++) {
        const char *verb = COMMANDS[i]->verb.name;
        bool known = false;
        for (size_t k = 0; k < ARRAY_LEN(LINES); k++)
            known = known || strcmp(LINES[k].verb, verb) == 0;
        for (size_t k = 0; k < ARRAY_LEN(NOBODY); k++)
            known = known || strcmp(NOBODY[k].verb, verb) == 0;
        if (!known)
            fail_msg("%s: the canary does not know how it is called", verb);
    }
    for (size_t k = 0; k < ARRAY_LEN(NOBODY); k++) {
        (void)command_of(NOBODY[k].verb);
        assert_non_null(NOBODY[k].why);
    }
}

/* Nor do two answers that differ: at her unit a child of hers is as at any other that is full. */
static void a_form_of_her_child_tells_no_unit(void **state)
{
    struct canary c = {.scratch = *state};
    struct arena *a = c.scratch->arena;
    know(&c);
    open_home(&c);
    for (unsigned ask = 0; ask < 4; ask++) {
        bool right = ask & 1;
        const char *more = ask & 2 ? "--consent {ID} --dry-run" : "--dry-run";
        const char *flag = right ? "--protected threat" : "";
        struct said hers = run_filled(&c, str_fmt(a, "list key:6 {U} %s %s", more, flag).at);
        struct said other =
            run_filled(&c, str_fmt(a, "list key:6 SE0000000000-U2 %s %s", more, flag).at);
        int refused = ask == 2 ? 4 : 5; /* whose form it is needs the right, wherever she is */
        assert_int_equal(other.exit, refused);
        assert_int_equal(hers.exit, right ? 0 : refused);
        assert_true(right || strcmp(hers.note, other.note) == 0);
        said_free(&hers);
        said_free(&other);
    }
}

/* The log has units of who acted and whom they asked for; but none on a line that is about her. */
static void the_log_ties_no_unit_to_her(void **state)
{
    struct canary c = {.scratch = *state};
    know(&c);
    open_home(&c);
    struct said said =
        run_filled(&c, "message list key:2 --protected threat --role administrator --unit {U}");
    assert_int_equal(said.exit, 0);
    said_free(&said);
    for (unsigned right = 0; right <= 1; right++) {
        said = run_filled(&c, right ? "log sample --share 100 --format csv --protected threat"
                                    : "log sample --share 100 --format csv");
        bool tied = false;
        unsigned lines = 0;
        for (char *rest = said.out, *line; (line = strtok_r(rest, "\n", &rest));)
            if (strstr(line, "key:2")) {
                tied = tied || strstr(line, HER_UNIT);
                lines++;
            }
        assert_true(lines > 0);
        assert_int_equal(tied, right);
        said_free(&said);
    }
}

/* Others get their letters, a run as well as one that is written again, and read nothing of her. */
static void no_letter_of_others_tells_of_her(void **state)
{
    static const char TOLD[] =
        "UPDATE person_stated SET street = 'Gatan 1', city = 'Orten', paper = 1 "
        "WHERE identifier = 1;"
        "INSERT INTO message (identifier, kind, unit, staff, from_day, position, letter) VALUES "
        "(1, 0, 'SE0000000000-U1', '', 45300, 1, NULL), (1, 0, 'SE0000000000-U1', '', 45299, 1, 1)";
    static const char *const FILE_OF[] = {"letters.pdf", "again.pdf"};
    struct canary c = {.scratch = *state};
    struct scratch *s = c.scratch;
    char text[8192];
    know(&c);
    open_home(&c);
    county_change(s, TOLD);
    for (size_t i = 0; i < 2 * ARRAY_LEN(FILE_OF); i++) {
        bool right = i >= ARRAY_LEN(FILE_OF);
        const char *file = FILE_OF[i % 2];
        const char *pdf = scratch_path(s, str_fmt(s->arena, "%d-%s", right, file).at);
        struct said said =
            run_filled(&c, str_fmt(s->arena, "letters %s --pdf %s %s", i % 2 ? "--again 1" : "",
                                   pdf, right ? "--protected threat" : "")
                               .at);
        if (said.exit != 0 || found(&c, said.note, false))
            fail_msg("%s: exit %d %s", pdf, said.exit, said.note);
        said_free(&said);
        const char *leak = found(&c, text_of(s, pdf, text, sizeof text), false);
        if (!right && (leak || !strstr(text, "Anna Ek")))
            fail_msg("%s tells of %s: %s", pdf, leak ? leak : "nobody", text);
        if (right && !strstr(text, HER_ALIAS)) /* what is searched for can be found */
            fail_msg("%s has no letter to her: %s", pdf, text);
    }
}

static unsigned times(const char *text, const char *word)
{
    unsigned n = 0;
    for (const char *at = text; (at = strstr(at, word)); at++)
        n++;
    return n;
}

static const char *read_at(struct scratch *s, const char *name)
{
    struct str text;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, name), 1 << 16, &text, &err));
    return str_cstr(s->arena, text);
}

/* Rows of hers stand among the rejects as they were, for their owner only; nothing else does. */
static void a_rejected_row_of_hers_is_told_of_nowhere_else(void **state)
{
    struct canary c = {.scratch = *state};
    struct scratch *s = c.scratch;
    struct stat st;
    know(&c);
    open_home(&c);
    struct said said = run_filled(&c, "import {FILES} --accept-rejects");
    assert_int_equal(said.exit, 0);
    assert_null(found(&c, said.out, false));
    assert_null(found(&c, said.note, false));
    said_free(&said);
    assert_null(found(&c, read_at(s, "home/loads/2/log"), false));
    const char *rejects = read_at(s, "home/loads/2/rejects/people.csv");
    const char *rows = read_at(s, "files/people.csv");
    assert_int_equal(times(rejects, "\n"), 3);
    for (unsigned i = 0; i < c.secrets; i++)
        assert_int_equal(times(rejects, c.secret[i]), times(rows, c.secret[i]));
    assert_int_equal(stat(scratch_path(s, "home/loads/2/rejects/people.csv"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

/* With the right she is there: what is searched for can be found. */
static void who_has_the_right_finds_her(void **state)
{
    static const struct {
        const char *line, *tells;
    } RIGHT[] = {
        {"message list key:2 --protected threat --format csv", HER_ALIAS},
        {"events --protected threat", HER_UNIT},
        {"list key:5 --newborn --protected threat --dry-run --format csv", HER_UNIT},
        {"explain active_choice --unit {U} --protected threat --list denominator --format csv",
         NULL},
        {"message list key:2 --role resident --as key:2 --format csv", "Kanarielakare"},
        {"letters --dry-run --protected threat --format csv", ",1,2,0,0\n"},
        {"log extract key:2 --protected threat --format csv", "message list"},
        {"request show 1 --protected threat --format csv", "KANDOC"},
        {"request list --protected threat --format csv", NULL},
        {"queue SE0000000000-U2 --protected threat --format csv", NULL},
        {"application list --protected threat --format csv", NULL},
        {"deliver --failed --protected threat --format csv", "key:2"},
        {"move --undo 1 --protected threat --dry-run --format csv", "1,1,no"},
        {"letters --again 1 --pdf {HOME}/again.pdf --protected threat --format csv", ",1,"},
    };
    struct canary c = {.scratch = *state};
    know(&c);
    open_home(&c);
    for (size_t i = 0; i < ARRAY_LEN(RIGHT); i++) {
        struct said said = run_filled(&c, RIGHT[i].line);
        if (said.exit != 0 || !strstr(said.out, RIGHT[i].tells ? RIGHT[i].tells : c.id))
            fail_msg("%s: exit %d\n%s\n%s", RIGHT[i].line, said.exit, said.out, said.note);
        said_free(&said);
    }
}

/* A leak that is put there, through a verb that shows what stands in a row of somebody else. */
static void a_leak_is_found(void **state)
{
    struct canary c = {.scratch = *state};
    struct scratch *s = c.scratch;
    know(&c);
    open_home(&c);
    for (unsigned i = 0; i < c.secrets + c.places; i++) {
        const char *leak = i < c.secrets ? c.secret[i] : c.place[i - c.secrets];
        county_change(s,
                      str_fmt(s->arena,
                              "DELETE FROM message WHERE identifier = 1; INSERT INTO message "
                              "(identifier, kind, unit, staff, from_day, reason, position) VALUES "
                              "(1, 0, '', '', 45300, 'with %s', 1);",
                              leak)
                          .at);
        struct said said = run_filled(&c, "message list key:1 --format csv");
        if (!found(&c, said.out, false) || (i < c.secrets && !found(&c, said.out, true)))
            fail_msg("%s is not found in %s", leak, said.out);
        said_free(&said);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(every_verb_is_tried),
        CASE(nobody_tells_of_the_canary),
        CASE(each_line_is_said_by_somebody),
        CASE(a_closing_tells_nothing_of_her),
        CASE(a_form_of_her_child_tells_no_unit),
        CASE(the_log_ties_no_unit_to_her),
        CASE(no_letter_of_others_tells_of_her),
        CASE(a_rejected_row_of_hers_is_told_of_nowhere_else),
        CASE(who_has_the_right_finds_her),
        CASE(a_leak_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
