#include "service/snapshot_feed.h"

#include "store/instance_store.h"

#include <assert.h>
#include <string.h>

enum { TELL_EVERY = 64 * 1024 }; /* rows */

/* From the registry's ids to the builder's numbers. */
struct numbers {
    uint32_t *at;
    int64_t last; /* the greatest id */
};
struct feed {
    const struct instance *in;
    const struct warehouse_use *use;
    struct arena *arena; /* until the file is there */
    struct snapshot_builder *builder;
    struct numbers unit, staff, person;
    struct segment *segment; /* open until the end */
    size_t segments;
    uint64_t rows; /* of the registry, so far */
};

static void tell(const struct feed *f, enum warehouse_step step, uint64_t done, uint64_t total)
{
    if (f->use->show)
        f->use->show(f->use->state, step, done, total);
}

static bool open_numbers(struct feed *f, enum query last_id, struct numbers *out, struct err *err)
{
    if (!db_number(f->in->db, &(struct db_ask){.query = last_id}, &out->last, err))
        return false;
    out->at = ARENA_NEW(f->arena, uint32_t, (size_t)out->last + 1);
    return true;
}

/* The registry's references hold (foreign keys), so an id that it names is one that it has. */
static uint32_t number_of(const struct numbers *n, int64_t id)
{
    assert(id > 0 && id <= n->last);
    return n->at[id];
}

/* ---- a row of each query ---- */

static bool take_hsaid(const struct cursor *c, unsigned column, struct hsaid *out, struct err *err)
{
    return hsaid_parse(db_get_text(c, column), out, err);
}

static bool take_unit(struct feed *f, const struct cursor *c, struct err *err)
{
    struct snapshot_unit row = {.name = db_get_text(c, 2),
                                .operator_kind = (enum operator_kind)db_get_i64(c, 3),
                                .county = db_get_text(c, 4),
                                .municipality = db_get_text(c, 5)};
    return take_hsaid(c, 1, &row.id, err) &&
           snapshot_add_unit(f->builder, &row, &f->unit.at[db_get_i64(c, 0)], err);
}

static bool take_staff(struct feed *f, const struct cursor *c, struct err *err)
{
    struct hsaid id;
    if (!take_hsaid(c, 1, &id, err))
        return false;
    bool is_protected = db_get_i64(c, 2) == ANSWER_YES;
    f->staff.at[db_get_i64(c, 0)] = snapshot_add_staff(f->builder, &id, is_protected);
    return true;
}

static bool take_person(struct feed *f, const struct cursor *c, struct err *err)
{
    int64_t reason = db_get_i64(c, 3);
    bool ended = reason == DEREG_DIED || reason == DEREG_EMIGRATED;
    struct snapshot_person row = {.key = db_get_i64(c, 0),
                                  .birth = db_get_day(c, 1),
                                  .end = ended ? db_get_day(c, 2) : DAY_NONE,
                                  .sex = (enum sex)db_get_i64(c, 4),
                                  .protection = (enum protection)db_get_i64(c, 5)};
    f->person.at[row.key] = snapshot_add_person(f->builder, &row);
    return true;
}

static bool take_identifier(struct feed *f, const struct cursor *c, struct err *err)
{
    snapshot_add_identifier(f->builder, (uint32_t)db_get_i64(c, 0),
                            number_of(&f->person, db_get_i64(c, 1)));
    return true;
}

static bool take_listing(struct feed *f, const struct cursor *c, struct err *err)
{
    struct snapshot_listing row = {.person = number_of(&f->person, db_get_i64(c, 0)),
                                   .unit = number_of(&f->unit, db_get_i64(c, 1)),
                                   .from = db_get_day(c, 2),
                                   .to = db_get_day(c, 3),
                                   .basis = (enum basis)db_get_i64(c, 4)};
    snapshot_add_listing(f->builder, &row);
    return true;
}

static bool take_named_contact(struct feed *f, const struct cursor *c, struct err *err)
{
    struct snapshot_named_contact row = {.person = number_of(&f->person, db_get_i64(c, 0)),
                                         .unit = number_of(&f->unit, db_get_i64(c, 1)),
                                         .staff = number_of(&f->staff, db_get_i64(c, 2)),
                                         .from = db_get_day(c, 3),
                                         .to = db_get_day(c, 4),
                                         .informed_on = db_get_day(c, 5),
                                         .kind = (enum contact_kind)db_get_i64(c, 6)};
    snapshot_add_named_contact(f->builder, &row);
    return true;
}

static bool take_residence(struct feed *f, const struct cursor *c, struct err *err)
{
    struct snapshot_residence row = {.person = number_of(&f->person, db_get_i64(c, 0)),
                                     .municipality = db_get_text(c, 1),
                                     .from = db_get_day(c, 2),
                                     .to = db_get_day(c, 3),
                                     .reported_on = db_get_day(c, 4),
                                     .kind = (enum residence_kind)db_get_i64(c, 5)};
    snapshot_add_residence(f->builder, &row);
    return true;
}

/* ---- the registry ---- */

typedef bool take_row(struct feed *f, const struct cursor *c, struct err *err);

static bool take_all(struct feed *f, enum query query, take_row *take, struct err *err)
{
    struct cursor c;
    if (!db_query(f->in->db, query, NULL, 0, &c, err))
        return false;
    enum db_next next;
    while ((next = db_next(&c, err)) == DB_ROW) {
        if (!take(f, &c, err)) {
            db_end(&c);
            return false;
        }
        if (++f->rows % TELL_EVERY == 0)
            tell(f, WAREHOUSE_REGISTRY, f->rows, 0);
    }
    return next == DB_END;
}

static bool take_registry(struct feed *f, struct err *err)
{
    tell(f, WAREHOUSE_REGISTRY, 0, 0);
    return open_numbers(f, QUERY_SNAPSHOT_LAST_UNIT, &f->unit, err) &&
           open_numbers(f, QUERY_SNAPSHOT_LAST_STAFF, &f->staff, err) &&
           open_numbers(f, QUERY_SNAPSHOT_LAST_PERSON, &f->person, err) &&
           take_all(f, QUERY_SNAPSHOT_UNITS, take_unit, err) &&
           take_all(f, QUERY_SNAPSHOT_STAFF, take_staff, err) &&
           take_all(f, QUERY_SNAPSHOT_PERSONS, take_person, err) &&
           take_all(f, QUERY_SNAPSHOT_IDENTIFIERS, take_identifier, err) &&
           take_all(f, QUERY_SNAPSHOT_LISTINGS, take_listing, err) &&
           take_all(f, QUERY_SNAPSHOT_NAMED_CONTACTS, take_named_contact, err) &&
           take_all(f, QUERY_SNAPSHOT_RESIDENCES, take_residence, err);
}

/* ---- segments ---- */

struct named_segment {
    int64_t load;
    struct str path;
    uint64_t checksum;
};

static bool list_segments(struct feed *f, struct named_segment **out, size_t *count,
                          struct err *err)
{
    struct cursor c;
    if (!db_query(f->in->db, QUERY_SNAPSHOT_SEGMENTS, NULL, 0, &c, err))
        return false;
    size_t n = 0, room = 16;
    struct named_segment *all = ARENA_NEW(f->arena, struct named_segment, room);
    enum db_next next;
    while ((next = db_next(&c, err)) == DB_ROW) {
        if (n == room) {
            struct named_segment *grown = ARENA_NEW(f->arena, struct named_segment, room * 2);
            memcpy(grown, all, n * sizeof *all);
            all = grown;
            room *= 2;
        }
        all[n++] = (struct named_segment){.load = db_get_i64(&c, 0),
                                          .path = str_copy(f->arena, db_get_text(&c, 1)),
                                          .checksum = (uint64_t)db_get_i64(&c, 2)};
    }
    *out = all;
    *count = n;
    return next == DB_END;
}

/* Opens what a committed load names: it must be there, whole, and the same that was committed. */
static bool open_segment(struct feed *f, const struct named_segment *named, struct segment *out,
                         struct err *err)
{
    const char *path =
        instance_path(f->in, f->arena, INSTANCE_SEGMENTS "/%.*s", STR_FMT(named->path));
    struct err why = {0};
    bool opened = segment_open(f->arena, path, out, &why);
    if (opened && out->file.checksum == named->checksum)
        return true;
    if (opened)
        segment_close(out);
    if (!opened && why.kind == ERR_MISSING)
        return FAIL(err, ERR_IO, "warehouse.segment_missing", "%.150s (%lld)", path,
                    (long long)named->load);
    if (!opened && why.kind == ERR_IO) {
        *err = why;
        return false;
    }
    return FAIL(err, ERR_IO, "warehouse.segment_damaged", "%.150s (%lld)", path,
                (long long)named->load);
}

static bool take_segments(struct feed *f, struct err *err)
{
    struct named_segment *named = NULL;
    size_t count = 0;
    if (!list_segments(f, &named, &count, err))
        return false;
    f->segment = ARENA_NEW(f->arena, struct segment, count + 1);
    for (size_t i = 0; i < count; i++) {
        tell(f, WAREHOUSE_SEGMENTS, i, count);
        if (!open_segment(f, &named[i], &f->segment[i], err))
            return false;
        f->segments++;
        if (!snapshot_add_segment(f->builder, &f->segment[i], err))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool take_position(const struct feed *f, struct snapshot_origin *out, struct err *err)
{
    return position_now(f->in->db, &out->position, err) &&
           db_number(f->in->db, &(struct db_ask){.query = QUERY_SNAPSHOT_LAST_LOAD},
                     &out->last_load, err);
}

bool snapshot_feed(struct instance *in, const struct warehouse_use *use, const char *path,
                   uint64_t *checksum, struct err *err)
{
    const struct files *fs = use->files ? use->files : in->files;
    struct feed f = {.in = in, .use = use};
    struct snapshot_options options = {.path = path, .threads = use->threads ? use->threads : 1};
    if (!db_begin(in->db, DB_READ, err))
        return false;
    f.arena = arena_open((size_t)1024 * 1024);
    f.builder = snapshot_builder_open();
    bool done =
        take_position(&f, &options.origin, err) && take_registry(&f, err) && take_segments(&f, err);
    db_rollback(in->db); /* nothing was written, and writers' room is theirs again */
    if (done) {
        tell(&f, WAREHOUSE_SORTING, 0, 0);
        done = snapshot_finish(f.builder, fs, &options, checksum, err);
    }
    for (size_t i = 0; i < f.segments; i++)
        segment_close(&f.segment[i]);
    snapshot_builder_close(f.builder);
    arena_close(f.arena);
    return done;
}
