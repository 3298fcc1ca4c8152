#include "cli/findings.h"

#include "cli/wrap.h"
#include "core/utf8.h"

/* Where the sentences go. */
struct teller {
    struct cli *cli;
    struct progress *progress; /* NULL: they are gathered */
    struct sb *gathered;
    bool warns;      /* what is told now is told also where nothing but errors is asked for */
    struct str load; /* empty: a dry run */
};

static void tell(const struct teller *t, struct str text)
{
    if (t->progress && t->warns)
        progress_warn(t->progress, text);
    else if (t->progress)
        progress_note(t->progress, text);
    else
        wrap(t->gathered, text);
}

/* ---- tables ---- */

static void put_count(struct cli *cli, struct sb *out, enum text text, uint64_t n)
{
    struct str value = progress_grouped(cli->arena, cli->lang, n);
    if (n > 0)
        text_fill(out, cli->lang, text, &value, 1);
}

static void tell_table(const struct teller *t, const struct table_tally *tally)
{
    struct cli *cli = t->cli;
    struct sb line = sb_open(cli->arena, 160);
    struct str value[] = {str_of(TABLES[tally->table].name),
                          progress_grouped(cli->arena, cli->lang, tally->rows)};
    text_fill(&line, cli->lang, TEXT_FINDINGS_ROWS, value, ARRAY_LEN(value));
    put_count(cli, &line, TEXT_FINDINGS_REJECTS, tally->rejects);
    put_count(cli, &line, TEXT_FINDINGS_ADDED, tally->added);
    put_count(cli, &line, TEXT_FINDINGS_CORRECTED, tally->corrected);
    bool keyed = TABLES[tally->table].home != HOME_EVENTS;
    put_count(cli, &line, keyed ? TEXT_FINDINGS_AGAIN : TEXT_FINDINGS_ALIKE, tally->again);
    /* Each row of events is one or the other, or stands where it was lost. */
    put_count(cli, &line, TEXT_FINDINGS_PUT_BACK,
              keyed ? 0 : tally->rows - tally->added - tally->again);
    put_count(cli, &line, TEXT_FINDINGS_PERSONS, tally->persons);
    put_count(cli, &line, TEXT_FINDINGS_UNITS, tally->units);
    if (!day_is_none(tally->first)) {
        char first[DAY_TEXT], last[DAY_TEXT];
        struct str day[] = {day_format(tally->first, first), day_format(tally->last, last)};
        text_fill(&line, cli->lang, TEXT_FINDINGS_PERIOD, day, ARRAY_LEN(day));
    }
    tell(t, sb_str(&line));
}

/* ---- oddities ---- */

enum place {
    PLACE_SUBJECT = 1,
    PLACE_DAY = 2, /* behind a blank of the subject */
    PLACE_ROWS = 4,
    PLACE_EXPECTED = 8,
    PLACE_LOAD = 16,    /* that can be taken back: a dry run's sentence is another */
    PLACE_REPLACE = 32, /* the subject as days to replace */
    PLACES = 7
};
/* After the table, in this order, what a sentence says. */
static const struct {
    enum text text;
    unsigned places;
} SENTENCE[ODDITY_COUNT] = {
    [ODDITY_UNPROTECTED] = {TEXT_ODDITY_UNPROTECTED, PLACE_ROWS | PLACE_LOAD},
    [ODDITY_BACKWARDS] = {TEXT_ODDITY_BACKWARDS, PLACE_SUBJECT | PLACE_ROWS},
    [ODDITY_TABLE_MISSING] = {TEXT_ODDITY_TABLE_MISSING, 0},
    [ODDITY_TABLE_ROWS] = {TEXT_ODDITY_TABLE_ROWS, PLACE_ROWS | PLACE_EXPECTED},
    [ODDITY_CUT_OFF] = {TEXT_ODDITY_CUT_OFF, PLACE_SUBJECT | PLACE_ROWS | PLACE_EXPECTED},
    [ODDITY_DAYS_MISSING] = {TEXT_ODDITY_DAYS_MISSING, PLACE_SUBJECT | PLACE_ROWS | PLACE_EXPECTED},
    [ODDITY_UNIT_STOPPED] = {TEXT_ODDITY_UNIT_STOPPED, PLACE_SUBJECT | PLACE_DAY | PLACE_EXPECTED},
    [ODDITY_UNIT_SILENT] = {TEXT_ODDITY_UNIT_SILENT, PLACE_SUBJECT | PLACE_EXPECTED},
    [ODDITY_UNIT_ROWS] = {TEXT_ODDITY_UNIT_ROWS, PLACE_SUBJECT | PLACE_ROWS | PLACE_EXPECTED},
    [ODDITY_SYSTEM_NEW] = {TEXT_ODDITY_SYSTEM_NEW, PLACE_SUBJECT | PLACE_ROWS},
    [ODDITY_SYSTEM_GONE] = {TEXT_ODDITY_SYSTEM_GONE, PLACE_SUBJECT | PLACE_EXPECTED},
    [ODDITY_REJECTS] = {TEXT_ODDITY_REJECTS, PLACE_ROWS | PLACE_EXPECTED},
    [ODDITY_WITHOUT_STAFF] = {TEXT_ODDITY_WITHOUT_STAFF, PLACE_ROWS | PLACE_EXPECTED},
    [ODDITY_AFTER_TODAY] = {TEXT_ODDITY_AFTER_TODAY, PLACE_SUBJECT | PLACE_ROWS},
    [ODDITY_LONG_BEFORE] = {TEXT_ODDITY_LONG_BEFORE, PLACE_SUBJECT | PLACE_ROWS},
    [ODDITY_OPEN_END] = {TEXT_ODDITY_OPEN_END, PLACE_SUBJECT | PLACE_ROWS},
    [ODDITY_ALIKE] = {TEXT_ODDITY_ALIKE, PLACE_SUBJECT | PLACE_ROWS | PLACE_LOAD | PLACE_REPLACE},
};

/* What is measured by working days says so; a load that did not land cannot be taken back. */
static enum text sentence_of(const struct teller *t, const struct oddity *o)
{
    bool all = o->rows == 0 || !tally_has_days(o->table);
    if (o->kind == ODDITY_TABLE_ROWS && all)
        return TEXT_ODDITY_TABLE_ROWS_ALL;
    if (oddity_is_note(o))
        return TEXT_ODDITY_OPEN_END_NOTE;
    if (t->load.len == 0 && o->kind == ODDITY_ALIKE)
        return TEXT_ODDITY_ALIKE_DRY;
    if (t->load.len == 0 && o->kind == ODDITY_UNPROTECTED)
        return TEXT_ODDITY_UNPROTECTED_DRY;
    return SENTENCE[o->kind].text;
}

static void tell_oddity(const struct teller *t, const struct oddity *o)
{
    struct cli *cli = t->cli;
    struct sb line = sb_open(cli->arena, 256);
    bool own = o->subject.len == 0; /* a code system that is the column's own */
    unsigned count = 0, places = SENTENCE[o->kind].places;
    struct str day = o->subject, subject = places & PLACE_DAY ? str_cut(&day, ' ') : o->subject;
    struct str value[PLACES];
    value[count++] = str_of(TABLES[o->table].name);
    if (places & PLACE_SUBJECT) /* a code system's name comes from a file, as it was there */
        value[count++] =
            own ? text_get(cli->lang, TEXT_ODDITY_OWN_SYSTEM) : utf8_shown(cli->arena, subject);
    if (places & PLACE_DAY)
        value[count++] = day;
    if (places & PLACE_ROWS)
        value[count++] = progress_grouped(cli->arena, cli->lang, o->rows);
    if (places & PLACE_EXPECTED)
        value[count++] = progress_grouped(cli->arena, cli->lang, o->expected);
    if ((places & PLACE_LOAD) && t->load.len > 0)
        value[count++] = t->load;
    if (places & PLACE_REPLACE)
        value[count++] = o->subject;
    text_fill(&line, cli->lang, sentence_of(t, o), value, count);
    struct teller as = *t;
    as.warns = !oddity_is_note(o);
    tell(&as, sb_str(&line));
}

static bool are_alike(const struct oddity *a, const struct oddity *b)
{
    return a->kind == b->kind && a->table == b->table;
}

/* How many behind it are of its kind, itself counted. */
static unsigned run_of(const struct oddities *odd, unsigned from)
{
    unsigned n = 1;
    while (from + n < odd->count && are_alike(&odd->at[from], &odd->at[from + n]))
        n++;
    return n;
}

static void tell_oddities(const struct teller *t, const struct oddities *odd)
{
    struct str load = t->load;
    for (unsigned i = 0; i < odd->count;) {
        unsigned run = run_of(odd, i), told = run <= FINDINGS_TOLD ? run : FINDINGS_TOLD;
        for (unsigned k = 0; k < told; k++)
            tell_oddity(t, &odd->at[i + k]);
        if (run > told) {
            struct sb line = sb_open(t->cli->arena, 160);
            struct str value[] = {str_of(TABLES[odd->at[i].table].name),
                                  progress_grouped(t->cli->arena, t->cli->lang, run - told), load};
            text_fill(&line, t->cli->lang, load.len > 0 ? TEXT_ODDITY_MORE_IN : TEXT_ODDITY_MORE,
                      value, load.len > 0 ? 3 : 2);
            tell(t, sb_str(&line));
        }
        i += run;
    }
}

void findings_tell(struct progress *p, const struct load_findings *found, struct str load)
{
    struct teller t = {.cli = p->cli, .progress = p, .load = load};
    for (unsigned i = 0; i < found->tables.count; i++)
        tell_table(&t, &found->tables.at[i]);
    t.warns = true;
    tell_oddities(&t, &found->odd);
}

bool findings_print(struct cli *cli, const struct load_findings *found, int64_t load, bool tables,
                    struct err *err)
{
    struct sb out = sb_open(cli->arena, 1024);
    struct teller t = {
        .cli = cli, .gathered = &out, .load = str_fmt(cli->arena, "%lld", (long long)load)};
    for (unsigned i = 0; tables && i < found->tables.count; i++)
        tell_table(&t, &found->tables.at[i]);
    for (unsigned i = 0; i < found->odd.count; i++)
        tell_oddity(&t, &found->odd.at[i]);
    if (found->odd.count == 0)
        tell(&t, text_get(cli->lang, TEXT_ODDITY_NONE));
    return cli_write(cli->out, sb_str(&out), err);
}
