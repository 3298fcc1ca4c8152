#include "store/access_log_store.h"

#include <string.h>

static struct db_value sum_value(const struct sha256_sum *sum)
{
    return db_bytes((struct str){(const char *)sum->byte, sizeof sum->byte});
}

/* The schema knows no other length. */
static struct sha256_sum get_sum(const struct cursor *c, unsigned column)
{
    struct sha256_sum sum = {{0}};
    struct str bytes = db_get_bytes(c, column);
    if (bytes.len == sizeof sum.byte)
        memcpy(sum.byte, bytes.at, sizeof sum.byte);
    return sum;
}

bool access_log_add(struct db *db, const struct access_entry *e, const struct access_seal *seal,
                    struct err *err)
{
    const struct db_value value[] = {
        db_i64(e->at.us),
        db_text(e->actor.id),
        db_i64(e->actor.role),
        db_text_or_null(e->actor.unit),
        db_i64(e->actor.purpose),
        db_i64_unless(e->actor.on_behalf, 0),
        db_text(e->act),
        db_i64(e->kind),
        db_i64(e->outcome),
        db_i64_unless(e->person, 0),
        db_text_or_null(e->about),
        db_i64_unless(e->count, -1),
        db_i64_unless(e->position, 0),
        db_i64(seal->link.sequence),
        sum_value(&seal->sum),
        sum_value(&seal->link.chain),
    };
    return db_add(db, QUERY_ACCESS_LOG_ADD, value, ARRAY_LEN(value), err);
}

enum {
    ID,
    AT,
    ACTOR,
    ROLE,
    UNIT,
    PURPOSE,
    ON_BEHALF,
    ACT,
    KIND,
    OUTCOME,
    PERSON,
    ABOUT,
    COUNT,
    POSITION,
    SEQUENCE,
    SUM,
    CHAIN,
    UNIT_NAME,
    GIVEN_NAME,
    SURNAME,
    TITLE_CODE,
    PROTECTED_ACTOR
};

static void read_names(const struct cursor *c, struct access_row *row)
{
    row->unit_name = db_get_text(c, UNIT_NAME);
    row->given_name = db_get_text(c, GIVEN_NAME);
    row->surname = db_get_text(c, SURNAME);
    row->title_code = db_get_text(c, TITLE_CODE);
    row->protected_actor = (enum answer)db_get_i64(c, PROTECTED_ACTOR);
}

static struct access_row read_row(const struct cursor *c)
{
    return (struct access_row){
        .id = db_get_i64(c, ID),
        .erased = db_is_null(c, ACTOR),
        .entry = {.at = {db_get_i64(c, AT)},
                  .actor = {.id = db_get_text(c, ACTOR),
                            .role = (enum role)db_get_i64(c, ROLE),
                            .unit = db_get_text(c, UNIT),
                            .purpose = (enum purpose)db_get_i64(c, PURPOSE),
                            .on_behalf = db_get_i64(c, ON_BEHALF)},
                  .act = db_get_text(c, ACT),
                  .kind = (enum access_kind)db_get_i64(c, KIND),
                  .outcome = (enum access_outcome)db_get_i64(c, OUTCOME),
                  .person = db_get_i64(c, PERSON),
                  .about = db_get_text(c, ABOUT),
                  .count = db_get_i64_or(c, COUNT, -1),
                  .position = db_get_i64(c, POSITION)},
        .seal = {.link = {db_get_i64(c, SEQUENCE), get_sum(c, CHAIN)}, .sum = get_sum(c, SUM)},
    };
}

static bool read_rows(struct cursor *c, struct access_reader reader, struct err *err)
{
    enum db_next found;
    while ((found = db_next(c, err)) == DB_ROW) {
        struct access_row row = read_row(c);
        if (c->query == QUERY_ACCESS_LOG_OF_PERSON)
            read_names(c, &row);
        if (!reader.take(reader.state, &row, err))
            return db_stop(c);
    }
    return found == DB_END;
}

bool access_log_waiting(struct db *db, struct access_reader reader, struct err *err)
{
    struct cursor c;
    return db_query(db, QUERY_ACCESS_LOG_WAITING, NULL, 0, &c, err) && read_rows(&c, reader, err);
}

bool access_log_waits(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){QUERY_ACCESS_LOG_WAITS, NULL, 0, 0}, out, err);
}

bool access_log_each(struct db *db, struct access_reader reader, struct err *err)
{
    struct cursor c;
    return db_query(db, QUERY_ACCESS_LOG_SEALED, NULL, 0, &c, err) && read_rows(&c, reader, err);
}

/* Of the first row; all zero: there is none. */
static bool read_link(struct db *db, enum query query, const struct db_value *value, unsigned count,
                      struct access_link *out, struct err *err)
{
    struct cursor c;
    struct access_link link = {0};
    enum db_next found = db_first(db, query, value, count, &c, err);
    if (found == DB_ROW) {
        link = (struct access_link){db_get_i64(&c, 0), get_sum(&c, 1)};
        db_end(&c);
    }
    if (found != DB_FAILED)
        *out = link;
    return found != DB_FAILED;
}

bool access_log_last(struct db *db, struct access_link *out, struct err *err)
{
    return read_link(db, QUERY_ACCESS_LOG_LAST, NULL, 0, out, err);
}

bool access_log_link(struct db *db, int64_t sequence, struct access_link *out, struct err *err)
{
    struct db_value value = db_i64(sequence);
    return read_link(db, QUERY_ACCESS_LOG_LINK, &value, 1, out, err);
}

bool access_log_of_person(struct db *db, int64_t person, const struct access_period *period,
                          struct access_reader reader, struct err *err)
{
    struct cursor c;
    const struct db_value value[] = {db_i64(person), db_i64(period->from.us),
                                     db_i64(period->to.us)};
    return db_query(db, QUERY_ACCESS_LOG_OF_PERSON, value, ARRAY_LEN(value), &c, err) &&
           read_rows(&c, reader, err);
}

bool access_log_between(struct db *db, const struct access_period *period, int64_t *out,
                        struct err *err)
{
    return access_log_between_before(db, period, INT64_MAX, out, err);
}

bool access_log_between_before(struct db *db, const struct access_period *period, int64_t entry,
                               int64_t *out, struct err *err)
{
    const struct db_value value[] = {db_i64(period->from.us), db_i64(period->to.us), db_i64(entry)};
    return db_number(db, &(struct db_ask){QUERY_ACCESS_LOG_BETWEEN, value, ARRAY_LEN(value), 0},
                     out, err);
}

bool access_log_acts_since(struct db *db, struct str actor, struct moment since, int64_t *out,
                           struct err *err)
{
    const struct db_value value[] = {db_text(actor), db_i64(since.us)};
    return db_number(db, &(struct db_ask){QUERY_ACCESS_LOG_ACTS_SINCE, value, ARRAY_LEN(value), 0},
                     out, err);
}

bool access_log_entries_since(struct db *db, struct str actor, struct moment since, int64_t most,
                              int64_t *out, struct err *err)
{
    const struct db_value value[] = {db_text(actor), db_i64(since.us), db_i64(most)};
    return db_number(
        db, &(struct db_ask){QUERY_ACCESS_LOG_ENTRIES_SINCE, value, ARRAY_LEN(value), 0}, out, err);
}

bool access_log_persons_since(struct db *db, struct str actor, struct moment since, int64_t person,
                              int64_t *out, struct err *err)
{
    const struct db_value value[] = {db_text(actor), db_i64(since.us), db_i64(person)};
    return db_number(
        db, &(struct db_ask){QUERY_ACCESS_LOG_PERSONS_SINCE, value, ARRAY_LEN(value), 0}, out, err);
}

bool access_log_alarms_since(struct db *db, struct str actor, struct moment since, int64_t *out,
                             struct err *err)
{
    const struct db_value value[] = {db_text(actor), db_i64(since.us)};
    return db_number(
        db, &(struct db_ask){QUERY_ACCESS_LOG_ALARMS_SINCE, value, ARRAY_LEN(value), 0}, out, err);
}

static bool read_period(struct db *db, enum query query, const struct access_period *period,
                        struct access_reader reader, struct err *err)
{
    struct cursor c;
    const struct db_value value[] = {db_i64(period->from.us), db_i64(period->to.us)};
    return db_query(db, query, value, ARRAY_LEN(value), &c, err) && read_rows(&c, reader, err);
}

bool access_log_alarms(struct db *db, const struct access_period *period,
                       struct access_reader reader, struct err *err)
{
    return read_period(db, QUERY_ACCESS_LOG_ALARMS, period, reader, err);
}

bool access_log_reviews(struct db *db, const struct access_period *period,
                        struct access_reader reader, struct err *err)
{
    return read_period(db, QUERY_ACCESS_LOG_REVIEWS, period, reader, err);
}

bool access_log_is_said(struct db *db, struct str actor, struct str about, bool *out,
                        struct err *err)
{
    const struct db_value value[] = {db_text(actor), db_text(about)};
    int64_t said = 0;
    if (!db_number(db, &(struct db_ask){QUERY_ACCESS_LOG_IS_SAID, value, ARRAY_LEN(value), 0},
                   &said, err))
        return false;
    *out = said > 0;
    return true;
}

bool access_log_about_whom(struct db *db, int64_t sequence, int64_t *person, bool *found,
                           struct err *err)
{
    struct cursor c;
    struct db_value value = db_i64(sequence);
    enum db_next row = db_first(db, QUERY_ACCESS_LOG_ABOUT_WHOM, &value, 1, &c, err);
    if (row == DB_FAILED)
        return false;
    *found = row == DB_ROW;
    *person = 0;
    if (*found) {
        *person = db_get_i64(&c, 0);
        db_end(&c);
    }
    return true;
}

bool access_log_erase(struct db *db, int64_t sequence, bool *found, struct err *err)
{
    struct db_value value = db_i64(sequence);
    if (!db_run(db, QUERY_ACCESS_LOG_ERASE, &value, 1, err))
        return false;
    *found = db_changed(db) > 0;
    return true;
}

bool access_log_start(struct db *db, struct access_seal *out, struct err *err)
{
    struct cursor c;
    struct access_seal start = {.link.sequence = 0};
    enum db_next found = db_first(db, QUERY_ACCESS_LOG_START, NULL, 0, &c, err);
    if (found == DB_ROW) {
        start = (struct access_seal){{db_get_i64(&c, 0), get_sum(&c, 1)}, get_sum(&c, 2)};
        db_end(&c);
    }
    if (found != DB_FAILED)
        *out = start;
    return found != DB_FAILED;
}

bool access_log_older(struct db *db, struct moment than, struct access_link *out, struct err *err)
{
    struct db_value value = db_i64(than.us);
    return read_link(db, QUERY_ACCESS_LOG_OLDER, &value, 1, out, err);
}

bool access_log_forget(struct db *db, const struct access_seal *start, int64_t *removed,
                       struct err *err)
{
    const struct db_value value[] = {db_i64(start->link.sequence), sum_value(&start->link.chain),
                                     sum_value(&start->sum)};
    if (!db_run(db, QUERY_ACCESS_LOG_SET_START, value, ARRAY_LEN(value), err) ||
        !db_run(db, QUERY_ACCESS_LOG_FORGET, value, 1, err))
        return false;
    *removed = db_changed(db);
    return true;
}
