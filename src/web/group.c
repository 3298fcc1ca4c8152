#include "web/group.h"

static const struct {
    struct str id;
    enum text name;
} GROUPS[MODEL_GROUPS] = {
    [GROUP_CONTINUITY] = {STR_INIT("continuity"), TEXT_WEB_GROUP_CONTINUITY},
    [GROUP_ACCESS] = {STR_INIT("access"), TEXT_WEB_GROUP_ACCESS},
    [GROUP_NAMED] = {STR_INIT("named"), TEXT_WEB_GROUP_NAMED},
    [GROUP_SAEBO] = {STR_INIT("saebo"), TEXT_WEB_GROUP_SAEBO},
    [GROUP_LISTING] = {STR_INIT("listing"), TEXT_WEB_GROUP_LISTING},
    [GROUP_CONTACTS] = {STR_INIT("contacts"), TEXT_WEB_GROUP_CONTACTS},
    [GROUP_DIABETES] = {STR_INIT("diabetes"), TEXT_WEB_GROUP_DIABETES},
    [GROUP_MENTAL] = {STR_INIT("mental"), TEXT_WEB_GROUP_MENTAL},
    [GROUP_LUNGS_AND_AGE] = {STR_INIT("lungs_and_age"), TEXT_WEB_GROUP_LUNGS_AND_AGE},
    [GROUP_PREVENTION] = {STR_INIT("prevention"), TEXT_WEB_GROUP_PREVENTION},
    [GROUP_SURVEY] = {STR_INIT("survey"), TEXT_WEB_GROUP_SURVEY},
    [GROUP_STAFF] = {STR_INIT("staff"), TEXT_WEB_GROUP_STAFF},
    [GROUP_ECONOMY] = {STR_INIT("economy"), TEXT_WEB_GROUP_ECONOMY},
    [GROUP_OTHER] = {STR_INIT("other"), TEXT_WEB_GROUP_OTHER},
};
/* By what its id begins with; in this order within a group. */
static const struct {
    struct str prefix;
    enum model_group group;
} MEMBERS[] = {
    {STR_INIT("Ko05L"), GROUP_CONTINUITY},
    {STR_INIT("Ko05"), GROUP_CONTINUITY},
    {STR_INIT("own_doctor_visits"), GROUP_CONTINUITY},
    {STR_INIT("slicc_month"), GROUP_CONTINUITY},
    {STR_INIT("coverage"), GROUP_CONTINUITY},
    {STR_INIT("access"), GROUP_ACCESS},
    {STR_INIT("named_"), GROUP_NAMED},
    {STR_INIT("saebo_"), GROUP_SAEBO},
    {STR_INIT("listed"), GROUP_LISTING},
    {STR_INIT("active_choice"), GROUP_LISTING},
    {STR_INIT("cni"), GROUP_LISTING},
    {STR_INIT("production"), GROUP_CONTACTS},
    {STR_INIT("patients"), GROUP_CONTACTS},
    {STR_INIT("home_visit"), GROUP_CONTACTS},
    {STR_INIT("ed_"), GROUP_CONTACTS},
    {STR_INIT("Di0"), GROUP_DIABETES},
    {STR_INIT("Dep0"), GROUP_MENTAL},
    {STR_INIT("An0"), GROUP_MENTAL},
    {STR_INIT("KOL"), GROUP_LUNGS_AND_AGE},
    {STR_INIT("Ald0"), GROUP_LUNGS_AND_AGE},
    {STR_INIT("med_review"), GROUP_LUNGS_AND_AGE},
    {STR_INIT("health_talk"), GROUP_PREVENTION},
    {STR_INIT("survey_"), GROUP_SURVEY},
    {STR_INIT("specialist_share"), GROUP_STAFF},
    {STR_INIT("district_nurse_share"), GROUP_STAFF},
    {STR_INIT("hired_weeks"), GROUP_STAFF},
    {STR_INIT("economy_"), GROUP_ECONOMY},
};
/* Variants of a measure, by what their ids begin with. */
static const struct {
    struct str prefix, main;
} VARIANTS[] = {
    {STR_INIT("Ko05L_"), STR_INIT("Ko05L")},
    {STR_INIT("Ko05S_"), STR_INIT("Ko05S")},
    {STR_INIT("slicc_month"), STR_INIT("own_doctor_visits")},
    {STR_INIT("access0_month"), STR_INIT("access0")},
    {STR_INIT("access3_month"), STR_INIT("access3")},
    {STR_INIT("named_doctor_"), STR_INIT("named_doctor")},
    {STR_INIT("listed_change"), STR_INIT("listed")},
    {STR_INIT("patients"), STR_INIT("production")},
    {STR_INIT("home_visit_patients"), STR_INIT("home_visits")},
    {STR_INIT("Di02_"), STR_INIT("Di02_70")},
    {STR_INIT("Di03_"), STR_INIT("Di03L1")},
};
static const struct str DEVIATION = STR_INIT("_deviation");

static bool ends(struct str s, struct str end)
{
    return s.len >= end.len && str_eq((struct str){s.at + (s.len - end.len), end.len}, end);
}

unsigned group_rank(struct str measure)
{
    unsigned i = 0;
    while (i < ARRAY_LEN(MEMBERS) && !str_starts(measure, MEMBERS[i].prefix))
        i++;
    return i;
}

enum model_group group_of(struct str measure)
{
    unsigned rank = group_rank(measure);
    return rank < ARRAY_LEN(MEMBERS) ? MEMBERS[rank].group : GROUP_OTHER;
}

struct str group_main(struct str measure)
{
    for (size_t i = 0; i < ARRAY_LEN(VARIANTS); i++)
        if (str_starts(measure, VARIANTS[i].prefix) && !str_eq(measure, VARIANTS[i].main))
            return VARIANTS[i].main;
    if (str_starts(measure, STR("economy_")) && ends(measure, DEVIATION))
        return (struct str){measure.at, measure.len - DEVIATION.len};
    return STR("");
}

struct str group_name(enum lang lang, enum model_group group)
{
    return text_get(lang, GROUPS[group].name);
}

struct str group_id(enum model_group group)
{
    return GROUPS[group].id;
}
