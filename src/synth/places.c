#include "synth/counties.h"
#include "synth/district.h"
#include "synth/synth.h"

#include <assert.h>
#include <stdlib.h>

/* A unit as it is in the county of the report; names and places are made up. */
struct model_unit {
    const char *name, *city;
    uint8_t municipality;
    bool external;
    uint16_t listed; /* at the end of 2023; the seed moves it a little, but for the extremes */
    uint8_t areas;
    float trend, old, choice, named, loyal, vacant;
    bool tourist, evenings, no_saebo, drop_in;
};

static const struct model_unit MODEL[UNITS] = {
    {"Storsjöstranden", "Östersund", 0, false, 12803, 6, 0.004F, .85F, .34F, 1.05F, .95F,
     .vacant = .16F, .evenings = true},
    {"Norrängen", "Östersund", 0, false, 11300, 6, 0.008F, .80F, .36F, .90F, .92F, .vacant = .22F,
     .evenings = true},
    {"Kvarnbacken", "Östersund", 0, false, 10050, 5, 0.002F, .90F, .31F, 1.15F, 1.05F,
     .vacant = .12F},
    {"Björkhöjden", "Östersund", 0, false, 8400, 5, 0.000F, .95F, .33F, .80F, .93F, .vacant = .26F,
     .drop_in = true},
    {"Sjöhagen", "Östersund", 0, false, 7100, 4, 0.006F, .92F, .40F, 1.20F, 1.10F, .vacant = .08F},
    {"Lövberga", "Östersund", 0, false, 4350, 3, -0.002F, 1.05F, .29F, 1.00F, 1.04F,
     .vacant = .15F},
    {"Hamnparken", "Östersund", 0, true, 6120, 3, 0.004F, .78F, .74F, 1.15F, 1.12F, .vacant = .06F,
     .evenings = true},
    {"Fjällutsikten", "Östersund", 0, true, 5240, 3, 0.010F, .80F, .71F, 1.05F, 1.08F,
     .vacant = .09F},
    {"Stationsgatan", "Östersund", 0, true, 4480, 2, 0.000F, .75F, .78F, .95F, 1.02F,
     .vacant = .14F, .no_saebo = true},
    {"Soldalen", "Östersund", 0, true, 2410, 2, 0.014F, .85F, .80F, 1.30F, 1.20F, .vacant = .04F},
    {"Granlunda", "Krokom", 1, false, 6000, 4, 0.006F, .92F, .27F, 1.00F, .98F, .vacant = .18F},
    {"Indalsbron", "Krokom", 1, false, 5100, 3, 0.002F, 1.00F, .25F, .85F, .94F, .vacant = .24F},
    {"Almåsdalen", "Krokom", 1, true, 2380, 2, 0.003F, 1.02F, .58F, 1.25F, 1.18F, .vacant = .05F,
     .no_saebo = true},
    {"Vattudal", "Strömsund", 2, false, 4450, 3, -0.008F, 1.22F, .18F, .95F, 1.00F, .vacant = .28F},
    {"Tallnäset", "Strömsund", 2, false, 2900, 2, -0.010F, 1.25F, .17F, .70F, .90F, .vacant = .36F},
    {"Hammarsjön", "Strömsund", 2, false, 1900, 2, -0.009F, 1.28F, .20F, 1.10F, 1.10F,
     .vacant = .20F},
    {"Norrfjället", "Strömsund", 2, false, 701, 1, -0.014F, 1.35F, .16F, .65F, .97F,
     .vacant = .42F},
    {"Fjällporten", "Åre", 3, false, 6050, 4, 0.018F, .78F, .30F, .85F, .86F, .vacant = .30F,
     .tourist = true, .evenings = true},
    {"Kallbygden", "Åre", 3, false, 3000, 2, 0.000F, 1.05F, .22F, 1.00F, 1.06F, .vacant = .17F},
    {"Skutan", "Åre", 3, true, 2750, 2, 0.016F, .82F, .66F, 1.10F, 1.05F, .vacant = .10F},
    {"Oviksbygden", "Berg", 4, false, 3950, 3, -0.003F, 1.15F, .21F, 1.05F, 1.05F, .vacant = .18F},
    {"Hoverberget", "Berg", 4, false, 2715, 2, -0.006F, 1.22F, .19F, .90F, .98F, .vacant = .27F},
    {"Ljusnan", "Härjedalen", 5, false, 4700, 3, -0.005F, 1.18F, .18F, .85F, .92F, .vacant = .32F},
    {"Vemåsen", "Härjedalen", 5, false, 2900, 2, -0.007F, 1.25F, .17F, .80F, .95F, .vacant = .33F},
    {"Högfjället", "Härjedalen", 5, false, 1650, 1, 0.006F, 1.05F, .24F, .75F, .88F, .vacant = .38F,
     .evenings = true},
    {"Revsund", "Bräcke", 6, false, 3550, 3, -0.006F, 1.20F, .20F, 1.15F, 1.07F, .vacant = .15F},
    {"Ansjön", "Bräcke", 6, false, 2000, 2, -0.010F, 1.28F, .18F, .95F, 1.02F, .vacant = .24F},
    {"Forsarna", "Ragunda", 7, false, 4650, 3, -0.008F, 1.22F, .19F, 1.00F, 1.00F, .vacant = .22F},
};

int32_t date(int32_t year, int32_t month, int32_t day)
{
    struct day d = {0};
    return day_from_civil(year, month, day, &d) ? d.n : FOREVER;
}

static void put_unit(struct district *d, unsigned i, const struct county *county, struct rnd *r)
{
    const struct model_unit *m = &MODEL[i];
    struct unit *u = &d->unit[i];
    uint8_t municipality = (uint8_t)(m->municipality % county->municipalities);
    const struct municipality *in = &county->municipality[municipality];
    *u = (struct unit){
        .city = m->city,
        .operator_kind = m->external ? OPERATOR_EXTERNAL : OPERATOR_REGION,
        .municipality = municipality,
        .areas = m->areas,
        .smallest = m->listed == PLAN_SMALLEST,
        .largest = m->listed == PLAN_LARGEST,
        .tourist = m->tourist,
        .evenings = m->evenings,
        .drop_in_from = m->drop_in ? date(2023, 1, 1) : FOREVER,
        .saebo = !m->no_saebo,
        .listed = m->listed,
        .trend = (double)m->trend,
        .old = (double)m->old,
        .choice = (double)m->choice,
        .named = (double)m->named,
        .loyal = (double)m->loyal,
        .vacant = (double)m->vacant,
        .latitude = 62.2 + 1.9 * rnd_unit(r),
        .longitude = 12.9 + 3.4 * rnd_unit(r),
    };
    if (!u->smallest && !u->largest)
        u->listed *= 0.95 + 0.1 * rnd_unit(r);
    if (d->number == 0) {
        u->name = str_fmt(d->arena, "%s hälsocentral", m->name);
    } else {
        u->city = str_cstr(d->arena, in->name);
        u->name = str_fmt(d->arena, "%s hälsocentral, %s %u", m->name, u->city, d->number);
    }
    u->listed *= d->scale;
}

void places_make(struct district *d)
{
    const struct county *county = d->county;
    for (unsigned i = 0; i < MUNICIPALITIES; i++)
        d->municipality[i] = county->municipality[i % county->municipalities];
    struct rnd r = rnd_of(d->seed, STREAM_PLACES, 0);
    for (unsigned i = 0; i < UNITS; i++)
        put_unit(d, i, county, &r);
}

struct remainder {
    double left;
    unsigned index;
};

static int by_remainder(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;
    if (x->left != y->left)
        return x->left > y->left ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

void apportion(const double *share, unsigned count, uint32_t sum, uint32_t *out)
{
    assert(count > 0 && count <= APPORTION_MOST);
    struct remainder rest[APPORTION_MOST] = {{0, 0}};
    double all = 0;
    uint32_t given = 0;
    for (unsigned i = 0; i < count; i++)
        all += share[i];
    for (unsigned i = 0; i < count; i++) {
        double exact = all > 0 ? share[i] / all * (double)sum : (double)sum / (double)count;
        out[i] = (uint32_t)exact;
        given += out[i];
        rest[i] = (struct remainder){exact - (double)out[i], i};
    }
    qsort(rest, count, sizeof *rest, by_remainder);
    for (unsigned i = 0; given < sum; i++, given++)
        out[rest[i % count].index]++;
}

/* The units of one operator: the smallest and the largest have their own course, the others share
 * what is left. */
static void share_out(const struct district *d, enum operator_kind kind, double years, uint32_t sum,
                      uint32_t listed[static UNITS])
{
    double share[UNITS];
    uint32_t part[UNITS];
    unsigned index[UNITS], count = 0;
    for (unsigned i = 0; i < UNITS; i++) {
        const struct unit *u = &d->unit[i];
        if (u->operator_kind != kind)
            continue;
        double size = u->listed * steady_exp(years * u->trend);
        if (u->smallest || u->largest) {
            listed[i] = plan_count(size, 1);
            sum -= listed[i];
            continue;
        }
        share[count] = size;
        index[count++] = i;
    }
    apportion(share, count, sum, part);
    for (unsigned i = 0; i < count; i++)
        listed[index[i]] = part[i];
}

void places_listed(const struct district *d, struct day on, uint32_t listed[static UNITS])
{
    uint32_t all = plan_count(plan_value(PATH_LISTED, on), d->scale);
    uint32_t external = plan_count(plan_value(PATH_EXTERNAL, on), (double)all);
    double years = (double)(on.n - date(PLAN_LAST_YEAR, 12, 31)) / 365.25;
    share_out(d, OPERATOR_EXTERNAL, years, external, listed);
    share_out(d, OPERATOR_REGION, years, all - external, listed);
}
