/* Protected identities and the access log by example: tests/spec/law/protected.csv, shown in
 * docs/operator/persons.md, and log_{acting,read,lookups,keep}.csv, in access-log.md. */
#include "domain/access.h"

#include "contact_spec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "../core/arena_fixture.h"

enum { SELF = 2, OTHER = 3 };

static unsigned word_of(const struct spec_table *t, size_t row, const char *column,
                        const struct vocab *vocab)
{
    unsigned value = 0; /* of an empty cell, the first: none, nothing said */
    struct str word = spec_text(t, row, column);
    if (word.len > 0 && !vocab_find(vocab, word, &value))
        fail_msg("%s is no %s", spec_cstr(t, row, column), column);
    return value;
}

static void is_so(const struct spec_table *t, size_t row, const char *answer)
{
    if (!spec_is(answer, spec_cstr(t, row, "answer")))
        fail_msg("%s: %s", spec_cstr(t, row, "case"), answer);
}

/* Who asks, with the reason that they give, if any; *refused: why it is not taken, or NULL. */
static struct actor asks(const struct spec_table *t, size_t row, const char *role,
                         const char **refused)
{
    static const char *const CODE[] = {NULL, "actor.protected", "actor.protected_reason"};
    struct actor actor = {.role = (enum role)word_of(t, row, role, &VOCAB_ROLE)};
    struct str reason = spec_text(t, row, "reason");
    if (actor.role == ROLE_RESIDENT || actor.role == ROLE_GUARDIAN)
        actor.person = SELF;
    *refused = reason.len > 0 ? CODE[access_state_reason(&actor, reason)] : NULL;
    if (*refused)
        assert_true(!actor.opens_protected && actor.protected_reason.len == 0);
    return actor;
}

static const char *relation(const char *is_protected)
{
    enum protection child = PROTECTION_NONE, guardian = PROTECTION_NONE;
    if (spec_has(is_protected, "child"))
        child = PROTECTION_CONFIDENTIAL;
    if (spec_has(is_protected, "guardian"))
        guardian = PROTECTION_REGISTRATION;
    return party_guards_electronically(child, guardian) ? "electronic" : "on a form";
}

static const char *protected_answer(const struct spec_table *t, size_t row)
{
    const char *refused, *what = spec_cstr(t, row, "what");
    struct actor actor = asks(t, row, "role", &refused);
    bool shown = false;
    if (refused)
        return refused;
    if (spec_is(what, "relation"))
        return relation(spec_cstr(t, row, "protected"));
    if (spec_is(what, "staff")) {
        shown =
            access_may_see_staff(&actor, (enum answer)word_of(t, row, "protected", &VOCAB_ANSWER));
        return shown ? "shown" : "mark";
    }
    enum protection protection = (enum protection)word_of(t, row, "protected", &VOCAB_PROTECTION);
    if (spec_is(what, "residence"))
        actor.opens_protected = access_opens_residence(&actor);
    else if (!spec_is(what, "self") && !spec_is(what, "person"))
        fail_msg("%s is nothing that is protected", what);
    shown = access_may_open(&actor, spec_is(what, "self") ? SELF : OTHER, protection);
    /* In a list one is another to oneself, too. */
    if (!spec_is(what, "self"))
        assert_int_equal(access_may_see(&actor, protection), shown);
    return shown ? "shown" : "mark";
}

static void protected_identities(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/protected.csv");
    assert_true(spec_rows(t) > 25);
    for (size_t i = 0; i < spec_rows(t); i++)
        is_so(t, i, protected_answer(t, i));
}

static void who_acts_for_what(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/log_acting.csv");
    assert_true(spec_rows(t) > 15);
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct actor actor = {.role = (enum role)word_of(t, i, "role", &VOCAB_ROLE),
                              .purpose = (enum purpose)word_of(t, i, "purpose", &VOCAB_PURPOSE)};
        is_so(t, i, access_may_act(&actor) ? "may" : "actor.role");
    }
}

/* An entry of the actor about themselves, or about another. */
static const char *role_shown(const struct actor *actor, const char *of)
{
    struct access_entry e = {.actor = {.id = STR("key:2"), .role = actor->role},
                             .person = spec_is(of, "themselves") ? SELF : OTHER};
    if (access_is_anothers(&e))
        return "another resident";
    return vocab_word(&VOCAB_ROLE, actor->role).at;
}

static const char *read_answer(const struct spec_table *t, size_t row)
{
    const char *refused, *what = spec_cstr(t, row, "what"), *of = spec_cstr(t, row, "of");
    if (spec_is(what, "extract"))
        return party_in(spec_party(spec_cstr(t, row, "who")), ACCESS_EXTRACT_PARTIES) ? "may"
                                                                                      : "log.right";
    struct actor actor = asks(t, row, "who", &refused);
    assert_null(refused);
    bool is_protected = spec_has(of, "protected"), shown = false;
    if (spec_is(what, "log"))
        return access_tends_log(actor.role) ? "may" : "log.right";
    if (spec_is(what, "role"))
        return role_shown(&actor, of);
    if (spec_is(what, "name"))
        shown = access_names_actor(&actor, is_protected ? ANSWER_YES : ANSWER_NO);
    else if (spec_is(what, "unit"))
        shown = access_may_see(&actor, is_protected ? PROTECTION_CONFIDENTIAL : PROTECTION_NONE);
    else
        fail_msg("%s is nothing that is read", what);
    return shown ? "shown" : "not shown";
}

static void who_reads_what(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/log_read.csv");
    assert_true(spec_rows(t) > 20);
    for (size_t i = 0; i < spec_rows(t); i++)
        is_so(t, i, read_answer(t, i));
}

static void who_waits(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/log_lookups.csv");
    assert_true(spec_rows(t) > 3);
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct actor actor = {.id = spec_text(t, i, "who")};
        bool by_key = spec_is(spec_cstr(t, i, "person"), "key");
        struct str written = by_key ? STR("key:2") : STR("18000101");
        is_so(t, i, access_lookup_waits(&actor, written) ? "waits" : "does not wait");
    }
}

static void how_long_it_is_kept(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/log_keep.csv");
    assert_true(spec_rows(t) > 3);
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct day today = DAY_NONE;
        struct err err = {0};
        char from[DAY_TEXT];
        assert_true(day_parse(spec_text(t, i, "today"), &today, &err));
        struct str text =
            day_format(access_kept_from(today, (unsigned)spec_i64(t, i, "years")), from);
        if (!str_eq(text, spec_text(t, i, "kept_from")))
            fail_msg("%s: %.*s", spec_cstr(t, i, "case"), STR_FMT(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(protected_identities), cmocka_unit_test(who_acts_for_what),
        cmocka_unit_test(who_reads_what),       cmocka_unit_test(who_waits),
        cmocka_unit_test(how_long_it_is_kept),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
