/* The rules of named contacts by example, each with the paragraph or key that it follows from:
 * tests/spec/law/{named_doctor,panel,assigning,requests,request_steps,who_now}.csv. */
#include "contact_spec.h"
#include "domain/assign.h"
#include "domain/request.h"
#include "domain/who.h"

#include "../core/arena_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void answers(const struct spec_table *t, size_t row, const char *column, const char *answer)
{
    const char *expected = spec_cstr(t, row, column);
    if (!spec_is(answer, expected))
        fail_msg("%s: %s is %s and not %s", spec_cstr(t, row, "case"), column, answer, expected);
}

static const char *or_may(const char *code)
{
    return code ? code : "may";
}

/* ---- who may be one ---- */

static void named_doctors(void **state)
{
    (void)state;
    static const char *const word[] = {"may",   "not_physician", "no_position",
                                       "title", "speciality",    "limit"};
    const struct spec_table *t = spec_open(arena, "tests/spec/law/named_doctor.csv");
    struct rules rules = spec_rules();
    for (size_t i = 0; i < spec_rows(t); i++) {
        const char *at = spec_cstr(t, i, "position"), *age = spec_cstr(t, i, "age");
        const char *dispensed = spec_cstr(t, i, "dispensed");
        struct position_row position = spec_position("D1", spec_is(at, "elsewhere") ? "B" : "A");
        position.to = spec_is(at, "last day") ? TODAY
                      : spec_is(at, "ended")  ? (struct day){TODAY.n - 1}
                                              : DAY_NONE;
        struct dispensation dispensation = {
            .staff = spec_id("D1"),
            .unit = spec_id(spec_is(dispensed, "elsewhere") ? "B" : "A"),
            .from = {44000},
            .to = TODAY};
        if (spec_is(dispensed, "until yesterday"))
            dispensation.to.n--;
        struct doctor_facts doctor = spec_doctor("D1", &position);
        doctor.staff.title_code = spec_text(t, i, "title");
        doctor.staff.speciality = spec_text(t, i, "speciality");
        if (spec_is(spec_cstr(t, i, "title"), "nurse"))
            doctor.staff.profession = PROF_NURSE;
        doctor.positions = spec_is(at, "none") ? 0 : 1;
        doctor.dispensation = &dispensation;
        doctor.dispensations = dispensed[0] ? 1 : 0;
        struct doctor_of of = {age[0] ? spec_born((int32_t)spec_number(age)) : DAY_NONE,
                               spec_is(spec_cstr(t, i, "saebo"), "yes")};
        struct hsaid unit = spec_id("A");
        answers(t, i, "answer", word[doctor_may(&rules, &doctor, &unit, &of, TODAY)]);
    }
}

static void dispensations(void **state)
{
    (void)state;
    static const struct {
        const char *code, *reason;
        enum party by;
        int32_t to; /* days after TODAY */
        enum profession profession;
    } is[] = {{"may", "few doctors", PARTY_ADMINISTRATOR, 30, PROF_PHYSICIAN},
              {"dispensation.right", "few doctors", PARTY_UNIT_HEAD, 30, PROF_PHYSICIAN},
              {"dispensation.reason", " ", PARTY_ADMINISTRATOR, 30, PROF_PHYSICIAN},
              {"dispensation.order", "few doctors", PARTY_ADMINISTRATOR, -1, PROF_PHYSICIAN},
              {"dispensation.no_end", "few doctors", PARTY_ADMINISTRATOR, 0, PROF_PHYSICIAN},
              {"dispensation.not_physician", "few doctors", PARTY_ADMINISTRATOR, 30, PROF_NURSE}};
    for (size_t i = 0; i < ARRAY_LEN(is); i++) {
        struct dispensation d = {
            spec_id("D1"), spec_id("A"), TODAY, {TODAY.n + is[i].to}, str_of(is[i].reason)};
        if (is[i].to == 0)
            d.to = DAY_NONE;
        struct doctor_facts doctor = {.staff.profession = is[i].profession};
        const char *code = dispensation_code(dispensation_decide(&d, &doctor, is[i].by));
        assert_string_equal(or_may(code), is[i].code);
    }
}

static int64_t number_or(const struct spec_table *t, size_t row, const char *column, int64_t none)
{
    return spec_text(t, row, column).len > 0 ? spec_i64(t, row, column) : none;
}

static const char *shown(int64_t number)
{
    return number < 0 ? "none" : str_cstr(arena, str_fmt(arena, "%lld", (long long)number));
}

static void panels(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/panel.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct rules rules = spec_rules();
        rules.panel.per_fte = spec_is(spec_cstr(t, i, "per_fte"), "yes");
        rules.panel.by_cni = spec_is(spec_cstr(t, i, "by_cni"), "yes");
        rules.panel.cap = number_or(t, i, "region_cap", -1);
        struct position_row position = spec_position("D1", "A");
        position.fte = spec_text(t, i, "fte").len > 0 ? spec_double(t, i, "fte") : NAN;
        position.training =
            spec_is(spec_cstr(t, i, "training"), "ST") ? TRAINING_ST : TRAINING_NONE;
        position.panel_target = number_or(t, i, "own_target", -1);
        position.panel_cap = number_or(t, i, "own_cap", -1);
        double cni = spec_text(t, i, "cni").len > 0 ? spec_double(t, i, "cni") : 0;
        struct panel panel = panel_of(&rules, &position, (int64_t)(cni * 10000 + 0.5), 7);
        answers(t, i, "target", shown(panel.target));
        answers(t, i, "cap", shown(panel.cap));
        assert_int_equal(panel.count, 7);
    }
}

static void a_region_has_targets_of_its_own(void **state)
{
    (void)state;
    struct rules rules = spec_rules();
    struct position_row position = spec_position("D1", "A");
    rules.panel.target_specialist = 1000;
    rules.panel.target_training = 400;
    assert_int_equal(panel_of(&rules, &position, 0, 0).target, 1000);
    position.training = TRAINING_ST;
    assert_int_equal(panel_of(&rules, &position, 0, 0).target, 400);
}

/* ---- assigning ---- */

static const char *ends_shown(const struct contact_ending *ends, struct day from)
{
    if (ends->row == 0)
        return "";
    assert_int_equal(ends->why, END_REPLACED);
    return ends->on.n < from.n ? "before it began" : "the day before";
}

static void assigning(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/assigning.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        const char *person = spec_cstr(t, i, "person"), *panel = spec_cstr(t, i, "panel");
        struct rules rules = spec_rules();
        rules.panel.cap = 1200;
        struct position_row position = spec_position("D1", "A");
        position.panel_open = spec_has(panel, "closed") ? ANSWER_NO : ANSWER_YES;
        struct assign_staff staff = {.doctor = spec_doctor("D1", &position),
                                     .panel_count = spec_number(panel)};
        struct contact_now now = {9,
                                  KIND_DOCTOR,
                                  spec_id(spec_has(person, "D1") ? "D1" : "D2"),
                                  spec_id("A"),
                                  {spec_has(person, "D2 today") ? TODAY.n : 44500}};
        struct assign_person facts = {.person = 1,
                                      .birth_date = spec_born(40),
                                      .end = DAY_NONE,
                                      .unit = spec_id(spec_cstr(t, i, "listed")),
                                      .has_opted_out = spec_has(person, "opted out"),
                                      .contact = &now,
                                      .contacts = spec_has(person, "doctor") ? 1 : 0};
        if (spec_has(person, "ended"))
            facts.end.n = TODAY.n - (spec_has(person, "yesterday") ? 1 : 0);
        struct assign_ask ask = {.kind = (enum contact_kind)spec_i64(t, i, "kind"),
                                 .unit = spec_id("A"),
                                 .on = TODAY,
                                 .by = spec_party(spec_cstr(t, i, "by")),
                                 .override = spec_text(t, i, "override")};
        struct assign_decision d = assign_decide(&rules, &staff, &facts, &ask);
        answers(t, i, "answer", or_may(assign_code(d.verdict)));
        answers(t, i, "ends", ends_shown(&d.ends, now.from));
        assert_int_equal(d.overridden, d.verdict == ASSIGN_MAY && ask.override.len > 0);
        assert_int_equal(d.over_target, d.verdict == ASSIGN_MAY && spec_number(panel) >= 1100 &&
                                            ask.kind == KIND_DOCTOR);
    }
}

/* What the table has no row for: the faults of who is assigned have names of their own. */
static void faults_of_the_doctor_have_codes(void **state)
{
    (void)state;
    struct rules rules = spec_rules();
    struct position_row position = spec_position("D1", "A");
    struct assign_staff staff = {.doctor = spec_doctor("D1", &position)};
    struct assign_person person = {
        .person = 1, .birth_date = spec_born(40), .end = DAY_NONE, .unit = spec_id("A")};
    struct assign_ask ask = {
        .kind = KIND_DOCTOR, .unit = spec_id("A"), .on = TODAY, .by = PARTY_STAFF};
    staff.doctor.staff.title_code = STR("204010");
    assert_string_equal(assign_code(assign_decide(&rules, &staff, &person, &ask).verdict),
                        "assign.title");
    staff.doctor.staff.title_code = STR("201010");
    assert_string_equal(assign_code(assign_decide(&rules, &staff, &person, &ask).verdict),
                        "assign.speciality");
    staff.doctor.staff.speciality = STR("Geriatrik");
    assert_string_equal(assign_code(assign_decide(&rules, &staff, &person, &ask).verdict),
                        "assign.limit");
    staff.doctor.positions = 0;
    assert_string_equal(assign_code(assign_decide(&rules, &staff, &person, &ask).verdict),
                        "assign.no_position");
    staff.doctor.staff.profession = PROF_NURSE;
    assert_string_equal(assign_code(assign_decide(&rules, &staff, &person, &ask).verdict),
                        "assign.not_physician");
}

static void a_change_of_unit_ends_the_doctor(void **state)
{
    (void)state;
    struct contact_now now[] = {{4, KIND_CARE_CONTACT, spec_id("D2"), spec_id("A"), {44500}},
                                {5, KIND_DOCTOR, spec_id("D1"), spec_id("A"), {44500}}};
    struct hsaid a = spec_id("A"), b = spec_id("B");
    struct contact_ending e = contact_ends_at_change(now, 2, &b, TODAY);
    assert_int_equal(e.row, 5);
    assert_int_equal(e.on.n, TODAY.n - 1);
    assert_int_equal(e.why, END_CHANGED_UNIT);
    assert_int_equal(contact_ends_at_change(now, 2, &a, TODAY).row, 0);
    assert_int_equal(contact_ends_at_change(now, 1, &b, TODAY).row, 0);
}

/* ---- requests ---- */

static const char *const STATE[REQUEST_STATES] = {"requested", "assigned", "waiting",  "declined",
                                                  "informed",  "seen",     "withdrawn"};

static unsigned needs(const char *said)
{
    return (spec_has(said, "safety") ? NEED_SAFETY : 0) |
           (spec_has(said, "continuity") ? NEED_CONTINUITY : 0) |
           (spec_has(said, "coordination") ? NEED_COORDINATION : 0) |
           (spec_has(said, "security") ? NEED_SECURITY : 0);
}

static void requests(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/requests.csv");
    struct rules rules = spec_rules();
    for (size_t i = 0; i < spec_rows(t); i++) {
        const char *person = spec_cstr(t, i, "person"), *wish = spec_cstr(t, i, "wish");
        struct position_row position = spec_position("D1", "A");
        struct doctor_facts doctor = spec_doctor("D1", &position);
        if (spec_is(wish, "nurse"))
            doctor.staff.profession = PROF_NURSE;
        struct request_facts facts = {.unit = spec_id(spec_cstr(t, i, "listed")),
                                      .has_ended = spec_is(person, "ended"),
                                      .has_opted_out = spec_is(person, "opted out"),
                                      .has_wish = spec_is(person, "has"),
                                      .has_open =
                                          spec_is(person, "open") || spec_is(person, "open so"),
                                      .is_asked_so = spec_is(person, "open so")};
        struct request_ask ask = {.person = 1,
                                  .kind = (enum contact_kind)spec_i64(t, i, "kind"),
                                  .by = spec_party(spec_cstr(t, i, "by")),
                                  .is_wanted = spec_is(spec_cstr(t, i, "wanted"), "yes"),
                                  .need = needs(spec_cstr(t, i, "need")),
                                  .wish = wish[0] ? &doctor : NULL,
                                  .of = {spec_born(40), false},
                                  .on = TODAY};
        struct request r = {.person = -1};
        enum request_verdict verdict = request_open(&rules, &facts, &ask, (struct moment){50}, &r);
        answers(t, i, "answer", or_may(request_code(verdict)));
        assert_int_equal(r.person, verdict == REQUEST_MAY ? 1 : -1);
        assert_true(verdict != REQUEST_MAY ||
                    (r.at[REQUEST_REQUESTED].us == 50 && r.at[REQUEST_SEEN].us == MOMENT_NONE.us));
    }
}

/* Who may take a step, by the table: 0 where it has none. */
static unsigned parties_of(const struct spec_table *t, unsigned from, unsigned to)
{
    unsigned parties = 0;
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct str who = spec_text(t, i, "who");
        if (!spec_is(spec_cstr(t, i, "from"), STATE[from]) ||
            !spec_is(spec_cstr(t, i, "to"), STATE[to]))
            continue;
        while (who.len > 0)
            parties |= PARTIES(spec_party(str_cstr(arena, str_trim(str_cut(&who, ';')))));
    }
    return parties;
}

static void steps_are_those_of_the_table_and_no_others(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/request_steps.csv");
    for (unsigned from = 0; from < REQUEST_STATES; from++)
        for (unsigned to = 0; to < REQUEST_STATES; to++)
            assert_int_equal(request_may_step((enum request_state)from, (enum request_state)to),
                             parties_of(t, from, to));
}

static void who_may_not_ask_any_more_waits_for_nobody(void **state)
{
    (void)state;
    struct request doctor = {.person = 1, .kind = KIND_DOCTOR, .at = {{100}}};
    struct request care_contact = {.person = 1, .kind = KIND_CARE_CONTACT, .at = {{100}}};
    struct request_step step = {
        .to = REQUEST_WAITING, .by = PARTY_STAFF, .now = {200}, .has_opted_out = true};
    assert_string_equal(request_code(request_step(&doctor, &step)), "request.opted_out");
    assert_int_equal(doctor.state, REQUEST_REQUESTED);
    assert_int_equal(request_step(&care_contact, &step), REQUEST_MAY);
    step.has_ended = true;
    assert_string_equal(request_code(request_step(&doctor, &step)), "request.ended");
    step.to = REQUEST_WITHDRAWN;
    assert_int_equal(request_step(&doctor, &step), REQUEST_MAY);
}

static void a_request_to_its_end(void **state)
{
    (void)state;
    struct request r = {.person = 1, .kind = KIND_DOCTOR, .at = {{100}}};
    struct request_step step = {.to = REQUEST_SEEN, .by = PARTY_PERSON, .now = {200}};
    assert_string_equal(request_code(request_step(&r, &step)), "request.edge");
    step = (struct request_step){.to = REQUEST_DECLINED, .by = PARTY_PERSON, .now = {200}};
    assert_string_equal(request_code(request_step(&r, &step)), "request.right");
    step.by = PARTY_STAFF;
    assert_string_equal(request_code(request_step(&r, &step)), "request.reason");
    step.reason = STR("every panel is full");
    step.now.us = 99;
    assert_string_equal(request_code(request_step(&r, &step)), "request.time");
    assert_int_equal(r.state, REQUEST_REQUESTED);
    step.now.us = 100; /* two steps of one act are of one moment */
    assert_int_equal(request_step(&r, &step), REQUEST_MAY);
    assert_int_equal(r.at[REQUEST_DECLINED].us, 100);
    assert_int_equal(r.at[REQUEST_REQUESTED].us, 100);
}

static void opting_out_and_in(void **state)
{
    (void)state;
    struct rules rules = spec_rules();
    assert_null(opt_code(opt_decide(&rules, false, true, PARTY_PERSON)));
    assert_null(opt_code(opt_decide(&rules, true, false, PARTY_STAFF)));
    assert_string_equal(opt_code(opt_decide(&rules, true, true, PARTY_GUARDIAN)), "opt.already");
    assert_string_equal(opt_code(opt_decide(&rules, false, true, PARTY_NONE)), "opt.right");
    rules.named_doctor.opt_out = false;
    assert_string_equal(opt_code(opt_decide(&rules, false, true, PARTY_PERSON)), "opt.not_offered");
    assert_null(opt_code(opt_decide(&rules, true, false, PARTY_PERSON)));
}

/* ---- who it is now ---- */

/* `D2 D3 away later elsewhere`: whom the words behind the last one are about. */
static size_t substitutes(struct str said, struct substitute *out, struct absence *away,
                          size_t *aways)
{
    size_t count = 0;
    while (said.len > 0) {
        const char *word = str_cstr(arena, str_cut(&said, ' '));
        struct substitute *last = &out[count > 0 ? count - 1 : 0];
        if (word[0] == 'D')
            out[count++] = (struct substitute){
                spec_id("D1"), spec_id(word), spec_id("A"), {TODAY.n - 5}, TODAY};
        else if (spec_is(word, "away"))
            away[(*aways)++] = (struct absence){last->staff, spec_id("A"), TODAY, DAY_NONE};
        else if (spec_is(word, "later"))
            last->from = last->to = (struct day){TODAY.n + 1};
        else
            last->unit = spec_id("B");
    }
    return count;
}

static void who_it_is_now(void **state)
{
    (void)state;
    static const char *const why[] = {"", "no_named", "coming", "away"};
    const struct spec_table *t = spec_open(arena, "tests/spec/law/who_now.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        const char *named = spec_cstr(t, i, "named");
        struct absence away[4] = {{spec_id("D1"), spec_id("A"), {TODAY.n - 9}, TODAY}};
        struct position_row position[3];
        struct who_doctor staff[3];
        struct substitute stand_in[4];
        size_t aways = spec_is(named, "away") || spec_is(named, "back") ? 1 : 0;
        if (spec_is(named, "back"))
            away[0].to.n--;
        struct who_facts f = {.unit = spec_id(spec_cstr(t, i, "listed")),
                              .has_contact_point = spec_is(spec_cstr(t, i, "contact_point"), "yes"),
                              .is_coming = spec_is(named, "coming"),
                              .substitute = stand_in,
                              .staff = staff,
                              .staff_count = 3};
        f.substitutes = substitutes(spec_text(t, i, "substitutes"), stand_in, away, &aways);
        for (unsigned n = 0; n < 3; n++) {
            const char *name = n == 0 ? "D1" : n == 1 ? "D2" : "D3";
            position[n] = spec_position(name, "A");
            staff[n] = (struct who_doctor){spec_doctor(name, &position[n]), away, aways};
        }
        if (spec_is(named, "left"))
            position[0].to.n = TODAY.n - 1;
        if (!f.is_coming && !spec_is(named, "none"))
            f.named = &staff[0];
        struct who_answer answer = who_now(&f, TODAY);
        answers(t, i, "answer",
                answer.who == WHO_NONE   ? "none"
                : answer.who == WHO_UNIT ? "unit"
                                         : answer.staff.text + 4);
        answers(t, i, "why", why[answer.why]);
    }
}

static void who_may_stand_in(void **state)
{
    (void)state;
    struct position_row at = spec_position("D1", "A"), by = spec_position("D2", "A");
    struct doctor_facts of = spec_doctor("D1", &at), staff = spec_doctor("D2", &by);
    struct substitute s = {spec_id("D1"), spec_id("D2"), spec_id("A"), TODAY, {TODAY.n + 9}};
    assert_null(substitute_code(substitute_decide(&s, &of, &staff, PARTY_UNIT_HEAD)));
    assert_string_equal(substitute_code(substitute_decide(&s, &of, &staff, PARTY_STAFF)),
                        "substitute.right");
    of.positions = 0;
    assert_string_equal(substitute_code(substitute_decide(&s, &of, &staff, PARTY_UNIT_HEAD)),
                        "substitute.not_theirs");
    by.to = TODAY; /* gone before the last day */
    assert_string_equal(substitute_code(substitute_decide(&s, &of, &staff, PARTY_UNIT_HEAD)),
                        "substitute.no_position");
    staff.staff.profession = PROF_NURSE;
    assert_string_equal(substitute_code(substitute_decide(&s, &of, &staff, PARTY_UNIT_HEAD)),
                        "substitute.not_physician");
    s.staff = s.of;
    assert_string_equal(substitute_code(substitute_decide(&s, &of, &of, PARTY_UNIT_HEAD)),
                        "substitute.self");
    s.to = DAY_NONE;
    assert_string_equal(substitute_code(substitute_decide(&s, &of, &staff, PARTY_UNIT_HEAD)),
                        "substitute.dates");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(named_doctors),
        cmocka_unit_test(dispensations),
        cmocka_unit_test(panels),
        cmocka_unit_test(a_region_has_targets_of_its_own),
        cmocka_unit_test(assigning),
        cmocka_unit_test(faults_of_the_doctor_have_codes),
        cmocka_unit_test(a_change_of_unit_ends_the_doctor),
        cmocka_unit_test(requests),
        cmocka_unit_test(steps_are_those_of_the_table_and_no_others),
        cmocka_unit_test(who_may_not_ask_any_more_waits_for_nobody),
        cmocka_unit_test(a_request_to_its_end),
        cmocka_unit_test(opting_out_and_in),
        cmocka_unit_test(who_it_is_now),
        cmocka_unit_test(who_may_stand_in),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
