#include "synth/plan.h"

#include <math.h>

struct knot {
    int32_t year;
    int32_t month, day;
    double value;
};
enum { KNOTS = 8 };

/* Printed: 132 602 and 133 599 listed, 16.5 and 17.5 % at external units, and 1 267, 899 and
 * 1 217 persons in the week that ends 2021-12-05. */
static const struct knot KNOT[PATH_COUNT][KNOTS] = {
    [PATH_LISTED] = {{2018, 12, 31, 130150},
                     {2019, 12, 31, 130720},
                     {2020, 12, 31, 131180},
                     {2021, 12, 31, 131860},
                     {2022, 12, 31, 132602},
                     {2023, 12, 31, 133599},
                     {2024, 12, 31, 134500}},
    [PATH_EXTERNAL] = {{2018, 12, 31, 0.134},
                       {2020, 12, 31, 0.149},
                       {2022, 12, 31, 0.165},
                       {2023, 12, 31, 0.175},
                       {2024, 12, 31, 0.183}},
    [PATH_ELSEWHERE] = {{2018, 12, 31, 0.075}, {2023, 12, 31, 0.116}, {2024, 12, 31, 0.12}},
    [PATH_SAEBO] = {{2018, 12, 31, 1296},
                    {2020, 3, 29, 1288},
                    {2021, 2, 28, 1252},
                    {2021, 12, 5, 1267},
                    {2023, 12, 31, 1283},
                    {2024, 12, 31, 1288}},
    [PATH_SAEBO_DOCTOR] = {{2018, 12, 31, 722},
                           {2020, 12, 31, 818},
                           {2021, 12, 5, 899},
                           {2022, 12, 31, 984},
                           {2024, 12, 31, 1090}},
    [PATH_SAEBO_CARE] = {{2018, 12, 31, 1112},
                         {2020, 12, 31, 1152},
                         {2021, 12, 5, 1217},
                         {2024, 12, 31, 1234}},
    [PATH_HOME_CARE] = {{2018, 12, 31, 2360}, {2021, 12, 31, 2450}, {2024, 12, 31, 2590}},
    [PATH_NAMED_DOCTOR] = {{2018, 12, 31, 0.338},
                           {2020, 6, 30, 0.371},
                           {2021, 12, 31, 0.402},
                           {2023, 12, 31, 0.496},
                           {2024, 12, 31, 0.54}},
    [PATH_CARE_CONTACT] = {{2018, 12, 31, 0.048}, {2021, 12, 31, 0.066}, {2024, 12, 31, 0.098}},
};

/* Printed for 2022 and 2023, but for the patients: of those the increase is (161 and 328), and that
 * it is 0.1 and 6 per cent; of referrals, that they are a
 * little more. */
static const struct plan_year YEAR[PLAN_YEARS] = {
    {2019, 546900, 112700, 13890, 5420, 612, 31800, 6900},
    {2020, 507300, 109400, 11960, 4930, 548, 28900, 6350},
    {2021, 539800, 111900, 13540, 5310, 655, 29800, 6480},
    {2022, 561689, 112420, 14663, 5490, 723, 31200, 6820},
    {2023, 600261, 112581, 16727, 5818, 925, 31900, 7060},
};

/* Printed: 0.35 and 0.32, 0.38 and 0.33, for 2022 and 2023. */
static const double INDEX[][PLAN_INDEXES] = {
    [PROF_PHYSICIAN] = {0.371, 0.362, 0.35, 0.32}, [PROF_NURSE] = {0.402, 0.394, 0.38, 0.33}};

double plan_index(enum profession profession, int32_t year)
{
    return INDEX[profession][year - PLAN_FIRST_INDEX];
}

static int32_t knot_day(const struct knot *k)
{
    struct day d = {0};
    return day_from_civil(k->year, k->month, k->day, &d) ? d.n : INT32_MAX;
}

double plan_value(enum path path, struct day on)
{
    const struct knot *k = KNOT[path];
    for (unsigned i = 1; i < KNOTS && k[i].year > 0; i++) {
        int32_t from = knot_day(&k[i - 1]), to = knot_day(&k[i]);
        if (on.n <= from)
            return k[i - 1].value;
        if (on.n < to)
            return k[i - 1].value +
                   (k[i].value - k[i - 1].value) * (double)(on.n - from) / (double)(to - from);
        if (i + 1 == KNOTS || k[i + 1].year == 0)
            return k[i].value;
    }
    return k[0].value;
}

uint32_t plan_count(double value, double scale)
{
    return (uint32_t)lround(value * scale);
}

const struct plan_year *plan_year(int32_t year)
{
    int32_t i = year - PLAN_FIRST_YEAR;
    return &YEAR[i < 0 ? 0 : i >= PLAN_YEARS ? PLAN_YEARS - 1 : i];
}
