/* What is odd in the days of a load: an end that comes too early, days that are left out, a unit
 * that stops. */
#include "domain/oddities_parts.h"

enum { WORKDAYS_MOST = 66 }; /* of a pause: what is longer is as long as a quarter */

/* The days of the load, and what a working day of it has. */
struct shape {
    const struct table_tally *now;
    const struct load_days *days;
    double usual;
    struct day begins, ends; /* the first and last working day that has its rows */
};

static uint64_t rows_on(const struct load_days *d, struct day day)
{
    int64_t at = (int64_t)day.n - d->first.n;
    return at >= 0 && at < d->count ? d->rows[at] : 0;
}

static bool is_thin(const struct shape *s, struct day day)
{
    return (double)rows_on(s->days, day) * ODDITY_THIN < s->usual;
}

static bool has_its_rows(const struct shape *s, struct day day)
{
    return is_workday(day) && !is_thin(s, day);
}

/* One day has the usual at least. */
static struct shape shape_of(const struct table_tally *now)
{
    const struct load_days *d = now->days;
    struct shape s = {.now = now, .days = d, .usual = (double)now->workday_rows / now->workdays};
    int32_t first = d->first.n, last = first + (int32_t)d->count - 1;
    while (first < last && !has_its_rows(&s, (struct day){first}))
        first++;
    while (last > first && !has_its_rows(&s, (struct day){last}))
        last--;
    s.begins = (struct day){first};
    s.ends = (struct day){last};
    return s;
}

/* Days after the one up to and with the other, of which each working day might have had so many. */
static bool add_missing(const struct compared *c, enum oddity_kind kind, struct day after,
                        struct day to, double rows)
{
    char first[DAY_TEXT], last[DAY_TEXT];
    int32_t from = after.n + 1, until = to.n;
    double expected = rows * workdays_between(after, to, INT32_MAX);
    uint64_t has = 0;
    if (expected < ODDITY_SILENT_LEAST)
        return false;
    while (!is_workday((struct day){from}))
        from++;
    while (!is_workday((struct day){until}))
        until--;
    for (int32_t n = from; n <= until; n++)
        has += rows_on(c->now->days, (struct day){n});
    struct str text[] = {day_format((struct day){from}, first),
                         day_format((struct day){until}, last)};
    oddities_add(c->out, (struct oddity){.kind = kind,
                                         .table = c->now->table,
                                         .subject = str_fmt(c->out->arena, "%.*s..%.*s",
                                                            STR_FMT(text[0]), STR_FMT(text[1])),
                                         .rows = has,
                                         .expected = (uint64_t)(expected + 0.5)});
    return true;
}

/* ---- where it should end ---- */

/* A load that is no scattering of corrections: its days have at least half of this one's rows. */
static bool is_dense(const struct shape *s, const struct table_tally *b)
{
    return oddities_of_workdays(b) && (double)b->workday_rows * 2 >= s->usual * b->workdays;
}

/* The last working day of the day's month or week. */
static struct day period_end(struct day d, bool month)
{
    struct day last = month ? month_last(month_of(d)) : (struct day){d.n - weekday(d) + 6};
    while (!is_workday(last))
        last.n--;
    return last;
}

/* Loads that come by the month, or the week: how many days of the last ones reached its end? */
static bool is_custom(const struct compared *c, const struct shape *s, bool month)
{
    enum { WEEK_LEAST = 3, MONTH_LEAST = 8 };
    unsigned had = 0;
    for (unsigned i = 0; i < c->count && had < ODDITY_IN_A_ROW; i++) {
        const struct table_tally *b = &c->before[i];
        if (!is_dense(s, b))
            continue;
        bool size = month ? b->workdays >= MONTH_LEAST
                          : b->workdays >= WEEK_LEAST && b->workdays < MONTH_LEAST;
        if (!size || b->until.n < period_end(b->until, month).n)
            return false;
        had++;
    }
    return oddities_in_a_row(had) > 0;
}

/* That an earlier load of the same days reached. */
static struct day reached_before(const struct compared *c, const struct shape *s)
{
    const struct table_tally *now = c->now, *b = c->before;
    while (b < c->before + c->count && !is_dense(s, b))
        b++;
    if (b == c->before + c->count || b->until.n <= s->ends.n)
        return DAY_NONE;
    int32_t missing = workdays_between(s->ends, b->until, WORKDAYS_MOST);
    bool same_days = missing * 2 < b->workdays && now->workdays <= b->workdays * 2 &&
                     b->workdays <= now->workdays * 2;
    return same_days ? b->until : DAY_NONE;
}

/* DAY_NONE: nothing says so. */
static struct day should_end(const struct compared *c, const struct shape *s)
{
    struct day to = s->days->replace_to;
    /* Fewer days are a night's file, or one after a night that was missed. */
    double least = 2.5;
    if (!day_is_none(to)) /* what earlier loads have of those days does not count any more */
        return c->until.n < to.n ? c->until : to;
    if (!c->new_ground)
        return reached_before(c, s);
    if (c->now->workdays > least && is_custom(c, s, true))
        return period_end(s->ends, true);
    if (c->now->workdays > 1.5 && is_custom(c, s, false))
        return period_end(s->ends, false);
    return DAY_NONE;
}

static void judge_end(const struct compared *c, const struct shape *s)
{
    struct day end = should_end(c, s);
    if (!day_is_none(end) && end.n > s->ends.n)
        (void)add_missing(c, ODDITY_CUT_OFF, s->ends, end, s->usual);
}

/* ---- days that are left out ---- */

/* Days that are replaced, and that the load does not begin with though earlier ones have them. */
static void judge_replaced_begin(const struct compared *c, const struct shape *s)
{
    struct day from = s->days->replace_from, had = DAY_NONE;
    for (unsigned i = 0; i < c->count; i++) {
        const struct table_tally *b = &c->before[i];
        if (b->strays == 0 && !day_is_none(b->first) && (day_is_none(had) || b->first.n < had.n))
            had = b->first;
    }
    if (day_is_none(had))
        return;
    struct day after = {(had.n > from.n ? had.n : from.n) - 1};
    if (after.n + 1 < c->now->first.n)
        (void)add_missing(c, ODDITY_DAYS_MISSING, after, (struct day){c->now->first.n - 1},
                          s->usual);
}

/* Each of the last loads began where the one before it ended, or earlier. */
static bool are_without_gaps(const struct compared *c)
{
    if (c->alikes < ODDITY_MEDIAN_LEAST)
        return false;
    for (unsigned i = 0; i + 1 < c->alikes && i < ODDITY_IN_A_ROW; i++) {
        const struct table_tally *b = c->alike[i];
        int32_t days = workdays_between(c->alike[i + 1]->until, b->until, INT32_MAX);
        if (days - b->workdays > 0.5 + b->workdays / 4)
            return false;
    }
    return true;
}

/* Days between the loads before and the first that this one has whole; returns the day from which
 * they have not been told. */
static struct day judge_gap(const struct compared *c, const struct shape *s)
{
    struct day known = c->until, first = known;
    if (day_is_none(known) || !are_without_gaps(c))
        return known;
    do
        first.n++;
    while (first.n < s->ends.n && !has_its_rows(s, first));
    struct day last = {first.n - 1};
    if (workdays_between(known, last, 1) == 0 ||
        !add_missing(c, ODDITY_DAYS_MISSING, known, last, s->usual))
        return known;
    return last;
}

/* The least of the working days on that side; false: there are too few, or one has hardly any. */
static bool side_of(const struct shape *s, struct day day, int32_t step, uint64_t *least)
{
    for (unsigned days = 0; days < ODDITY_SIDE_DAYS; day.n += step) {
        if (day.n < s->begins.n || day.n > s->ends.n)
            return false;
        if (!is_workday(day))
            continue;
        if (is_thin(s, day))
            return false;
        if (rows_on(s->days, day) < *least)
            *least = rows_on(s->days, day);
        days++;
    }
    return true;
}

static void judge_hole(const struct compared *c, const struct shape *s, struct day from,
                       struct day to)
{
    uint64_t least = UINT64_MAX;
    if (side_of(s, (struct day){from.n - 1}, -1, &least) &&
        side_of(s, (struct day){to.n + 1}, 1, &least))
        (void)add_missing(c, ODDITY_DAYS_MISSING, (struct day){from.n - 1}, to, (double)least);
}

/* Inside the load; what earlier loads had too is no news. */
static void judge_holes(const struct compared *c, const struct shape *s, struct day known)
{
    struct day from = DAY_NONE, to = DAY_NONE;
    for (struct day day = s->begins; day.n <= s->ends.n; day.n++) {
        if (!is_workday(day))
            continue;
        if (is_thin(s, day)) {
            from = day_is_none(from) ? day : from;
            to = day;
        } else if (!day_is_none(from)) {
            if (day_is_none(known) || to.n > known.n)
                judge_hole(c, s, from, to);
            from = DAY_NONE;
        }
    }
}

/* ---- units ---- */

/* The longest that it was away at the end of the last loads; false: it was not in all of them. */
static bool usual_pause(const struct compared *c, const struct hsaid *unit, int32_t *out)
{
    *out = 0;
    for (unsigned i = 0; i < c->alikes; i++) {
        const struct unit_tally *u = oddities_unit(c->alike[i], unit);
        if (!u && i < ODDITY_IN_A_ROW)
            return false;
        if (!u || day_is_none(u->last))
            continue;
        int32_t days = workdays_between(u->last, c->alike[i]->until, WORKDAYS_MOST);
        *out = days > *out ? days : *out;
    }
    return true;
}

/* Working days of an earlier load by the calendar. Rows that came late stretch them, but not over
 * `most`, those of the load that is judged. */
static double days_of(const struct table_tally *b, int32_t most)
{
    double days = workdays_between((struct day){b->first.n - 1}, b->until, most);
    return days > b->workdays ? days : b->workdays;
}

/* Its rows of a working day in the earlier loads that have it; there is one. */
static double usual_before(const struct compared *c, const struct hsaid *unit, int32_t most)
{
    double rows = 0, days = 0;
    for (unsigned i = 0; i < c->alikes; i++) {
        const struct unit_tally *u = oddities_unit(c->alike[i], unit);
        rows += u ? (double)u->workday_rows : 0;
        days += u ? days_of(c->alike[i], most) : 0;
    }
    return rows / days;
}

/* How many rows it might have had after its last day: by what it had before that in this load, or
 * in earlier ones, whichever is less. The days are those of the calendar, not weighed by their
 * rows: in a table of few rows most have none. */
static double expected_after(const struct compared *c, const struct shape *s,
                             const struct unit_tally *u)
{
    int32_t had = workdays_between((struct day){s->begins.n - 1}, u->last, INT32_MAX);
    int32_t without = workdays_between(u->last, s->ends, INT32_MAX);
    if (had == 0) /* all that it has came late */
        return 0;
    double here = (double)u->workday_rows / had;
    double before = usual_before(c, &u->unit, had + without);
    return (here < before ? here : before) * without;
}

static void judge_stop(const struct compared *c, const struct shape *s, const struct unit_tally *u)
{
    int32_t longest = 0;
    char last[DAY_TEXT];
    if (day_is_none(u->last) || u->last.n >= s->ends.n)
        return;
    int32_t days = workdays_between(u->last, s->ends, WORKDAYS_MOST);
    if (days < ODDITY_STOP_DAYS || !usual_pause(c, &u->unit, &longest) || days <= longest * 2)
        return;
    double expected = expected_after(c, s, u);
    if (expected < ODDITY_SILENT_LEAST)
        return;
    struct str day = day_format(u->last, last);
    oddities_add(c->out,
                 (struct oddity){.kind = ODDITY_UNIT_STOPPED,
                                 .table = c->now->table,
                                 .subject = str_fmt(c->out->arena, "%.*s %.*s",
                                                    STR_FMT(hsaid_str(&u->unit)), STR_FMT(day)),
                                 .expected = (uint64_t)(expected + 0.5)});
}

void oddities_of_days(const struct compared *c)
{
    if (!c->now->days || !oddities_of_workdays(c->now))
        return;
    struct shape s = shape_of(c->now);
    judge_end(c, &s);
    if (!day_is_none(s.days->replace_from)) {
        judge_replaced_begin(c, &s);
        judge_holes(c, &s, DAY_NONE);
        return;
    }
    if (c->count > 0 && !c->new_ground)
        return;
    judge_holes(c, &s, judge_gap(c, &s));
    for (uint32_t i = 0; c->alikes >= ODDITY_MEDIAN_LEAST && i < c->now->unit_count; i++)
        judge_stop(c, &s, &c->now->unit[i]);
}
