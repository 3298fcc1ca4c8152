#include "domain/care_need.h"

/* The weights of the index in hundredths; Sundquist et al., as Statistics Sweden publishes it. */
enum {
    OVER65_ALONE = 615,
    FOREIGN_BORN = 572,
    UNEMPLOYED = 513,
    SINGLE_PARENT = 419,
    MOVED = 419,
    LOW_EDUCATION = 397,
    UNDER5 = 323,
    PARTS = 10000
};

static double need(const struct cni_row *of)
{
    int64_t sum = of->over65_alone * OVER65_ALONE + of->foreign_born * FOREIGN_BORN +
                  of->unemployed * UNEMPLOYED + of->single_parent * SINGLE_PARENT +
                  of->moved * MOVED + of->low_education * LOW_EDUCATION + of->under5 * UNDER5;
    return of->population > 0 ? (double)sum / (double)of->population : 0;
}

int64_t care_need_e4(const struct cni_row *unit, const struct cni_row *nation)
{
    double of_nation = need(nation);
    return of_nation > 0 ? (int64_t)(need(unit) / of_nation * PARTS + 0.5) : 0;
}
