#include "service/tell.h"

#include "core/json.h"
#include "store/effect_store.h"
#include "store/outbox_store.h"

struct told_row {
    int64_t person;
    struct effect_row row;
};

static bool take(void *state, int64_t person, const struct effect_row *row, struct err *err)
{
    (void)err;
    *(struct told_row *)bag_add(state) = (struct told_row){person, *row};
    return true;
}

bool tell_begin(struct arena *a, struct db *db, struct tell *out, struct err *err)
{
    *out = (struct tell){.arena = a, .db = db, .before = BAG_OPEN(a, struct told_row)};
    return effect_each_touched(db, (struct effect_reader){&out->before, take}, err);
}

/* The rows of one reading, of one person after the other. */
struct rows {
    const struct bag *bag;
    size_t next;
};

static int64_t person_of(const struct rows *r)
{
    const struct told_row *row = r->next < r->bag->count ? bag_at(r->bag, r->next) : NULL;
    return row ? row->person : INT64_MAX;
}

static size_t gather(struct arena *a, struct rows *r, int64_t person, struct effect_row **out)
{
    size_t first = r->next;
    while (person_of(r) == person)
        r->next++;
    *out = ARENA_NEW(a, struct effect_row, r->next - first + 1);
    for (size_t i = first; i < r->next; i++)
        (*out)[i - first] = ((const struct told_row *)bag_at(r->bag, i))->row;
    return r->next - first;
}

/* ---- what an event says ---- */

/* Where, and as what: at a unit of ours, or in another county, of which only that is known. */
static void put_row(struct json *j, const struct effect_row *row)
{
    if (row->county[0] != '\0') {
        json_key_str(j, "county", str_of(row->county));
        return;
    }
    json_key_str(j, "unit", hsaid_str(&row->unit));
    if (row->of == EFFECT_LISTING) {
        json_key_str(j, "basis", vocab_word(&VOCAB_BASIS, row->basis));
    } else {
        json_key_i64(j, "kind", (int64_t)row->kind);
        json_key_str(j, "staff", hsaid_str(&row->staff));
    }
}

static struct str data_of(struct arena *a, const struct effect_event *e)
{
    const struct effect_row *row = e->row;
    struct sb out = sb_open(a, 160);
    struct json j = json_open(&out);
    json_object(&j);
    put_row(&j, row);
    json_key_day(&j, "from", row->from);
    if (e->type == EVENT_NAMED_CONTACT_INFORMED) {
        json_key_day(&j, "informed_on", row->informed_on);
    } else if (e->type == EVENT_LISTING_ENDED || e->type == EVENT_NAMED_CONTACT_ENDED) {
        json_key_bool(&j, "withdrawn", e->withdrawn);
        if (!e->withdrawn)
            json_key_day(&j, "to", row->to);
        if (!e->withdrawn && row->of == EFFECT_NAMED_CONTACT)
            json_key_str_or_null(&j, "reason", vocab_word(&VOCAB_CONTACT_END, row->ends));
    }
    json_object_end(&j);
    return sb_str(&out);
}

/* Both readings, person by person. */
struct telling {
    struct tell *tell;
    struct arena *work; /* reset for each person */
    struct rows before, after;
    int64_t position;
    uint64_t count;
};

static bool tell_person(struct telling *t, int64_t person, struct err *err)
{
    struct effect_row *was, *is;
    struct effect_event *event;
    arena_reset(t->work);
    size_t was_count = gather(t->work, &t->before, person, &was),
           is_count = gather(t->work, &t->after, person, &is);
    size_t events = effect_events(t->work, was, was_count, is, is_count, &event);
    for (size_t i = 0; i < events; i++) {
        struct outbox_event told = {.type = event[i].type,
                                    .person = person,
                                    .valid_from = event[i].valid_from,
                                    .data = data_of(t->work, &event[i]),
                                    .actor = t->tell->actor};
        if (!outbox_add(t->tell->db, &told, uuid_make(), t->position, err))
            return false;
    }
    t->count += events;
    return true;
}

bool tell_end(struct tell *tell, int64_t position, uint64_t *count, struct err *err)
{
    struct bag now = BAG_OPEN(tell->arena, struct told_row);
    if (!effect_each_touched(tell->db, (struct effect_reader){&now, take}, err))
        return false;
    struct telling t = {.tell = tell,
                        .work = arena_open(ARENA_BLOCK),
                        .before = {&tell->before, 0},
                        .after = {&now, 0},
                        .position = position};
    bool done = true;
    while (done && (t.before.next < tell->before.count || t.after.next < now.count)) {
        int64_t x = person_of(&t.before), y = person_of(&t.after);
        done = tell_person(&t, x < y ? x : y, err);
    }
    arena_close(t.work);
    *count = t.count;
    return done;
}
