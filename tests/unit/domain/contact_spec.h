/* tests/unit/domain/contact_spec.h - what the tables of named contacts in
 * tests/spec speak of: units A and B, doctors D0 to D9, the day TODAY, and the
 * rules that the tables stand under. */
#ifndef TESTS_UNIT_DOMAIN_CONTACT_SPEC_H
#define TESTS_UNIT_DOMAIN_CONTACT_SPEC_H
#include "domain/doctor.h"

#include "spec_table.h"

#include <stdlib.h>
#include <string.h>

static const struct day TODAY = {45000};

static inline struct hsaid spec_id(const char *name) /* "": none */
{
    struct hsaid id = {{0}};
    if (name[0])
        id = (struct hsaid){{'S', 'E', '0', '-', name[0], name[0] == 'D' ? name[1] : '\0'}};
    return id;
}

static inline bool spec_is(const char *text, const char *what)
{
    return strcmp(text, what) == 0;
}

static inline bool spec_has(const char *text, const char *what)
{
    return strstr(text, what) != NULL;
}

/* The number that a text begins with. */
static inline int64_t spec_number(const char *text)
{
    return strtoll(text, NULL, 10);
}

static inline struct day spec_born(int32_t age)
{
    return day_add_months(TODAY, -12 * age);
}

static inline enum party spec_party(const char *word)
{
    static const char *const party[] = {"none",      "person",    "guardian",     "staff",
                                        "unit head", "municipal", "administrator"};
    for (unsigned i = 0; i < ARRAY_LEN(party); i++)
        if (spec_is(word, party[i]))
            return (enum party)i;
    return PARTY_NONE;
}

/* What the tables say that the region has said. */
static inline struct rules spec_rules(void)
{
    static const struct doctor_title title[] = {
        {STR_INIT("201011"), STR_INIT("")},
        {STR_INIT("203010"), STR_INIT("")},
        {STR_INIT("201010"), STR_INIT("Allmänmedicin")},
        {STR_INIT("201010"), STR_INIT("Geriatrik")},
        {STR_INIT("201010"), STR_INIT("Barn- och ungdomsmedicin")}};
    static const struct doctor_limit limit[] = {
        {STR_INIT("Geriatrik"), 65, 999, true},
        {STR_INIT("Barn- och ungdomsmedicin"), 0, 17, false}};
    struct rules rules = {.guardian = {.own_choice_age = 18}};
    rules.named_doctor.title = title;
    rules.named_doctor.titles = ARRAY_LEN(title);
    rules.named_doctor.limit = limit;
    rules.named_doctor.limits = ARRAY_LEN(limit);
    rules.named_doctor.opt_out = rules.named_doctor.coming_doctor = true;
    rules.panel.target_specialist = 1100;
    rules.panel.target_training = 550;
    rules.panel.per_fte = true;
    rules.panel.cap = -1;
    rules.panel.undo_days = 14;
    return rules;
}

static inline struct position_row spec_position(const char *doctor, const char *unit)
{
    return (struct position_row){.staff = spec_id(doctor),
                                 .unit = spec_id(unit),
                                 .from = {44000},
                                 .to = DAY_NONE,
                                 .fte = 1,
                                 .panel_target = -1,
                                 .panel_cap = -1};
}

/* A specialist with that one position. */
static inline struct doctor_facts spec_doctor(const char *doctor,
                                              const struct position_row *position)
{
    return (struct doctor_facts){.staff = {.staff = spec_id(doctor), .title_code = STR("201011")},
                                 .position = position,
                                 .positions = 1};
}
#endif
