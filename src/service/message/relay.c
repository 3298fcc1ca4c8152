#include "service/message/relay.h"

#include "core/clock.h"
#include "core/json.h"
#include "engine/bag.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/work.h"

static struct moment before(int64_t days)
{
    const int64_t day = INT64_C(86400) * 1000000;
    return (struct moment){clock_now().us - days * day};
}

static bool run(struct db *db, struct moment than, uint64_t *placed, struct err *err)
{
    return outbox_place(db, placed, err) && outbox_forget(db, than, err);
}

bool relay_run(struct instance *in, const struct relay_ask *ask, struct relay_done *out,
               struct err *err)
{
    struct moment than = before(ask->keep_days);
    int64_t waits = 0, older = 0;
    struct work w;
    uint64_t placed = 0;
    if (!outbox_waits(in->db, &waits, err) || !outbox_older(in->db, than, &older, err))
        return false;
    if (ask->dry_run || waits + older == 0) {
        *out = (struct relay_done){(uint64_t)waits, (uint64_t)older};
        return true;
    }
    if (!work_begin(in->db, STR("deliver"), &w, err))
        return false;
    /* Again, and now nobody else writes. */
    if (!run(w.db, than, &placed, err)) {
        work_abandon(&w);
        return false;
    }
    if (!work_commit(&w, err))
        return false;
    *out = (struct relay_done){placed, (uint64_t)older};
    return true;
}

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    const struct actor *actor;
    struct bag rows; /* struct outbox_row */
    struct feed_page page;
};

/* Kept until all are read, for what is shown stands in the log before it is shown. */
static bool take(void *state, const struct outbox_row *row, struct err *err)
{
    struct reading *r = state;
    struct outbox_row kept = *row;
    (void)err;
    r->page.last = row->place;
    if (row->is_protected && !r->actor->opens_protected) {
        r->page.withheld++;
        return true;
    }
    r->page.shown++;
    kept.id = str_copy(r->arena, row->id);
    kept.unit = str_copy(r->arena, row->unit);
    bool names = r->actor->opens_protected; /* staff, too */
    kept.by = row->by_protected && !names ? STR("") : str_copy(r->arena, row->by);
    kept.data = str_copy(r->arena, row->nameless.len > 0 && !names ? row->nameless : row->data);
    *(struct outbox_row *)bag_add(&r->rows) = kept;
    return true;
}

bool feed_read(struct arena *a, struct instance *in, const struct feed_ask *ask,
               struct outbox_reader reader, struct feed_page *out, struct err *err)
{
    struct reading r = {a, &ask->actor, BAG_OPEN(a, struct outbox_row), {.last = ask->after}};
    struct access_entry e = {.actor = ask->actor, .act = STR("events")};
    int64_t last = 0;
    if (ask->actor.role != ROLE_ADMINISTRATOR)
        return access_log_refuse(in, &ask->actor, e.act, "actor.role", err);
    if (!outbox_last(in->db, &last, err))
        return false;
    if (ask->after > last)
        return FAIL(err, ERR_MISSING, "events.place", "%lld", (long long)last);
    if (!outbox_each_after(in->db, ask->after, ask->most, (struct outbox_reader){&r, take}, err))
        return false;
    e.about = str_fmt(a, "after=%lld", (long long)ask->after);
    e.count = r.page.shown;
    if (!access_log_write(in, &e, 1, err))
        return false;
    for (size_t i = 0; i < r.rows.count; i++)
        if (!reader.take(reader.state, bag_at(&r.rows, i), err))
            return false;
    *out = r.page;
    return true;
}

void feed_envelope(struct sb *out, const struct outbox_row *row)
{
    enum { VERSION = 1 };
    char at[MOMENT_TEXT];
    struct json j = json_open(out);
    json_object(&j);
    json_key_str(&j, "id", row->id);
    json_key_str(&j, "type", vocab_word(&VOCAB_EVENT, (unsigned)row->type));
    json_key_i64(&j, "version", VERSION);
    json_key_i64(&j, "place", row->place);
    if (row->person != 0) {
        json_key_i64(&j, "person", row->person);
        json_key_i64(&j, "seq", row->seq);
        json_key_bool(&j, "protected", row->is_protected);
    } else {
        json_key_str(&j, "unit", row->unit);
    }
    json_key_day(&j, "valid_from", row->valid_from);
    json_key_str(&j, "recorded_at", moment_format(row->recorded_at, at));
    json_key_str_or_null(&j, "by", row->by);
    json_key(&j, STR("data"));
    json_raw(&j, row->data);
    json_object_end(&j);
}
