#include "service/rule_keys.h"

#include "service/region.h"

#include <string.h>

static const char *const LISTING_ON[] = {"unit", "doctor"};
static const char *const EFFECTIVE[] = {"at_once", "next_month"};
static const char *const WINDOW[] = {"rolling_12_months", "calendar_year"};
static const char *const FREE[] = {"special_reason", "area",        "newborn", "forced",
                                   "doctor_choice",  "queue_leave", "return"};
static const char *const EXEMPT[] = {"newborn", "saebo", "child_of_listed"};
static const char *const DOCTOR_CAP[] = {"none", "region", "unit_head"};
static const char *const MOVED_IN[] = {"none", "area"};
static const char *const NEWBORN[] = {NULL, "area", "mother"}; /* none of them: an empty list */
static const char *const NEW_UNIT[] = {"choice_only", "area"};
_Static_assert(ARRAY_LEN(FREE) == FREE_COUNT, "a word for each");
_Static_assert(ARRAY_LEN(EXEMPT) == EXEMPT_COUNT, "a word for each");
_Static_assert(ARRAY_LEN(DOCTOR_CAP) == DOCTOR_CAP_UNIT_HEAD + 1, "a word for each");
_Static_assert(ARRAY_LEN(NEWBORN) == PASSIVE_MOTHER + 1, "a word for each");

#define WORDS(words)                                                                               \
    (&(const struct vocab){#words, (words), ARRAY_LEN(words)}) /* of static storage at file scope  \
                                                                */
#define AT(member) .at = offsetof(struct region, member)
enum { HEADS_MOST = 1000000, AGE_MOST = 18, SMALL_LEAST = 3, SMALL_MOST = 1000 };

const struct rule_key RULE_KEYS[] = {
    {"region", "name", "Region Jämtland Härjedalen", RULE_TEXT, AT(name)},
    {"region", "county", "\"23\"", RULE_COUNTY, AT(county)},
    {"region", "country", "SE", RULE_COUNTRY, AT(country)},
    {"region", "care_provider", "SE2321000214-V001", RULE_HSAID, AT(care_provider)},
    {"listing", "on", "unit", RULE_WORD, WORDS(LISTING_ON), AT(rules.listing_on)},
    {"listing", "effective", "at_once", RULE_WORD, WORDS(EFFECTIVE), AT(rules.effective)},
    {"changes", "max", "2", RULE_COUNT, .least = 0, .most = 99, AT(rules.changes.max)},
    {"changes", "window", "rolling_12_months", RULE_WORD, WORDS(WINDOW), AT(rules.changes.window)},
    {"changes", "free",
     "[special_reason, area, newborn, forced, doctor_choice, queue_leave, return]", RULE_SET,
     WORDS(FREE), AT(rules.changes.free)},
    {"cap", "exempt", "[newborn, saebo, child_of_listed]", RULE_SET, WORDS(EXEMPT),
     AT(rules.cap.exempt)},
    {"cap", "of_doctor", "none", RULE_WORD, WORDS(DOCTOR_CAP), AT(rules.cap.of_doctor)},
    {"queue", "max", "1", RULE_COUNT, .least = 1, .most = 1, AT(rules.queue.max)},
    {"queue", "auto_swap", "no", RULE_YES, AT(rules.queue.auto_swap)},
    {"guardian", "own_choice_age", "18", RULE_COUNT, .least = 12, .most = AGE_MOST,
     AT(rules.guardian.own_choice_age)},
    {"guardian", "both", "yes", RULE_YES, AT(rules.guardian.both)},
    {"guardian", "lapse_days", "30", RULE_COUNT, .least = 1, .most = 365,
     AT(rules.guardian.lapse_days)},
    {"passive", "moved_in", "area", RULE_WORD, WORDS(MOVED_IN), AT(rules.passive.moved_in)},
    {"passive", "newborn", "[mother, area]", RULE_ORDER, WORDS(NEWBORN), AT(rules.passive.newborn)},
    {"passive", "new_unit", "choice_only", RULE_WORD, WORDS(NEW_UNIT), AT(rules.passive.new_unit)},
    {"named_doctor", "titles", "[\"201011\", \"203010\"]", RULE_TITLES, AT(rules.named_doctor)},
    {"named_doctor", "limits", "[]", RULE_LIMITS, AT(rules.named_doctor)},
    {"named_doctor", "opt_out", "yes", RULE_YES, AT(rules.named_doctor.opt_out)},
    {"named_doctor", "coming_doctor", "yes", RULE_YES, AT(rules.named_doctor.coming_doctor)},
    {"panel", "target_specialist", "1100", RULE_NUMBER, .least = 1, .most = HEADS_MOST,
     AT(rules.panel.target_specialist)},
    {"panel", "target_training", "550", RULE_NUMBER, .least = 1, .most = HEADS_MOST,
     AT(rules.panel.target_training)},
    {"panel", "per_fte", "yes", RULE_YES, AT(rules.panel.per_fte)},
    {"panel", "by_cni", "no", RULE_YES, AT(rules.panel.by_cni)},
    {"panel", "cap", "none", RULE_CAP, .least = 1, .most = HEADS_MOST, AT(rules.panel.cap)},
    {"panel", "undo_days", "14", RULE_COUNT, .least = 0, .most = 365, AT(rules.panel.undo_days)},
    {"log", "keep_years", "5", RULE_COUNT, .least = 5, .most = 100, AT(rules.log.keep_years)},
    {"log", "lookups_a_minute", "60", RULE_COUNT, .least = 1, .most = HEADS_MOST,
     AT(rules.log.lookups_a_minute)},
    {"log", "persons_an_hour", "200", RULE_COUNT, .least = 1, .most = HEADS_MOST,
     AT(rules.log.persons_an_hour)},
    /* With less than three, one of the two behind a figure knows the other from it. */
    {"suppression", "denominator", "15", RULE_NUMBER, .least = SMALL_LEAST, .most = SMALL_MOST,
     AT(rules.suppression.denominator)},
    {"suppression", "numerator", "5", RULE_NUMBER, .least = SMALL_LEAST, .most = SMALL_MOST,
     AT(rules.suppression.numerator)},
    {"suppression", "complement", "5", RULE_NUMBER, .least = SMALL_LEAST, .most = SMALL_MOST,
     AT(rules.suppression.complement)},
    {"suppression", "small_area", "10", RULE_NUMBER, .least = SMALL_LEAST, .most = SMALL_MOST,
     AT(rules.suppression.small_area)},
    {"suppression", "round_to", "1", RULE_NUMBER, .least = 1, .most = 1,
     AT(rules.suppression.round_to)},
};
const unsigned RULE_KEY_COUNT = ARRAY_LEN(RULE_KEYS);

unsigned rule_section_end(unsigned from)
{
    unsigned end = from + 1;
    while (end < RULE_KEY_COUNT && strcmp(RULE_KEYS[end].section, RULE_KEYS[from].section) == 0)
        end++;
    return end;
}
