/* tests/unit/service/county.h - a home with a few rows of everything, put there as
 * the schema has them, so that tests of reading do not stand on the import. */
#ifndef TESTS_UNIT_SERVICE_COUNTY_H
#define TESTS_UNIT_SERVICE_COUNTY_H
#include "engine/segment.h"
#include "service/instance.h"
#include "service/work.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Two units of Jämtland and one of Gävleborg; three persons: the first listed since 2021, with a
 * named doctor, the second since 2022 and in SÄBO, the third dead; the fourth key was joined with
 * the first. Days count from 1900: 44196 is 2021-01-02. */
static const char COUNTY_ROWS[] =
    "INSERT INTO unit VALUES (1, 'SE0000000000-U1'), (2, 'SE0000000000-U2'), "
    "(3, 'SE0000000000-U3');"
    "INSERT INTO unit_list VALUES (11, 1), (12, 2), (13, 3);"
    "INSERT INTO unit_stated (unit, name, operator, county, municipality, queue, recorded) VALUES "
    "(1, 'Norra', 0, '23', '2380', 2, 1), (2, 'Södra', 1, '23', '2321', 2, 1), "
    "(3, 'Gävle', 0, '21', NULL, 2, 1);"
    "INSERT INTO staff VALUES (1, 'SE0000000000-D1'), (2, 'SE0000000000-D2');"
    "INSERT INTO staff_stated (staff, profession, district_nurse, protected_staff, recorded) "
    "VALUES (1, 0, 0, 0, 1), (2, 0, 0, 1, 1);"
    "INSERT INTO identifier VALUES (1, 1001, 1, 1), (2, 1002, 2, 1), (3, 1003, 3, 1), "
    "(4, 1004, 1, 1);"
    "INSERT INTO person (key, newest) VALUES (1, 1), (2, 2), (3, 3), (4, NULL);"
    "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, deregistered_on, "
    "deregistration_reason, recorded) VALUES (1, 20000, 1, 0, 0, NULL, 0, 1), "
    "(2, 10000, 2, 1, 0, NULL, 0, 1), (3, NULL, 0, 0, 0, 44300, 1, 1), "
    "(4, 21000, 2, 0, 0, 44200, 4, 1);"
    "INSERT INTO listing_stated (id, identifier, list, from_day, to_day, basis, recorded) VALUES "
    "(1, 4, 11, 44196, NULL, 0, 1), (2, 2, 12, 44561, NULL, 2, 1), (3, 3, 12, 44196, NULL, 2, 1);"
    "INSERT INTO listing_effect VALUES (1, 44196, NULL, 1, 11), (2, 44561, NULL, 2, 12), "
    "(3, 44196, 44300, 3, 12);"
    "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, recorded) "
    "VALUES (1, 1, 2, 1, 1, 44196, 1), (2, 2, 1, 2, 2, 44561, 1);"
    "INSERT INTO named_contact_effect VALUES (1, 2, 44196, 1, NULL), (2, 1, 44561, 2, NULL);"
    "INSERT INTO residence_stated (identifier, kind, municipality, from_day, to_day, reported_on, "
    "recorded) VALUES (2, 0, '2321', 44500, NULL, 44500, 1), (2, 0, '2321', 44400, 44399, 44400, "
    "1);"
    "INSERT INTO reference_stated (measure, level, period, value, source, recorded) VALUES "
    "('listed', '23', '2023', '133599', 'a report', 1);";

static inline void county_script(struct instance *in, const char *sql)
{
    struct work w;
    struct err err = {0};
    assert_true(work_begin(in->db, STR("test"), &w, &err));
    if (!db_script(w.db, "test", str_of(sql), &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_true(work_commit(&w, &err));
}

/* A load with one segment: contacts on that day, one of each identifier 1 to 3, and one of 4, each
 * at its unit, that were asked for on `sought`; their keys begin with the load's number. */
static inline void county_load_sought(struct scratch *s, struct instance *in, int load, int32_t day,
                                      struct day sought)
{
    struct segment_writer *w = NULL;
    struct segment_made made;
    struct err err = {0};
    struct arena *a = s->arena;
    const char *name = str_fmt(a, "%d.segment", load).at;
    assert_true(segment_create(&FILES_POSIX, instance_path(in, a, INSTANCE_SEGMENTS "/%s", name),
                               &w, &err));
    for (uint32_t i = 1; i <= 4; i++) {
        struct contact_row row = {.contact = str_fmt(a, "%d-%u", load, (unsigned)i),
                                  .date = {day},
                                  .minute = -1,
                                  .profession = PROF_PHYSICIAN,
                                  .sought_on = sought};
        assert_true(hsaid_parse(i == 1 || i == 4 ? STR("SE0000000000-U1") : STR("SE0000000000-X9"),
                                &row.unit, &err));
        assert_true(hsaid_parse(STR("SE0000000000-D1"), &row.staff, &err));
        assert_true(segment_add(w, i, &row, &err));
    }
    assert_true(segment_commit(w, &made, &err));
    county_script(
        in, str_fmt(a,
                    "INSERT INTO load SELECT %d, max(position), 4, 0 FROM change;"
                    "INSERT INTO load_segment VALUES (%d, '%s', %lld, 4, %d, %d, 'contacts');",
                    load, load, name, (long long)(int64_t)made.checksum, (int)day, (int)day)
                .at);
}

static inline void county_load(struct scratch *s, struct instance *in, int load, int32_t day)
{
    county_load_sought(s, in, load, day, DAY_NONE);
}

/* In s->folder/home; with one load, of 2023-12-29. */
static inline void county_open(struct scratch *s, struct instance *out)
{
    struct instance_options o = {.home = scratch_path(s, "home")};
    struct err err = {0};
    assert_true(instance_make(s->arena, &o, STR("23"), &err));
    assert_true(instance_open(s->arena, &o, out, &err));
    county_script(out, COUNTY_ROWS);
    county_load(s, out, 1, 45287);
}

/* Its rows are changed between what the program does there. */
static inline void county_change(struct scratch *s, const char *sql)
{
    struct instance_options o = {.home = scratch_path(s, "home")};
    struct instance in;
    struct err err = {0};
    assert_true(instance_open(s->arena, &o, &in, &err));
    county_script(&in, sql);
    instance_close(&in);
}

/* For tests that open it themselves, or have the program do it. */
static inline int county_setup(void **state)
{
    struct instance in;
    if (scratch_setup(state) != 0)
        return -1;
    county_open(*state, &in);
    instance_close(&in);
    return 0;
}
#endif
