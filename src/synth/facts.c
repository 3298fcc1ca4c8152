#include "synth/facts.h"

#include "synth/counties.h"
#include "synth/samples.h"

#include <stdio.h>

static const char *const WOMEN[] = {
    "Anna",    "Eva",    "Maria",   "Karin",    "Sara",  "Kristina", "Lena",  "Emma",
    "Kerstin", "Ingrid", "Marie",   "Malin",    "Jenny", "Hanna",    "Linda", "Elin",
    "Annika",  "Ulla",   "Susanne", "Birgitta", "Elsa",  "Alice",    "Maja",  "Ebba",
    "Astrid",  "Saga",   "Freja",   "Vera",     "Ida",   "Johanna",  "Amina", "Fatima",
};
static const char *const MEN[] = {
    "Lars",   "Mikael", "Anders", "Johan",   "Per",     "Erik",   "Karl",    "Peter",
    "Thomas", "Jan",    "Daniel", "Fredrik", "Hans",    "Mats",   "Andreas", "Stefan",
    "Bengt",  "Bo",     "Nils",   "Leif",    "William", "Lucas",  "Hugo",    "Oliver",
    "Liam",   "Elias",  "Noah",   "Olle",    "Sven",    "Gustav", "Ali",     "Ahmed",
};
static const char *const SURNAMES[] = {
    "Andersson", "Johansson", "Karlsson",   "Nilsson",     "Eriksson",   "Larsson",    "Olsson",
    "Persson",   "Svensson",  "Gustafsson", "Pettersson",  "Jonsson",    "Jansson",    "Hansson",
    "Bengtsson", "Jönsson",   "Lindberg",   "Jakobsson",   "Magnusson",  "Olofsson",   "Lindström",
    "Lindqvist", "Lindgren",  "Axelsson",   "Berg",        "Bergström",  "Lundberg",   "Lind",
    "Lundgren",  "Mattsson",  "Berglund",   "Fredriksson", "Sandberg",   "Henriksson", "Forsberg",
    "Sjöberg",   "Wallin",    "Engström",   "Eklund",      "Danielsson", "Lundin",     "Håkansson",
    "Björk",     "Bergman",   "Gunnarsson", "Holm",        "Wikström",   "Samuelsson", "Isaksson",
    "Fransson",  "Bergqvist", "Nyström",    "Holmberg",    "Arvidsson",  "Löfgren",    "Söderberg",
    "Nyberg",    "Blomqvist", "Claesson",   "Nordström",   "Mårtensson", "Hassan",     "Ali",
};
static const char *const STREETS[] = {
    "Björkvägen", "Skolgatan", "Storgatan",   "Kyrkvägen",   "Stationsvägen",  "Tallstigen",
    "Rönnvägen",  "Granvägen", "Ängsvägen",   "Sjögatan",    "Backvägen",      "Kvarnvägen",
    "Åkervägen",  "Lövstigen", "Norra vägen", "Södra vägen", "Hantverksgatan", "Fjällgatan",
};

static struct str pick(const char *const *words, size_t count, uint64_t key)
{
    return str_of(words[(key >> 20) % count]);
}

struct str facts_given_name(uint64_t key, enum sex sex)
{
    return sex == SEX_FEMALE ? pick(WOMEN, ARRAY_LEN(WOMEN), key) : pick(MEN, ARRAY_LEN(MEN), key);
}

struct str facts_surname(uint64_t key)
{
    return pick(SURNAMES, ARRAY_LEN(SURNAMES), rnd_mix(key));
}

/* Children have their mother's household until they are grown. */
static int32_t household_of(const struct district *d, int32_t person)
{
    const struct person *p = PERSON(d, person);
    return p->mother != NOBODY && d->end - p->born < 19 * 365 ? p->mother : person;
}

static void put_place(const struct district *d, const struct person *p, uint64_t key,
                      struct facts *out)
{
    const struct unit *u = &d->unit[p->lives];
    out->county = d->county->code;
    out->municipality = d->municipality[u->municipality].code;
    out->city = str_of(u->city);
    if (p->origin != ORIGIN_ELSEWHERE && p->origin != ORIGIN_VISITOR)
        return;
    const struct county *other = &COUNTY[key % COUNTIES];
    if (other == d->county)
        other = &COUNTY[(key + 1) % COUNTIES];
    const struct municipality *m = &other->municipality[(key >> 8) % other->municipalities];
    out->county = other->code;
    out->municipality = m->code;
    out->city = m->name;
}

void facts_of(const struct district *d, int32_t person, struct facts *out)
{
    const struct person *p = PERSON(d, person);
    uint64_t key = rnd_key(d->seed, STREAM_FACTS, UINT64_C(1) << 40 | (uint64_t)person);
    int32_t household = household_of(d, person);
    uint64_t home = rnd_key(d->seed, STREAM_FACTS, UINT64_C(1) << 41 | (uint64_t)household);
    *out = (struct facts){.given_name = facts_given_name(key, p->sex),
                          .surname = facts_surname(home),
                          .protection = p->protection,
                          .paper = rnd_mix(key) % 100 < 9};
    put_place(d, p, home, out);
    if (p->sample > 0) {
        out->given_name = str_of(SAMPLE[p->sample - 1].given_name);
        out->surname = str_of(SAMPLE[p->sample - 1].surname);
    } else if (home % 1000 < 2) {
        out->protection = home % 1000 == 0 ? PROTECTION_REGISTRATION : PROTECTION_CONFIDENTIAL;
    }
    (void)snprintf(out->street, sizeof out->street, "%s %u",
                   STREETS[(home >> 8) % ARRAY_LEN(STREETS)], (unsigned)(home >> 40) % 60 + 1);
    (void)snprintf(out->postal_code, sizeof out->postal_code, "%03u %02u",
                   830 + (unsigned)(home >> 16) % 15, 10 + (unsigned)(home >> 24) % 90);
    if (d->end - p->born < 12 * 365)
        return;
    (void)snprintf(out->phone, sizeof out->phone, "070-17406%02u", 5 + (unsigned)(key >> 30) % 95);
    if (key % 10 < 7)
        (void)snprintf(out->email, sizeof out->email, "person%u.%d@example.org", d->number, person);
}
