#include "service/person/residence.h"

#include "core/json.h"
#include "core/json_in.h"
#include "core/utf8.h"
#include "domain/gone.h"
#include "domain/place.h"
#include "domain/residence.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "store/residence_store.h"

static const char *const ROLE[] = {"reported", "ended", "withdrawn", "loses", "wins"};
const struct vocab VOCAB_RESIDENCE_ROLE = {"role", ROLE, ARRAY_LEN(ROLE)};
static const struct str VERB = STR_INIT("saebo report");

/* What is asked, read and known. */
struct asked {
    struct arena *arena;
    struct instance *in;
    const struct residence_request *request;
    int64_t person;
    struct residence_report report; /* as it will stand */
    struct person_facts stated;
    const struct residence_report *held; /* what stands, in the order of recording */
    struct residence_stated *row;        /* the same in the shape of the rules */
    size_t count;
};

static bool is_line_or_empty(struct str text)
{
    enum { MOST = 200 };
    return text.len == 0 || utf8_is_line(text, MOST);
}

/* The municipality's staff report for their own; so does the unit say which it is. */
static bool read_place(struct asked *q, struct err *err)
{
    const struct residence_request *r = q->request;
    struct act_unit unit = {.facts = {.municipality = STR("")}};
    if (r->actor.unit.len > 0 && !act_find_unit(q->arena, q->in, r->actor.unit, &unit, err))
        return false;
    struct str said = r->municipality.len > 0 ? r->municipality : unit.facts.municipality;
    if (said.len == 0)
        return FAIL(err, ERR_INVALID, "residence.unsaid", "%s", "--municipality");
    if (!place_is_municipality(q->in->region.country, said))
        return FAIL(err, ERR_INVALID, "residence.municipality", "%s", "");
    if (r->actor.role == ROLE_MUNICIPAL && !str_eq(said, unit.facts.municipality))
        return access_log_refuse(q->in, &r->actor, VERB, "residence.elsewhere", err);
    q->report.municipality = said;
    return true;
}

static bool read_days(struct asked *q, struct err *err)
{
    enum { YEAR = 366, BACK = 10 * YEAR };
    const struct residence_request *r = q->request;
    struct day today = instance_today(q->in);
    struct residence_report *p = &q->report;
    p->from = day_is_none(r->from) ? today : r->from;
    p->to = r->to;
    p->reported_on = today;
    bool ends_before = !day_is_none(p->to) && p->to.n < p->from.n;
    if (ends_before || p->from.n > today.n + YEAR || p->from.n < today.n - BACK)
        return FAIL(err, ERR_INVALID, "residence.days", "%s", "");
    return true;
}

static bool read_common(struct asked *q, struct err *err)
{
    const struct residence_request *r = q->request;
    if (!is_line_or_empty(r->home) || !is_line_or_empty(r->source))
        return FAIL(err, ERR_INVALID, "residence.text", "%s", "");
    q->report.home = r->home;
    q->report.kind = r->kind;
    q->report.source = r->source.len > 0 ? r->source : r->actor.unit;
    return act_check_actor(q->arena, q->in, &r->actor, err) &&
           act_find_person(q->in, VERB, &r->actor, r->person, &q->person, err);
}

/* A day that is not given stays so: asked again tomorrow with the key it is the same thing. */
static struct str text_of(const struct asked *q, const char *what)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    struct day first = q->request->from, last = q->request->to;
    const struct residence_report *p = &q->report;
    return str_fmt(q->arena, "saebo %s %.*s %lld %d %.*s %.*s %.*s %.*s %.*s", what,
                   STR_FMT(q->request->actor.id), (long long)q->person,
                   q->request->has_kind ? (int)p->kind : -1, STR_FMT(p->municipality),
                   STR_FMT(day_is_none(first) ? STR("-") : day_format(first, from)),
                   STR_FMT(day_is_none(last) ? STR("-") : day_format(last, to)), STR_FMT(p->home),
                   STR_FMT(p->source));
}

struct holding {
    struct arena *arena;
    struct bag rows; /* struct residence_held */
};

static bool take_held(void *state, const struct residence_held *row, struct err *err)
{
    (void)err;
    struct holding *h = state;
    struct residence_held *kept = bag_add(&h->rows);
    *kept = *row;
    kept->report.home = str_copy(h->arena, row->report.home);
    kept->report.municipality = str_copy(h->arena, row->report.municipality);
    kept->report.source = str_copy(h->arena, row->report.source);
    return true;
}

static bool read_held(struct asked *q, struct err *err)
{
    struct holding all = {q->arena, BAG_OPEN(q->arena, struct residence_held)};
    struct residence_held_reader reader = {&all, take_held};
    if (!residence_each_held(q->in->db, q->person, reader, err))
        return false;
    size_t count = all.rows.count;
    struct residence_report *held = ARENA_NEW(q->arena, struct residence_report, count + 1);
    q->row = ARENA_NEW(q->arena, struct residence_stated, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct residence_held *h = bag_at(&all.rows, i);
        held[i] = h->report;
        q->row[i] = (struct residence_stated){h->report.from, h->report.to, h->report.reported_on,
                                              h->recorded, h->report.kind};
    }
    q->held = held;
    q->count = count;
    return true;
}

/* ---- the answer ---- */

static struct str answer_text(struct arena *a, const struct residence_answer *answer)
{
    struct sb out = sb_open(a, 256);
    struct json j = json_open(&out);
    json_array(&j);
    for (size_t i = 0; i < answer->count; i++) {
        const struct residence_line *l = &answer->line[i];
        json_object(&j);
        json_key_str(&j, "role", vocab_word(&VOCAB_RESIDENCE_ROLE, l->role));
        json_key_str(&j, "kind", vocab_word(&VOCAB_RESIDENCE_KIND, l->kind));
        json_key_str(&j, "municipality", l->municipality);
        json_key_str(&j, "home", l->home);
        json_key_day(&j, "from", l->from);
        if (!day_is_none(l->to))
            json_key_day(&j, "to", l->to);
        if (answer->is_already)
            json_key_bool(&j, "already", true);
        json_object_end(&j);
    }
    json_array_end(&j);
    return sb_str(&out);
}

static bool read_line(const struct json_in *j, struct residence_line *out, struct err *err)
{
    unsigned role = 0, kind = 0;
    struct str to = json_in_text(json_in_get(j, "to"));
    struct residence_line line = {.municipality = json_in_text(json_in_get(j, "municipality")),
                                  .home = json_in_text(json_in_get(j, "home")),
                                  .to = DAY_NONE};
    if (!vocab_find(&VOCAB_RESIDENCE_ROLE, json_in_text(json_in_get(j, "role")), &role) ||
        !vocab_find(&VOCAB_RESIDENCE_KIND, json_in_text(json_in_get(j, "kind")), &kind) ||
        !day_parse(json_in_text(json_in_get(j, "from")), &line.from, err) ||
        (to.len > 0 && !day_parse(to, &line.to, err)))
        return false;
    line.role = (enum residence_role)role;
    line.kind = (enum residence_kind)kind;
    *out = line;
    return true;
}

static bool read_answer(struct arena *a, struct str text, struct residence_answer *out,
                        struct err *err)
{
    const struct json_in *root = NULL;
    struct bag lines = BAG_OPEN(a, struct residence_line);
    bool is_already = false;
    if (!json_in_parse(a, text, &root, err))
        return false;
    for (const struct json_in *at = root->first; at; at = at->next) {
        is_already = is_already || json_in_get(at, "already") != NULL;
        if (!read_line(at, bag_add(&lines), err))
            return false;
    }
    *out = (struct residence_answer){.is_already = is_already,
                                     .is_repeat = true,
                                     .line = bag_array(a, &lines),
                                     .count = lines.count};
    return true;
}

static struct residence_line line_of(const struct residence_report *r, enum residence_role role)
{
    return (struct residence_line){role, r->kind, r->municipality, r->home, r->from, r->to};
}

/* ---- reporting ---- */

static struct residence_answer answer_report(const struct asked *q)
{
    struct residence_overlap *over;
    struct residence_stated said = {q->report.from, q->report.to, q->report.reported_on, INT64_MAX,
                                    q->report.kind};
    size_t count = residence_overlaps(q->arena, q->row, q->count, &said, &over);
    struct residence_line *line = ARENA_NEW(q->arena, struct residence_line, count + 1);
    line[0] = line_of(&q->report, RESIDENCE_SAID);
    for (size_t i = 0; i < count; i++) {
        line[i + 1] =
            line_of(&q->held[over[i].row], over[i].loses ? RESIDENCE_LOSES : RESIDENCE_WINS);
        line[i + 1].from = over[i].from;
        line[i + 1].to = over[i].to;
    }
    return (struct residence_answer){.line = line, .count = count + 1};
}

/* What stands under the kind and the first day, of whichever of the person's identifiers. */
static bool is_said_already(struct asked *q)
{
    for (size_t i = 0; i < q->count; i++) {
        const struct residence_report *h = &q->held[i];
        if (h->kind != q->report.kind || h->from.n != q->report.from.n)
            continue;
        q->report.identifier = h->identifier;
        return h->to.n == q->report.to.n && str_eq(h->municipality, q->report.municipality) &&
               str_eq(h->home, q->report.home);
    }
    return false;
}

static bool write_report(struct act *act, struct asked *q, struct residence_answer *out,
                         struct err *err)
{
    q->report.identifier = q->stated.identifier;
    bool already = is_said_already(q);
    *out = answer_report(q);
    out->is_already = already;
    return already || (act_touch(act, q->person, err) &&
                       residence_state(act->work.db, &q->report, act->work.position, err));
}

static bool check_report(struct asked *q, struct err *err)
{
    const struct person_facts *p = &q->stated;
    if (!day_is_none(p->birth_date) && q->report.from.n < p->birth_date.n)
        return FAIL(err, ERR_INVALID, "residence.before_birth", "%s", "");
    const char *gone = gone_code(GONE_RESIDING, p->reason, p->deregistered_on, q->report.from);
    return !gone || FAIL(err, ERR_CONFLICT, gone, "%s", "");
}

/* ---- ending ---- */

static bool check_end(struct asked *q, struct err *err)
{
    bool goes_on[2] = {false, false};
    for (size_t i = 0; i < q->count; i++)
        for (unsigned kind = 0; kind < 2; kind++)
            goes_on[kind] |= residence_goes_on(&q->row[i], (enum residence_kind)kind, q->report.to);
    if (!q->request->has_kind && goes_on[0] && goes_on[1])
        return FAIL(err, ERR_INVALID, "residence.kind", "%s", "--kind");
    if (!q->request->has_kind)
        q->report.kind = goes_on[1] ? RESIDENCE_HOME_CARE : RESIDENCE_SAEBO;
    return true;
}

/* It has ended already where a row of the kind ends with the day. */
static bool find_ended(const struct asked *q, struct residence_line *out)
{
    for (size_t i = 0; i < q->count; i++)
        if ((!q->request->has_kind || q->held[i].kind == q->report.kind) &&
            q->held[i].to.n == q->report.to.n) {
            *out = line_of(&q->held[i], RESIDENCE_ENDED);
            return true;
        }
    return false;
}

static bool write_end(struct act *act, struct asked *q, struct residence_answer *out,
                      struct err *err)
{
    struct residence_line *line = ARENA_NEW(q->arena, struct residence_line, q->count + 1);
    size_t ended = 0;
    for (size_t i = 0; i < q->count; i++) {
        struct residence_report r = q->held[i];
        if (!residence_goes_on(&q->row[i], q->report.kind, q->report.to))
            continue;
        r.to = q->report.to;
        r.reported_on = q->report.reported_on;
        r.source = q->report.source;
        line[ended++] = line_of(&r, RESIDENCE_ENDED);
        if (!residence_state(act->work.db, &r, act->work.position, err))
            return false;
    }
    bool already = ended == 0 && find_ended(q, &line[0]);
    if (ended == 0 && !already)
        return FAIL(err, ERR_MISSING, "residence.none", "%s", "");
    *out = (struct residence_answer){
        .is_already = already, .line = line, .count = already ? 1 : ended};
    return already || act_touch(act, q->person, err);
}

/* ---- withdrawing ---- */

static bool is_meant(const struct asked *q, const struct residence_report *r)
{
    const struct residence_request *asked = q->request;
    return (!asked->has_kind || r->kind == asked->kind) &&
           (day_is_none(asked->from) || r->from.n == asked->from.n);
}

/* Of whichever of the person's identifiers; two who were joined may have the same one each. */
static bool find_meant(const struct asked *q, const struct residence_report **out, struct err *err)
{
    *out = NULL;
    for (size_t i = 0; i < q->count; i++) {
        const struct residence_report *r = &q->held[i];
        if (!is_meant(q, r))
            continue;
        if (*out && ((*out)->kind != r->kind || (*out)->from.n != r->from.n))
            return FAIL(err, ERR_INVALID, "residence.which", "%s", "");
        *out = r;
    }
    return true;
}

static bool check_withdrawal(struct asked *q, struct err *err)
{
    const struct residence_request *r = q->request;
    const struct residence_report *meant = NULL;
    struct act_unit unit = {.facts = {.municipality = STR("")}};
    if (!find_meant(q, &meant, err))
        return false;
    if (!meant || r->actor.role != ROLE_MUNICIPAL)
        return true;
    return act_find_unit(q->arena, q->in, r->actor.unit, &unit, err) &&
           (str_eq(meant->municipality, unit.facts.municipality) ||
            FAIL(err, ERR_DENIED, "residence.elsewhere", "%s", ""));
}

/* The last one that stood so and was withdrawn: it is so already. */
static bool find_withdrawn(struct asked *q, struct residence_line *line, bool *is_there,
                           struct err *err)
{
    struct holding all = {q->arena, BAG_OPEN(q->arena, struct residence_held)};
    struct residence_held_reader reader = {&all, take_held};
    if (!residence_each_withdrawn(q->in->db, q->person, reader, err))
        return false;
    for (size_t i = 0; i < all.rows.count; i++) {
        const struct residence_held *h = bag_at(&all.rows, i);
        if (!is_meant(q, &h->report))
            continue;
        *line = line_of(&h->report, RESIDENCE_WITHDRAWN);
        *is_there = true;
    }
    return true;
}

static bool write_withdrawal(struct act *act, struct asked *q, struct residence_answer *out,
                             struct err *err)
{
    struct residence_line *line = ARENA_NEW(q->arena, struct residence_line, 1);
    size_t withdrawn = 0;
    for (size_t i = 0; i < q->count; i++) {
        if (!is_meant(q, &q->held[i]))
            continue;
        line[0] = line_of(&q->held[i], RESIDENCE_WITHDRAWN);
        withdrawn++;
        if (!residence_unstate(act->work.db, &q->held[i], act->work.position, err))
            return false;
    }
    bool already = false;
    if (withdrawn == 0 && !find_withdrawn(q, &line[0], &already, err))
        return false;
    if (withdrawn == 0 && !already)
        return FAIL(err, ERR_MISSING, "residence.not_reported", "%s", "");
    *out = (struct residence_answer){.is_already = already, .line = line, .count = 1};
    return already || act_touch(act, q->person, err);
}

/* ---- one act ---- */

struct doing {
    const char *what;
    bool (*check)(struct asked *q, struct err *err);
    bool (*write)(struct act *act, struct asked *q, struct residence_answer *out, struct err *err);
};

static bool carry_out(struct act *act, struct asked *q, const struct doing *d,
                      struct residence_answer *out, struct err *err)
{
    struct residence_answer answer = {.count = 0};
    if (!read_held(q, err))
        return act_abandon(act);
    if (!d->check(q, err) || !d->write(act, q, &answer, err))
        return act_fail(act, err);
    bool done = act_close(act, answer.is_already, answer_text(q->arena, &answer), err);
    if (done)
        *out = answer;
    return done;
}

static bool run(struct asked *q, const struct doing *d, struct residence_answer *out,
                struct err *err)
{
    const struct residence_request *r = q->request;
    struct act act;
    struct act_options options = ACT_OPTIONS(VERB, r, text_of(q, d->what));
    struct str about = r->has_kind ? str_fmt(q->arena, "%s kind=%.*s", d->what,
                                             STR_FMT(vocab_word(&VOCAB_RESIDENCE_KIND, r->kind)))
                                   : str_of(d->what);
    struct act_right right = {.parties = PARTIES(PARTY_MUNICIPAL) | PARTIES(PARTY_ADMINISTRATOR),
                              .code = "actor.role",
                              .about = about};
    enum party by;
    options.actor.opens_protected = access_opens_residence(&r->actor);
    if (!act_begin(q->arena, q->in, &options, &act, err) ||
        !act_allow(&act, q->person, &right, &by, &q->stated, err))
        return false;
    if (act.is_repeat)
        return act_look(&act, err) && read_answer(q->arena, act.answer, out, err);
    return carry_out(&act, q, d, out, err);
}

bool residence_report(struct arena *a, struct instance *in, const struct residence_request *request,
                      struct residence_answer *out, struct err *err)
{
    static const struct doing REPORT = {"report", check_report, write_report};
    struct asked q = {.arena = a, .in = in, .request = request};
    return read_place(&q, err) && read_days(&q, err) && read_common(&q, err) &&
           run(&q, &REPORT, out, err);
}

bool residence_end(struct arena *a, struct instance *in, const struct residence_request *request,
                   struct residence_answer *out, struct err *err)
{
    static const struct doing END = {"end", check_end, write_end};
    struct asked q = {.arena = a, .in = in, .request = request};
    struct day today = instance_today(in);
    q.report.to = day_is_none(request->to) ? today : request->to;
    q.report.reported_on = today;
    return read_common(&q, err) && run(&q, &END, out, err);
}

bool residence_withdraw(struct arena *a, struct instance *in,
                        const struct residence_request *request, struct residence_answer *out,
                        struct err *err)
{
    static const struct doing WITHDRAWAL = {"withdraw", check_withdrawal, write_withdrawal};
    struct asked q = {.arena = a, .in = in, .request = request};
    return read_common(&q, err) && run(&q, &WITHDRAWAL, out, err);
}
