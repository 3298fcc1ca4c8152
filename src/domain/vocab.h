/* domain/vocab.h - the closed vocabularies of the field: one enum each, one
 * table of their words. The words are those of the import files, of CSV and of
 * JSON; what a person reads on a page comes from web/text. The order of an enum
 * is stored in segments and snapshots: add at the end, never reorder. */
#ifndef DOMAIN_VOCAB_H
#define DOMAIN_VOCAB_H
#include "core/base.h"

enum sex { SEX_UNKNOWN, SEX_FEMALE, SEX_MALE }; /* "", F, M */
enum protection { PROTECTION_NONE, PROTECTION_CONFIDENTIAL, PROTECTION_REGISTRATION };
enum deregistration {
    DEREG_NONE, /* "": registered */
    DEREG_DIED,
    DEREG_EMIGRATED,
    DEREG_MOVED_COUNTY,
    DEREG_REPLACED,
    DEREG_OTHER
};
enum operator_kind { OPERATOR_REGION, OPERATOR_EXTERNAL };
enum profession {
    PROF_PHYSICIAN,
    PROF_NURSE,
    PROF_PHYSIOTHERAPIST,
    PROF_OCCUPATIONAL_THERAPIST,
    PROF_PSYCHOLOGIST,
    PROF_COUNSELLOR,
    PROF_DIETITIAN,
    PROF_MIDWIFE,
    PROF_ASSISTANT_NURSE,
    PROF_OTHER
};
enum form {
    FORM_VISIT,
    FORM_HOME_VISIT,
    FORM_GROUP,
    FORM_PHONE,
    FORM_VIDEO,
    FORM_DIGITAL,
    FORM_LETTER
};
enum care_level { CARE_PRIMARY, CARE_EMERGENCY, CARE_SPECIALIST };
enum problem { PROBLEM_NONE, PROBLEM_NEW, PROBLEM_WORSENED, PROBLEM_OTHER };
enum booking { BOOKING_NONE, BOOKING_DROP_IN, BOOKING_BOOKED, BOOKING_UNKNOWN };
enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_NO }; /* "", yes, no */
enum basis {
    BASIS_CHOICE_ESERVICE,
    BASIS_CHOICE_FORM,
    BASIS_AREA,
    BASIS_NEWBORN,
    BASIS_ADMINISTRATIVE,
    BASIS_OUT_OF_COUNTY,
    BASIS_SPECIAL_REASON
};
enum contact_kind { /* national code system 1.2.752.129.5.1.69; the number is the code */
                    KIND_CARE_CONTACT = 1,
                    KIND_DOCTOR = 2,
                    KIND_MUNICIPAL = 3,
                    KIND_COORDINATING = 4
};
enum residence_kind { RESIDENCE_SAEBO, RESIDENCE_HOME_CARE };
enum employment { EMPLOYMENT_EMPLOYED, EMPLOYMENT_HIRED };
enum training { TRAINING_NONE, TRAINING_AT, TRAINING_BT, TRAINING_ST };
enum prescription_source { SOURCE_NONE, SOURCE_PRESCRIBED, SOURCE_DISPENSED, SOURCE_DOSE };
enum programme { /* health talks, by the age that they are for */
                 PROGRAMME_HEALTH_TALK_40,
                 PROGRAMME_HEALTH_TALK_50,
                 PROGRAMME_HEALTH_TALK_60,
                 PROGRAMME_HEALTH_TALK_70
};
enum channel { CHANNEL_NONE, CHANNEL_LETTER, CHANNEL_PHONE, CHANNEL_ESERVICE };
enum referred_to { REFERRED_EMERGENCY, REFERRED_OTHER };
enum staff_category {
    CATEGORY_SPECIALIST_GP,
    CATEGORY_PHYSICIAN_OTHER,
    CATEGORY_AT,
    CATEGORY_BT,
    CATEGORY_ST,
    CATEGORY_DISTRICT_NURSE,
    CATEGORY_NURSE_OTHER
};
enum account {
    ACCOUNT_REVENUE,
    ACCOUNT_OUT_OF_COUNTY_REVENUE,
    ACCOUNT_PERSONNEL,
    ACCOUNT_HIRED_STAFF,
    ACCOUNT_DRUGS,
    ACCOUNT_LABORATORY,
    ACCOUNT_IMAGING,
    ACCOUNT_SUPPLIES,
    ACCOUNT_PREMISES,
    ACCOUNT_OTHER
};
enum code_system { /* what a local term is read as; BP: the halves of a blood pressure */
                   SYSTEM_NPU,
                   SYSTEM_KVA,
                   SYSTEM_ICD_10_SE,
                   SYSTEM_ATC,
                   SYSTEM_BP
};

/* The words of one vocabulary, in the enum's order; word[i] == NULL: that value has no word. */
struct vocab {
    const char *name; /* of the vocabulary, as the column is called */
    const char *const *word;
    unsigned count;
};
extern const struct vocab VOCAB_SEX, VOCAB_PROTECTION, VOCAB_DEREGISTRATION, VOCAB_OPERATOR,
    VOCAB_PROFESSION, VOCAB_FORM, VOCAB_CARE_LEVEL, VOCAB_PROBLEM, VOCAB_BOOKING, VOCAB_ANSWER,
    VOCAB_BASIS, VOCAB_CONTACT_KIND, VOCAB_RESIDENCE_KIND, VOCAB_EMPLOYMENT, VOCAB_TRAINING,
    VOCAB_PRESCRIPTION_SOURCE, VOCAB_PROGRAMME, VOCAB_CHANNEL, VOCAB_REFERRED_TO,
    VOCAB_STAFF_CATEGORY, VOCAB_ACCOUNT, VOCAB_CODE_SYSTEM;

/* The place of `word` in the vocabulary; false where it is not one of its words. */
MUST_USE bool vocab_find(const struct vocab *v, struct str word, unsigned *out);
struct str vocab_word(const struct vocab *v, unsigned value);
#endif
