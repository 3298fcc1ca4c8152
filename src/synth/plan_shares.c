#include "synth/plan.h"

/* Half of the last digit that is printed. */
#define PERCENT 0.005
#define TENTH   0.0005

/* Of which no unit or month is printed. */
#define ONLY(share)                                                                                \
    {                                                                                              \
        .county = (share)                                                                          \
    }

/* Printed of 2023: 86 and 70.3 per cent, units from 62 to 100 and 57.2 to 92.8, their months from
 * 27 and 39 to 100. Of 2022: 83 and 71.8. */
static const struct plan_share SHARE[SHARE_COUNT][PLAN_YEARS] = {
    [SHARE_CALLS] = {{0.805, {0.56, 1, 0}, {0.3, 1, 0}},
                     {0.81, {0.56, 1, 0}, {0.3, 1, 0}},
                     {0.815, {0.56, 1, 0}, {0.3, 1, 0}},
                     {0.83, {0.58, 1, 0}, {0.3, 1, 0}},
                     {0.86, {0.62, 1, PERCENT}, {0.27, 1, PERCENT}}},
    [SHARE_ASSESSED] = {{0.735, {0.56, 0.95, 0}, {0.38, 1, 0}},
                        {0.74, {0.56, 0.95, 0}, {0.38, 1, 0}},
                        {0.73, {0.56, 0.95, 0}, {0.38, 1, 0}},
                        {0.718, {0.56, 0.94, 0}, {0.38, 1, 0}},
                        {0.703, {0.572, 0.928, TENTH}, {0.39, 1, PERCENT}}},
    [SHARE_COVERED] = {ONLY(0.655), ONLY(0.662), ONLY(0.656), ONLY(0.65),
                       ONLY(0.65)}, /* 65 in both years */
    [SHARE_INVITED] = {ONLY(0.47), ONLY(0.31), ONLY(0.43), ONLY(0.57), ONLY(0.66)}, /* 66 and 27 */
    [SHARE_TALKED] = {ONLY(0.19), ONLY(0.1), ONLY(0.16), ONLY(0.22), ONLY(0.27)},
    /* 5.6 and 6 per cent */
    [SHARE_DIABETES] = {ONLY(0.0488), ONLY(0.0505), ONLY(0.0531), ONLY(0.056), ONLY(0.06)},
    [SHARE_COPD] = {ONLY(0.0218), ONLY(0.0221), ONLY(0.0225), ONLY(0.0229), ONLY(0.0233)},
    /* 63.3, nearly 4 more than in 2022; units from 52.4 to 76.4, and from 45.3 to 74 */
    [SHARE_PRESSURE] = {{0.561, {0.44, 0.72, 0}, {0}},
                        {0.566, {0.44, 0.72, 0}, {0}},
                        {0.58, {0.45, 0.73, 0}, {0}},
                        {0.594, {0.453, 0.74, TENTH}, {0}},
                        {0.633, {0.524, 0.764, TENTH}, {0}}},
    /* 8.0 and 7.4 */
    [SHARE_HBA1C] = {ONLY(0.088), ONLY(0.087), ONLY(0.084), ONLY(0.08), ONLY(0.074)},
    /* 34 and 35.1, 32.1 and 34.1 */
    [SHARE_DEPRESSION] = {ONLY(0.32), ONLY(0.322), ONLY(0.331), ONLY(0.34), ONLY(0.351)},
    [SHARE_ANXIETY] = {ONLY(0.3), ONLY(0.302), ONLY(0.31), ONLY(0.321), ONLY(0.341)},
    /* 63.9 and 77.5; of 2022 nothing is printed */
    [SHARE_RETURNED] = {ONLY(0.6), ONLY(0.585), ONLY(0.605), ONLY(0.622), ONLY(0.639)},
    [SHARE_KIDNEY] = {ONLY(0.742), ONLY(0.738), ONLY(0.752), ONLY(0.764), ONLY(0.775)},
};

const struct plan_share *plan_share(enum share share, int32_t year)
{
    int32_t i = year - PLAN_FIRST_YEAR;
    return &SHARE[share][i < 0 ? 0 : i >= PLAN_YEARS ? PLAN_YEARS - 1 : i];
}

double plan_share_on(enum share share, struct day on)
{
    int32_t year = day_civil(on).year;
    struct day end = {0}, before = {0};
    if (!day_from_civil(year, 12, 31, &end) || !day_from_civil(year - 1, 12, 31, &before))
        return 0;
    double from = plan_share(share, year - 1)->county, to = plan_share(share, year)->county;
    return from + (to - from) * (double)(on.n - before.n) / (double)(end.n - before.n);
}

const struct plan_extremes PLAN_CNI = {0.68, 1.24, PERCENT};

/* Printed: revenue 16 % more than in 2022, 3 825 of it from other counties and countries; personnel
 * and hired staff together 16 % more and 8 000 better than the budget; drugs, laboratory and
 * imaging 7.2, 13 and 10 % more; supplies 400 less; premises 9 % more and 1 732 worse than the
 * budget. */
const struct plan_account PLAN_ACCOUNT[ACCOUNT_OTHER + 1] = {
    [ACCOUNT_REVENUE] = {{88900, 79400, 84700, 96400, 111824}, -5200},
    [ACCOUNT_OUT_OF_COUNTY_REVENUE] = {{14900, 10200, 11900, 14210, 18035}, -2600},
    [ACCOUNT_PERSONNEL] = {{446300, 461900, 474800, 492600, 563900}, 14000},
    [ACCOUNT_HIRED_STAFF] = {{21400, 19600, 24300, 27400, 39300}, -6000},
    [ACCOUNT_DRUGS] = {{53100, 55700, 58200, 61000, 65392}, -1900},
    [ACCOUNT_LABORATORY] = {{34600, 33100, 36200, 38000, 42940}, -2700},
    [ACCOUNT_IMAGING] = {{17900, 16800, 18600, 19500, 21450}, -1100},
    [ACCOUNT_SUPPLIES] = {{15200, 19800, 19300, 18900, 18500}, 600},
    [ACCOUNT_PREMISES] = {{46900, 48300, 50100, 52000, 56680}, -1732},
    [ACCOUNT_OTHER] = {{22300, 21700, 22800, 24000, 25100}, 300},
};
