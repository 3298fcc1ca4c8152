/* tests/unit/exchange/county.h - a small instance to import into, and what it then has, as text.
 *
 * In files and in what is read back, @P1 to @P9 are persons' numbers, @U1 to @U9 units and @D1 to
 * @D9 doctors, so that a test reads like the case that it is about. */
#ifndef TESTS_COUNTY_H
#define TESTS_COUNTY_H
#include "core/sb.h"
#include "exchange/import.h"
#include "service/instance.h"
#include "store/instance_store.h"
#include "store/listing_store.h"
#include "store/load_store.h"
#include "store/named_contact_store.h"
#include "store/person_store.h"
#include "store/residence_store.h"
#include "store/staff_store.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { COUNTY_LETTERS = 9, COUNTY_SERIAL = 10 };

static inline struct person_id county_person(unsigned n)
{
    struct person_id id = {0};
    assert_true(person_id_make((struct civil){1800, 1, (uint8_t)n}, COUNTY_SERIAL, &id));
    return id;
}

static inline const char *county_hsaid(char letter)
{
    return letter == 'U' ? "SE0000000000-U" : "SE0000000000-D";
}

/* The text with @P1 and its like written out. */
static inline struct str county_text(struct scratch *s, const char *text)
{
    struct sb out = sb_open(s->arena, strlen(text) * 4 + 16);
    for (const char *at = text; *at; at++) {
        char id[PERSON_ID_TEXT];
        if (*at != '@') {
            sb_char(&out, *at);
            continue;
        }
        if (at[1] == 'P')
            sb_put(&out, person_id_format(county_person((unsigned)(at[2] - '0')), id));
        else
            sb_fmt(&out, "%s%c", county_hsaid(at[1]), at[2]);
        at += 2;
    }
    return sb_str(&out);
}

/* A file of the folder that is imported. */
static inline void county_put(struct scratch *s, const char *name, const char *text)
{
    char path[64];
    (void)snprintf(path, sizeof path, "in/%s", name);
    (void)mkdir(scratch_path(s, "in"), 0700);
    (void)scratch_write(s, path, county_text(s, text));
}

static inline void county_clear(struct scratch *s)
{
    scratch_remove(scratch_path(s, "in"));
}

/* A disk that need not outlive the machine: tests wait for no sync. */
static inline int county_no_sync(void *state, int fd)
{
    (void)state;
    (void)fd;
    return 0;
}

static inline const struct files *county_files(struct scratch *s)
{
    struct files *files = ARENA_NEW(s->arena, struct files, 1);
    *files = FILES_POSIX;
    files->sync = county_no_sync;
    return files;
}

static inline int county_setup(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct err err = {0};
    return instance_make(s->arena, &options, STR("23"), &err) ? 0 : -1;
}

static inline struct import_request county_request(struct scratch *s)
{
    const char **path = ARENA_NEW(s->arena, const char *, 1);
    path[0] = scratch_path(s, "in");
    return (struct import_request){.home = scratch_path(s, "home"),
                                   .path = path,
                                   .paths = 1,
                                   .today = {45305}, /* 2024-01-16 */
                                   .files = county_files(s)};
}

static inline struct import_report county_run(struct scratch *s,
                                              const struct import_request *request)
{
    struct import_report report;
    struct err err = {0};
    if (!import_run(s->arena, request, NULL, &report, &err))
        fail_msg("%s %s", err.code, err.detail);
    return report;
}

/* Imports what was put, which must land without a reject, and clears the folder. */
static inline struct import_report county_import(struct scratch *s)
{
    struct import_request request = county_request(s);
    struct import_report report = county_run(s, &request);
    for (unsigned i = 0; i < report.files; i++)
        if (report.file[i].faults > 0)
            fail_msg("%s: %s", report.file[i].path.at, report.file[i].fault[0].code);
    assert_int_equal(report.outcome, IMPORT_LANDED);
    county_clear(s);
    return report;
}

/* The instance, on the day; on that of the imports. */
static inline void county_open_on(struct scratch *s, int32_t day, struct instance *in)
{
    struct err err = {0};
    struct clock *clock = ARENA_NEW(s->arena, struct clock, 1);
    *clock = (struct clock){{day}};
    struct instance_options o = {
        .home = scratch_path(s, "home"), .files = county_files(s), .clock = clock};
    if (!instance_open(s->arena, &o, in, &err))
        fail_msg("%s %s", err.code, err.detail);
}

static inline void county_open(struct scratch *s, struct instance *in)
{
    county_open_on(s, county_request(s).today.n, in);
}

/* Two units, two doctors. */
static inline void county_put_places(struct scratch *s)
{
    county_put(s, "units.csv",
               "unit,name,operator,county\n@U1,One,region,23\n@U2,Two,external,23\n");
    county_put(s, "staff.csv", "staff,profession\n@D1,physician\n@D2,physician\n");
}

/* ---- what the instance has ---- */

struct county_now {
    struct scratch *scratch;
    struct sb out;
    unsigned person[64]; /* by key: of which @P it is the newest */
    char unit[64], staff[64];
};

static inline unsigned county_number(struct person_id id)
{
    for (unsigned n = 1; n <= COUNTY_LETTERS; n++)
        if (county_person(n).packed == id.packed)
            return n;
    fail_msg("a person that is none of the test's");
    return 0;
}

static inline void county_put_day(struct sb *out, struct day d)
{
    char text[DAY_TEXT];
    struct str s = day_format(d, text);
    sb_fmt(out, " %.*s", s.len > 0 ? (int)s.len : 1, s.len > 0 ? s.at : "-");
}

static inline bool county_take_person(void *state, const struct person_now *p, struct err *err)
{
    struct county_now *c = state;
    (void)err;
    c->person[p->key] = county_number(p->id);
    sb_fmt(&c->out, "person @P%u", c->person[p->key]);
    county_put_day(&c->out, p->birth);
    county_put_day(&c->out, p->end);
    sb_char(&c->out, '\n');
    return true;
}

static inline bool county_take_identifier(void *state, const struct identifier_now *i,
                                          struct err *err)
{
    struct county_now *c = state;
    (void)err;
    unsigned number = county_number(i->number);
    if (i->stated && c->person[i->person] != number)
        sb_fmt(&c->out, "@P%u is @P%u\n", number, c->person[i->person]);
    return true;
}

static inline bool county_take_unit(void *state, const struct hsaid_now *h, struct err *err)
{
    (void)err;
    ((char *)state)[h->id] = h->hsaid.text[14];
    return true;
}

static inline bool county_take_listing(void *state, const struct listing_now *l, struct err *err)
{
    struct county_now *c = state;
    (void)err;
    sb_fmt(&c->out, "listed @P%u @U%c", c->person[l->person], c->unit[l->unit]);
    county_put_day(&c->out, l->from);
    county_put_day(&c->out, l->to);
    sb_char(&c->out, '\n');
    return true;
}

static inline bool county_take_contact(void *state, const struct named_contact_now *n,
                                       struct err *err)
{
    struct county_now *c = state;
    (void)err;
    sb_fmt(&c->out, "contact %u @P%u @D%c @U%c", (unsigned)n->kind, c->person[n->person],
           c->staff[n->staff], c->unit[n->unit]);
    county_put_day(&c->out, n->from);
    county_put_day(&c->out, n->to);
    sb_char(&c->out, '\n');
    return true;
}

static inline bool county_take_residence(void *state, const struct residence_now *r,
                                         struct err *err)
{
    struct county_now *c = state;
    (void)err;
    sb_fmt(&c->out, "lives @P%u %.*s", c->person[r->person], STR_FMT(r->municipality));
    county_put_day(&c->out, r->from);
    county_put_day(&c->out, r->to);
    sb_char(&c->out, '\n');
    return true;
}

static inline bool county_take_segment(void *state, const struct load_segment *g, struct err *err)
{
    struct county_now *c = state;
    (void)err;
    sb_fmt(&c->out, "segment %lld %.*s %llu\n", (long long)g->load, STR_FMT(g->path),
           (unsigned long long)g->rows);
    return true;
}

/* Persons, who is whom, and what is in effect. */
static inline const char *county_now(struct scratch *s)
{
    struct county_now c = {.scratch = s, .out = sb_open(s->arena, 1024)};
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct instance in;
    struct err err = {0};
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(unit_each_id(in.db, (struct hsaid_reader){c.unit, county_take_unit}, &err));
    assert_true(staff_each_id(in.db, (struct hsaid_reader){c.staff, county_take_unit}, &err));
    assert_true(person_each(in.db, (struct person_reader){&c, county_take_person}, &err));
    assert_true(
        identifier_each(in.db, (struct identifier_reader){&c, county_take_identifier}, &err));
    assert_true(listing_each(in.db, (struct listing_reader){&c, county_take_listing}, &err));
    assert_true(
        named_contact_each(in.db, (struct named_contact_reader){&c, county_take_contact}, &err));
    assert_true(residence_each(in.db, (struct residence_reader){&c, county_take_residence}, &err));
    assert_true(
        load_each_segment(in.db, (struct load_segment_reader){&c, county_take_segment}, &err));
    instance_close(&in);
    sb_char(&c.out, '\0');
    return sb_str(&c.out).at;
}
#endif
