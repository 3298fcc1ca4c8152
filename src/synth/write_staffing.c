#include "synth/write.h"

enum { CATEGORIES = CATEGORY_NURSE_OTHER + 1 };

struct working {
    double fte[CATEGORIES];
    uint32_t heads[CATEGORIES];
};

static struct working working_in(const struct district *d, unsigned unit, int32_t first,
                                 int32_t last)
{
    struct working w = {0};
    for (size_t i = 0; i < d->positions.count; i++) {
        const struct position *p = POSITION(d, i);
        const struct staff *s = STAFF(d, p->staff);
        bool counts = s->profession == PROF_PHYSICIAN || s->profession == PROF_NURSE;
        double fte = counts && p->unit == unit ? staffing_of(d, p, first, last) : 0;
        if (fte <= 0)
            continue;
        w.fte[staffing_category(s)] += fte;
        w.heads[staffing_category(s)]++;
    }
    return w;
}

static void write_month(const struct writer *w, unsigned unit, int32_t year, unsigned month)
{
    struct out *o = &w->out[WRITE_STAFFING];
    int32_t first = date(year, (int32_t)month, 1);
    int32_t next = month == 12 ? date(year + 1, 1, 1) : date(year, (int32_t)month + 1, 1);
    struct working at = working_in(w->d, unit, first, next - 1);
    for (unsigned c = 0; c < CATEGORIES; c++) {
        if (at.heads[c] == 0)
            continue;
        out_unit(w, o, unit);
        out_month(o, year, month);
        out_word(o, &VOCAB_STAFF_CATEGORY, c);
        out_hundredths(o, at.fte[c]);
        out_number(o, at.heads[c]);
        out_end(o);
    }
}

/* Weeks by the year of their Monday. The region knows those that it has paid itself. */
static void write_hired(const struct writer *w, unsigned unit, int32_t year)
{
    const struct district *d = w->d;
    struct out *o = &w->out[WRITE_HIRED_WEEKS];
    int32_t first = date(year, 1, 1), last = date(year, 12, 31);
    uint32_t weeks = 0;
    for (size_t i = 0; i < d->positions.count; i++) {
        const struct position *p = POSITION(d, i);
        if (p->unit != unit || p->employment != EMPLOYMENT_HIRED)
            continue;
        for (int32_t monday = p->from; monday <= p->to; monday += 7)
            weeks += monday >= first && monday <= last;
    }
    out_unit(w, o, unit);
    out_number(o, (uint64_t)year);
    out_word(o, &VOCAB_PROFESSION, PROF_PHYSICIAN);
    out_number(o, weeks);
    out_end(o);
}

void written_staffing(const struct writer *w)
{
    for (unsigned unit = 0; unit < UNITS; unit++)
        for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR; year++) {
            for (unsigned month = 1; month <= 12; month++)
                write_month(w, unit, year, month);
            if (w->d->unit[unit].operator_kind == OPERATOR_REGION)
                write_hired(w, unit, year);
        }
}
