#include "domain/vocab.h"

#include <assert.h>

static const char *const SEX[] = {"", "F", "M"};
static const char *const PROTECTION[] = {"none", "confidential", "protected_registration"};
static const char *const DEREGISTRATION[] = {"",         "died", "emigrated", "moved_county",
                                             "replaced", "other"};
static const char *const OPERATOR[] = {"region", "external"};
static const char *const PROFESSION[] = {
    "physician",  "nurse",     "physiotherapist", "occupational_therapist", "psychologist",
    "counsellor", "dietitian", "midwife",         "assistant_nurse",        "other"};
static const char *const FORM[] = {"visit", "home_visit", "group", "phone",
                                   "video", "digital",    "letter"};
static const char *const CARE_LEVEL[] = {"primary", "emergency", "specialist"};
static const char *const PROBLEM[] = {"", "new", "worsened", "other"};
static const char *const BOOKING[] = {"", "drop_in", "booked", "unknown"};
static const char *const ANSWER[] = {"", "yes", "no"};
static const char *const BASIS[] = {"choice_eservice", "choice_form",   "area",          "newborn",
                                    "administrative",  "out_of_county", "special_reason"};
static const char *const CONTACT_KIND[] = {NULL, "1", "2", "3", "4"};
static const char *const RESIDENCE_KIND[] = {"saebo", "home_care"};
static const char *const EMPLOYMENT[] = {"employed", "hired"};
static const char *const TRAINING[] = {"", "at", "bt", "st"};
static const char *const PRESCRIPTION_SOURCE[] = {"", "prescribed", "dispensed", "dose"};
static const char *const PROGRAMME[] = {"health_talk_40", "health_talk_50", "health_talk_60",
                                        "health_talk_70"};
static const char *const CHANNEL[] = {"", "letter", "phone", "eservice"};
static const char *const REFERRED_TO[] = {"emergency", "other"};
static const char *const STAFF_CATEGORY[] = {"specialist_gp",  "physician_other", "at", "bt", "st",
                                             "district_nurse", "nurse_other"};
static const char *const ACCOUNT[] = {"revenue",   "out_of_county_revenue",
                                      "personnel", "hired_staff",
                                      "drugs",     "laboratory",
                                      "imaging",   "supplies",
                                      "premises",  "other"};
static const char *const CODE_SYSTEM[] = {"NPU", "KV\303\205", "ICD-10-SE", "ATC", "BP"};

_Static_assert(ARRAY_LEN(SEX) == SEX_MALE + 1, "a word for each");
_Static_assert(ARRAY_LEN(PROTECTION) == PROTECTION_REGISTRATION + 1, "a word for each");
_Static_assert(ARRAY_LEN(DEREGISTRATION) == DEREG_OTHER + 1, "a word for each");
_Static_assert(ARRAY_LEN(OPERATOR) == OPERATOR_EXTERNAL + 1, "a word for each");
_Static_assert(ARRAY_LEN(PROFESSION) == PROF_OTHER + 1, "a word for each");
_Static_assert(ARRAY_LEN(FORM) == FORM_LETTER + 1, "a word for each");
_Static_assert(ARRAY_LEN(CARE_LEVEL) == CARE_SPECIALIST + 1, "a word for each");
_Static_assert(ARRAY_LEN(PROBLEM) == PROBLEM_OTHER + 1, "a word for each");
_Static_assert(ARRAY_LEN(BOOKING) == BOOKING_UNKNOWN + 1, "a word for each");
_Static_assert(ARRAY_LEN(ANSWER) == ANSWER_NO + 1, "a word for each");
_Static_assert(ARRAY_LEN(BASIS) == BASIS_SPECIAL_REASON + 1, "a word for each");
_Static_assert(ARRAY_LEN(CONTACT_KIND) == KIND_COORDINATING + 1, "a word for each");
_Static_assert(ARRAY_LEN(RESIDENCE_KIND) == RESIDENCE_HOME_CARE + 1, "a word for each");
_Static_assert(ARRAY_LEN(EMPLOYMENT) == EMPLOYMENT_HIRED + 1, "a word for each");
_Static_assert(ARRAY_LEN(TRAINING) == TRAINING_ST + 1, "a word for each");
_Static_assert(ARRAY_LEN(PRESCRIPTION_SOURCE) == SOURCE_DOSE + 1, "a word for each");
_Static_assert(ARRAY_LEN(PROGRAMME) == PROGRAMME_HEALTH_TALK_70 + 1, "a word for each");
_Static_assert(ARRAY_LEN(CHANNEL) == CHANNEL_ESERVICE + 1, "a word for each");
_Static_assert(ARRAY_LEN(REFERRED_TO) == REFERRED_OTHER + 1, "a word for each");
_Static_assert(ARRAY_LEN(STAFF_CATEGORY) == CATEGORY_NURSE_OTHER + 1, "a word for each");
_Static_assert(ARRAY_LEN(ACCOUNT) == ACCOUNT_OTHER + 1, "a word for each");
_Static_assert(ARRAY_LEN(CODE_SYSTEM) == SYSTEM_BP + 1, "a word for each");

#define VOCAB(name, words)                                                                         \
    {                                                                                              \
        (name), (words), ARRAY_LEN(words)                                                          \
    }
const struct vocab VOCAB_SEX = VOCAB("sex", SEX);
const struct vocab VOCAB_PROTECTION = VOCAB("protection", PROTECTION);
const struct vocab VOCAB_DEREGISTRATION = VOCAB("deregistration_reason", DEREGISTRATION);
const struct vocab VOCAB_OPERATOR = VOCAB("operator", OPERATOR);
const struct vocab VOCAB_PROFESSION = VOCAB("profession", PROFESSION);
const struct vocab VOCAB_FORM = VOCAB("form", FORM);
const struct vocab VOCAB_CARE_LEVEL = VOCAB("level", CARE_LEVEL);
const struct vocab VOCAB_PROBLEM = VOCAB("problem", PROBLEM);
const struct vocab VOCAB_BOOKING = VOCAB("booking", BOOKING);
const struct vocab VOCAB_ANSWER = VOCAB("answer", ANSWER);
const struct vocab VOCAB_BASIS = VOCAB("basis", BASIS);
const struct vocab VOCAB_CONTACT_KIND = VOCAB("kind", CONTACT_KIND);
const struct vocab VOCAB_RESIDENCE_KIND = VOCAB("kind", RESIDENCE_KIND);
const struct vocab VOCAB_EMPLOYMENT = VOCAB("employment", EMPLOYMENT);
const struct vocab VOCAB_TRAINING = VOCAB("training", TRAINING);
const struct vocab VOCAB_PRESCRIPTION_SOURCE = VOCAB("source", PRESCRIPTION_SOURCE);
const struct vocab VOCAB_PROGRAMME = VOCAB("programme", PROGRAMME);
const struct vocab VOCAB_CHANNEL = VOCAB("channel", CHANNEL);
const struct vocab VOCAB_REFERRED_TO = VOCAB("to", REFERRED_TO);
const struct vocab VOCAB_STAFF_CATEGORY = VOCAB("category", STAFF_CATEGORY);
const struct vocab VOCAB_ACCOUNT = VOCAB("account", ACCOUNT);
const struct vocab VOCAB_CODE_SYSTEM = VOCAB("system", CODE_SYSTEM);

/* Not strcmp and not strlen: an import asks this for every field of every row. */
static bool is_word(const char *word, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (word[i] == 0 || word[i] != text.at[i])
            return false;
    return word[text.len] == 0;
}

bool vocab_find(const struct vocab *v, struct str word, unsigned *out)
{
    for (unsigned i = 0; i < v->count; i++)
        if (v->word[i] && is_word(v->word[i], word)) {
            *out = i;
            return true;
        }
    return false;
}

struct str vocab_word(const struct vocab *v, unsigned value)
{
    assert(value < v->count);
    return str_of(v->word[value]);
}
