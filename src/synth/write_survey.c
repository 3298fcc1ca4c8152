#include "synth/write.h"

/* The report has no result of the survey: scores and how many answer are chosen. */
static const struct {
    const char *dimension;
    double score;
} DIMENSION[] = {
    {"accessibility", 77.4}, {"continuity", 71.2},  {"emotional_support", 75.9},
    {"information", 73.8},   {"involvement", 78.1}, {"overall", 77.9},
    {"respect", 83.6},
};
static const double ANSWERS_EACH = 0.016, UNLIKE_UNITS = 2.6, UNLIKE_DIMENSIONS = 1.5,
                    UNLIKE_YEARS = 0.8;

static void write_unit(const struct writer *w, unsigned unit, int32_t year, uint32_t listed)
{
    const struct district *d = w->d;
    struct out *o = &w->out[WRITE_SURVEY];
    for (unsigned i = 0; i < sizeof DIMENSION / sizeof *DIMENSION; i++) {
        struct rnd always = rnd_of(d->seed, STREAM_SURVEY, unit),
                   own = rnd_of(d->seed, STREAM_SURVEY, 1 << 16 | i << 8 | unit),
                   now = rnd_of(d->seed, STREAM_SURVEY, (uint64_t)year << 16 | i << 8 | unit);
        double score = DIMENSION[i].score - 16 * (d->unit[unit].vacant - 0.19) +
                       UNLIKE_UNITS * rnd_bell(&always) + UNLIKE_DIMENSIONS * rnd_bell(&own) +
                       UNLIKE_YEARS * rnd_bell(&now);
        uint32_t responses = plan_count(listed * ANSWERS_EACH * (0.8 + 0.4 * rnd_unit(&now)), 1);
        out_unit(w, o, unit);
        out_number(o, (uint64_t)year);
        out_text(o, str_of(DIMENSION[i].dimension));
        out_hundredths(o, score);
        out_number(o, responses);
        out_end(o);
    }
}

void written_survey(const struct writer *w)
{
    uint32_t listed[UNITS];
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR; year++) {
        places_listed(w->d, (struct day){date(year, 10, 31)}, listed);
        for (unsigned u = 0; u < UNITS; u++)
            write_unit(w, u, year, listed[u]);
    }
}
