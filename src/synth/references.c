#include "synth/write.h"

struct printed {
    const char *measure, *period, *value;
    const char *nation; /* NULL: not printed */
};

/* Region Jämtland Härjedalen's annual report of 2023: what it prints of the county, and of the
 * nation beside it, as far as it is a figure of a measure. Shares are of 1. */
static const struct printed REPORT[] = {
    {"listed", "2022-12", "132602", NULL},
    {"listed", "2023-12", "133599", NULL},
    {"listed_change", "2023-12", "997", NULL},
    {"production", "2022-12", "561689", NULL},
    {"production", "2023-12", "600261", NULL},
    {"home_visits", "2022-12", "14663", NULL},
    {"home_visits", "2023-12", "16727", NULL},
    {"coverage", "2022-12", "0.65", NULL},
    {"coverage", "2023-12", "0.65", NULL},
    {"Ko05L", "2022-12", "0.35", NULL},
    {"Ko05L", "2023-12", "0.32", NULL},
    {"Ko05S", "2022-12", "0.38", NULL},
    {"Ko05S", "2023-12", "0.33", NULL},
    {"access0", "2022-12", "0.83", NULL},
    {"access0", "2023-12", "0.86", "0.87"},
    {"access3", "2022-12", "0.718", NULL},
    {"access3", "2023-12", "0.703", "0.873"},
    {"Di01", "2022-12", "0.056", "0.054"},
    {"Di01", "2023-12", "0.06", "0.055"},
    {"Di03L1", "2023-12", "0.633", "0.63"},
    {"Di02_70", "2022-12", "0.08", NULL},
    {"Di02_70", "2023-12", "0.074", "0.075"},
    {"Dep04", "2022-12", "0.34", NULL},
    {"Dep04", "2023-12", "0.351", "0.52"},
    {"An04", "2022-12", "0.321", NULL},
    {"An04", "2023-12", "0.341", "0.48"},
    {"KOL02A", "2023-12", "0.639", "0.75"},
    {"Ald02", "2023-12", "0.775", "0.85"},
    {"health_talk_invited", "2023-12", "0.66", NULL},
    {"health_talk_done", "2023-12", "0.27", NULL},
    {"hired_weeks", "2022-12", "723", NULL},
    {"hired_weeks", "2023-12", "925", NULL},
};

struct saebo {
    const char *county;
    uint32_t places, doctor, care_contact;
};

/* The point measurement of 2021 week 48, that is to Sunday 5 December: persons in special housing,
 * with a named doctor, with a care contact. */
static const struct saebo SAEBO[] = {
    {"10", 1522, 1397, 1504},    /* Blekinge län */
    {"20", 2623, 2093, 2426},    /* Dalarnas län */
    {"09", 627, 627, 627},       /* Gotlands län */
    {"21", 3128, 2627, 3066},    /* Gävleborgs län */
    {"13", 2847, 2847, 2847},    /* Hallands län */
    {"23", 1267, 899, 1217},     /* Jämtlands län */
    {"06", 3225, 3073, 3074},    /* Jönköpings län */
    {"08", 2303, 1923, 2293},    /* Kalmar län */
    {"07", 1900, 1709, 1894},    /* Kronobergs län */
    {"25", 3100, 3073, 3026},    /* Norrbottens län */
    {"12", 8520, 7008, 8021},    /* Skåne län */
    {"01", 13565, 13265, 13113}, /* Stockholms län */
    {"04", 2700, 2700, 2700},    /* Södermanlands län */
    {"03", 2761, 2735, 2754},    /* Uppsala län */
    {"17", 2597, 2597, 2512},    /* Värmlands län */
    {"24", 2861, 2861, 2861},    /* Västerbottens län */
    {"22", 2506, 2445, 2506},    /* Västernorrlands län */
    {"19", 2835, 2031, 2651},    /* Västmanlands län */
    {"14", 13182, 12178, 12222}, /* Västra Götalands län */
    {"18", 2586, 2586, 2586},    /* Örebro län */
    {"05", 4356, 4286, 4311},    /* Östergötlands län */
};
#define SAEBO_PERIOD "2021-12"

/* Nine decimals, as many as an import takes, by long division: doubles would round twice. */
static void put_share(struct out *o, uint32_t part, uint32_t all)
{
    enum { DECIMALS = 9 };
    char text[2 + DECIMALS];
    unsigned len = 0;
    uint64_t rest = part;
    while (len < sizeof text && (len == 0 || rest > 0)) {
        text[len++] = (char)('0' + rest / all);
        rest = rest % all * 10;
        if (len == 1 && rest > 0)
            text[len++] = '.';
    }
    out_text(o, (struct str){text, len});
}

static void write_saebo(struct out *o, const char *measure, const struct saebo *s, uint32_t part)
{
    out_text(o, str_of(measure));
    out_text(o, str_of(s->county));
    out_text(o, STR(SAEBO_PERIOD));
    put_share(o, part, s->places);
    out_number(o, part);
    out_number(o, s->places);
    out_text(o, STR("Punktmätning SÄBO 2021 vecka 48"));
    out_end(o);
}

static void write_printed(struct out *o, const struct printed *p, struct str level,
                          const char *value)
{
    out_text(o, str_of(p->measure));
    out_text(o, level);
    out_text(o, str_of(p->period));
    out_text(o, str_of(value));
    out_empty(o);
    out_empty(o);
    out_text(o, STR("Årsbokslut 2023, hälsocentralerna i Jämtlands län"));
    out_end(o);
}

void written_references(struct out *o)
{
    for (size_t i = 0; i < sizeof REPORT / sizeof *REPORT; i++) {
        write_printed(o, &REPORT[i], STR("23"), REPORT[i].value);
        if (REPORT[i].nation)
            write_printed(o, &REPORT[i], STR("SE"), REPORT[i].nation);
    }
    for (size_t i = 0; i < sizeof SAEBO / sizeof *SAEBO; i++) {
        write_saebo(o, "saebo_named_doctor", &SAEBO[i], SAEBO[i].doctor);
        write_saebo(o, "saebo_named_care_contact", &SAEBO[i], SAEBO[i].care_contact);
    }
}
