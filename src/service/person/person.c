#include "service/person/person.h"

#include "core/utf8.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/contact/block_facts.h"
#include "service/listing/queue.h"
#include "service/person/person_time.h"

static const char *const SECTION[] = {
    "key",      "protection", "name",          "identifier", "birth_date", "sex",   "registration",
    "guardian", "listing",    "named_contact", "residence",  "pending",    "block", "blocked"};
_Static_assert(ARRAY_LEN(SECTION) == PERSON_BLOCKED + 1, "a word for each");
const struct vocab VOCAB_PERSON_SECTION = {"what", SECTION, ARRAY_LEN(SECTION)};
static const char *const WHEN[] = {"", "now", "before", "planned", "overruled"};
const struct vocab VOCAB_PERSON_WHEN = {"when", WHEN, ARRAY_LEN(WHEN)};

/* What is asked, read and made. */
struct showing {
    struct arena *arena;
    struct instance *in;
    const struct person_show_request *request;
    struct day on;
    struct as_of_person known;
    struct bag lines;   /* struct person_line */
    struct bag pending; /* int64_t: the positions that stated the lines of what is pending */
    struct block *block;
    bool is_blocked; /* something is not shown */
};

static struct person_line *add(struct showing *s, enum person_section section, struct str code,
                               struct str value)
{
    struct person_line *line = bag_add(&s->lines);
    *line = (struct person_line){.section = section,
                                 .code = code,
                                 .value = value,
                                 .unit = STR(""),
                                 .from = DAY_NONE,
                                 .to = DAY_NONE};
    return line;
}

static bool put_recorded(struct showing *s, struct person_line *line, int64_t position,
                         struct err *err)
{
    return position_moment(s->in->db, position, &line->recorded, err);
}

static enum person_when when(const struct showing *s, struct day from, struct day to)
{
    if (from.n > s->on.n)
        return WHEN_PLANNED;
    return day_is_none(to) || to.n >= s->on.n ? WHEN_NOW : WHEN_BEFORE;
}

static struct str id_text(const struct showing *s, const struct hsaid *id)
{
    return str_copy(s->arena, hsaid_str(id));
}

/* ---- who the person is ---- */

static bool add_identifiers(struct showing *s, struct err *err)
{
    for (size_t i = 0; i < s->known.identifiers; i++) {
        char text[PERSON_ID_TEXT];
        const struct as_of_identifier *id = &s->known.identifier[i];
        bool is_newest = id->id == s->known.stated.identifier;
        struct str number = str_copy(s->arena, person_id_format(id->number, text));
        struct person_line *line =
            add(s, PERSON_IDENTIFIER, is_newest ? STR("newest") : STR("former"), number);
        line->when = is_newest ? WHEN_NOW : WHEN_BEFORE;
        if (!put_recorded(s, line, id->recorded, err))
            return false;
    }
    return true;
}

/* Registered on the day, or not any more, and why; where, or in which county if no more is known.
 */
static bool add_registration(struct showing *s, struct err *err)
{
    const struct people_row *r = &s->known.stated.row;
    bool is_gone = r->deregistration_reason != DEREG_NONE && r->deregistered_on.n <= s->on.n;
    struct str code =
        is_gone ? vocab_word(&VOCAB_DEREGISTRATION, r->deregistration_reason) : STR("registered");
    struct str place = r->municipality.len > 0 ? r->municipality : r->county;
    struct person_line *line = add(s, PERSON_REGISTRATION, code, place);
    line->from = is_gone ? r->deregistered_on : r->registered_from;
    line->to = is_gone ? DAY_NONE : r->deregistered_on;
    line->when = when(s, line->from, line->to);
    return put_recorded(s, line, s->known.stated.recorded, err);
}

/* As a key, or a mark where nothing more may be said; not who is *former, whom the other of the
 * row's two identifiers named: then they are one. */
static bool add_guardian(struct showing *s, struct person_id id, int64_t *former, struct err *err)
{
    int64_t key = 0;
    struct person_facts facts;
    if (id.packed == 0)
        return true;
    if (!identifier_person(s->in->db, id, &key, err))
        return false;
    if (key == 0) {
        (void)add(s, PERSON_GUARDIAN, STR("unknown"), STR(""));
        return true;
    }
    if (key == *former)
        return true;
    *former = key;
    if (!person_facts(s->in->db, s->arena, key, &facts, err))
        return false;
    if (access_may_see(&s->request->actor, facts.protection))
        (void)add(s, PERSON_GUARDIAN, STR(""), str_fmt(s->arena, "key:%lld", (long long)key));
    else
        (void)add(s, PERSON_GUARDIAN, STR("protected"), STR(""));
    return true;
}

static bool add_person(struct showing *s, struct err *err)
{
    char day[DAY_TEXT];
    int64_t guardian = 0;
    const struct people_row *r = &s->known.stated.row;
    if (r->protection != PROTECTION_NONE)
        (void)add(s, PERSON_PROTECTION, vocab_word(&VOCAB_PROTECTION, r->protection), STR(""));
    if (r->given_name.len + r->surname.len > 0)
        (void)add(
            s, PERSON_NAME, STR(""),
            str_trim(str_fmt(s->arena, "%.*s %.*s", STR_FMT(r->given_name), STR_FMT(r->surname))));
    if (!add_identifiers(s, err))
        return false;
    if (!day_is_none(r->birth_date))
        (void)add(s, PERSON_BIRTH, STR(""), str_copy(s->arena, day_format(r->birth_date, day)));
    if (r->sex != SEX_UNKNOWN)
        (void)add(s, PERSON_SEX, vocab_word(&VOCAB_SEX, r->sex), STR(""));
    return add_registration(s, err) && add_guardian(s, r->guardian1, &guardian, err) &&
           add_guardian(s, r->guardian2, &guardian, err);
}

/* ---- where they are listed, and who is theirs ---- */

static bool add_listings(struct showing *s, struct err *err)
{
    for (size_t i = s->known.listings; i-- > 0;) {
        const struct as_of_listed *l = &s->known.listing[i];
        struct person_line *line =
            add(s, PERSON_LISTING, vocab_word(&VOCAB_BASIS, l->basis), l->county);
        line->unit = id_text(s, &l->unit);
        line->from = l->from;
        line->to = l->to;
        line->when = when(s, l->from, l->to);
        if (!put_recorded(s, line, l->recorded, err))
            return false;
    }
    return true;
}

/* Somebody's own words may say who it is. */
static void put_reasons(struct person_line *line, const struct as_of_named *c, bool hides)
{
    unsigned why = END_NONE;
    if (!hides || vocab_find(&VOCAB_CONTACT_END, c->reason, &why))
        line->reason = c->reason;
    else if (c->reason.len > 0)
        line->reason = vocab_word(&VOCAB_CONTACT_END, END_OTHER);
    if (!hides)
        line->override = c->override;
}

static bool add_contacts(struct showing *s, struct err *err)
{
    const struct actor *actor = &s->request->actor;
    for (size_t i = s->known.contacts; i-- > 0;) {
        const struct as_of_named *c = &s->known.contact[i];
        if (s->request->opening.how == BLOCK_CLOSED &&
            block_hides(s->block, s->known.blocks, &c->unit, actor, instance_today(s->in))) {
            s->is_blocked = true;
            continue;
        }
        bool hides = c->is_protected && !actor->opens_protected;
        struct person_line *line = add(s, PERSON_CONTACT, vocab_word(&VOCAB_CONTACT_KIND, c->kind),
                                       hides ? STR("protected") : id_text(s, &c->staff));
        line->unit = hides ? STR("") : id_text(s, &c->unit);
        put_reasons(line, c, hides);
        line->from = c->from;
        line->to = c->to;
        line->when = when(s, c->from, c->to);
        if (!put_recorded(s, line, c->recorded, err))
            return false;
    }
    return true;
}

static bool add_residences(struct showing *s, struct err *err)
{
    for (size_t i = 0; i < s->known.residences; i++) {
        const struct as_of_residence *r = &s->known.residence[i];
        const struct residence_report *said = &r->report;
        struct str place =
            said->home.len > 0
                ? str_fmt(s->arena, "%.*s %.*s", STR_FMT(said->municipality), STR_FMT(said->home))
                : said->municipality;
        struct person_line *line =
            add(s, PERSON_RESIDENCE, vocab_word(&VOCAB_RESIDENCE_KIND, said->kind), place);
        line->from = said->from;
        line->to = said->to;
        line->when = when(s, said->from, said->to);
        if (line->when == WHEN_NOW &&
            as_of_residence_on(s->arena, &s->known, said->kind, s->on) != r)
            line->when = WHEN_OVERRULED;
        if (!put_recorded(s, line, r->recorded, err))
            return false;
    }
    return true;
}

static bool take_pending(void *state, const struct person_pending *row, struct err *err)
{
    static const char *const CODE[] = {[PENDING_QUEUE] = "queue",
                                       [PENDING_CONSENT] = "consent",
                                       [PENDING_APPLICATION] = "application",
                                       [PENDING_REQUEST] = "request",
                                       [PENDING_OPTED_OUT] = "opted_out"};
    (void)err;
    struct showing *s = state;
    bool is_request = row->what == PENDING_REQUEST;
    struct str value = is_request || row->what == PENDING_APPLICATION
                           ? str_fmt(s->arena, "%lld", (long long)row->number)
                           : STR("");
    struct person_line *line = add(s, PERSON_PENDING, str_of(CODE[row->what]), value);
    line->kind = is_request ? vocab_word(&VOCAB_CONTACT_KIND, row->kind) : STR("");
    line->unit = id_text(s, &row->unit);
    line->from = row->from;
    line->to = row->to;
    line->when = row->what == PENDING_OPTED_OUT ? when(s, row->from, row->to) : WHEN_NOW;
    *(int64_t *)bag_add(&s->pending) = row->recorded;
    return true;
}

/* Position and wait, as who joins is told them. */
static bool put_stand(struct showing *s, struct person_line *line, struct err *err)
{
    struct hsaid unit;
    struct queue_stand stand;
    if (!str_eq(line->code, STR("queue")))
        return true;
    if (!hsaid_parse(line->unit, &unit, err) ||
        !queue_stands(s->arena, s->in, &unit, s->known.key.person, &stand, err))
        return false;
    if (stand.number > 0)
        line->value = str_fmt(s->arena, "%u", stand.number);
    if (stand.wait >= 0)
        line->wait = str_fmt(s->arena, "%d", (int)stand.wait);
    return true;
}

/* Who is wished for is not told: a block may hide it, and request show tells it. */
static bool add_pending(struct showing *s, struct err *err)
{
    bool is_now = s->request->time.known_at.us == INT64_MAX && s->on.n == instance_today(s->in).n;
    size_t first = s->lines.count;
    if (!is_now)
        return true;
    if (!person_each_pending(s->in->db, s->known.key.person, s->on,
                             (struct pending_reader){s, take_pending}, err))
        return false;
    for (size_t i = 0; i < s->pending.count; i++) {
        struct person_line *line = bag_at(&s->lines, first + i);
        if (!put_recorded(s, line, *(int64_t *)bag_at(&s->pending, i), err) ||
            !put_stand(s, line, err))
            return false;
    }
    if (s->pending.count == 0)
        (void)add(s, PERSON_PENDING, STR("nothing"), STR(""));
    return true;
}

/* Which unit it is knows that unit, and the person. */
static bool add_blocks(struct showing *s, struct err *err)
{
    const struct actor *actor = &s->request->actor;
    for (size_t i = 0; i < s->known.blocks; i++) {
        const struct as_of_block *b = &s->known.block[i];
        if (s->request->opening.how == BLOCK_CLOSED &&
            block_hides_any(&s->block[i], 1, actor, instance_today(s->in))) {
            s->is_blocked = true;
            continue;
        }
        struct person_line *line = add(s, PERSON_BLOCK, STR(""), STR(""));
        line->unit = id_text(s, &b->unit);
        line->from = b->from;
        line->to = b->to;
        line->when = when(s, b->from, b->to);
        if (!put_recorded(s, line, b->recorded, err))
            return false;
    }
    if (s->is_blocked)
        (void)add(s, PERSON_BLOCKED, STR(""), STR(""));
    return true;
}

/* ---- may they, and the log ---- */

/* By the person's row as it is now. */
static bool may_show(struct showing *s, int64_t person, bool *out, struct err *why, struct err *err)
{
    enum party party = PARTY_NONE;
    struct act asking = {.arena = s->arena, .in = s->in, .options = {.actor = s->request->actor}};
    bool is_young = false;
    if (!act_may_show(&asking, person, &party, out, err))
        return false;
    if (!*out && !act_own_is_young(&asking, person, &is_young, why)) {
        *err = *why;
        return false;
    }
    if (!*out && !is_young)
        (void)FAIL(why, ERR_DENIED, "actor.role", "%s", "");
    return true;
}

static struct access_entry entry_of(struct showing *s, int64_t person)
{
    char on[DAY_TEXT], at[MOMENT_TEXT];
    const struct person_show_request *r = s->request;
    struct sb about = sb_open(s->arena, 128);
    sb_fmt(&about, "on=%.*s", STR_FMT(day_format(s->on, on)));
    if (r->time.known_at.us != INT64_MAX)
        sb_fmt(&about, " known_at=%.*s", STR_FMT(moment_format(r->time.known_at, at)));
    block_put_opening(&about, &r->opening);
    return (struct access_entry){.actor = r->actor,
                                 .act = STR("person show"),
                                 .person = person,
                                 .about = sb_str(&about),
                                 .count = -1};
}

static bool log_refused(struct showing *s, struct access_entry *e, struct err *why, struct err *err)
{
    e->outcome = why->kind == ERR_DENIED ? ACCESS_DENIED : ACCESS_NO_HIT;
    if (access_log_write(s->in, e, 1, err))
        *err = *why;
    return false;
}

static bool fill(struct showing *s, struct err *err)
{
    return block_of_known(s->arena, &s->known, &s->block) && add_person(s, err) &&
           add_listings(s, err) && add_contacts(s, err) && add_residences(s, err) &&
           add_pending(s, err) && add_blocks(s, err);
}

/* All of it as the registry is at one moment. */
static bool read_all(struct showing *s, int64_t person, bool *is_marked, struct err *err)
{
    struct as_of_key key = {.person = person};
    enum protection now = PROTECTION_NONE;
    const struct actor *actor = &s->request->actor;
    if (!as_of_position(s->in, s->request->time.known_at, &key.position, err) ||
        !as_of_person(s->arena, s->in, &key, &s->known, err) ||
        !person_protection_now(s->arena, s->in, &s->known, &now, err))
        return false;
    enum protection then = s->known.stated.row.protection;
    enum protection seen = now != PROTECTION_NONE ? now : then;
    (void)add(s, PERSON_KEY, STR(""), str_fmt(s->arena, "%lld", (long long)person));
    *is_marked = !access_may_open(actor, person, seen);
    if (!*is_marked)
        return fill(s, err);
    (void)add(s, PERSON_PROTECTION, vocab_word(&VOCAB_PROTECTION, seen), STR(""));
    return true;
}

bool person_show(struct arena *a, struct instance *in, const struct person_show_request *request,
                 struct person_shown *out, struct err *err)
{
    struct showing s = {.arena = a,
                        .in = in,
                        .request = request,
                        .lines = BAG_OPEN(a, struct person_line),
                        .pending = BAG_OPEN(a, int64_t)};
    int64_t person = 0;
    bool may = false, is_marked = false;
    struct err why = {0};
    if (!person_day(in, request->time.on, &s.on, err) ||
        !block_check_opening(&request->opening, &request->actor, err) ||
        !act_check_actor(a, in, &request->actor, err) ||
        !act_find_person(in, STR("person show"), &request->actor, request->person, &person, err) ||
        !may_show(&s, person, &may, &why, err))
        return false;
    struct access_entry e = entry_of(&s, person);
    if (!may)
        return log_refused(&s, &e, &why, err);
    if (!db_begin(in->db, DB_READ, err))
        return false;
    bool read = read_all(&s, person, &is_marked, &why);
    db_rollback(in->db);
    if (!read && why.kind == ERR_MISSING)
        return log_refused(&s, &e, &why, err);
    if (!read) {
        *err = why;
        return false;
    }
    e.outcome = is_marked ? ACCESS_DENIED : ACCESS_DONE; /* the mark is all they were given */
    if (!access_log_write(in, &e, 1, err))
        return false;
    *out = (struct person_shown){person, s.on, is_marked, bag_array(a, &s.lines), s.lines.count};
    return true;
}
