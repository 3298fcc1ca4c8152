#include "store/message_store.h"

#include "store/hsaid_column.h"

bool message_insert(struct db *db, const struct message *m, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(m->person),
                               db_i64((int64_t)m->kind),
                               db_text(hsaid_str(&m->unit)),
                               db_text(hsaid_str(&m->staff)),
                               db_day(m->from),
                               db_text_or_null(m->reason),
                               db_i64(position)};
    return db_run(db, QUERY_MESSAGE_INSERT, value, ARRAY_LEN(value), err);
}

static struct message_row row_of(const struct cursor *c)
{
    enum {
        ID,
        PERSON,
        KIND,
        UNIT,
        NAME,
        PHONE,
        WEB,
        STAFF,
        GIVEN,
        SURNAME,
        PROTECTED,
        FROM,
        REASON,
        MADE,
        SEEN,
        LETTER,
        NOTICED
    };
    return (struct message_row){.id = db_get_i64(c, ID),
                                .message = {.person = db_get_i64(c, PERSON),
                                            .kind = (enum message_kind)db_get_i64(c, KIND),
                                            .unit = hsaid_column(c, UNIT),
                                            .staff = hsaid_column(c, STAFF),
                                            .from = db_get_day(c, FROM),
                                            .reason = db_get_text(c, REASON)},
                                .unit_name = db_get_text(c, NAME),
                                .phone = db_get_text(c, PHONE),
                                .web = db_get_text(c, WEB),
                                .given_name = db_get_text(c, GIVEN),
                                .surname = db_get_text(c, SURNAME),
                                .protected_staff = db_get_i64(c, PROTECTED) == ANSWER_YES,
                                .made_at = {db_get_i64(c, MADE)},
                                .seen_at = {db_get_i64(c, SEEN)},
                                .noticed_at = {db_get_i64(c, NOTICED)},
                                .letter = db_get_i64(c, LETTER)};
}

bool message_each_of(struct db *db, const struct message_to *to, struct message_reader reader,
                     struct err *err)
{
    struct db_value value[] = {db_i64(to->person), db_i64(to->reader)};
    struct cursor c;
    if (!db_query(db, QUERY_MESSAGE_OF_PERSON, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct message_row row = row_of(&c);
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool message_whose(struct db *db, int64_t id, int64_t reader, struct message_whose *out,
                   struct err *err)
{
    enum { PERSON, SEEN, KIND, STAFF, UNIT, FROM };
    struct db_value value[] = {db_i64(id), db_i64(reader)};
    struct cursor c;
    enum db_next found = db_first(db, QUERY_MESSAGE_WHOSE, value, ARRAY_LEN(value), &c, err);
    if (found == DB_FAILED)
        return false;
    *out = (struct message_whose){.is_seen = false};
    if (found == DB_END)
        return true;
    *out = (struct message_whose){{.person = db_get_i64(&c, PERSON),
                                   .kind = (enum message_kind)db_get_i64(&c, KIND),
                                   .unit = hsaid_column(&c, UNIT),
                                   .staff = hsaid_column(&c, STAFF),
                                   .from = db_get_day(&c, FROM)},
                                  db_get_i64(&c, SEEN) != 0};
    db_end(&c);
    return true;
}

bool message_see(struct db *db, int64_t id, int64_t reader, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(id), db_i64(reader), db_i64(position)};
    return db_run(db, QUERY_MESSAGE_SEE, value, ARRAY_LEN(value), err) &&
           db_run(db, QUERY_MESSAGE_ALL_HAVE_SEEN, value, ARRAY_LEN(value), err);
}

static bool answer(struct db *db, enum query query, const struct message *m, bool *out,
                   struct err *err)
{
    int64_t found = 0;
    struct db_value value[] = {db_i64(m->person), db_i64((int64_t)m->kind),
                               db_text(hsaid_str(&m->unit)), db_text(hsaid_str(&m->staff)),
                               db_day(m->from)};
    if (!db_number(db, &(struct db_ask){query, value, ARRAY_LEN(value), 0}, &found, err))
        return false;
    *out = found != 0;
    return true;
}

bool message_is_said(struct db *db, const struct message *m, bool *out, struct err *err)
{
    return answer(db, QUERY_MESSAGE_IS_SAID, m, out, err);
}

bool message_is_last(struct db *db, const struct message *m, bool *out, struct err *err)
{
    return answer(db, QUERY_MESSAGE_IS_LAST, m, out, err);
}

bool message_unsay(struct db *db, int64_t position, struct err *err)
{
    struct db_value value = db_i64(position);
    return db_run(db, QUERY_MESSAGE_UNSAY, &value, 1, err);
}

bool message_unsay_to(struct db *db, int64_t person, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(position), db_i64(person)};
    return db_run(db, QUERY_MESSAGE_UNSAY_TO, value, ARRAY_LEN(value), err);
}

static bool each_again(struct db *db, const struct db_ask *ask, struct message_again_reader reader,
                       struct err *err)
{
    enum { PERSON, UNIT, STAFF, ENDED, FROM, TO };
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct message_again row = {.ended = {.person = db_get_i64(&c, PERSON),
                                              .kind = MESSAGE_CONTACT_ENDED,
                                              .unit = hsaid_column(&c, UNIT),
                                              .staff = hsaid_column(&c, STAFF),
                                              .from = db_get_day(&c, ENDED)},
                                    .from = db_get_day(&c, FROM),
                                    .to = db_get_day(&c, TO)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool message_each_again(struct db *db, int64_t position, struct message_again_reader reader,
                        struct err *err)
{
    struct db_value value[] = {db_i64(position), db_i64(MESSAGE_CONTACT_ENDED)};
    struct db_ask ask = {QUERY_MESSAGE_STANDS_AGAIN, value, ARRAY_LEN(value), 0};
    return each_again(db, &ask, reader, err);
}

bool message_each_believed(struct db *db, int64_t person, int64_t after, struct day from,
                           struct message_again_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_i64(after), db_day(from)};
    struct db_ask ask = {QUERY_MESSAGE_BELIEVED, value, ARRAY_LEN(value), 0};
    return each_again(db, &ask, reader, err);
}

bool message_heard(struct db *db, int64_t person, int64_t position, bool *out, struct err *err)
{
    int64_t heard = 0;
    struct db_value value[] = {db_i64(person), db_i64(position)};
    if (!db_number(db, &(struct db_ask){QUERY_MESSAGE_HEARD, value, ARRAY_LEN(value), 0}, &heard,
                   err))
        return false;
    *out = heard != 0;
    return true;
}
