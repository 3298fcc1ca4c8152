#include "synth/write.h"

struct printed {
    const char *measure, *period, *value;
};

/* Region Jämtland Härjedalen's annual report of 2023: what it prints of the county, as far as it is
 * a figure of a measure. Shares are of 1. */
static const struct printed REPORT[] = {
    {"listed", "2022-12", "132602"},     {"listed", "2023-12", "133599"},
    {"listed_change", "2023-12", "997"}, {"production", "2022-12", "561689"},
    {"production", "2023-12", "600261"}, {"home_visits", "2022-12", "14663"},
    {"home_visits", "2023-12", "16727"}, {"coverage", "2023-12", "0.65"},
    {"Ko05L", "2022-12", "0.35"},        {"Ko05L", "2023-12", "0.32"},
    {"Ko05S", "2022-12", "0.38"},        {"Ko05S", "2023-12", "0.33"},
    {"access0", "2023-12", "0.86"},
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

void written_references(struct out *o)
{
    for (size_t i = 0; i < sizeof REPORT / sizeof *REPORT; i++) {
        out_text(o, str_of(REPORT[i].measure));
        out_text(o, STR("23"));
        out_text(o, str_of(REPORT[i].period));
        out_text(o, str_of(REPORT[i].value));
        out_empty(o);
        out_empty(o);
        out_text(o, STR("Årsbokslut 2023, hälsocentralerna i Jämtlands län"));
        out_end(o);
    }
    for (size_t i = 0; i < sizeof SAEBO / sizeof *SAEBO; i++) {
        write_saebo(o, "saebo_named_doctor", &SAEBO[i], SAEBO[i].doctor);
        write_saebo(o, "saebo_named_care_contact", &SAEBO[i], SAEBO[i].care_contact);
    }
}
