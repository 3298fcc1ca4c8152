#include "synth/plan.h"

/* Half of the last digit that is printed. */
#define PERCENT 0.005
#define TENTH   0.0005

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
};

const struct plan_share *plan_share(enum share share, int32_t year)
{
    int32_t i = year - PLAN_FIRST_YEAR;
    return &SHARE[share][i < 0 ? 0 : i >= PLAN_YEARS ? PLAN_YEARS - 1 : i];
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
