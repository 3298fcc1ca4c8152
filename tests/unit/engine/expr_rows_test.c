/* What is made of rows: tables, fields, windows, which rows count, days and measured values. */
#include "core/sb.h"

#include "../core/arena_fixture.h"
#include "expr_shown.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void fields_of_every_table(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"any(diagnoses where form = visit ever)", "(any diagnoses[(words 6:1)] ever)"},
        {"any(procedures where form in forms ever)", "(any procedures[(words 7:3)] ever)"},
        {"any(prescriptions where source = prescribed ever)",
         "(any prescriptions[(words 8:2)] ever)"},
        {"any(invitations where programme = health_talk_50 ever)",
         "(any invitations[(words 9:2)] ever)"},
        {"any(invitations where channel is known ever)", "(any invitations[(words 10:e)] ever)"},
        {"any(performed_invitations where programme != health_talk_40 ever)",
         "(any performed[(not (words 11:1))] ever)"},
        {"any(performed_invitations where channel = none ever)",
         "(any performed[(words 12:1)] ever)"},
        {"any(referrals where to = emergency ever)", "(any referrals[(words 13:1)] ever)"},
        {"any(measurements where value > 3 ever)", "(any measurements[(value > 3)] ever)"},
        {"any(diagnoses where unit = own_unit ever)", "(any diagnoses[(own_unit)] ever)"},
        {"any(referrals where unit != own_unit ever)", "(any referrals[(not (own_unit))] ever)"},
        {"any(named_contacts where informed is known on T)",
         "(any named_contacts[(informed)] on T-0)"},
        {"any(named_contacts where informed is not known on T)",
         "(any named_contacts[(not (informed))] on T-0)"},
        {"any(contacts where sought_on within 3 days ever)", "(any contacts[(sought 3)] ever)"},
        {"any(contacts where not sought_on within 1 day ever)",
         "(any contacts[(not (sought 1))] ever)"},
        {"any(contacts where sought_on within 0 days ever)", "(any contacts[(sought 0)] ever)"},
    };
    are_shown(arena, true, WANT_CONDITION, cases, ARRAY_LEN(cases));
    static const char *const places[][2] = {
        {"any(diagnoses where unit in here ever)", "(any diagnoses[(here)] ever)"},
        {"any(performed_invitations where unit not in here ever)",
         "(any performed[(not (here))] ever)"},
    };
    are_shown(arena, false, WANT_CONDITION, places, ARRAY_LEN(places));
}

static void codes_and_values(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"any(diagnoses where code in kol ever)", "(any diagnoses[(code kol)] ever)"},
        {"any(diagnoses where code not in kol ever)", "(any diagnoses[(not (code kol))] ever)"},
        {"any(procedures where not code in kol ever)", "(any procedures[(not (code kol))] ever)"},
        {"any(measurements where code in pressure:high ever)",
         "(any measurements[(code pressure:high)] ever)"},
        {"any(measurements where code in (kol, pressure:low, pressure) ever)",
         "(any measurements[(or (or (code kol) (code pressure:low)) (code pressure))] ever)"},
        {"any(measurements where code not in (kol, pressure) ever)",
         "(any measurements[(not (or (code kol) (code pressure)))] ever)"},
        {"any(measurements where value = 70 and value != 7.25 ever)",
         "(any measurements[(and (value = 70) (value != 7.25))] ever)"},
        {"any(measurements where value < -1.5 or value <= least ever)",
         "(any measurements[(or (value < -1.5) (value <= 7.5))] ever)"},
        {"any(measurements where value >= -least or value > window ever)",
         "(any measurements[(or (value >= -7.5) (value > 18))] ever)"},
        /* What values and substances are taken by. */
        {"any(measurements where code in hba1c and value > 70 ever)",
         "(any measurements[(and (code hba1c) (value > 70))] ever by hba1c)"},
        {"latest(measurements where code in (sizes:weight, sizes:at_birth) ever) > 3500 g",
         "(> (latest measurements[(or (code sizes:weight) (code sizes:at_birth))] ever by sizes) "
         "3.5 from 3500 g)"},
        {"any(measurements where value <= -1.5 KG and code in sizes:weight ever)",
         "(any measurements[(and (value <= -1.5 from -1.5 KG) (code sizes:weight))] ever by "
         "sizes)"},
        {"any(measurements where code in sizes:at_birth and value != window g ever)",
         "(any measurements[(and (code sizes:at_birth) (value != 0.018 from 18 g))] ever by "
         "sizes)"},
        {"any(measurements ever, paired with value = 1 cm and code in sizes:height)",
         "(any measurements ever paired[(and (value = 1 from 1 cm) (code sizes:height))])"},
        {"any(prescriptions where code in drugs:fast or code in kol ever)",
         "(any prescriptions[(or (code drugs:fast) (code kol))] ever by drugs)"},
        {"any(prescriptions where code in drugs:fast or code in drugs ever)",
         "(any prescriptions[(or (code drugs:fast) (code drugs))] ever by drugs)"},
        {"any(measurements where code in (sizes:weight, sizes:at_birth) and value < 3 ever)",
         "(any measurements[(and (or (code sizes:weight) (code sizes:at_birth)) (value < 3))] ever "
         "by sizes)"},
        {"any(measurements where code in sizes ever)",
         "(any measurements[(code sizes)] ever by sizes)"},
        {"any(measurements where code in pressure ever, paired with code in hba1c)",
         "(any measurements[(code pressure)] ever paired[(code hba1c)])"},
    };
    are_shown(arena, true, WANT_CONDITION, cases, ARRAY_LEN(cases));
}

static void windows(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"count(diagnoses ever)", "(count diagnoses ever)"},
        {"count(diagnoses within 60 months)", "(count diagnoses 60 months to T-0)"},
        {"count(diagnoses within 1 year to T - 1 month)", "(count diagnoses 12 months to T-1)"},
        {"count(diagnoses within 1200 months)", "(count diagnoses 1200 months to T-0)"},
        {"count(diagnoses within 100 years)", "(count diagnoses 1200 months to T-0)"},
        {"count(diagnoses within 1 day)", "(count diagnoses 1 days)"},
        {"count(diagnoses within 90 days)", "(count diagnoses 90 days)"},
        {"count(diagnoses within 36525 days)", "(count diagnoses 36525 days)"},
        {"count(diagnoses in the year)", "(count diagnoses year)"},
        {"count(diagnoses within 5 days after onset)",
         "(count diagnoses 1..5 days after (first diagnoses[(code kol)] ever))"},
        {"count(contacts within 7 to 28 days after onset)",
         "(count contacts 7..28 days after (first diagnoses[(code kol)] ever))"},
        {"count(contacts within 0 to 0 days before T)", "(count contacts 0..0 days before (T))"},
        {"count(contacts within 0 days after T)", "(count contacts 1..0 days after (T))"},
        {"count(contacts within 3 to window days before birthday(75))",
         "(count contacts 3..18 days before (birthday 75))"},
        {"count(contacts within window to 90 days after T - 3 months)",
         "(count contacts 18..90 days after (T-3 months))"},
        {"count(contacts within 6 months after last(referrals ever))",
         "(count contacts 6 months after (last referrals ever))"},
        {"count(contacts within 2 years before (T - 30 days))",
         "(count contacts 24 months before (T-30 days))"},
        {"count(contacts within window months before birthday(window))",
         "(count contacts 18 months before (birthday 18))"},
        {"count(listings on T)", "(count listings on T-0)"},
        {"count(listings on T - 1200 months)", "(count listings on T-1200)"},
        {"count(listings on T - 7 days)", "(count listings on (T-7 days))"},
        {"count(named_contacts on onset)",
         "(count named_contacts on (first diagnoses[(code kol)] ever))"},
        {"count(residences on birthday(80))", "(count residences on (birthday 80))"},
    };
    are_shown(arena, true, WANT_NUMBER, cases, ARRAY_LEN(cases));
}

static void which_rows_count(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"count(procedures ever, once a day)", "(count procedures ever once)"},
        {"count(measurements where code in pressure:high ever, paired with code in pressure:low)",
         "(count measurements[(code pressure:high)] ever paired[(code pressure:low)])"},
        {"count(diagnoses where code in kol ever, new after 90 days without code in kol)",
         "(count diagnoses[(code kol)] ever new 90 days[(code kol)])"},
        {"count(diagnoses ever, new after 2 years without form = visit)",
         "(count diagnoses ever new 24 months[(words 6:1)])"},
        {"count(contacts ever, new after window months without staff is known or form = visit)",
         "(count contacts ever new 18 months[(or (staff) (words 1:1))])"},
        {"count(contacts within 1 day, new after 1 day without form = visit, once a day, paired "
         "with form = phone)",
         "(count contacts 1 days once paired[(words 1:8)] new 1 days[(words 1:1)])"},
        {"count(contacts within 7 days after onset, once a day)",
         "(count contacts 1..7 days after (first diagnoses[(code kol)] ever) once)"},
        {"distinct(staff of named_contacts on T)", "(distinct staff named_contacts on T-0)"},
        {"distinct(days of measurements ever)", "(distinct days measurements ever)"},
        {"distinct(substances of prescriptions where code in drugs within 12 months)",
         "(distinct substances prescriptions[(code drugs)] 12 months to T-0 by drugs)"},
    };
    are_shown(arena, true, WANT_NUMBER, cases, ARRAY_LEN(cases));
    static const char *const none[][2] = {
        {"none(contacts ever)", "(not (any contacts ever))"},
        {"not none(residences where kind = saebo on T, once a day) or age = 1",
         "expression.type e:1:46: only dated rows have a day"},
        {"none(contacts where form = visit in the year) and is_old",
         "(and (not (any contacts[(words 1:1)] year)) (>= (age) 65))"},
    };
    are_shown(arena, true, WANT_CONDITION, none, ARRAY_LEN(none));
}

static void days_ages_and_years(void **state)
{
    (void)state;
    static const char *const days[][2] = {
        {"T", "(T)"},
        {"T - 1 day", "(T-1 days)"},
        {"T - 0 days", "(T)"},
        {"T - window months", "(T-18 months)"},
        {"T - 36525 days", "(T-36525 days)"},
        {"(birthday(150))", "(birthday 150)"},
        {"first(contacts ever)", "(first contacts ever)"},
        {"last(performed_invitations in the year)", "(last performed year)"},
        {"onset", "(first diagnoses[(code kol)] ever)"},
        {"latest(measurements ever)", "(latest measurements ever)"},
        {"is_old", "(>= (age) 65)"},
        {"visits", "(count contacts year)"},
    };
    are_shown(arena, true, WANT_PART, days, ARRAY_LEN(days));
    static const char *const numbers[][2] = {
        {"age on T", "(age (T))"},
        {"age on T - 1 year", "(age (T-12 months))"},
        {"age on birthday(7) + 1", "(+ (age (birthday 7)) 1)"},
        {"age on onset", "(age (first diagnoses[(code kol)] ever))"},
        {"age on (onset)", "(age (first diagnoses[(code kol)] ever))"},
        {"year - birth_year", "(- (year) (birth_year))"},
        {"visits + visits", "(+ (count contacts year) (count contacts year))"},
    };
    are_shown(arena, true, WANT_NUMBER, numbers, ARRAY_LEN(numbers));
    static const char *const conditions[][2] = {
        {"onset is known", "(known (first diagnoses[(code kol)] ever))"},
        {"onset is not known", "(not (known (first diagnoses[(code kol)] ever)))"},
        {"not T - 3 days is known", "(not (known (T-3 days)))"},
        {"pressure_now is known", "(known (latest measurements[(code pressure:high)] ever))"},
        {"first(contacts ever) is known and is_old",
         "(and (known (first contacts ever)) (>= (age) 65))"},
        {"onset <= T - 90 days", "(<= (first diagnoses[(code kol)] ever) (T-90 days))"},
        {"birthday(75) = birthday(74)", "(= (birthday 75) (birthday 74))"},
        {"last(contacts ever) != T", "(!= (last contacts ever) (T))"},
        {"pressure_now < 140", "(< (latest measurements[(code pressure:high)] ever) 140)"},
        {"pressure_now >= -0.5", "(>= (latest measurements[(code pressure:high)] ever) -0.5)"},
        {"pressure_now = least", "(= (latest measurements[(code pressure:high)] ever) 7.5)"},
        {"year = 2023 and birth_year > 1900", "(and (= (year) 2023) (> (birth_year) 1900))"},
        {"is_old and (is_old or not is_old)",
         "(and (>= (age) 65) (or (>= (age) 65) (not (>= (age) 65))))"},
    };
    are_shown(arena, true, WANT_CONDITION, conditions, ARRAY_LEN(conditions));
}

static const struct {
    enum expr_wanted wanted;
    const char *text, *said;
} FAULTS[] = {
    /* fields */
    {WANT_CONDITION, "any(diagnoses where profession = physician ever)",
     "expression.place e:1:21: profession: only rows of these tables have it, within where: "
     "contacts"},
    {WANT_CONDITION, "any(diagnoses where staff is known ever)",
     "expression.place e:1:21: staff: only rows"},
    {WANT_CONDITION, "any(contacts where code in kol ever)",
     "expression.place e:1:20: code: only rows of these tables have it, within where: diagnoses, "
     "procedures, measurements, prescriptions"},
    {WANT_CONDITION, "any(diagnoses where value > 1 ever)",
     "expression.place e:1:21: value: only rows"},
    {WANT_CONDITION, "any(referrals where sought_on within 3 days ever)",
     "expression.place e:1:21: sought_on: only rows"},
    {WANT_CONDITION, "any(listings where informed is known on T)",
     "expression.place e:1:20: informed: only rows"},
    {WANT_CONDITION, "any(invitations where programme = yes ever)",
     "expression.name e:1:35: expected a word that the field takes: health_talk_40, "
     "health_talk_50, health_talk_60, health_talk_70, not \"yes\""},
    {WANT_CONDITION, "any(contacts where onset is known ever)",
     "expression.place e:1:20: onset: is of the person"},
    {WANT_CONDITION, "any(contacts where T = T ever)",
     "expression.place e:1:20: T: is of the person"},
    {WANT_CONDITION, "any(contacts where first(contacts ever) is known ever)",
     "expression.place e:1:26: no selection within where"},
    {WANT_CONDITION, "any(contacts where sought_on = 3 ever)",
     "expression.syntax e:1:30: expected \"within\", not \"=\""},
    {WANT_CONDITION, "any(contacts where sought_on within 3 months ever)",
     "expression.syntax e:1:39: expected \"days\", not \"months\""},
    {WANT_CONDITION, "any(contacts where sought_on within 36526 days ever)",
     "expression.number e:1:37: more than 100 years"},
    {WANT_CONDITION, "any(named_contacts where informed = yes on T)",
     "expression.syntax e:1:35: expected \"is\", not \"=\""},
    {WANT_CONDITION, "any(performed ever)",
     "expression.name e:1:5: expected a table, not \"performed\""},
    {WANT_CONDITION, "any(contact ever)",
     "expression.name e:1:5: expected a table, not \"contact\"; did you mean \"contacts\"?"},
    /* codes */
    {WANT_CONDITION, "any(diagnoses where code = kol ever)",
     "expression.syntax e:1:26: a code is asked for by the name of a code set"},
    {WANT_CONDITION, "any(diagnoses where code in E11 ever)",
     "expression.name e:1:29: a code is asked for by the name of a code set"},
    {WANT_CONDITION, "any(diagnoses where code in (kol, \"E11\") ever)",
     "expression.name e:1:35: a code is asked for by the name of a code set"},
    {WANT_CONDITION, "any(diagnoses where code in kool ever)",
     "expression.name e:1:29: expected a code set of `codesets`, not \"kool\"; did you mean "
     "\"kol\"?"},
    {WANT_CONDITION, "any(diagnoses where code in 3 ever)",
     "expression.name e:1:29: expected a code set of `codesets`, not \"3\""},
    {WANT_CONDITION, "any(diagnoses where code in pressure:middle ever)",
     "expression.name e:1:38: expected a part of the code set: high, low, not \"middle\""},
    {WANT_CONDITION, "any(diagnoses where code in kol: ever)",
     "expression.name e:1:34: the code set has no parts"},
    {WANT_CONDITION, "any(diagnoses where code in (kol ever)",
     "expression.syntax e:1:34: expected \")\", not \"ever\""},
    {WANT_CONDITION, "any(diagnoses where code in () ever)", "expression.name e:1:30: "},
    {WANT_CONDITION, "any(prescriptions where code in (drugs, more_drugs) ever)",
     "expression.type e:1:41: a selection takes conversions or substances from one set only"},
    {WANT_CONDITION, "any(prescriptions where code in hba1c or code in drugs:fast ever)",
     "expression.type e:1:50: a selection takes conversions or substances from one set only"},
    {WANT_CONDITION, "any(measurements where value > 1 and code in sizes ever)",
     "expression.type e:1:46: the codes' values are in different units: name a part"},
    {WANT_CONDITION,
     "any(measurements where code in (sizes:weight, sizes:height) and value > 1 ever)",
     "expression.type e:1:47: the codes' values are in different units: name a part"},
    {WANT_NUMBER, "latest(measurements where code in sizes ever)", "expression.type e:1:35: "},
    /* values */
    {WANT_CONDITION, "any(measurements where value ever)",
     "expression.syntax e:1:30: expected =, !=, <, <=, > or >=, not \"ever\""},
    {WANT_CONDITION, "any(measurements where value is known ever)",
     "expression.syntax e:1:30: expected =, !=, <, <=, > or >=, not \"is\""},
    {WANT_CONDITION, "any(measurements where value > - ever)",
     "expression.syntax e:1:34: expected a number, not \"ever\""},
    {WANT_CONDITION, "any(measurements where value > forms ever)",
     "expression.syntax e:1:32: expected a number, not \"forms\""},
    {WANT_CONDITION, "pressure_now > age", "expression.syntax e:1:16: expected a number"},
    {WANT_CONDITION, "pressure_now > pressure_now", "expression.syntax e:1:16: expected a number"},
    {WANT_CONDITION, "140 > pressure_now", "expression.type e:1:7: turn the comparison"},
    {WANT_CONDITION, "pressure_now + 1 > 3", "expression.type e:1:1: expected a number"},
    {WANT_CONDITION, "pressure_now", "expression.type e:1:1: expected a condition"},
    {WANT_NUMBER, "pressure_now", "expression.type e:1:1: expected a number"},
    {WANT_NUMBER, "latest(diagnoses ever)", "expression.type e:1:8: only measurements have values"},
    {WANT_CONDITION, "age > 7.5",
     "expression.type e:1:7: expected a whole number; only measured values are compared with "
     "others"},
    {WANT_CONDITION, "age > least", "expression.type e:1:7: expected a whole number"},
    {WANT_CONDITION, "age > 1.2345678901",
     "expression.syntax e:1:7: expected a number, a condition or (, not \"1.2345678901\""},
    /* units of limits */
    {WANT_CONDITION, "latest(measurements where code in sizes:weight ever) > 70 lb",
     "expression.unit e:1:59: no unit of the values' code set, which has these: kg"},
    {WANT_CONDITION,
     "any(measurements where code in (sizes:weight, sizes:at_birth) and value > 7 cm ever)",
     "expression.unit e:1:77: no unit of the values' code set, which has these: kg, g"},
    {WANT_CONDITION, "any(measurements where value > 70 mmol/mol and code in kol ever)",
     "expression.unit e:1:35: no code set of the selection says a unit: ask for code in"},
    {WANT_CONDITION, "pressure_now > 140 mm[Hg]",
     "expression.unit e:1:20: no code set of the selection says a unit: ask for code in"},
    {WANT_CONDITION,
     "any(measurements where code in sizes:weight and value > 70 adn value < 9 ever)",
     "expression.unit e:1:60: no unit of the values' code set; did you mean \"and\"?"},
    {WANT_CONDITION, "latest(measurements where code in sizes:weight ever) > 70 och",
     "expression.unit e:1:59: no unit of the values' code set; did you mean \"and\"?"},
    {WANT_CONDITION, "latest(measurements where code in sizes:weight ever) > 70 kg kg",
     "expression.syntax e:1:62: expected and, or or the end, not \"kg\""},
    {WANT_CONDITION, "latest(measurements where code in sizes:at_birth ever) > 0.0000000001 g",
     "expression.syntax e:1:58: expected a number"},
    {WANT_CONDITION, "latest(measurements where code in sizes:at_birth ever) > 0.0000001 g",
     "expression.unit e:1:68: cannot be said exactly in the code set's own unit: state the limit"},
    {WANT_CONDITION, "latest(measurements where code in odd:falls ever) > 3 x",
     "expression.unit e:1:55: cannot be said exactly in the code set's own unit"},
    {WANT_CONDITION, "latest(measurements where code in odd:two ever) > 3 y",
     "expression.unit e:1:53: the code set converts values in it differently for each code"},
    {WANT_CONDITION, "age > 65 kg", "expression.syntax e:1:10: expected and, or or the end"},
    /* windows */
    {WANT_NUMBER, "count(diagnoses on T)",
     "expression.syntax e:1:17: expected a window: ever, within or in the year, not \"on\""},
    {WANT_NUMBER, "count(diagnoses in year)",
     "expression.syntax e:1:20: expected \"the\", not \"year\""},
    {WANT_NUMBER, "count(diagnoses in the month)",
     "expression.syntax e:1:24: expected \"year\", not \"month\""},
    {WANT_NUMBER, "count(listings in the year)",
     "expression.syntax e:1:16: expected \"on\", not \"in\""},
    {WANT_NUMBER, "count(listings on 3)", "expression.type e:1:19: expected a day"},
    {WANT_NUMBER, "count(listings on (age))", "expression.type e:1:19: expected a day"},
    {WANT_NUMBER, "count(contacts within days)",
     "expression.syntax e:1:23: expected a number, not \"days\""},
    {WANT_NUMBER, "count(contacts within 7.5 days)", "expression.type e:1:23: expected a whole"},
    {WANT_NUMBER, "count(contacts within 0 days)",
     "expression.number e:1:23: expected 1 to 36525 days"},
    {WANT_NUMBER, "count(contacts within 36526 days)",
     "expression.number e:1:23: expected 0 to 36525 days"},
    {WANT_NUMBER, "count(contacts within 3 days to T)",
     "expression.syntax e:1:30: expected \")\", not \"to\""},
    {WANT_NUMBER, "count(contacts within 3 months to onset)",
     "expression.type e:1:35: months of the calendar end with T or T - N months"},
    {WANT_NUMBER, "count(contacts within 3 months to T - 3 days)",
     "expression.type e:1:35: months of the calendar end with T or T - N months"},
    {WANT_NUMBER, "count(contacts within 3 months to 7)", "expression.type e:1:35: expected a day"},
    {WANT_NUMBER, "count(contacts within 8 to 7 days after T)",
     "expression.type e:1:23: a range is of days, the smaller number first"},
    {WANT_NUMBER, "count(contacts within 1 to 7 months after T)",
     "expression.type e:1:23: a range is of days, the smaller number first"},
    {WANT_NUMBER, "count(contacts within 1 to 7 days)",
     "expression.syntax e:1:34: expected \"before\", not \")\""},
    {WANT_NUMBER, "count(contacts within 7 days after)",
     "expression.syntax e:1:35: expected a number, a condition or (, not \")\""},
    {WANT_NUMBER, "count(contacts within 7 days after visits)",
     "expression.type e:1:36: expected a day"},
    {WANT_NUMBER, "count(contacts within 7 days after pressure_now)",
     "expression.type e:1:36: expected a day"},
    /* refinements */
    {WANT_NUMBER, "count(contacts ever,)",
     "expression.syntax e:1:21: expected once a day, paired with or new after, not \")\""},
    {WANT_NUMBER, "count(contacts ever, once day)",
     "expression.syntax e:1:27: expected \"a\", not \"day\""},
    {WANT_NUMBER, "count(contacts ever, once a day, once a day)",
     "expression.syntax e:1:34: said before"},
    {WANT_NUMBER, "count(contacts ever, paired with form = visit, paired with form = phone)",
     "expression.syntax e:1:48: said before"},
    {WANT_NUMBER,
     "count(contacts ever, new after 1 day without form = visit, new after 1 day without form = "
     "phone)",
     "expression.syntax e:1:60: said before"},
    {WANT_NUMBER, "count(contacts ever, paired with 3)",
     "expression.type e:1:34: expected a condition"},
    {WANT_NUMBER, "count(contacts ever, paired form = visit)",
     "expression.syntax e:1:29: expected \"with\", not \"form\""},
    {WANT_NUMBER, "count(contacts ever, new without form = visit)",
     "expression.syntax e:1:26: expected \"after\", not \"without\""},
    {WANT_NUMBER, "count(contacts ever, new after 0 days without form = visit)",
     "expression.number e:1:26: expected at least a day"},
    {WANT_NUMBER, "count(contacts ever, new after 3 without form = visit)",
     "expression.syntax e:1:34: expected days, months or years, not \"without\""},
    {WANT_NUMBER, "count(contacts ever, new after 3 days)",
     "expression.syntax e:1:38: expected \"without\", not \")\""},
    {WANT_NUMBER, "count(listings on T, paired with basis = area)",
     "expression.type e:1:22: only dated rows have a day"},
    {WANT_NUMBER, "count(residences on T, new after 3 days without kind = saebo)",
     "expression.type e:1:24: only dated rows have a day"},
    /* what is made of rows */
    {WANT_NUMBER, "distinct(units of contacts ever)",
     "expression.syntax e:1:10: expected staff, days or substances, not \"units\""},
    {WANT_NUMBER, "distinct(staff of diagnoses ever)",
     "expression.type e:1:19: the table has no staff"},
    {WANT_NUMBER, "distinct(days of listings on T)",
     "expression.type e:1:18: only dated rows have a day"},
    {WANT_NUMBER, "distinct(substances of prescriptions ever)",
     "expression.type e:1:24: no code set of the selection has substances"},
    {WANT_NUMBER, "distinct(substances of diagnoses where code in kol ever)",
     "expression.type e:1:24: no code set of the selection has substances"},
    {WANT_VALUE, "coc(diagnoses ever by staff)", "expression.type e:1:5: an index is of contacts"},
    {WANT_CONDITION, "first(listings on T) = T",
     "expression.type e:1:7: only dated rows have a day"},
    {WANT_CONDITION, "last(residences on T) is known",
     "expression.type e:1:6: only dated rows have a day"},
    {WANT_CONDITION, "none(contacts ever) = 0", "expression.type e:1:1: expected a number"},
    /* days */
    {WANT_CONDITION, "T", "expression.type e:1:1: expected a condition"},
    {WANT_NUMBER, "T - 3", "expression.syntax e:1:6: expected days, months or years"},
    {WANT_NUMBER, "T + 3 days", "expression.type e:1:1: expected a number"},
    {WANT_PART, "onset - 3 days", "expression.type e:1:1: expected a number"},
    {WANT_CONDITION, "T = 3", "expression.type e:1:5: expected a day"},
    {WANT_CONDITION, "onset < pressure_now", "expression.type e:1:9: expected a day"},
    {WANT_CONDITION, "age is known", "expression.type e:1:1: expected a day or a measured value"},
    {WANT_CONDITION, "is_old is known",
     "expression.type e:1:1: expected a day or a measured value"},
    {WANT_CONDITION, "onset is", "expression.syntax e:1:9: expected \"known\""},
    {WANT_CONDITION, "onset is none", "expression.syntax e:1:10: expected \"known\", not \"none\""},
    {WANT_CONDITION, "T - 36526 days = T", "expression.number e:1:5: more than 100 years"},
    {WANT_CONDITION, "T - 1201 months = T", "expression.number e:1:5: more than 100 years"},
    {WANT_CONDITION, "T - 101 years = T", "expression.number e:1:5: more than 100 years"},
    {WANT_CONDITION, "birthday(151) = T", "expression.number e:1:10: expected at most 150"},
    {WANT_CONDITION, "birthday = T", "expression.syntax e:1:10: expected \"(\", not \"=\""},
    {WANT_NUMBER, "age on 3", "expression.type e:1:8: expected a day"},
    {WANT_NUMBER, "age at T", "expression.syntax e:1:5: expected the end, not \"at\""},
    {WANT_PART, "coc(contacts ever by staff)", "expression.type e:1:1: an index has no name"},
    {WANT_VALUE, "onset", "expression.type e:1:1: expected a number"},
    {WANT_COUNTED, "onset", "expression.type e:1:1: expected a number"},
    {WANT_CONDITION, "is_old + 1 = 2", "expression.type e:1:1: expected a number"},
    {WANT_CONDITION, "is_odl",
     "expression.name e:1:1: expected a field, a function or a parameter, "
     "not \"is_odl\"; did you mean \"is_old\"?"},
};

static void faults(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++) {
        const char *said = shown_for(arena, true, FAULTS[i].wanted, str_of(FAULTS[i].text));
        if (str_starts(str_of(said), str_of(FAULTS[i].said)))
            continue;
        print_error("%s: \"%s\" does not begin with \"%s\"\n", FAULTS[i].text, said,
                    FAULTS[i].said);
        wrong++;
    }
    assert_int_equal(wrong, 0);
    static const char *const everyone[][2] = {
        {"any(diagnoses where unit = own_unit ever)",
         "expression.place e:1:28: own_unit needs the population listed; here stands for a place's "
         "units"}};
    are_shown(arena, false, WANT_CONDITION, everyone, 1);
}

static struct str repeated(const char *begin, const char *part, unsigned times, const char *end)
{
    struct sb out = sb_open(arena, 256);
    sb_put(&out, str_of(begin));
    for (unsigned i = 0; i < times; i++)
        sb_put(&out, str_of(part));
    sb_put(&out, str_of(end));
    return sb_str(&out);
}

static void begins(enum expr_wanted wanted, struct str text, const char *begin)
{
    const char *said = shown_for(arena, true, wanted, text);
    if (!str_starts(str_of(said), str_of(begin)))
        fail_msg("\"%.80s\" does not begin with \"%s\"", said, begin);
}

/* A named part counts as what it is made of, wherever it stands; days that stand on days are
 * levels. */
static void limits(void **state)
{
    (void)state;
    begins(WANT_NUMBER, repeated("visits", " + visits", 15, ""), "(+ ");
    begins(WANT_NUMBER, repeated("visits", " + visits", 16, ""),
           "expression.limit e:1:145: more than 16 selections");
    begins(WANT_CONDITION, repeated("is_old", " and is_old", 63, ""), "(and ");
    begins(WANT_CONDITION, repeated("is_old", " and is_old", 64, ""),
           "expression.limit e:1:705: more than 256 parts");
    begins(WANT_NUMBER, repeated("", "age on ", 40, "T"),
           "expression.limit e:1:232: more than 32 levels");
    begins(WANT_NUMBER, repeated("", "age on ", 100000, "T"),
           "expression.limit e:1:232: more than 32 levels");
    begins(WANT_PART,
           repeated("", "first(contacts within 1 day after ", 15, repeated("T", ")", 15, "").at),
           "(first contacts 1..1 days after (first ");
    begins(WANT_PART, repeated("", "first(contacts within 1 day after ", 17, "T"),
           "expression.limit e:1:551: more than 16 selections");
}

static void what_was_asked_for(void **state)
{
    (void)state;
    struct expr_source source = shown_source(arena, true);
    uint32_t used_parts = 0, used_sets = 0;
    struct err err = {0};
    struct expr_part read;
    source.used_parts = &used_parts;
    source.used_sets = &used_sets;
    assert_true(
        expr_parse(arena, &source,
                   STR("visits > 1 and any(measurements where code in (hba1c, pressure:low) "
                       "within 3 days after onset)"),
                   WANT_CONDITION, &read, &err));
    assert_int_equal(used_parts, 1 << 0 | 1 << 3);
    assert_int_equal(used_sets, 1 << 3 | 1 << 4);
    assert_int_equal(read.selections, 3);
    /* and, >, visits, 1, any, or, two codes, first and its code */
    assert_int_equal(read.nodes, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields_of_every_table, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(codes_and_values, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(windows, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(which_rows_count, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(days_ages_and_years, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(faults, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(limits, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_was_asked_for, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
