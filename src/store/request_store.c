#include "store/request_store.h"

#include "store/instance_store.h"

#include "store/hsaid_column.h"

bool request_each_step(struct db *db, int64_t id, struct request_step_reader reader,
                       struct err *err)
{
    enum { STATE, AT, ACTOR, REASON, STAFF };
    struct db_value value = db_i64(id);
    struct cursor c;
    if (!db_query(db, QUERY_REQUEST_STEPS, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct request_taken row = {.state = (enum request_state)db_get_i64(&c, STATE),
                                    .at = {db_get_i64(&c, AT)},
                                    .actor = db_get_text(&c, ACTOR),
                                    .reason = db_get_text(&c, REASON),
                                    .staff = hsaid_column(&c, STAFF)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

struct taking {
    struct arena *arena;
    struct request_kept *kept;
};

static bool take_step(void *state, const struct request_taken *row, struct err *err)
{
    (void)err;
    struct taking *t = state;
    struct request_kept *kept = t->kept;
    kept->request.at[row->state] = row->at;
    kept->request.state = row->state;
    if (row->state == REQUEST_REQUESTED)
        kept->asked_by = str_copy(t->arena, row->actor);
    if (row->state == REQUEST_DECLINED)
        kept->reason = str_copy(t->arena, row->reason);
    if (row->state == REQUEST_ASSIGNED)
        kept->staff = row->staff;
    return true;
}

bool request_by_id(struct db *db, struct arena *a, int64_t id, struct request_kept *out,
                   struct err *err)
{
    enum { ID, PERSON, KIND, WISH, NEED, WANTED, NUMBER };
    struct db_value value = db_i64(id);
    struct request_kept kept = {.id = id};
    struct cursor c;
    enum db_next found = db_first(db, QUERY_REQUEST_BY_ID, &value, 1, &c, err);
    if (found == DB_FAILED)
        return false;
    if (found == DB_END)
        return FAIL(err, ERR_MISSING, "request.unknown", "%lld", (long long)id);
    kept.request.person = db_get_i64(&c, PERSON);
    kept.request.kind = (enum contact_kind)db_get_i64(&c, KIND);
    kept.wish = hsaid_column(&c, WISH);
    kept.need = (unsigned)db_get_i64(&c, NEED);
    kept.is_wanted = db_get_i64(&c, WANTED) != 0;
    kept.number = (struct person_id){(uint64_t)db_get_i64(&c, NUMBER)};
    db_end(&c);
    for (unsigned i = 0; i < REQUEST_STATES; i++)
        kept.request.at[i] = MOMENT_NONE;
    struct taking taking = {a, &kept};
    if (!request_each_step(db, id, (struct request_step_reader){&taking, take_step}, err))
        return false;
    *out = kept;
    return true;
}

bool request_open_of(struct db *db, int64_t person, enum contact_kind kind, int64_t *out,
                     struct err *err)
{
    struct db_value value[] = {db_i64(person), db_i64(kind)};
    return db_number(db, &(struct db_ask){QUERY_REQUEST_OPEN_OF, value, 2, 0}, out, err);
}

bool request_is_answered_by(struct db *db, int64_t id, int message_kind, bool *out, struct err *err)
{
    struct db_value value[] = {db_i64(id), db_i64(message_kind)};
    int64_t is = 0;
    if (!db_number(db, &(struct db_ask){QUERY_REQUEST_IS_ANSWERED_BY, value, 2, 0}, &is, err))
        return false;
    *out = is != 0;
    return true;
}

bool request_that_ends(struct db *db, struct day on, int64_t *id, struct err *err)
{
    struct db_value value = db_day(on);
    return db_number(db, &(struct db_ask){QUERY_REQUEST_ENDS, &value, 1, 0}, id, err);
}

bool request_wishes_elsewhere(struct db *db, int64_t person, const struct hsaid *unit,
                              struct day on, int64_t *id, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_text(hsaid_str(unit)), db_day(on)};
    return db_number(
        db, &(struct db_ask){QUERY_REQUEST_WISHES_ELSEWHERE, value, ARRAY_LEN(value), 0}, id, err);
}

bool request_insert(struct db *db, const struct request_said *said, int64_t position, int64_t *id,
                    struct err *err)
{
    struct db_value value[] = {db_i64(said->identifier), db_i64(said->kind),
                               db_text_or_null(hsaid_str(&said->wish)), db_i64(said->need),
                               db_i64(said->is_wanted)};
    int64_t made = 0;
    if (!db_run(db, QUERY_REQUEST_INSERT, value, ARRAY_LEN(value), err) ||
        !db_number(db, &(struct db_ask){.query = QUERY_REQUEST_LAST}, &made, err))
        return false;
    struct db_value opened = db_i64(made);
    struct request_stepped step = {.id = made, .to = REQUEST_REQUESTED};
    if (!request_add_step(db, &step, position, err) ||
        !db_run(db, QUERY_REQUEST_SET_OPEN, &opened, 1, err))
        return false;
    *id = made;
    return true;
}

bool request_add_step(struct db *db, const struct request_stepped *step, int64_t position,
                      struct err *err)
{
    struct db_value value[] = {db_i64(step->id), db_i64(step->to), db_i64(position),
                               db_text_or_null(step->reason),
                               db_text_or_null(hsaid_str(&step->staff))};
    return db_run(db, QUERY_REQUEST_ADD_STEP, value, ARRAY_LEN(value), err) &&
           (request_is_open(step->to) || db_run(db, QUERY_REQUEST_CLOSE, value, 1, err));
}

bool request_withdrawn_at(struct db *db, int64_t position, int64_t *id, struct err *err)
{
    struct db_value value = db_i64(position);
    return db_number(db, &(struct db_ask){QUERY_REQUEST_WITHDRAWN_AT, &value, 1, 0}, id, err);
}

bool request_unwithdraw(struct db *db, int64_t id, int64_t position, struct err *err)
{
    struct db_value value = db_i64(id), kept[] = {value, db_i64(position)};
    return db_run(db, QUERY_REQUEST_KEEP_WITHDRAWN, kept, ARRAY_LEN(kept), err) &&
           db_run(db, QUERY_REQUEST_UNWITHDRAW, &value, 1, err) &&
           db_run(db, QUERY_REQUEST_SET_OPEN, &value, 1, err);
}

bool request_answered(struct db *db, const struct request_answered *of, int64_t *id,
                      struct err *err)
{
    struct db_value value[] = {
        db_i64(of->person), db_i64(of->staff.text[0] ? (int64_t)of->kind : 0),
        db_text_or_null(hsaid_str(&of->staff)), db_i64(of->message), db_i64(of->until)};
    return db_number(db, &(struct db_ask){QUERY_REQUEST_ANSWERED, value, ARRAY_LEN(value), 0}, id,
                     err);
}

static struct request_waiting waiting_row(const struct cursor *c)
{
    enum { ID, PERSON, NUMBER, PROTECTION, KIND, WISH, NEED, WANTED, UNIT, WAITS, AT, DAY };
    return (struct request_waiting){
        .id = db_get_i64(c, ID),
        .person = db_get_i64(c, PERSON),
        .number = {(uint64_t)db_get_i64(c, NUMBER)},
        .protection = (enum protection)db_get_i64(c, PROTECTION),
        .kind = (enum contact_kind)db_get_i64(c, KIND),
        .state = db_get_i64(c, WAITS) != 0 ? REQUEST_WAITING : REQUEST_REQUESTED,
        .wish = hsaid_column(c, WISH),
        .unit = hsaid_column(c, UNIT),
        .need = (unsigned)db_get_i64(c, NEED),
        .is_wanted = db_get_i64(c, WANTED) != 0,
        .asked_at = {db_get_i64(c, AT)},
        .asked_on = position_day(c, DAY, AT),
    };
}

bool request_each_open(struct db *db, int64_t unit, struct day on, struct request_reader reader,
                       struct err *err)
{
    struct db_value value[] = {db_i64(unit), db_day(on)};
    struct cursor c;
    if (!db_query(db, QUERY_REQUEST_EACH_OPEN, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct request_waiting row = waiting_row(&c);
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool request_listed_at(struct db *db, int64_t person, struct day on, struct hsaid *out,
                       struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(on)};
    struct hsaid unit = {{0}};
    struct cursor c;
    enum db_next found = db_first(db, QUERY_REQUEST_LISTED_AT, value, ARRAY_LEN(value), &c, err);
    if (found == DB_ROW) {
        unit = hsaid_column(&c, 0);
        db_end(&c);
    }
    if (found == DB_FAILED)
        return false;
    *out = unit;
    return true;
}
