#include "synth/counties.h"
#include "synth/facts.h"
#include "synth/write.h"

#include <stdio.h>

#define HSA "SE0000000000-"

const struct written_file WRITTEN[WRITE_COUNT] = {
    [WRITE_UNITS] = {"units.csv",
                     "unit,name,operator,county,municipality,cap,queue,street,postal_code,city,"
                     "latitude,longitude,web,opens_on,closes_on,phone,parent\n"},
    [WRITE_AREAS] = {"areas.csv", "area,unit,from,to\n"},
    [WRITE_STAFF] = {"staff.csv", "staff,given_name,surname,title_code,profession,speciality,"
                                  "district_nurse,protected\n"},
    [WRITE_POSITIONS] = {"positions.csv", "staff,unit,from,to,fte,employment,training,"
                                          "panel_target,panel_cap,panel_open\n"},
    [WRITE_PEOPLE] = {"people.csv",
                      "person,given_name,surname,birth_date,sex,county,municipality,area,street,"
                      "postal_code,city,protection,phone,email,paper,registered_from,"
                      "deregistered_on,deregistration_reason,replaced_by,mother,guardian1,"
                      "guardian2\n"},
    [WRITE_LISTINGS] = {"listings.csv", "person,unit,from,to,basis,recorded_at\n"},
    [WRITE_NAMED] = {"named_contacts.csv",
                     "person,kind,staff,unit,from,to,reason,assigned_by,informed_on\n"},
    [WRITE_RESIDENCES] = {"residences.csv",
                          "person,kind,home,municipality,from,to,reported_on,source\n"},
    [WRITE_CONTACTS] = {"contacts.csv",
                        "contact,person,date,unit,staff,profession,form,level,problem,sought_on,"
                        "assessed,booking\n"},
    [WRITE_DIAGNOSES] = {"diagnoses.csv", "person,date,unit,code,contact\n"},
    [WRITE_PROCEDURES] = {"procedures.csv", "person,date,unit,code,contact\n"},
    [WRITE_MEASUREMENTS] = {"measurements.csv", "person,date,unit,code,value,value_unit,time\n"},
    [WRITE_PRESCRIPTIONS] = {"prescriptions.csv", "person,date,unit,atc,days,source\n"},
    [WRITE_INVITATIONS] = {"invitations.csv",
                           "person,programme,invited_on,channel,performed_on,unit\n"},
    [WRITE_REFERRALS] = {"referrals.csv", "person,date,from_unit,to\n"},
    [WRITE_REFERENCES] = {"references.csv",
                          "measure,level,period,value,numerator,denominator,source\n"},
    [WRITE_CALLS] = {"calls.csv", "unit,month,calls,answered_same_day,telephony\n"},
    [WRITE_STAFFING] = {"staffing.csv", "unit,month,category,fte,heads\n"},
    [WRITE_HIRED_WEEKS] = {"hired_weeks.csv", "unit,year,profession,weeks\n"},
    [WRITE_ECONOMY] = {"economy.csv", "unit,year,account,outcome_tkr,budget_tkr,closed\n"},
    [WRITE_CNI] = {"cni.csv", "unit,year,population,under5,foreign_born,over65_alone,"
                              "single_parent,moved,unemployed,low_education\n"},
    [WRITE_SURVEY] = {"survey.csv", "unit,year,dimension,score,responses\n"},
};

void out_unit(const struct writer *w, struct out *o, unsigned unit)
{
    out_id(o, STR(HSA "E"), w->taken->units + unit + 1, 4);
}

void out_staff(const struct writer *w, struct out *o, int32_t staff)
{
    if (staff == NOBODY)
        out_empty(o);
    else
        out_id(o, STR(HSA "P"), w->taken->staff + (uint64_t)staff + 1, 5);
}

static void put_degrees(struct out *o, double degrees)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%.4f", degrees);
    out_text(o, str_of(text));
}

static void write_unit(const struct writer *w, unsigned unit)
{
    const struct district *d = w->d;
    const struct unit *u = &d->unit[unit];
    struct out *o = &w->out[WRITE_UNITS];
    uint64_t key = rnd_key(d->seed, STREAM_FACTS, UINT64_C(1) << 42 | unit);
    bool capped = unit % 9 == 4;
    char text[32];
    out_unit(w, o, unit);
    out_text(o, u->name);
    out_word(o, &VOCAB_OPERATOR, u->operator_kind);
    out_text(o, d->county->code);
    out_text(o, d->municipality[u->municipality].code);
    if (capped)
        out_number(o, (uint64_t)(u->listed * 1.15));
    else
        out_empty(o);
    out_word(o, &VOCAB_ANSWER, capped ? ANSWER_YES : ANSWER_NO);
    (void)snprintf(text, sizeof text, "Hälsovägen %u", (unsigned)(key >> 32) % 40 + 1);
    out_text(o, str_of(text));
    (void)snprintf(text, sizeof text, "%03u %02u", 830 + unit % 15, 10 + unit * 3 % 90);
    out_text(o, str_of(text));
    out_text(o, str_of(u->city));
    put_degrees(o, u->latitude);
    put_degrees(o, u->longitude);
    out_id(o, STR("https://example.org/"), w->taken->units + unit + 1, 1);
    out_day(o, date(2010, 1, 1));
    out_empty(o);
    (void)snprintf(text, sizeof text, "0980-3192%02u", unit);
    out_text(o, str_of(text));
    out_empty(o);
    out_end(o);
    for (unsigned i = 0; i < u->areas; i++) {
        struct out *areas = &w->out[WRITE_AREAS];
        out_id(areas, STR("A"), (w->taken->units + unit + 1) * 10 + i, 5);
        out_unit(w, areas, unit);
        out_day(areas, date(2010, 1, 1));
        out_empty(areas);
        out_end(areas);
    }
}

/* Codes of the national directory, as a region's rules name them (named_doctor.titles); of others
 * than physicians nothing asks for one. */
static struct str title_code(const struct staff *s)
{
    static const char *const TRAINEE[] = {
        [TRAINING_ST] = "203010", [TRAINING_BT] = "203020", [TRAINING_AT] = "204010"};
    if (s->profession != PROF_PHYSICIAN || s->unspecialised)
        return STR("");
    return s->training == TRAINING_NONE ? STR("201011") : str_of(TRAINEE[s->training]);
}

static void write_staff(const struct writer *w, int32_t staff)
{
    const struct staff *s = STAFF(w->d, staff);
    struct out *o = &w->out[WRITE_STAFF];
    uint64_t key = rnd_key(w->d->seed, STREAM_FACTS, UINT64_C(1) << 43 | (uint64_t)staff);
    bool specialist =
        s->profession == PROF_PHYSICIAN && s->training == TRAINING_NONE && !s->unspecialised;
    out_staff(w, o, staff);
    out_text(o, facts_given_name(key, key % 3 == 0 ? SEX_MALE : SEX_FEMALE));
    out_text(o, facts_surname(key));
    out_text(o, title_code(s));
    out_word(o, &VOCAB_PROFESSION, s->profession);
    out_text(o, specialist ? STR("allmänmedicin") : STR(""));
    if (s->profession == PROF_NURSE)
        out_word(o, &VOCAB_ANSWER, s->district_nurse ? ANSWER_YES : ANSWER_NO);
    else
        out_empty(o);
    out_word(o, &VOCAB_ANSWER, s->protected_staff ? ANSWER_YES : ANSWER_NO);
    out_end(o);
}

static void write_position(const struct writer *w, const struct position *p)
{
    struct out *o = &w->out[WRITE_POSITIONS];
    bool panel = STAFF(w->d, p->staff)->profession == PROF_PHYSICIAN &&
                 p->employment == EMPLOYMENT_EMPLOYED && p->training != TRAINING_AT;
    out_staff(w, o, p->staff);
    out_unit(w, o, p->unit);
    out_day(o, p->from);
    out_day(o, p->to > w->d->end ? FOREVER : p->to);
    out_hundredths(o, p->fte);
    out_word(o, &VOCAB_EMPLOYMENT, p->employment);
    out_word(o, &VOCAB_TRAINING, p->training);
    if (panel) {
        double target = p->training == TRAINING_NONE ? PLAN_PANEL : PLAN_PANEL_TRAINING;
        out_number(o, (uint64_t)(target * p->fte));
        out_number(o, (uint64_t)(1.5 * target * p->fte));
        out_word(o, &VOCAB_ANSWER, ANSWER_YES);
    } else {
        out_empty(o);
        out_empty(o);
        out_empty(o);
    }
    out_end(o);
}

void written_places(const struct writer *w)
{
    for (unsigned i = 0; i < UNITS; i++)
        write_unit(w, i);
    for (size_t i = 0; i < w->d->staff.count; i++)
        write_staff(w, (int32_t)i);
    for (size_t i = 0; i < w->d->positions.count; i++)
        write_position(w, POSITION(w->d, i));
}
