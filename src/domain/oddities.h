/* domain/oddities.h - what looks odd in a load against the loads before it. Pure:
 * counts in (domain/load_tally.h), findings out. Few and true: whoever reads one
 * every night soon reads none.
 *
 * How much is to be expected of a table that has days follows from its rows of a
 * working day: the median of loads that stretch over about as many days, so that
 * a night is not measured by a year. It is asked only of a load whose days go
 * beyond those of all loads before and have a working day among them; so neither
 * a Sunday nor a file of corrections is a fall. A table without days is measured
 * only where the loads before were of one size: increments of any size are not. */
#ifndef DOMAIN_ODDITIES_H
#define DOMAIN_ODDITIES_H
#include "core/base.h"
#include "domain/load_tally.h"

enum {
    /* Loads that are looked at: the newest ones; of nightly ones over two weeks, so that a Sunday
     * has had its like. So many are kept with their units. */
    ODDITY_LOADS = 16,
    ODDITY_MEDIAN_OF = 8,    /* of them the newest that are alike: half a year is another season */
    ODDITY_MEDIAN_LEAST = 3, /* below it a median says nothing */
    /* What has come so often in a row is expected again. */
    ODDITY_IN_A_ROW = 3,
    ODDITY_IN_A_ROW_LEAST = 2, /* where there are not more loads */
    /* A difference that counts is twofold, for weeks differ by half; */
    ODDITY_FOLD = 2,
    /* of at least so many expected rows, for below it one person's absence is as much; */
    ODDITY_ROWS_LEAST = 50,
    /* and of so many times the root of the rows, which chance alone does not reach in the tests of
     * many years (a Poisson count: one in three million). */
    ODDITY_CHANCE = 5,
    /* No row at all where so many are expected is one in five hundred million by chance. */
    ODDITY_SILENT_LEAST = 20,
    /* A night's file is told of already from two thirds down, where the last ones had more each,
     * by a third at least; so many of them, for each weekday must be among them. Not on the days
     * between holidays, which are as they are. */
    ODDITY_NIGHTS_LEAST = 5,
    ODDITY_NIGHT_DAYS = 2, /* a night's file is of fewer working days */
    /* A working day has hardly any rows below one in so many of the usual. */
    ODDITY_THIN = 10,
    /* Days inside a load are missing where so many working days on both sides have their rows. */
    ODDITY_SIDE_DAYS = 5,
    /* A unit stopped where so many working days are without it, over twice what it ever had. */
    ODDITY_STOP_DAYS = 5,
    /* Loads are alike whose days differ at most so many times: two nights may have been missed. */
    ODDITY_DAYS_FOLD = 3,
    /* A new code system is told of from one row in so many on, but one of this many at least. */
    ODDITY_SYSTEM_SHARE = 100,
    ODDITY_SYSTEM_LEAST = 10,
    /* Rows are strays that lie so long before all others and are at most one in so many. */
    ODDITY_STRAY_DAYS = 5 * 365,
    ODDITY_STRAY_SHARE = 200,
    /* Events that came before are told of from one row in so many on: two of one person, day and
     * code may be two, but few are. A small unit's may have one any night. */
    ODDITY_ALIKE_SHARE = 20,
    ODDITY_ALIKE_LEAST = 2
};

enum oddity_kind {
    /* Those whose protected identity it takes away. Found by who knows it (service/load/load.h). */
    ODDITY_UNPROTECTED,
    ODDITY_BACKWARDS,     /* rows whose period ends before it begins; `subject`: of the first one */
    ODDITY_TABLE_MISSING, /* it came in each of the last loads like this one, and not now */
    ODDITY_TABLE_ROWS,    /* far fewer or more rows than expected */
    ODDITY_CUT_OFF, /* `subject`, FROM..TO: working days at its end without rows, that the loads
                     * before reached (the same days, or the end of their month or week) */
    ODDITY_DAYS_MISSING,  /* the same before its first days, or inside it */
    ODDITY_UNIT_SILENT,   /* `subject`, a unit, had rows in each of the last loads and has none */
    ODDITY_UNIT_ROWS,     /* far fewer or more rows of the unit than expected */
    ODDITY_UNIT_STOPPED,  /* `subject`, a unit and its last day: nothing of it after that */
    ODDITY_SYSTEM_NEW,    /* `subject`: a code system that no earlier load had */
    ODDITY_SYSTEM_GONE,   /* one that each of the last had */
    ODDITY_REJECTS,       /* far more rejects than expected */
    ODDITY_WITHOUT_STAFF, /* far more contacts of primary care without staff than expected */
    ODDITY_AFTER_TODAY,   /* dated after today; `subject`: the last day */
    ODDITY_LONG_BEFORE,   /* dated long before all others; `subject`: the last of those days */
    ODDITY_OPEN_END,      /* `subject`: a file whose last row has no line end; `rows`: so many
                           * files, `expected`: loads before whose files all had one */
    ODDITY_ALIKE,         /* events like some that count; `subject`: the table's days, FROM..TO */
    ODDITY_COUNT
};
struct oddity {
    enum oddity_kind kind;
    enum table_id table;
    struct str subject;
    uint64_t rows, expected; /* rows that it has, and might have had */
};
/* Worth a word, not a warning: nothing is known that it is measured by. */
static inline bool oddity_is_note(const struct oddity *o)
{
    return o->kind == ODDITY_OPEN_END && o->expected == 0;
}
extern const char *const ODDITY_NAME[ODDITY_COUNT]; /* as it is kept and printed for programs */
MUST_USE bool oddity_find(struct str name, enum oddity_kind *out);

/* Findings, of each table in the order of kinds, of one kind the largest first. */
struct oddities {
    struct arena *arena;
    struct oddity *at;
    unsigned count, room;
};
void oddities_add(struct oddities *o, struct oddity found);
/* One table of the load against the same of earlier ones, the newest first. */
void oddities_of_table(struct oddities *out, const struct table_tally *now,
                       const struct table_tally *before, unsigned count);

/* Which tables a load has, of this one also those whose files were loaded before, and how much of
 * each: without rows nobody knows. Missing is a table that each of the last loads of this one's
 * kind had. Of one kind are loads whose tables are about as large (in days, or in rows), where this
 * one has at least half of the other's tables or goes on where loads before it ended. A file of
 * corrections, or a first nightly one after the whole, has none missing. */
struct load_tables {
    bool has[TABLE_COUNT];
    struct load_size {
        uint64_t rows;
        double workdays;
        struct day until;
    } of[TABLE_COUNT];
};
void oddities_of_missing(struct oddities *out, const struct load_tables *now,
                         const struct load_tables *before, unsigned count);
#endif
