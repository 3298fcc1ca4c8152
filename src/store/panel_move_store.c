#include "store/panel_move_store.h"

#include "store/hsaid_column.h"
#include "store/named_contact_store.h"

/* ---- who is on a panel ---- */

bool panel_each_unit(struct db *db, const struct hsaid *staff, struct day on,
                     struct panel_unit_reader reader, struct err *err)
{
    struct db_value value[] = {db_text(hsaid_str(staff)), db_day(on)};
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_PANEL_MOVE_UNITS, value, ARRAY_LEN(value), &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct hsaid unit = hsaid_column(&c, 0);
        if (!reader.take(reader.state, &unit, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool panel_ask(struct db *db, int64_t staff, int64_t unit, struct day on, struct err *err)
{
    struct db_value value[] = {db_i64(staff), db_i64(unit), db_day(on)};
    return asked_open(db, err) &&
           db_run(db, staff == 0 ? QUERY_PANEL_MOVE_ASK_COMING : QUERY_PANEL_MOVE_ASK_PANEL, value,
                  ARRAY_LEN(value), err);
}

bool panel_later(struct db *db, const struct panel_of *panel, struct day on,
                 struct panel_later *out, struct err *err)
{
    struct db_value value[] = {db_i64(panel->staff), db_i64(panel->unit), db_day(on)};
    struct cursor c;
    enum db_next found = db_first(db, QUERY_PANEL_MOVE_LATER, value, ARRAY_LEN(value), &c, err);
    if (found == DB_ROW) {
        *out = (struct panel_later){db_get_i64(&c, 0), db_get_day(&c, 1)};
        db_end(&c);
    }
    return found != DB_FAILED;
}

bool panel_between(struct db *db, const struct panel_of *panel, struct day first, struct day last,
                   int64_t *out, struct err *err)
{
    struct db_value value[] = {db_i64(panel->staff), db_i64(panel->unit), db_day(first),
                               db_day(last)};
    return db_number(db, &(struct db_ask){QUERY_PANEL_MOVE_BETWEEN, value, ARRAY_LEN(value), 0},
                     out, err);
}

bool panel_each_kin(struct db *db, struct panel_kin_reader reader, struct err *err)
{
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_PANEL_MOVE_KIN, NULL, 0, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct panel_kin row = {db_get_i64(&c, 0), db_get_i64(&c, 1), db_get_i64(&c, 2),
                                db_get_i64(&c, 3)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool panel_each_home(struct db *db, struct panel_home_reader reader, struct err *err)
{
    enum { PERSON, RECORDED, KIND, FROM, TO, REPORTED_ON, HOME };
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_PANEL_MOVE_HOMES, NULL, 0, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct residence_stated row = {.from = db_get_day(&c, FROM),
                                       .to = db_get_day(&c, TO),
                                       .reported_on = db_get_day(&c, REPORTED_ON),
                                       .recorded = db_get_i64(&c, RECORDED),
                                       .kind = (enum residence_kind)db_get_i64(&c, KIND)};
        if (!reader.take(reader.state, db_get_i64(&c, PERSON), &row, db_get_text(&c, HOME), err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool panel_each_place(struct db *db, int64_t unit, struct day on, struct panel_place_reader reader,
                      struct err *err)
{
    struct db_value value[] = {db_i64(unit), db_day(on)};
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_PANEL_MOVE_PLACES, value, ARRAY_LEN(value), &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW)
        if (!reader.take(reader.state, db_get_i64(&c, 0), db_get_i64(&c, 1), db_get_day(&c, 2),
                         err))
            return db_stop(&c);
    return found == DB_END;
}

/* ---- a move ---- */

bool panel_move_insert(struct db *db, const struct panel_moved *move, int64_t *id, struct err *err)
{
    struct db_value value[] = {db_i64_unless(move->staff_id, 0),
                               db_i64(move->unit),
                               db_i64((int64_t)move->way),
                               db_day(move->on),
                               db_day(move->done_on),
                               db_text_or_null(move->override),
                               db_i64(move->position)};
    return db_run(db, QUERY_PANEL_MOVE_INSERT, value, ARRAY_LEN(value), err) &&
           db_number(db, &(struct db_ask){.query = QUERY_PANEL_MOVE_LAST}, id, err);
}

bool panel_move_by_id(struct db *db, struct arena *a, int64_t id, struct panel_moved *out,
                      struct err *err)
{
    enum { ID, STAFF, UNIT, UNIT_HSAID, WAY, ON, DONE_ON, UNDONE, RECORDED, OVERRIDE };
    struct db_value value = db_i64(id);
    struct cursor c;
    enum db_next found = db_first(db, QUERY_PANEL_MOVE_BY_ID, &value, 1, &c, err);
    if (found == DB_ROW) {
        *out = (struct panel_moved){.id = id,
                                    .staff = hsaid_column(&c, STAFF),
                                    .unit = db_get_i64(&c, UNIT),
                                    .unit_hsaid = hsaid_column(&c, UNIT_HSAID),
                                    .way = (enum move_way)db_get_i64(&c, WAY),
                                    .on = db_get_day(&c, ON),
                                    .done_on = db_get_day(&c, DONE_ON),
                                    .is_undone = db_get_i64(&c, UNDONE) != 0,
                                    .position = db_get_i64(&c, RECORDED),
                                    .override = str_copy(a, db_get_text(&c, OVERRIDE))};
        db_end(&c);
    }
    return found == DB_ROW ||
           (found == DB_END && FAIL(err, ERR_MISSING, "panel_move.unknown", "%lld", (long long)id));
}

bool panel_move_set_undone(struct db *db, int64_t id, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(id), db_i64(position)};
    return db_run(db, QUERY_PANEL_MOVE_SET_UNDONE, value, ARRAY_LEN(value), err);
}

bool panel_ids(struct db *db, struct panel_ids *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_PANEL_MOVE_LAST_CONTACT}, &out->contact,
                     err) &&
           db_number(db, &(struct db_ask){.query = QUERY_PANEL_MOVE_LAST_PLACE}, &out->place, err);
}

/* What a person had: a row of a doctor's, or a kept place. *ended 0: taken back. */
static bool end_old(struct db *db, const struct panel_moving *m, struct panel_ids *ids,
                    int64_t *ended, struct err *err)
{
    bool is_place = m->move->staff_id == 0, ends = m->ends.on.n >= m->was_from.n;
    int64_t position = m->move->position;
    struct db_value gone[] = {db_i64(m->ends.row), db_i64(position)};
    *ended = 0;
    if (!db_run(db, is_place ? QUERY_PANEL_MOVE_SUPERSEDE_PLACE : QUERY_NAMED_CONTACT_SUPERSEDE_ONE,
                gone, ARRAY_LEN(gone), err))
        return false;
    if (!ends)
        return true;
    *ended = is_place ? ++ids->place : ++ids->contact;
    struct db_value contact[] = {db_i64(*ended), db_i64(m->ends.row), db_day(m->ends.on),
                                 db_text(vocab_word(&VOCAB_CONTACT_END, m->ends.why)),
                                 db_i64(position)};
    struct db_value place[] = {db_i64(*ended), db_i64(m->ends.row), db_day(m->ends.on),
                               db_i64(position)};
    return is_place ? db_run(db, QUERY_PANEL_MOVE_END_PLACE, place, ARRAY_LEN(place), err)
                    : db_run(db, QUERY_PANEL_MOVE_END_CONTACT, contact, ARRAY_LEN(contact), err);
}

static bool make_new(struct db *db, const struct panel_moving *m, struct panel_ids *ids,
                     int64_t *made, struct err *err)
{
    const struct panel_moved *move = m->move;
    if (m->staff == 0) {
        *made = ++ids->place;
        struct db_value place[] = {db_i64(*made),    db_i64(m->identifier), db_i64(move->unit),
                                   db_day(move->on), db_i64(move->id),      db_i64(move->position)};
        return db_run(db, QUERY_PANEL_MOVE_MAKE_PLACE, place, ARRAY_LEN(place), err);
    }
    /* A row of the same day that the one who left stood before, as rows of one day do. */
    struct db_value gives_way[] = {db_i64(m->identifier), db_i64(m->staff), db_day(move->on),
                                   db_i64(move->position)};
    *made = ++ids->contact;
    bool ends = m->until.row != 0;
    struct str why = ends ? vocab_word(&VOCAB_CONTACT_END, m->until.why) : STR("");
    struct db_value contact[] = {
        db_i64(*made),        db_i64(m->identifier), db_i64(m->staff),
        db_i64(move->unit),   db_day(move->on),      db_day(ends ? m->until.on : DAY_NONE),
        db_text_or_null(why), db_text(m->by),        db_i64(move->position)};
    return db_run(db, QUERY_PANEL_MOVE_GIVE_WAY, gives_way, ARRAY_LEN(gives_way), err) &&
           db_run(db, QUERY_PANEL_MOVE_MAKE_CONTACT, contact, ARRAY_LEN(contact), err) &&
           named_contact_keep_own(db, &m->until, err);
}

bool panel_move_person(struct db *db, const struct panel_moving *m, struct panel_ids *ids,
                       struct err *err)
{
    bool from_place = m->move->staff_id == 0, to_place = m->staff == 0;
    int64_t was = m->ends.row, ended = 0, made = 0;
    if (!end_old(db, m, ids, &ended, err) || !make_new(db, m, ids, &made, err))
        return false;
    struct db_value row[] = {db_i64(m->move->id),
                             db_i64(m->identifier),
                             db_i64_unless(from_place ? 0 : was, 0),
                             db_i64_unless(from_place ? 0 : ended, 0),
                             db_i64_unless(to_place ? 0 : made, 0),
                             db_i64_unless(from_place ? was : 0, 0),
                             db_i64_unless(from_place ? ended : 0, 0),
                             db_i64_unless(to_place ? made : 0, 0)};
    return db_add(db, QUERY_PANEL_MOVE_INSERT_ROW, row, ARRAY_LEN(row), err);
}

static struct panel_row row_of(const struct cursor *c)
{
    enum {
        IDENTIFIER,
        PERSON,
        WAS,
        ENDED,
        MADE,
        PLACE_WAS,
        PLACE_ENDED,
        PLACE_MADE,
        STAFF,
        TOUCHED,
        TO,
        FROM
    };
    return (struct panel_row){.identifier = db_get_i64(c, IDENTIFIER),
                              .person = db_get_i64(c, PERSON),
                              .was = db_get_i64(c, WAS),
                              .ended = db_get_i64(c, ENDED),
                              .made = db_get_i64(c, MADE),
                              .place_was = db_get_i64(c, PLACE_WAS),
                              .place_ended = db_get_i64(c, PLACE_ENDED),
                              .place_made = db_get_i64(c, PLACE_MADE),
                              .staff = hsaid_column(c, STAFF),
                              .from = db_get_day(c, FROM),
                              .to = hsaid_column(c, TO),
                              .is_touched = db_get_i64(c, TOUCHED) != 0};
}

bool panel_move_each_row(struct db *db, const struct panel_moved *move,
                         struct panel_row_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(move->id), db_i64(move->position)};
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_PANEL_MOVE_ROWS, value, ARRAY_LEN(value), &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct panel_row row = row_of(&c);
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

static bool run_of(struct db *db, enum query query, int64_t row, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(row), db_i64(position)};
    return row == 0 || db_run(db, query, value, ARRAY_LEN(value), err);
}

bool panel_move_take_back(struct db *db, const struct panel_row *row, int64_t position,
                          struct err *err)
{
    return run_of(db, QUERY_PANEL_MOVE_SUPERSEDE_NOW, row->made, position, err) &&
           run_of(db, QUERY_PANEL_MOVE_SUPERSEDE_NOW, row->ended, position, err) &&
           run_of(db, QUERY_PANEL_MOVE_SUPERSEDE_PLACE_NOW, row->place_made, position, err) &&
           run_of(db, QUERY_PANEL_MOVE_SUPERSEDE_PLACE_NOW, row->place_ended, position, err) &&
           run_of(db, QUERY_PANEL_MOVE_PLACE_AGAIN, row->place_was, position, err);
}
