/* service/figures/compact.h: what merging leaves is the same to every reader. Two homes get the
 * same loads, corrections, replaced days and loads taken back; one is compacted now and then, the
 * other never; they must have the same snapshot and the same events that count. */
#include "service/figures/compact.h"

#include "core/folder.h"
#include "engine/events_parts.h"
#include "service/figures/segments.h"
#include "service/figures/verify.h"
#include "service/figures/warehouse.h"
#include "service/figures/warehouse_tables.h"
#include "service/load/load_undo.h"

#include "care_text.h"
#include "county.h"
#include "failing_files.h"
#include "failing_sqlite.h"
#include "how_many.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>

#define CONTACTS     "contact,person,date,unit,staff,profession,form,level,sought_on\n"
#define DIAGNOSES    "person,date,unit,code,contact\n"
#define MEASUREMENTS "person,date,unit,code,value,time\n"
#define INVITATIONS  "person,programme,invited_on,performed_on,unit\n"

/* ---- what a home has, as text ---- */

static void put_cell(struct sb *out, const struct table_column *c, const void *row)
{
    const void *at = column_at(c, row);
    switch (events_kept(c)) {
    case KEPT_PERSON:
        break;
    case KEPT_UNIT:
        sb_fmt(out, " %s", ((const struct hsaid *)at)->text);
        break;
    case KEPT_DAY:
        sb_fmt(out, " %d", (int)((const struct day *)at)->n);
        break;
    case KEPT_MINUTE: {
        const void *minute = (const char *)row + c->minute;
        sb_fmt(out, " %d:%d", (int)((const struct day *)at)->n, (int)*(const int16_t *)minute);
        break;
    }
    case KEPT_WORD:
        sb_fmt(out, " %u", *(const unsigned *)at);
        break;
    case KEPT_COUNT:
        sb_fmt(out, " %lld", (long long)*(const int64_t *)at);
        break;
    case KEPT_TEXT:
        sb_fmt(out, " '%.*s'", STR_FMT(*(const struct str *)at));
        break;
    }
}

/* Whether a later load replaced the day: said here once more, a row at a time. */
static bool counts(const struct segments *all, const struct load_segment *of, struct day day)
{
    for (size_t i = 0; i < all->replacings; i++) {
        const struct load_replaced *r = &all->replaced[i];
        if (r->table == of->table && r->load > of->load && !day_is_none(day) &&
            day.n >= r->from.n && day.n <= r->to.n)
            return false;
    }
    return true;
}

static uint64_t put_segment(struct scratch *s, const struct instance *in,
                            const struct segments *all, const struct load_segment *of,
                            struct sb *out)
{
    struct err err = {0};
    struct events e;
    uint64_t rows = 0;
    _Alignas(max_align_t) unsigned char row[ROW_SIZE_MOST];
    assert_true(segments_open_events(in, s->arena, of, &e, &err));
    for (uint32_t p = 0; p < e.parts; p++)
        for (uint64_t k = 0; k < e.part[p].count; k++) {
            events_row(&e, &e.part[p], k, row);
            if (!counts(all, of, events_date(e.table, row)))
                continue;
            rows++;
            sb_fmt(out, "%s %u", TABLES[e.table].name,
                   (unsigned)((const uint32_t *)e.part[p].column[0].at)[k]);
            for (unsigned c = 0; c < TABLES[e.table].columns; c++)
                put_cell(out, &TABLES[e.table].column[c], row);
            sb_char(out, '\n');
        }
    events_close(&e);
    return rows;
}

/* By table, in the order of loading. */
static uint64_t put_events(struct scratch *s, const struct instance *in, const struct segments *all,
                           struct sb *out)
{
    uint64_t rows = 0;
    for (unsigned table = 0; table < TABLE_COUNT; table++)
        for (size_t i = 0; i < all->count; i++)
            if (all->at[i].table == table && TABLES[table].home == HOME_EVENTS)
                rows += put_segment(s, in, all, &all->at[i], out);
    return rows;
}

static void put_contacts(const struct snapshot *n, struct sb *out)
{
    const struct snapshot_contacts *c = &n->contacts;
    for (uint32_t i = 0; i < n->persons; i++) {
        uint32_t p = n->person_by_key[i];
        for (uint32_t k = c->first[p]; k < c->first[p + 1]; k++) {
            uint32_t staff = narrow_at(c->staff, k);
            sb_fmt(out, "%lld %u %u %u %u %s %s\n", (long long)n->person_key[p], c->day[k],
                   c->minute ? c->minute[k] : SEGMENT_MINUTE_NONE,
                   c->sought ? c->sought[k] : SEGMENT_DAY_NONE, n->shape[narrow_at(c->shape, k)],
                   n->unit_id[narrow_at(c->unit, k)].text,
                   staff ? n->staff_id[staff - 1].text : "-");
        }
    }
}

static struct instance open_home(struct scratch *s, const char *home)
{
    static const struct clock clock = {.today = {45304}}; /* 2024-01-15 */
    struct instance_options options = {
        .home = scratch_path(s, home), .clock = &clock, .files = county_files(s)};
    struct instance in;
    struct err err = {0};
    if (!instance_open(s->arena, &options, &in, &err))
        fail_msg("%s %s", err.code, err.detail);
    return in;
}

/* What counts, found without the code that is tested; and that it agrees as to how much. */
static const char *content(struct scratch *s, const char *home)
{
    struct instance in = open_home(s, home);
    struct sb out = sb_open(s->arena, 4096);
    struct warehouse_use use = {0};
    struct warehouse_now now;
    struct segments all;
    struct warehouse_table table[TABLE_COUNT], unhelped[TABLE_COUNT];
    struct err err = {0};
    uint64_t events = 0, counted = 0;
    if (!warehouse_open(s->arena, &in, &use, &now, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_true(segments_read(&in, s->arena, 0, &all, &err));
    put_contacts(&now.snapshot, &out);
    care_put(&out, &now.snapshot);
    events = put_events(s, &in, &all, &out);
    assert_true(warehouse_tables(&in, &now.snapshot, table, &err));
    assert_true(warehouse_tables(&in, NULL, unhelped, &err));
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        assert_int_equal(table[i].counted, unhelped[i].counted);
        counted += table[i].counted;
    }
    assert_int_equal(counted, events + now.snapshot.contacts.count);
    snapshot_close(&now.snapshot);
    instance_close(&in);
    sb_char(&out, '\0');
    return sb_str(&out).at;
}

static bool note_finding(void *state, const struct verify_finding *f, struct err *err)
{
    struct sb *out = state;
    (void)err;
    sb_fmt(out, "%.*s %lld %d %s\n", STR_FMT(f->file), (long long)f->load, (int)f->problem,
           f->problem == VERIFY_STRAY ? "-" : f->why.code);
    return true;
}

static const char *verified(struct scratch *s, const char *home)
{
    struct instance in = open_home(s, home);
    struct sb out = sb_open(s->arena, 256);
    struct verify_report r;
    struct err err = {0};
    assert_true(warehouse_verify(&in, (struct verify_reader){&out, note_finding, NULL}, &r, &err));
    instance_close(&in);
    sb_char(&out, '\0');
    return sb_str(&out).at;
}

/* ---- loads at random ---- */

static unsigned draw(uint64_t *seed, unsigned of)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*seed >> 33) % of;
}

/* One of eight days on both sides of a month's end. */
static struct str day(struct scratch *s, uint64_t *seed)
{
    unsigned n = draw(seed, 8);
    return n < 4 ? str_fmt(s->arena, "2023-01-%02u", 28 + n)
                 : str_fmt(s->arena, "2023-02-%02u", n - 3);
}

static void put_people(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv", "person,sex,replaced_by\n@P1,F,\n@P2,M,\n@P3,M,@P1\n");
}

static void put_random(struct scratch *s, uint64_t *seed, bool replaces)
{
    struct sb text = sb_open(s->arena, 1024);
    sb_put(&text, STR(CONTACTS));
    for (unsigned i = draw(seed, 6); i > 0; i--) {
        unsigned sought = draw(seed, 3), timed = draw(seed, 2);
        struct str on = day(s, seed), asked = day(s, seed);
        sb_fmt(&text, "C%u,@P%u,%.*s%s,@U%u,%s,physician,visit,primary,%.*s\n", draw(seed, 12),
               1 + draw(seed, 3), STR_FMT(on), timed ? "T10:30" : "", 1 + draw(seed, 3),
               draw(seed, 2) ? "@D1" : "", sought ? 0 : (int)asked.len, asked.at);
    }
    if (!replaces)
        county_put(s, "contacts.csv", str_cstr(s->arena, sb_str(&text)));
    text = sb_open(s->arena, 1024);
    sb_put(&text, STR(DIAGNOSES));
    for (unsigned i = draw(seed, 6); i > 0; i--)
        sb_fmt(&text, "@P%u,%.*s,@U%u,E%u,%s\n", 1 + draw(seed, 3), STR_FMT(day(s, seed)),
               1 + draw(seed, 3), draw(seed, 9), draw(seed, 2) ? "C1" : "");
    county_put(s, "diagnoses.csv", str_cstr(s->arena, sb_str(&text)));
    text = sb_open(s->arena, 1024);
    sb_put(&text, STR(MEASUREMENTS));
    for (unsigned i = draw(seed, 4); i > 0; i--) {
        struct str on = day(s, seed);
        bool timed = draw(seed, 2);
        sb_fmt(&text, "@P%u,%.*s,@U1,NPU%u,<%u.5,%.*s%s\n", 1 + draw(seed, 3), STR_FMT(on),
               draw(seed, 3), draw(seed, 90), timed ? (int)on.len : 0, on.at,
               timed ? "T23:59" : "");
    }
    county_put(s, "measurements.csv", str_cstr(s->arena, sb_str(&text)));
    if (!replaces && draw(seed, 2))
        county_put(s, "invitations.csv",
                   str_fmt(s->arena,
                           INVITATIONS "@P1,health_talk_40,%.*s,,@U1\n@P2,health_talk_50,,,@U1\n",
                           STR_FMT(day(s, seed)))
                       .at);
}

/* The same load into both; false: one of rows outside the days that it replaces, for none lands. */
static void load_both(struct scratch *s, uint64_t *seed)
{
    struct import_request request = county_request(s);
    bool replaces = draw(seed, 3) == 0;
    county_clear(s);
    put_random(s, seed, replaces);
    request.again = request.accept_rejects = true;
    request.replaces = replaces;
    request.replace_from = (struct day){44952 + (int32_t)draw(seed, 8)}; /* 2023-01-28 */
    request.replace_to = (struct day){request.replace_from.n + (int32_t)draw(seed, 4)};
    (void)county_run(s, &request);
    request.home = scratch_path(s, "twin");
    (void)county_run(s, &request);
}

static bool undo(struct scratch *s, const char *home, int64_t load, struct err *err)
{
    struct instance in = open_home(s, home);
    bool done = load_undo(&in, load, &(struct load_undone){0}, err);
    instance_close(&in);
    return done;
}

/* What was merged cannot be taken back; all else can where it could be without merging. */
static void undo_both(struct scratch *s, int64_t load, int64_t merged)
{
    struct err err = {0}, twin = {0};
    bool done = undo(s, "home", load, &err);
    if (!done && strcmp(err.code, "load.compacted") == 0) {
        assert_true(load <= merged);
        return;
    }
    assert_true(load > merged);
    assert_int_equal(done, undo(s, "twin", load, &twin));
    assert_string_equal(done ? "" : err.code, done ? "" : twin.code);
}

static struct compact_report compact_with(struct scratch *s, const struct compact_options *options)
{
    struct instance in = open_home(s, "home");
    struct compact_report r;
    struct err err = {0};
    if (!warehouse_compact(&in, options, &r, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
    return r;
}

static struct compact_report compacted(struct scratch *s, unsigned keep, unsigned months)
{
    return compact_with(s, &(struct compact_options){.keep = keep, .retain_months = months});
}

/* What it says that it would do. */
static struct compact_report would_be(struct scratch *s, unsigned keep, unsigned months)
{
    return compact_with(
        s, &(struct compact_options){.keep = keep, .retain_months = months, .dry_run = true});
}

static void make_twin(struct scratch *s)
{
    struct instance_options options = {.home = scratch_path(s, "twin"), .files = county_files(s)};
    struct import_request request = county_request(s);
    struct err err = {0};
    assert_true(instance_make(s->arena, &options, STR("23"), &err));
    put_people(s);
    (void)county_run(s, &request);
    request.home = options.home;
    (void)county_run(s, &request);
}

static void merging_changes_nothing(void **state)
{
    struct scratch *s = *state;
    uint64_t replaced = 0, merged = 0;
    for (uint64_t run = 1; run <= 8; run++) {
        uint64_t seed = run * 1000003;
        int64_t last = 1, boundary = 0;
        scratch_remove(scratch_path(s, "home"));
        scratch_remove(scratch_path(s, "twin"));
        struct instance_options options = {.home = scratch_path(s, "home"),
                                           .files = county_files(s)};
        struct err err = {0};
        assert_true(instance_make(s->arena, &options, STR("23"), &err));
        make_twin(s);
        for (unsigned step = 0; step < 14; step++) {
            unsigned what = draw(&seed, 6);
            if (what == 0 && last > 1) {
                undo_both(s, 2 + draw(&seed, (unsigned)last - 1), boundary);
            } else if (what == 1) {
                struct compact_report r = compacted(s, draw(&seed, 4), 0);
                boundary = r.nothing ? boundary : r.last;
                replaced += r.replaced;
                merged += r.segments;
            } else {
                load_both(s, &seed);
                last++;
            }
        }
        struct compact_report r = compacted(s, draw(&seed, 2), 0);
        merged += r.segments;
        assert_string_equal(content(s, "home"), content(s, "twin"));
        assert_string_equal(verified(s, "home"), "");
    }
    assert_true(replaced > 20 && merged > 100); /* there was something to do */
}

static void what_cannot_be_taken_back(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    uint64_t seed = 1;
    make_twin(s);
    for (unsigned i = 0; i < 3; i++)
        load_both(s, &seed);
    struct compact_report r = compacted(s, 1, 0);
    assert_false(r.nothing);
    assert_int_equal(r.last, 3);
    assert_false(undo(s, "home", 3, &err));
    assert_string_equal(err.code, "load.compacted");
    assert_string_equal(err.detail, "3");
    err = (struct err){0};
    assert_false(undo(s, "home", 1, &err)); /* merged rows speak of its persons */
    assert_string_equal(err.code, "load.compacted");
    err = (struct err){0};
    assert_true(undo(s, "home", 4, &err));
    assert_true(compacted(s, 1, 0).nothing);
    assert_true(compacted(s, 0, 0).nothing); /* one segment a table, all of whose rows count */
}

static void what_is_too_old_goes(void **state)
{
    struct scratch *s = *state;
    put_people(s);
    county_put(s, "contacts.csv",
               CONTACTS "A,@P1,2018-12-31,@U1,,physician,visit,primary,\n"
                        "B,@P1,2019-01-01,@U1,,physician,visit,primary,\n"
                        "C,@P1,2018-05-05,@U1,,physician,visit,primary,\n");
    county_put(s, "diagnoses.csv", DIAGNOSES "@P1,2018-12-31,@U1,E1,\n@P1,2023-01-01,@U1,E2,\n");
    county_put(s, "invitations.csv",
               INVITATIONS "@P1,health_talk_40,,,@U1\n@P1,health_talk_40,2017-01-01,,@U1\n");
    (void)county_import(s);
    county_put(s, "contacts.csv", /* dated anew, and old before that */
               CONTACTS "C,@P1,2023-05-05,@U1,,physician,visit,primary,\n");
    (void)county_import(s);
    const char *before = content(s, "home");
    struct compact_report would = would_be(s, 0, 60);
    assert_string_equal(content(s, "home"), before); /* nothing is changed */
    struct compact_report r = compacted(s, 0, 60);   /* from 2019-01-01 on */
    assert_memory_equal(&would, &r, sizeof r);
    assert_true(r.bytes > 0 && r.segments == 4 && r.made == 3);
    assert_int_equal(r.too_old, 2); /* invitations stay: measures ask for all of them */
    assert_int_equal(r.replaced, 1);
    char text[DAY_TEXT];
    assert_true(str_eq(day_format(r.kept_from, text), STR("2019-01-01")));
    const char *now = content(s, "home");
    assert_non_null(strstr(now, "'E2'"));
    assert_null(strstr(now, "'E1'"));
    assert_non_null(strstr(now, "invitations"));
    assert_true(compacted(s, 0, 60).nothing);

    struct instance in = open_home(s, "home");
    struct compact_options options = {.retain_months = 59}; /* a measure asks for more */
    struct err err = {0};
    assert_false(warehouse_compact(&in, &options, &r, &err));
    assert_string_equal(err.code, "warehouse.retain");
    assert_string_equal(err.detail, "Di01, 60"); /* what looks back furthest is named */
    err = (struct err){0};
    in.clock.today = (struct day){58073}; /* 2059, says the machine */
    options.retain_months = 60;
    assert_false(warehouse_compact(&in, &options, &r, &err));
    assert_string_equal(err.code, "warehouse.retain_nothing");
    instance_close(&in);
}

static void import_with_rejects(struct scratch *s, bool dry_run)
{
    struct import_request request = county_request(s);
    county_put(s, "contacts.csv",
               CONTACTS "A,@P1,2023-01-01,@U1,,physician,visit,primary,\n"
                        "B,@P9,2023-01-01,@U1,,physician,visit,primary,\n");
    request.accept_rejects = request.again = true;
    request.dry_run = dry_run;
    assert_int_equal(county_run(s, &request).rejects, 1);
    county_clear(s);
}

/* They hold persons: an undoing takes them with it, and so does time. */
static void rejects_do_not_stay(void **state)
{
    static const struct timespec old[2] = {{.tv_sec = 1672444800}, {.tv_sec = 1672444800}};
    struct scratch *s = *state;
    struct err err = {0};
    put_people(s);
    (void)county_import(s);
    for (unsigned i = 0; i < 3; i++)
        import_with_rejects(s, i == 2); /* loads 2 and 3; 4 was a dry run */
    const char *of[] = {scratch_path(s, "home/loads/2/rejects"),
                        scratch_path(s, "home/loads/3/rejects"),
                        scratch_path(s, "home/loads/4/rejects")};
    assert_true(file_exists(of[1]) && undo(s, "home", 3, &err));
    assert_false(file_exists(of[1]));
    assert_true(file_exists(scratch_path(s, "home/loads/3/log")));
    assert_int_equal(compacted(s, 9, 0).rejects, 0);
    (void)mkdir(of[1], 0700); /* as if it could not be removed then */
    assert_int_equal(compacted(s, 9, 0).rejects, 1);
    assert_int_equal(utimensat(AT_FDCWD, of[2], old, 0), 0); /* 2022-12-31 */
    assert_int_equal(would_be(s, 9, 0).rejects, 1);
    assert_true(file_exists(of[2]));
    assert_int_equal(compacted(s, 9, 0).rejects, 1);
    assert_true(file_exists(of[0]) && !file_exists(of[1]) && !file_exists(of[2]));
}

/* Who builds may have seen the old segments named: they stay until nobody builds. */
static void who_builds_is_not_disturbed(void **state)
{
    struct scratch *s = *state;
    struct file_lock lock;
    struct err err = {0};
    uint64_t seed = 3;
    make_twin(s);
    for (unsigned i = 0; i < 3; i++)
        load_both(s, &seed);
    struct instance in = open_home(s, "home");
    assert_true(file_lock_take(in.files, instance_path(&in, s->arena, INSTANCE_BUILD_LOCK),
                               LOCK_WAIT, &lock, &err));
    assert_false(compacted(s, 0, 0).nothing);
    assert_non_null(strstr(verified(s, "home"), "segments/2 0 3 -\n"));
    file_lock_release(&lock);
    instance_close(&in);
    load_both(s, &seed);
    assert_string_equal(verified(s, "home"), "");
    assert_string_equal(content(s, "home"), content(s, "twin"));
}

/* A sector that cannot be read: in whatever call it shows, it is a finding of that segment. */
static void a_failing_disk_is_a_finding(void **state)
{
    struct scratch *s = *state;
    unsigned found = 0;
    put_people(s);
    county_put(s, "diagnoses.csv", DIAGNOSES "@P1,2023-01-01,@U1,E1,\n");
    (void)county_import(s);
    for (unsigned n = 1;; n++) {
        struct failing_files f = failing_files(n, FAIL_ONCE, EIO);
        struct instance in = open_home(s, "home");
        struct sb out = sb_open(s->arena, 256);
        struct verify_report r;
        struct err err = {0};
        in.files = failing_files_table(&f);
        bool done =
            warehouse_verify(&in, (struct verify_reader){&out, note_finding, NULL}, &r, &err);
        instance_close(&in);
        if (f.calls < n)
            break;
        sb_char(&out, '\0');
        assert_true(done);
        found +=
            strcmp(sb_str(&out).at, "segments/1/diagnoses 1 1 warehouse.segment_damaged\n") == 0;
    }
    assert_true(found >= 2);
    assert_string_equal(verified(s, "home"), "");
}

/* ---- segments that are lost ---- */

/* A contact that is corrected, events of days that are replaced, and a load behind both. */
static const char *const NIGHTS[][2] = {
    {"contacts.csv", CONTACTS "A,@P1,2023-01-01,@U1,@D1,physician,visit,primary,\n"
                              "B,@P2,2023-01-02,@U2,,physician,visit,primary,\n"},
    {"diagnoses.csv", DIAGNOSES "@P1,2023-01-01,@U1,E1,A\n@P2,2023-01-02,@U2,E2,B\n"},
    {"contacts.csv", CONTACTS "A,@P1,2023-03-01,@U2,,physician,visit,primary,\n"},
    {"diagnoses.csv", DIAGNOSES "@P1,2023-01-01,@U1,E9,\n"},
};

static struct import_report night(struct scratch *s, unsigned n, bool again)
{
    struct import_request request = county_request(s);
    county_clear(s);
    county_put(s, NIGHTS[n][0], NIGHTS[n][1]);
    request.again = again;
    request.replaces = n == 3; /* 2023-01-01 */
    request.replace_from = request.replace_to = (struct day){44925};
    return county_run(s, &request);
}

static void what_is_lost_is_loaded_again(void **state)
{
    struct scratch *s = *state;
    put_people(s);
    (void)county_import(s);
    for (unsigned n = 0; n < ARRAY_LEN(NIGHTS); n++)
        assert_int_equal(night(s, n, false).outcome, IMPORT_LANDED);
    const char *whole = content(s, "home");
    static const char *const lost[] = {"2/contacts", "3/diagnoses", "4/contacts", "5/diagnoses"};
    for (unsigned n = 0; n < ARRAY_LEN(lost); n++) {
        const char *path =
            scratch_path(s, str_fmt(s->arena, "home/warehouse/segments/%s", lost[n]).at);
        if (n % 2)
            (void)scratch_write(s, str_fmt(s->arena, "home/warehouse/segments/%s", lost[n]).at,
                                STR("no segment"));
        else
            scratch_remove(
                scratch_path(s, str_fmt(s->arena, "home/warehouse/segments/%.1s", lost[n]).at));
        assert_string_not_equal(verified(s, "home"), "");
        assert_int_equal(night(s, n == 0 ? 1 : 0, true).put_back, 0); /* other bytes */
        struct err err = {0};
        assert_true(undo(s, "home", 6 + 2 * n, &err) || err.kind == ERR_IO);
        struct import_report r = night(s, n, true);
        assert_int_equal(r.put_back, 1);
        const struct table_tally *told = &r.found.tables.at[0];
        assert_true(told->added + told->corrected == 0 &&
                    told->again == (told->table == TABLE_CONTACTS ? told->rows : 0));
        assert_true(file_exists(path));
        if (err.kind != ERR_NONE) /* it spoke of what nobody could look at */
            assert_true(undo(s, "home", 6 + 2 * n, &(struct err){0}));
        assert_string_equal(content(s, "home"), whole);
        assert_null(strstr(verified(s, "home"), "warehouse.segment"));
    }
    assert_int_equal(night(s, 0, true).put_back, 0); /* nothing is lost: a load of its own */
}

/* Files of several loads at once: each load gets back what was made of its own. */
static void several_are_put_back_at_once(void **state)
{
    static const char one[] = CONTACTS "D,@P1,2023-01-03,@U1,@D1,physician,visit,primary,\n";
    static const char other[] = CONTACTS "E,@P1,2023-01-04,@U1,@D1,physician,visit,primary,\n";
    static const char more[] = CONTACTS "F,@P1,2024-01-04,@U1,@D1,physician,visit,primary,\n";
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    request.again = true;
    put_people(s);
    (void)county_import(s);
    for (unsigned n = 0; n < ARRAY_LEN(NIGHTS); n++)
        assert_int_equal(night(s, n, false).outcome, IMPORT_LANDED);
    county_put(s, "contacts-a.csv", one);
    county_put(s, "contacts-b.csv", other);
    (void)county_import(s); /* a segment of two files */
    const char *whole = content(s, "home");
    scratch_remove(scratch_path(s, "home/warehouse/segments/2"));
    (void)scratch_write(s, "home/warehouse/segments/4/contacts", STR("no segment"));
    scratch_remove(scratch_path(s, "home/warehouse/segments/6"));
    /* Named as they came, in an order that is not that of the loads; beside them one that is new.
     */
    county_put(s, "contacts-0.csv", more);
    county_put(s, "contacts-1.csv", NIGHTS[2][1]);
    county_put(s, "contacts-2.csv", NIGHTS[0][1]);
    county_put(s, "contacts-a.csv", one);
    county_put(s, "contacts-b.csv", other);
    struct import_report r = county_run(s, &request);
    assert_true(r.put_back == 3 && !r.put_back_only);
    assert_null(strstr(verified(s, "home"), "warehouse.segment"));
    assert_true(undo(s, "home", 7, &(struct err){0})); /* what is new is a load like any other */
    assert_string_equal(content(s, "home"), whole);
}

/* ---- failures ---- */

/* A home with three loads, two of which are merged. */
static void make_three(struct scratch *s)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct err err = {0};
    uint64_t seed = 5;
    struct import_request request = county_request(s);
    scratch_remove(options.home);
    assert_true(instance_make(s->arena, &options, STR("23"), &err));
    request.again = true;
    for (unsigned i = 0; i < 3; i++) {
        put_people(s);
        put_random(s, &seed, false);
        (void)county_run(s, &request);
        county_clear(s);
    }
}

static bool is_merged(struct scratch *s)
{
    return strstr(county_now(s), "merged-") != NULL;
}

/* One attempt whose n-th call fails; true: it has no n-th call. */
static bool attempt(struct scratch *s, struct failing_sqlite *sqlite, unsigned n, enum failing how,
                    bool *done)
{
    struct failing_files f = failing_files(sqlite ? 0 : n, how, n % 2 ? ENOSPC : EIO);
    struct instance in = open_home(s, "home");
    struct compact_options options = {.keep = 1};
    struct compact_report r;
    struct err err = {0};
    in.files = failing_files_table(&f);
    if (sqlite)
        *sqlite = (struct failing_sqlite){.fail_at = n, .sticky = how == FAIL_STICKY};
    *done = warehouse_compact(&in, &options, &r, &err);
    bool all = (sqlite ? sqlite->calls : f.calls) < n;
    if (sqlite)
        *sqlite = (struct failing_sqlite){0};
    instance_close(&in);
    assert_true(*done || err.kind == ERR_IO || err.kind == ERR_BUSY);
    /* Only of a transaction that failed as it ended is the outcome unknown. */
    assert_true(*done || sqlite || !is_merged(s));
    return all;
}

/* The same counts before and after, the registry names nothing that is not there, and an attempt
 * that nothing hinders goes through. */
static void sweep(struct scratch *s, struct failing_sqlite *sqlite, enum failing how)
{
    unsigned failed = 0;
    for (unsigned n = 1;; n = next_failure(n)) {
        bool done;
        if (n == 1 || is_merged(s))
            make_three(s);
        const char *before = content(s, "home");
        bool all = attempt(s, sqlite, n, how, &done);
        failed += !done;
        assert_string_equal(content(s, "home"), before);
        for (const char *at = verified(s, "home"); *at; at = strchr(at, '\n') + 1)
            assert_non_null(strstr(at, " 3 -")); /* nothing but what the next load removes */
        if (all)
            break;
    }
    assert_true(failed >= failures_of(11, 1));
    assert_true(is_merged(s));
    assert_string_equal(verified(s, "home"), "");
}

static void any_call_of_the_disk_may_fail(void **state)
{
    sweep(*state, NULL, FAIL_ONCE);
    sweep(*state, NULL, FAIL_STICKY);
}

static void any_call_of_the_registry_may_fail(void **state)
{
    struct failing_sqlite *sqlite = failing_sqlite_install();
    sweep(*state, sqlite, FAIL_ONCE);
    sweep(*state, sqlite, FAIL_STICKY);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(merging_changes_nothing),       CASE(what_cannot_be_taken_back),
        CASE(what_is_too_old_goes),          CASE(who_builds_is_not_disturbed),
        CASE(a_failing_disk_is_a_finding),   CASE(rejects_do_not_stay),
        CASE(several_are_put_back_at_once),  CASE(what_is_lost_is_loaded_again),
        CASE(any_call_of_the_disk_may_fail), CASE(any_call_of_the_registry_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
