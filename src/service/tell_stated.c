#include "service/tell_stated.h"

#include "core/json.h"
#include "engine/bag.h"
#include "store/changed_store.h"
#include "store/outbox_store.h"

/* A cursor reads while events are written: what is written is none of what it reads. */
struct telling {
    struct arena *arena; /* reset for each person */
    struct db *db;
    int64_t position;
    struct day today;
    uint64_t count;
    int64_t person;           /* whose reports are gathered; 0: nobody's yet */
    struct bag before, after; /* struct residence_report, its texts in the arena */
};

static bool tell(struct telling *t, const struct outbox_event *event, struct err *err)
{
    t->count++;
    return outbox_add(t->db, event, uuid_make(), t->position, err);
}

/* ---- persons and units ---- */

static struct str changed_data(struct telling *t, struct str columns)
{
    struct sb out = sb_open(t->arena, 128);
    struct json j = json_open(&out);
    json_object(&j);
    json_key(&j, STR("changed"));
    json_array(&j);
    while (columns.len > 0)
        json_str(&j, str_cut(&columns, ','));
    json_array_end(&j);
    json_object_end(&j);
    return sb_str(&out);
}

/* Who is new is told of by what follows (a listing); a unit that is new is news itself. */
static bool take_changed(void *state, const struct changed_row *row, struct err *err)
{
    struct telling *t = state;
    bool is_person = row->person != 0;
    if (row->columns.len == 0 || (is_person && row->is_first))
        return true;
    arena_reset(t->arena);
    return tell(
        t,
        &(struct outbox_event){.type = is_person ? EVENT_PERSON_CHANGED : EVENT_UNIT_CHANGED,
                               .person = row->person,
                               .unit = row->unit,
                               .valid_from = t->today,
                               .data = changed_data(t, row->columns)},
        err);
}

static bool take_identified(void *state, int64_t person, int64_t former, struct err *err)
{
    struct telling *t = state;
    arena_reset(t->arena);
    struct sb out = sb_open(t->arena, 64);
    struct json j = json_open(&out);
    json_object(&j);
    json_key(&j, STR("former_person"));
    if (former != 0)
        json_i64(&j, former);
    else
        json_null(&j);
    json_object_end(&j);
    return tell(t,
                &(struct outbox_event){.type = EVENT_PERSON_IDENTIFIER_CHANGED,
                                       .person = person,
                                       .valid_from = t->today,
                                       .data = sb_str(&out)},
                err);
}

/* ---- reports of residence ---- */

static void put_day(struct json *j, const char *key, struct day day)
{
    char text[DAY_TEXT];
    json_key(j, str_of(key));
    if (day_is_none(day))
        json_null(j);
    else
        json_str(j, day_format(day, text));
}

static struct str report_data(struct arena *a, const struct residence_event *e)
{
    const struct residence_report *r = e->report;
    struct sb out = sb_open(a, 192);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_str(&j, "kind", vocab_word(&VOCAB_RESIDENCE_KIND, r->kind));
    if (e->type == EVENT_RESIDENCE_REPORTED) {
        json_key_str(&j, "municipality", r->municipality);
        json_key_str_or_null(&j, "home", r->home);
    }
    put_day(&j, "from", r->from);
    put_day(&j, "to", e->withdrawn ? DAY_NONE : r->to);
    if (e->type == EVENT_RESIDENCE_REPORTED)
        put_day(&j, "reported_on", r->reported_on);
    else
        json_key_bool(&j, "withdrawn", e->withdrawn);
    json_object_end(&j);
    return sb_str(&out);
}

static bool tell_reports(struct telling *t, struct err *err)
{
    struct residence_event *event;
    size_t count = residence_events(t->arena, bag_array(t->arena, &t->before), t->before.count,
                                    bag_array(t->arena, &t->after), t->after.count, &event);
    for (size_t i = 0; i < count; i++)
        if (!tell(t,
                  &(struct outbox_event){.type = event[i].type,
                                         .person = t->person,
                                         .valid_from = event[i].valid_from,
                                         .data = report_data(t->arena, &event[i])},
                  err))
            return false;
    bag_clear(&t->before);
    bag_clear(&t->after);
    arena_reset(t->arena);
    return true;
}

static bool take_report(void *state, int64_t person, bool is_new,
                        const struct residence_report *report, struct err *err)
{
    struct telling *t = state;
    if (person != t->person && !tell_reports(t, err))
        return false;
    t->person = person;
    struct residence_report *kept = bag_add(is_new ? &t->after : &t->before);
    *kept = *report;
    kept->home = str_copy(t->arena, report->home);
    kept->municipality = str_copy(t->arena, report->municipality);
    kept->source = str_copy(t->arena, report->source);
    return true;
}

static struct telling open_telling(struct arena *a, struct db *db, int64_t position,
                                   struct day today)
{
    return (struct telling){.arena = arena_open(ARENA_BLOCK),
                            .db = db,
                            .position = position,
                            .today = today,
                            .before = BAG_OPEN(a, struct residence_report),
                            .after = BAG_OPEN(a, struct residence_report)};
}

static bool close_telling(struct telling *t, bool done, uint64_t *count)
{
    arena_close(t->arena);
    if (done)
        *count = t->count;
    return done;
}

bool tell_stated(struct arena *a, struct db *db, int64_t position, struct day today,
                 uint64_t *count, struct err *err)
{
    struct telling t = open_telling(a, db, position, today);
    bool done =
        changed_identified(db, position, (struct identified_reader){&t, take_identified}, err) &&
        changed_persons(db, position, (struct changed_reader){&t, take_changed}, err) &&
        changed_residences(db, position, (struct report_reader){&t, take_report}, err) &&
        tell_reports(&t, err);
    return close_telling(&t, done, count);
}

bool tell_units(struct arena *a, struct db *db, int64_t position, struct day today, uint64_t *count,
                struct err *err)
{
    struct telling t = open_telling(a, db, position, today);
    bool done = changed_units(db, position, (struct changed_reader){&t, take_changed}, err);
    return close_telling(&t, done, count);
}
