/* synth/codes.h - the codes that events have, and what is told with them. */
#ifndef SYNTH_CODES_H
#define SYNTH_CODES_H
#include "core/base.h"

enum code {
    CODE_NONE,
    /* diagnoses, ICD-10-SE */
    CODE_DIABETES_1,
    CODE_DIABETES_2,
    CODE_DIABETES_2_KIDNEY,
    CODE_DEPRESSION,
    CODE_DEPRESSION_MILD,
    CODE_DEPRESSION_AGAIN,
    CODE_ANXIETY,
    CODE_PANIC,
    CODE_ANXIETY_GENERAL,
    CODE_COPD,
    CODE_COPD_WORSE,
    CODE_EVERYDAY, /* the first of those that no measure asks for */
    CODE_EVERYDAY_LAST = CODE_EVERYDAY + 23,
    /* procedures, KVÅ */
    CODE_REVIEW_BASIC,
    CODE_REVIEW_FULL,
    CODE_ADVICE,
    CODE_ADVICE_LAST = CODE_ADVICE + 5,
    /* measurements */
    CODE_SYSTOLIC,
    CODE_DIASTOLIC,
    CODE_HBA1C,
    CODE_CREATININE,
    CODE_EGFR,
    /* drugs, ATC */
    CODE_LABA_LAMA,
    CODE_TRIPLE,
    CODE_LABA_ICS,
    CODE_LABA,
    CODE_LAMA,
    CODE_LAMA_OTHER,
    CODE_RELIEVER,
    CODE_METFORMIN,
    CODE_KIDNEY, /* the first of those that kidneys matter for */
    CODE_KIDNEY_LAST = CODE_KIDNEY + 9,
    CODE_DRUG, /* the first of those that no measure asks for */
    CODE_DRUG_LAST = CODE_DRUG + 9,
    CODE_COUNT
};
struct coded {
    const char *code, *unit;
};
extern const struct coded CODED[CODE_COUNT];
#endif
