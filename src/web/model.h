/* web/model.h - all that the public pages show of an instance at one moment:
 * measures with their published tables, the places that they are about, figures
 * of others to compare with. Made once for each snapshot, then never changed, so
 * that any number of threads read it without a lock.
 *
 * Figures are in it as published cells only (publish/suppression.h): what a page
 * cannot reach it cannot show. */
#ifndef WEB_MODEL_H
#define WEB_MODEL_H
#include "core/day.h"
#include "core/text.h"
#include "engine/definition.h"
#include "publish/suppression.h"

enum model_level { MODEL_UNIT, MODEL_OPERATOR, MODEL_MUNICIPALITY, MODEL_COUNTY, MODEL_LEVELS };
struct str model_level_word(enum model_level level); /* "unit", as files print it */
MUST_USE bool model_level_parse(struct str word, enum model_level *out);

/* What a figure is about: a unit, an operator, a municipality, the county. */
struct model_place {
    struct str id;            /* as files print it */
    struct str name[2];       /* by enum lang */
    struct str operator_kind; /* of a unit: "region", "external"; else empty */
    struct str municipality;  /* of a unit: its name */
};

/* In the order that readers meet them; their names and what is in them: web/group.h. */
enum model_group {
    GROUP_CONTINUITY,
    GROUP_ACCESS,
    GROUP_NAMED,
    GROUP_SAEBO,
    GROUP_LISTING,
    GROUP_CONTACTS,
    GROUP_DIABETES,
    GROUP_MENTAL,
    GROUP_LUNGS_AND_AGE,
    GROUP_PREVENTION,
    GROUP_SURVEY,
    GROUP_STAFF,
    GROUP_ECONOMY,
    GROUP_OTHER, /* of an instance's own measures that nothing here knows */
    MODEL_GROUPS
};

struct model_measure {
    const struct definition *definition;
    enum model_group group;
    unsigned rank;                    /* within the group */
    const struct model_measure *main; /* that it stands below (web/group.h); NULL: of none */
    const struct published_table *table;
    const struct published_cell *const *cell; /* by model_cell(); NULL: there is none */
    /* The month that its target is a change since, where that is before those of the model. */
    const struct published_table *base; /* NULL: no such month */
};

/* What a check of the data finds: of the county and its units, in the last month; a check that is a
 * measure has that measure's table, with all its months. */
struct check;
struct model_check {
    const struct check *is;
    const struct published_table *table;
};
struct model_checks { /* that concern one measure; none: count 0 */
    const struct model_check *at;
    size_t count;
};

/* A figure that others have printed, to stand beside ours. */
struct model_reference {
    struct str measure, level, period, value, source;
};

/* The point measurement of SÄBO: its counties, in the order of the printed table. */
struct model_saebo_county {
    struct str id;
    struct str name[2]; /* by enum lang */
};
enum model_saebo { SAEBO_DOCTOR, SAEBO_CARE_CONTACT, MODEL_SAEBO };

struct model {
    struct str region; /* "Region Jämtland Härjedalen" */
    struct day today;
    bool is_demo;
    struct suppression_rules suppression; /* that its tables went through */
    struct month last;                    /* the newest month of the figures */
    unsigned months;                      /* how many, ending there */
    struct month begins;                  /* that of the first contact that there is */
    const struct model_place *place;      /* of all levels, each level's together */
    unsigned first[MODEL_LEVELS], count[MODEL_LEVELS];
    const struct model_measure *measure;
    unsigned measures;
    const struct model_checks *checks; /* by the number of the measure; NULL: not counted yet */
    bool has_refused_checks;           /* they could not be counted */
    struct str snapshot;               /* the name of the one that it was made from */
    const struct model_reference *reference;
    unsigned references;
    const struct model_saebo_county *saebo;
    unsigned saebo_counties; /* 0: the figures have not been loaded */
    const struct published_table *saebo_table[MODEL_SAEBO];
};

/* The months and places of a table as the model orders them: cell[place * months + month], from
 * the cells of `table`. */
const struct published_cell *const *model_cells(struct arena *a, const struct model *m,
                                                const struct published_table *table);
/* The cell of a place (its number within the level) in a month (0 the oldest); NULL: none. */
const struct published_cell *model_cell(const struct model *m, const struct model_measure *measure,
                                        enum model_level level, unsigned place, unsigned month);
/* The cell of the month that the measure's target is a change since; NULL: none, or it looks back
 * on months before the first contact that there is, and would be of some of its time only. */
const struct published_cell *model_base(const struct model *m, const struct model_measure *measure,
                                        enum model_level level, unsigned place);
const struct model_measure *model_measure(const struct model *m, struct str id); /* or NULL */
/* What others printed of the measure for that period and the county's level; NULL: nothing. */
const struct model_reference *model_reference(const struct model *m, struct str measure,
                                              struct str level, struct str period);
/* The month of a number: 0 is the oldest of `m->months`. */
struct month model_month(const struct model *m, unsigned month);
#endif
