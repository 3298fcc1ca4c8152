/* tests/unit/cli/canary.h - the canary: one person with a protected identity, who alone is listed
 * at a unit and has a named doctor of her own; her home, and what is searched for in all that is
 * said.
 *
 *     struct canary c = {.scratch = *state};
 *     know(&c);
 *     open_home(&c);
 *     const char *leak = found(&c, said.out, false);
 */
#ifndef TESTS_CANARY_H
#define TESTS_CANARY_H
#include "domain/person_id.h"

#include "county.h"

#define HER_UNIT  "SE0000000000-KANARIE"
#define HER_ALIAS "Kanarieenheten"

struct canary {
    struct scratch *scratch;
    char id[PERSON_ID_TEXT];
    const char *secret[16], *place[8];
    unsigned secrets, places;
};

static inline void know(struct canary *c)
{
    static const char *const name[] = {"Kanariefågla", "Gömdesdotter", "Hemlighetsvägen", "7770777",
                                       "kanarie@",     "KANDOC",       "Kanarielakare"};
    struct person_id id;
    struct arena *a = c->scratch->arena;
    assert_true(person_id_make((struct civil){1810, 5, 5}, 5, &id));
    (void)person_id_format(id, c->id);
    for (size_t i = 0; i < ARRAY_LEN(name); i++)
        if (i < 5)
            c->secret[c->secrets++] = name[i];
        else
            c->place[c->places++] = name[i];
    c->place[c->places++] = HER_UNIT;
    c->place[c->places++] = HER_ALIAS;
    c->secret[c->secrets++] = str_fmt(a, "%s", c->id).at;
    c->secret[c->secrets++] = str_fmt(a, "%s", c->id + 2).at;
    c->secret[c->secrets++] = str_fmt(a, "%.8s-%s", c->id, c->id + 8).at;
    c->secret[c->secrets++] = str_fmt(a, "%.6s-%s", c->id + 2, c->id + 8).at;
    c->secret[c->secrets++] = str_fmt(a, "%.6s+%s", c->id + 2, c->id + 8).at;
}

static const char ROWS[] =
    "UPDATE person_stated SET given_name = 'Kanariefågla', surname = 'Gömdesdotter', street = "
    "'Hemlighetsvägen 7', city = 'Dold', phone = '070-7770777', email = 'kanarie@gomd.example', "
    "paper = 1 WHERE identifier = 2;"
    "UPDATE person_stated SET given_name = 'Anna', surname = 'Ek' WHERE identifier = 1;"
    "INSERT INTO unit VALUES (4, '" HER_UNIT "');"
    "INSERT INTO unit_list VALUES (14, 4);"
    "INSERT INTO unit_stated (unit, name, operator, county, municipality, queue, recorded) VALUES "
    "(4, '" HER_ALIAS "', 0, '23', '2380', 2, 1);"
    "INSERT INTO staff VALUES (3, 'SE0000000000-KANDOC');"
    "INSERT INTO staff_stated (staff, given_name, surname, profession, district_nurse, "
    "protected_staff, recorded) VALUES (3, 'Doktor', 'Kanarielakare', 0, 0, 0, 1);"
    "UPDATE listing_stated SET list = 14 WHERE id = 2;"
    "UPDATE listing_effect SET list = 14 WHERE person = 2;"
    "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, recorded) "
    "VALUES (3, 2, 2, 3, 4, 44561, 1);"
    "INSERT INTO named_contact_effect VALUES (2, 2, 44561, 3, NULL);"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) VALUES "
    "(2, 0, '" HER_UNIT "', '', 45300, 1), (2, 7, '" HER_UNIT "', 'SE0000000000-KANDOC', 45300, 1);"
    "INSERT INTO outbox (uuid, type, person, seq, valid_from, position, data, place) VALUES "
    "('00000000-0000-4000-8000-000000000001', 0, 2, 1, 45300, 1, '{\"unit\":\"" HER_UNIT "\"}', 1);"
    "INSERT INTO outbox_seq VALUES (2, 1); UPDATE outbox_last SET place = 1;";

/* She has asked for a contact, waits in a queue, has applied, was moved with a panel, has got a
 * letter, and a notice to her failed. */
static const char ASKED[] =
    "INSERT INTO request VALUES (1, 2, 1, 3, 0, 1);"
    "INSERT INTO request_step VALUES (1, 0, 1, NULL, NULL), (1, 2, 1, NULL, NULL);"
    "INSERT INTO request_open VALUES (2, 1, 1);"
    /* who is in SÄBO is exempt from a cap, and waits for nothing */
    "UPDATE residence_stated SET to_day = 45299 WHERE identifier = 2 AND to_day IS NULL;"
    "INSERT INTO queue_place (identifier, unit, since, electronic, reason, recorded) VALUES "
    "(2, 2, 45290, 0, 'Kanariefågla', 1);"
    "INSERT INTO application (id, identifier, reason, recorded) VALUES (1, 2, 'Kanariefågla', 1);"
    "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, to_day, "
    "recorded) VALUES (4, 2, 2, 1, 4, 44400, 44560, 1);"
    "INSERT INTO named_contact_effect VALUES (2, 2, 44400, 4, 44560);"
    "INSERT INTO panel_move VALUES (1, 1, 4, 0, 44561, 45299, 'few doctors', 1, NULL);"
    "INSERT INTO panel_move_row VALUES (1, 2, 4, 4, 3, NULL, NULL, NULL);"
    "INSERT INTO letter_run VALUES (1, 1, 1, printf('%064d', 0));"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, reason, position, letter) "
    "VALUES (2, 10, '" HER_UNIT "', 'SE0000000000-KANDOC', 45290, 'Kanariefågla', 1, 1);"
    "INSERT INTO notice_failure VALUES (2, 9, 0);";

/* Of two children of hers, one is newborn and listed nowhere. Her unit is full, as another is. */
static const char CHILDREN[] =
    "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1);"
    "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6);"
    "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, county, area, "
    "registered_from, deregistration_reason, mother, guardian1, guardian2, recorded) VALUES "
    "(5, 45295, 1, 0, 0, '23', 'A1', 45295, 0, 1, 1, NULL, 1), "
    "(6, 42000, 1, 0, 0, '23', 'A1', 42000, 0, 1, 1, NULL, 1);"
    "UPDATE person_stated SET (mother, guardian1) = (SELECT packed, packed FROM identifier "
    "WHERE id = 2) WHERE identifier IN (5, 6);"
    "INSERT INTO area_stated (area, unit, from_day, recorded) VALUES ('A1', 1, 40000, 1);"
    "UPDATE unit_stated SET cap = 0 WHERE unit IN (2, 4);";

static inline void open_home(struct canary *c)
{
    struct instance in;
    struct person_id id;
    struct err err = {0};
    struct scratch *s = c->scratch;
    county_open(s, &in);
    assert_true(person_id_parse(str_of(c->id), (struct day){45300}, &id, &err));
    county_script(&in, ROWS);
    county_script(&in, str_fmt(s->arena, "UPDATE identifier SET packed = %llu WHERE id = 2;",
                               (unsigned long long)id.packed)
                           .at);
    county_script(&in, CHILDREN);
    county_script(&in, ASKED);
    instance_close(&in);
    /* Rows of hers that are refused, in a file of the night; and some of whom she is one. */
    struct str rows = str_fmt(s->arena,
                              "person,sex,given_name,surname,birth_date,street,phone,email\n"
                              "%s,F,Kanariefågla,Gömdesdotter,1810-13-05,Hemlighetsvägen 7,"
                              "070-7770777,kanarie@gomd.example\n%s,F,Kanariefågla,,,,,\n",
                              c->id, c->id + 1);
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "files"), &err));
    assert_true(file_replace(&FILES_POSIX, scratch_path(s, "files/people.csv"), rows, &err));
    assert_true(
        file_replace(&FILES_POSIX, scratch_path(s, "files/some.txt"), STR("key:1\nkey:2\n"), &err));
}

/* The first of it that the text has, NULL: none. `place`: her unit and her doctor may stand there.
 */
static inline const char *found(const struct canary *c, const char *text, bool place)
{
    for (unsigned i = 0; i < c->secrets; i++)
        if (strstr(text, c->secret[i]))
            return c->secret[i];
    for (unsigned i = 0; i < c->places && !place; i++)
        if (strstr(text, c->place[i]))
            return c->place[i];
    return NULL;
}
#endif
