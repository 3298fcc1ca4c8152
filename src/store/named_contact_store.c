#include "store/named_contact_store.h"

#include "store/hsaid_column.h"

bool named_contact_each(struct db *db, struct named_contact_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_NAMED_CONTACT_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct named_contact_now row = {
            .person = db_get_i64(&c, 0),
            .staff = db_get_i64(&c, 1),
            .unit = db_get_i64(&c, 2),
            .from = db_get_day(&c, 3),
            .to = db_get_day(&c, 4),
            .informed_on = db_get_day(&c, 5),
            .kind = (enum contact_kind)db_get_i64(&c, 6),
        };
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool named_contact_touched(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_NAMED_CONTACT_TOUCHED, NULL, 0, out, err);
}

bool named_contact_each_stated(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_NAMED_CONTACT_EACH_STATED, NULL, 0, out, err);
}

struct named_contact_of_person named_contact_touched_row(const struct cursor *c)
{
    bool has_ids = c->query == QUERY_NAMED_CONTACT_TOUCHED;
    return (struct named_contact_of_person){
        .person = db_get_i64(c, 0),
        .stated = db_get_i64(c, 1),
        .staff = db_get_i64(c, 2),
        .unit = db_get_i64(c, 3),
        .from = db_get_day(c, 4),
        .to = db_get_day(c, 5),
        .kind = (enum contact_kind)db_get_i64(c, 6),
        .place = db_get_i64(c, 7),
        .staff_id = has_ids ? hsaid_column(c, 8) : (struct hsaid){{0}},
        .unit_id = has_ids ? hsaid_column(c, 9) : (struct hsaid){{0}},
    };
}

bool named_contact_forget_effects(struct db *db, struct err *err)
{
    return db_run(db, QUERY_NAMED_CONTACT_FORGET_EFFECTS, NULL, 0, err);
}

bool named_contact_insert_effect(struct db *db, const struct named_contact_of_person *row,
                                 struct err *err)
{
    struct db_value value[] = {db_i64(row->person), db_i64(row->kind), db_day(row->from),
                               db_day(row->to), db_i64(row->stated)};
    return db_add(db, QUERY_NAMED_CONTACT_INSERT_EFFECT, value, ARRAY_LEN(value), err);
}

/* Of five columns, from the first one. */
static struct contact_now get_now(const struct cursor *c, unsigned first)
{
    enum { ROW, KIND, STAFF, UNIT, FROM };
    return (struct contact_now){.row = db_get_i64(c, first + ROW),
                                .kind = (enum contact_kind)db_get_i64(c, first + KIND),
                                .staff = hsaid_column(c, first + STAFF),
                                .unit = hsaid_column(c, first + UNIT),
                                .from = db_get_day(c, first + FROM)};
}

static bool each_now(struct db *db, const struct db_ask *ask, unsigned first,
                     struct contact_now_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct contact_now row = get_now(&c, first);
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool named_contact_doctors_from(struct db *db, int64_t person, struct day from,
                                struct contact_now_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from)};
    struct db_ask ask = {QUERY_NAMED_CONTACT_DOCTORS_FROM, value, ARRAY_LEN(value), 0};
    return each_now(db, &ask, 0, reader, err);
}

static bool supersede(struct db *db, int64_t row, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(row), db_i64(position)};
    return db_run(db, QUERY_NAMED_CONTACT_SUPERSEDE_ONE, value, ARRAY_LEN(value), err);
}

/* As the row was, with an end, and with what the row that held says of informing. */
struct stating {
    const struct contact_now *row;
    struct day last;
    struct str reason;
    int64_t held;
};

/* Nothing of one that would end before it began. */
static bool state_ended(struct db *db, const struct stating *s, int64_t position, struct err *err)
{
    struct db_value ended[] = {db_i64(s->row->row), db_day(s->last), db_text(s->reason),
                               db_i64(position), db_i64(s->held)};
    return s->last.n < s->row->from.n ||
           db_run(db, QUERY_NAMED_CONTACT_STATE_ENDED, ended, ARRAY_LEN(ended), err);
}

/* What the row was is kept of what may be taken back. */
static bool keep_was(struct db *db, const struct contact_now *row,
                     const struct contact_ending *ends, struct err *err)
{
    struct db_value was = db_i64(row->row);
    bool is_kept = ends->why == END_CHANGED_UNIT || ends->why == END_REPLACED;
    return !is_kept || ends->on.n < row->from.n ||
           db_run(db, QUERY_NAMED_CONTACT_KEEP_WAS, &was, 1, err);
}

static bool end_as(struct db *db, const struct contact_now *row, const struct contact_ending *ends,
                   int64_t position, int64_t held, struct err *err)
{
    struct stating s = {row, ends->on, vocab_word(&VOCAB_CONTACT_END, ends->why), held};
    return state_ended(db, &s, position, err) && keep_was(db, row, ends, err);
}

bool named_contact_end(struct db *db, const struct contact_now *row,
                       const struct contact_ending *ends, int64_t position, struct err *err)
{
    return supersede(db, row->row, position, err) && end_as(db, row, ends, position, row->row, err);
}

bool named_contact_end_for(struct db *db, const struct contact_now *row, struct day last,
                           struct str reason, int64_t position, struct err *err)
{
    struct stating s = {row, last, reason, row->row};
    return supersede(db, row->row, position, err) && state_ended(db, &s, position, err);
}

bool named_contact_keep_own(struct db *db, const struct contact_ending *ends, struct err *err)
{
    return ends->row == 0 || ends->why != END_CHANGED_UNIT ||
           db_run(db, QUERY_NAMED_CONTACT_KEEP_OWN, NULL, 0, err);
}

bool named_contact_state(struct db *db, const struct named_contact_said *row, int64_t position,
                         struct err *err)
{
    struct db_value identifier = db_i64(row->identifier), kind = db_i64((int64_t)row->kind),
                    staff = db_i64(row->staff), from = db_day(row->from), at = db_i64(position);
    struct db_value key[] = {identifier, kind, staff, from, at};
    bool ends = row->ends.row != 0;
    struct db_value value[] = {
        identifier,
        kind,
        staff,
        db_i64(row->unit),
        from,
        db_day(ends ? row->ends.on : DAY_NONE),
        db_text_or_null(ends ? vocab_word(&VOCAB_CONTACT_END, row->ends.why) : row->reason),
        db_text_or_null(row->assigned_by),
        row->chosen ? db_i64((int64_t)*row->chosen) : db_null(),
        at};
    return db_run(db, QUERY_NAMED_CONTACT_SUPERSEDE_KEY, key, ARRAY_LEN(key), err) &&
           db_run(db, QUERY_NAMED_CONTACT_STATE, value, ARRAY_LEN(value), err) &&
           named_contact_keep_own(db, &row->ends, err);
}

bool named_contact_lists_of(struct db *db, int64_t person, struct list_doctor_reader reader,
                            struct err *err)
{
    enum { STAFF, UNIT, FROM, TO, BASIS };
    struct db_value value = db_i64(person);
    struct cursor c;
    if (!db_query(db, QUERY_NAMED_CONTACT_LISTS_OF, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct list_doctor row = {.staff = db_get_i64(&c, STAFF),
                                  .unit = db_get_i64(&c, UNIT),
                                  .from = db_get_day(&c, FROM),
                                  .to = db_get_day(&c, TO),
                                  .is_chosen = !db_is_null(&c, BASIS),
                                  .basis = (enum basis)db_get_i64(&c, BASIS)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool named_contact_open_of(struct db *db, int64_t person, struct day on,
                           struct contact_open_reader reader, struct err *err)
{
    enum { INFORMED = 5 };
    struct db_value value[] = {db_i64(person), db_day(on)};
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_NAMED_CONTACT_OPEN_OF, value, ARRAY_LEN(value), &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct contact_open row = {get_now(&c, 0), db_get_day(&c, INFORMED)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool named_contact_inform(struct db *db, int64_t row, struct day on, int64_t position,
                          struct err *err)
{
    struct db_value was = db_i64(row);
    struct db_value value[] = {was, db_day(on), db_i64(position)};
    if (!supersede(db, row, position, err))
        return false;
    if (db_changed(db) == 0)
        return true;
    return db_run(db, QUERY_NAMED_CONTACT_STATE_INFORMED, value, ARRAY_LEN(value), err) &&
           db_run(db, QUERY_NAMED_CONTACT_KEEP_ENDING, &was, 1, err);
}

static struct contact_was get_row(const struct cursor *c)
{
    enum { STATED, WAS, LAST = 6, OWN_LAST, WHY, GONE };
    return (struct contact_was){db_get_i64(c, STATED),
                                get_now(c, WAS),
                                db_get_day(c, LAST),
                                db_get_day(c, OWN_LAST),
                                contact_end_of(db_get_text(c, WHY)),
                                db_get_i64(c, GONE) != 0};
}

static bool first_row(struct db *db, const struct db_ask *ask, struct contact_was *out,
                      struct err *err)
{
    struct cursor c;
    enum db_next found = db_first(db, ask->query, ask->value, ask->count, &c, err);
    *out = (struct contact_was){.stated = 0};
    if (found == DB_ROW) {
        *out = get_row(&c);
        db_end(&c);
    }
    return found != DB_FAILED;
}

static bool each_row(struct db *db, const struct db_ask *ask, struct contact_was_reader reader,
                     struct err *err)
{
    struct cursor c;
    enum db_next found;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct contact_was row = get_row(&c);
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool named_contact_reaching(struct db *db, int64_t person, struct day from,
                            struct contact_was_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from)};
    struct db_ask ask = {QUERY_NAMED_CONTACT_REACHING, value, ARRAY_LEN(value), 0};
    return each_row(db, &ask, reader, err);
}
bool named_contact_row(struct db *db, int64_t row, struct contact_was *out, struct err *err)
{
    struct db_value value = db_i64(row);
    return first_row(db, &(struct db_ask){QUERY_NAMED_CONTACT_ROW, &value, 1, 0}, out, err);
}

bool named_contact_replaced(struct db *db, int64_t person, struct day from, int64_t position,
                            struct contact_was *out, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from), db_i64(position)};
    struct db_ask ask = {QUERY_NAMED_CONTACT_REPLACED, value, ARRAY_LEN(value), 0};
    return first_row(db, &ask, out, err);
}

bool named_contact_never_began(struct db *db, const struct contact_sought *of,
                               struct contact_now *out, struct err *err)
{
    struct db_value value[] = {db_i64(of->person), db_i64((int64_t)of->kind),
                               db_text(hsaid_str(&of->staff)), db_day(of->from)};
    struct cursor c;
    enum db_next found =
        db_first(db, QUERY_NAMED_CONTACT_NEVER_BEGAN, value, ARRAY_LEN(value), &c, err);
    *out = (struct contact_now){.row = 0};
    if (found == DB_ROW) {
        *out = get_now(&c, 0);
        db_end(&c);
    }
    return found != DB_FAILED;
}

bool named_contact_taken_back(struct db *db, const struct contact_taken_back *by, int64_t position,
                              struct contact_was_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(by->person), db_i64(by->change), db_day(by->from),
                               db_i64(position)};
    struct db_ask ask = {QUERY_NAMED_CONTACT_TAKEN_BACK, value, ARRAY_LEN(value), 0};
    return each_row(db, &ask, reader, err);
}

bool named_contact_state_anew(struct db *db, const struct contact_was *row,
                              const struct contact_ending *ends, int64_t position, struct err *err)
{
    struct db_value again[] = {db_i64(row->was.row), db_i64(position), db_i64(row->stated)};
    return (row->is_gone || supersede(db, row->stated, position, err)) &&
           (ends->row == 0
                ? db_run(db, QUERY_NAMED_CONTACT_STATE_WITHOUT_END, again, ARRAY_LEN(again), err)
                : end_as(db, &row->was, ends, position, row->stated, err));
}
