#include "store/message_store.h"

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
