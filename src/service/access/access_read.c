#include "service/access/access_read.h"

#include "engine/bag.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "store/person_store.h"

#include <string.h>

/* ---- extract ---- */

struct extracting {
    const struct actor *actor;
    struct access_viewer viewer;
};

static bool show_extracted(void *state, const struct access_row *row, struct err *err)
{
    const struct extracting *x = state;
    const struct access_entry *e = &row->entry;
    struct access_shown shown = {.row = {.unit_name = row->unit_name,
                                         .entry = {.at = e->at,
                                                   .actor = {.role = e->actor.role,
                                                             .unit = e->actor.unit,
                                                             .purpose = e->actor.purpose},
                                                   .act = e->act,
                                                   .kind = e->kind,
                                                   .outcome = e->outcome,
                                                   .count = -1}},
                                 .by_another = access_is_anothers(e)};
    if (access_names_actor(x->actor, row->protected_actor)) {
        shown.row.entry.actor.id = e->actor.id;
        shown.row.given_name = row->given_name;
        shown.row.surname = row->surname;
        shown.row.title_code = row->title_code;
    }
    return x->viewer.take(x->viewer.state, &shown, err);
}

/* Who may have no extract is not told whether there is anybody. */
static bool find_person(struct instance *in, const struct access_ask *ask, struct str what,
                        struct str written, int64_t *out, struct err *err)
{
    struct err why = {0};
    if (act_find_person(in, what, &ask->actor, written, out, &why))
        return true;
    if (why.kind == ERR_MISSING && !access_tends_log(ask->actor.role))
        return FAIL(err, ERR_DENIED, "log.right", "%s", "");
    *err = why;
    return false;
}

bool access_read_extract(struct arena *a, struct instance *in, const struct access_ask *ask,
                         struct str written, struct access_viewer viewer, struct err *err)
{
    const struct act_options options = {
        .what = STR("log extract"), .actor = ask->actor, .only_looks = true};
    const struct act_right right = {.parties = ACCESS_EXTRACT_PARTIES, .code = "log.right"};
    struct person_facts facts;
    enum party by = PARTY_NONE;
    struct extracting x = {&ask->actor, viewer};
    int64_t person = 0;
    struct act act;
    return find_person(in, ask, options.what, written, &person, err) &&
           act_begin(a, in, &options, &act, err) &&
           act_allow(&act, person, &right, &by, &facts, err) && act_look(&act, err) &&
           access_log_of_person(in->db, person, &ask->period,
                                (struct access_reader){&x, show_extracted}, err);
}

/* ---- sample, alarms, reviews ---- */

/* Rows wait until it is known whom they are about. */
struct gathering {
    struct arena *arena;
    struct bag rows;
};

static bool gather(void *state, const struct access_row *row, struct err *err)
{
    struct gathering *g = state;
    struct access_row *kept = bag_add(&g->rows);
    (void)err;
    *kept = *row;
    kept->entry.actor.id = str_copy(g->arena, row->entry.actor.id);
    kept->entry.actor.unit = str_copy(g->arena, row->entry.actor.unit);
    kept->entry.act = str_copy(g->arena, row->entry.act);
    kept->entry.about = str_copy(g->arena, row->entry.about);
    return true;
}

/* Whose key nobody has any more was joined with another: taken as protected. */
static bool is_hidden(struct arena *a, struct instance *in, int64_t person, bool *out,
                      struct err *err)
{
    struct person_facts facts;
    struct err unknown = {0};
    *out = false;
    if (person == 0)
        return true;
    if (person_facts(in->db, a, person, &facts, &unknown)) {
        *out = facts.protection != PROTECTION_NONE;
        return true;
    }
    *out = unknown.kind == ERR_MISSING;
    if (!*out)
        *err = unknown;
    return *out;
}

/* What was found tells of whom the entry was about; of one that is gone, or is a review itself,
 * nobody knows whom. */
static bool hide_finding(struct arena *a, struct instance *in, struct access_entry *e,
                         struct err *err)
{
    struct str rest = e->about, number = str_cut(&rest, ' ');
    struct str head = STR(ACCESS_ERASE_ABOUT), digits = number;
    int64_t sequence = 0, person = 0;
    bool found = false, hidden = true;
    if (str_starts(number, head))
        digits = (struct str){number.at + head.len, number.len - head.len};
    if (str_to_i64(digits, &sequence) &&
        (!access_log_about_whom(in->db, sequence, &person, &found, err) ||
         (found && person >= 0 && !is_hidden(a, in, person, &hidden, err))))
        return false;
    if (hidden)
        e->about = number;
    return true;
}

/* Who acted, where that is somebody else than whom it is about. */
static bool is_actor_hidden(struct arena *a, struct instance *in, const struct actor *viewer,
                            const struct access_entry *e, bool *out, struct err *err)
{
    const struct str key = STR("key:"), id = e->actor.id;
    struct hsaid staff;
    struct err none = {0};
    int64_t person = 0;
    *out = false;
    if (str_starts(id, key))
        return !str_to_i64((struct str){id.at + key.len, id.len - key.len}, &person) ||
               person == e->person || is_hidden(a, in, person, out, err);
    if (!hsaid_parse(id, &staff, &none))
        return true; /* a login of the machine */
    if (!act_hide_staff(a, in, viewer, &staff, err))
        return false;
    *out = staff.text[0] == 0;
    return true;
}

/* Whether it names a member of staff with a protected identity: "staff=SE… unit=SE…". */
static bool names_hidden(struct arena *a, struct instance *in, const struct actor *viewer,
                         struct str about, bool *out, struct err *err)
{
    *out = false;
    for (size_t i = 0, end; !*out && i < about.len; i = end + 1) {
        struct hsaid staff;
        struct err none = {0};
        for (end = i; end < about.len && !strchr(" =,", about.at[end]);)
            end++;
        if (!hsaid_parse((struct str){about.at + i, end - i}, &staff, &none))
            continue;
        if (!act_hide_staff(a, in, viewer, &staff, err))
            return false;
        *out = staff.text[0] == 0;
    }
    return true;
}

/* Without the right, of who has a protected identity: of a person no unit, of staff neither unit
 * nor patients, nor by which change, for others' entries may be of it and say the unit. What was
 * done and when is shown. */
static bool hide(struct arena *a, struct instance *in, const struct actor *actor,
                 struct access_shown *shown, struct err *err)
{
    struct access_entry *e = &shown->row.entry;
    bool hidden = false, named = false, *by_hidden = &shown->by_hidden;
    if (actor->opens_protected)
        return true;
    if (!is_hidden(a, in, e->person, &hidden, err) ||
        !is_actor_hidden(a, in, actor, e, by_hidden, err) ||
        !names_hidden(a, in, actor, e->about, &named, err))
        return false;
    if (*by_hidden)
        e->actor.id = STR("");
    if (hidden || named)
        e->about = STR("");
    if (hidden || *by_hidden)
        e->actor.unit = STR("");
    if (hidden || *by_hidden || named)
        e->position = 0;
    return hidden || !str_eq(e->act, STR(ACCESS_REVIEW)) || e->outcome != ACCESS_DONE ||
           hide_finding(a, in, e, err);
}

static bool show_gathered(struct gathering *g, struct instance *in, const struct actor *actor,
                          struct access_viewer viewer, struct err *err)
{
    for (size_t i = 0; i < g->rows.count; i++) {
        struct access_shown shown = {.row = *(const struct access_row *)bag_at(&g->rows, i)};
        shown.by_another = access_is_anothers(&shown.row.entry);
        if (!hide(g->arena, in, actor, &shown, err) || !viewer.take(viewer.state, &shown, err))
            return false;
    }
    return true;
}

static struct gathering gathering_open(struct arena *a)
{
    return (struct gathering){a, BAG_OPEN(a, struct access_row)};
}

static bool write_drawing(struct arena *a, struct instance *in, const struct actor *actor,
                          const struct access_sample *s, struct err *err)
{
    char from[MOMENT_TEXT], to[MOMENT_TEXT];
    struct access_entry e = {.actor = *actor,
                             .act = STR("log sample"),
                             .about = str_fmt(a, "from=%s to=%s seed=%llu before=%lld",
                                              moment_format(s->period.from, from).at,
                                              moment_format(s->period.to, to).at,
                                              (unsigned long long)s->seed, (long long)s->before),
                             .count = s->count};
    return access_log_write(in, &e, 1, err);
}

/* The drawing is an entry itself, and so is every later one: that the same are drawn again, it is
 * said before which entry they stand. */
static bool size_drawing(struct db *db, const struct access_draw *draw, struct access_sample *out,
                         struct err *err)
{
    struct access_link last;
    if (!access_log_last(db, &last, err))
        return false;
    *out = (struct access_sample){.period = draw->ask.period,
                                  .before = draw->before > 0 ? draw->before : last.sequence + 1,
                                  .seed = draw->seed};
    if (!access_log_between_before(db, &out->period, out->before, &out->of, err))
        return false;
    out->count = draw->count > 0 ? draw->count : (out->of * draw->share + 99) / 100;
    if (out->count > out->of)
        out->count = out->of;
    return true;
}

bool access_read_sample(struct arena *a, struct instance *in, const struct access_draw *draw,
                        struct access_sample *drawn, struct access_viewer viewer, struct err *err)
{
    const struct actor *actor = &draw->ask.actor;
    struct gathering g = gathering_open(a);
    struct access_sample s;
    if (!access_log_may(in, actor, STR("log sample"), err) ||
        !size_drawing(in->db, draw, &s, err) || !write_drawing(a, in, actor, &s, err) ||
        !access_sample(in->db, &s, (struct access_reader){&g, gather}, err) ||
        !show_gathered(&g, in, actor, viewer, err))
        return false;
    *drawn = s;
    return true;
}

/* A list: how many there are is known before any is shown. That is about nobody alone. */
static bool show_list(struct gathering *g, struct instance *in, const struct access_ask *ask,
                      struct str what, struct access_viewer viewer, struct err *err)
{
    char from[MOMENT_TEXT], to[MOMENT_TEXT];
    struct access_entry e = {.actor = ask->actor,
                             .act = what,
                             .about = str_fmt(g->arena, "from=%s to=%s",
                                              moment_format(ask->period.from, from).at,
                                              moment_format(ask->period.to, to).at),
                             .count = (int64_t)g->rows.count};
    return access_log_write(in, &e, 1, err) && show_gathered(g, in, &ask->actor, viewer, err);
}

bool access_read_alarms(struct arena *a, struct instance *in, const struct access_ask *ask,
                        struct access_viewer viewer, struct err *err)
{
    struct gathering g = gathering_open(a);
    struct str what = STR("log alarms");
    return access_log_may(in, &ask->actor, what, err) &&
           access_log_alarms(in->db, &ask->period, (struct access_reader){&g, gather}, err) &&
           show_list(&g, in, ask, what, viewer, err);
}

bool access_read_reviews(struct arena *a, struct instance *in, const struct access_ask *ask,
                         struct access_viewer viewer, struct err *err)
{
    struct gathering g = gathering_open(a);
    struct str what = STR("log reviews");
    return access_log_may(in, &ask->actor, what, err) &&
           access_log_reviews(in->db, &ask->period, (struct access_reader){&g, gather}, err) &&
           show_list(&g, in, ask, what, viewer, err);
}
