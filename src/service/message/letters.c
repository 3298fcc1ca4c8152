#include "service/message/letters.h"

#include "core/json_in.h"
#include "core/text.h"
#include "domain/listing_choice.h"
#include "service/access/access_log.h"
#include "store/block_store.h"

struct run {
    struct arena *arena;
    const struct letters_ask *ask;
    struct act act;
    struct letter_when when; /* who is a child, and what is hidden, is as it was then */
    struct bag persons;      /* struct addressee */
    struct bag due;          /* int64_t, the messages of a new run, those of a person together */
    struct bag letters;      /* struct letter */
    int64_t of;              /* whose blocks are read; 0: nobody's yet */
    struct bag blocks;       /* struct block, that they had then */
    struct letters_done done;
};

struct addressee {
    struct letter_person to;
    size_t first, count; /* of run.due */
};

static bool is_child(const struct run *r, const struct letter_person *p)
{
    const struct instance *in = r->act.in;
    return !listing_chooses(&in->region.rules, p->birth_date, r->when.day);
}

/* ---- what a child has blocked ---- */

static bool take_block(void *state, int64_t person, const struct block *row, struct err *err)
{
    struct run *r = state;
    (void)person, (void)err;
    *(struct block *)bag_add(&r->blocks) = *row;
    return true;
}

static bool read_blocks(struct run *r, int64_t person, struct err *err)
{
    if (r->of == person)
        return true;
    r->of = person;
    bag_clear(&r->blocks);
    return block_each_of(r->act.work.db, person, r->when.position,
                         (struct block_reader){r, take_block}, err);
}

/* Of who is read: a guardian does not pass a block, whoever of them it is. */
static bool is_hidden(const struct run *r, const struct message *m)
{
    const struct actor guardian = {.role = ROLE_GUARDIAN};
    return message_is_hidden(m, bag_array(r->arena, &r->blocks), r->blocks.count, &guardian,
                             r->when.day);
}

/* ---- who is written to ---- */

/* Who decides of paper is to whom it is told. */
static bool is_wanted(struct run *r, const struct letter_person *row, bool *out, struct err *err)
{
    bool by_guardians = is_child(r, row);
    if (by_guardians) {
        const struct message m = {.kind = row->kind, .unit = row->unit};
        if (!read_blocks(r, row->person, err))
            return false;
        by_guardians = !is_hidden(r, &m);
    }
    *out = message_on_paper(by_guardians, row->paper, row->guardians, row->guardians_paper);
    return true;
}

static bool take_person(void *state, const struct letter_person *row, struct err *err)
{
    struct run *r = state;
    struct letter_person kept = *row;
    struct addressee *last =
        r->persons.count > 0 ? bag_at(&r->persons, r->persons.count - 1) : NULL;
    bool wanted = true;
    if (r->ask->again == 0 && !is_wanted(r, row, &wanted, err))
        return false;
    if (!wanted)
        return true;
    *(int64_t *)bag_add(&r->due) = row->message;
    if (last && last->to.person == row->person) {
        last->count++;
        return true;
    }
    kept.given_name = str_copy(r->arena, row->given_name);
    kept.surname = str_copy(r->arena, row->surname);
    kept.street = str_copy(r->arena, row->street);
    kept.postal_code = str_copy(r->arena, row->postal_code);
    kept.city = str_copy(r->arena, row->city);
    *(struct addressee *)bag_add(&r->persons) =
        (struct addressee){.to = kept, .first = r->due.count - 1, .count = 1};
    return true;
}

/* ---- one letter ---- */

struct gathering {
    struct run *run;
    const struct addressee *to;
    bool of_child, alone; /* what is hidden from its guardians, or the rest */
    struct bag rows;
};

static bool is_due(const struct gathering *g, int64_t message)
{
    for (size_t i = 0; i < g->to->count; i++)
        if (*(const int64_t *)bag_at(&g->run->due, g->to->first + i) == message)
            return true;
    return false;
}

/* Of a new run what is due; of an old one what it told. */
static bool take_message(void *state, const struct message_row *row, struct err *err)
{
    struct gathering *g = state;
    int64_t again = g->run->ask->again;
    (void)err;
    if (g->of_child && is_hidden(g->run, &row->message) != g->alone)
        return true;
    if (again != 0 ? row->letter == again : is_due(g, row->id))
        *(struct message_row *)bag_add(&g->rows) = message_copy(g->run->arena, row);
    return true;
}

static struct str full_name(struct arena *a, const struct letter_person *p)
{
    if (p->given_name.len == 0)
        return p->surname;
    return str_fmt(a, "%.*s %.*s", STR_FMT(p->given_name), STR_FMT(p->surname));
}

/* NNN NN, as it is written in Sweden; another as it is. */
static struct str place_of(struct arena *a, const struct letter_person *p)
{
    enum { SWEDISH = 5, FIRST = 3 };
    if (p->postal_code.len != SWEDISH)
        return str_fmt(a, "%.*s %.*s", STR_FMT(p->postal_code), STR_FMT(p->city));
    return str_fmt(a, "%.3s %.2s %.*s", p->postal_code.at, p->postal_code.at + FIRST,
                   STR_FMT(p->city));
}

static void address(struct run *r, struct letter *l)
{
    const struct letter_person *p = &l->to;
    struct arena *a = r->arena;
    char id[PERSON_ID_TEXT];
    if (l->is_protected) { /* by which the Agency finds them; and nothing else */
        l->line[l->lines++] = str_copy(a, person_id_format(p->id, id));
        return;
    }
    l->name = full_name(a, p);
    if (l->to_guardians) {
        struct sb to = sb_open(a, 128);
        text_fill(&to, LANG_SV, TEXT_LETTER_TO_GUARDIANS, &l->name, 1);
        l->line[l->lines++] = sb_str(&to);
    } else {
        l->line[l->lines++] = l->name;
    }
    l->line[l->lines++] = p->street;
    l->line[l->lines++] = place_of(a, p);
}

/* Whoever has a protected identity is opened, as anybody else would be who looks at them. */
static bool open_protected(struct run *r, const struct letter_person *p, struct err *err)
{
    struct person_facts facts;
    return act_open_person(&r->act, p->person, STR("letter"), &facts, err);
}

/* `alone`: of what a child is told alone. Where there is nothing of it there is no letter. */
static bool add_letter(struct run *r, const struct addressee *to, bool alone, struct err *err)
{
    const struct letter_person *p = &to->to;
    bool is_protected = p->protection != PROTECTION_NONE;
    const struct message_to all = {.person = p->person};
    struct gathering g = {r, to, is_child(r, p), alone, BAG_OPEN(r->arena, struct message_row)};
    if (!message_each_of(r->act.work.db, &all, (struct message_reader){&g, take_message}, err))
        return false;
    if (g.rows.count == 0)
        return true;
    struct letter letter = {.to = *p,
                            .is_protected = is_protected,
                            .to_guardians = g.of_child && !alone,
                            .only_on_paper = g.of_child && (alone || is_protected),
                            .message = bag_array(r->arena, &g.rows),
                            .messages = g.rows.count};
    address(r, &letter);
    *(struct letter *)bag_add(&r->letters) = letter;
    r->done.messages += letter.messages;
    return true;
}

/* One, or of a child two: to its guardians, and to itself. */
static bool add_letters(struct run *r, const struct addressee *to, struct err *err)
{
    if (!is_child(r, &to->to))
        return add_letter(r, to, false, err);
    return read_blocks(r, to->to.person, err) && add_letter(r, to, false, err) &&
           add_letter(r, to, true, err);
}

/* *over: the act is over, refused. */
static bool add_person(struct run *r, const struct addressee *to, bool *over, struct err *err)
{
    const struct letter_person *p = &to->to;
    bool is_protected = p->protection != PROTECTION_NONE;
    if (!access_may_see(&r->ask->actor, p->protection)) {
        r->done.withheld++;
        return true;
    }
    if (!is_protected && (p->street.len == 0 || p->city.len == 0 || p->surname.len == 0)) {
        r->done.without_address++;
        return true;
    }
    if (is_protected && !open_protected(r, p, err)) {
        *over = true;
        return false;
    }
    return add_letters(r, to, err);
}

/* ---- the run ---- */

/* A new one, or the one that is asked for; and when it was. */
static bool number_of(struct run *r, struct err *err)
{
    int64_t last = 0, again = r->ask->again;
    r->done.run = again;
    if (again != 0)
        return letter_run_when(r->act.work.db, again, &r->when, err) &&
               (r->when.position != 0 ||
                FAIL(err, ERR_MISSING, "letters.run", "%lld", (long long)again));
    if (!letter_run_last(r->act.work.db, &last, err))
        return false;
    r->done.run = last + 1;
    r->when = (struct letter_when){r->act.work.position, instance_today(r->act.in)};
    return true;
}

static bool gather(struct run *r, bool *over, struct err *err)
{
    struct letter_reader reader = {r, take_person};
    struct db *db = r->act.work.db;
    if (!number_of(r, err) || !(r->ask->again != 0 ? letter_each_of(db, r->ask->again, reader, err)
                                                   : letter_each_due(db, reader, err)))
        return false;
    for (size_t i = 0; i < r->persons.count; i++)
        if (!add_person(r, bag_at(&r->persons, i), over, err))
            return false;
    r->done.letters = r->letters.count;
    return true;
}

static bool record(struct run *r, struct str sum, struct err *err)
{
    struct db *db = r->act.work.db;
    struct letter_run run = {
        .run = r->done.run, .letters = (int64_t)r->done.letters, .sha256 = sum};
    if (!letter_run_insert(db, &run, r->act.work.position, err))
        return false;
    for (size_t i = 0; i < r->letters.count; i++) {
        const struct letter *l = bag_at(&r->letters, i);
        for (size_t k = 0; k < l->messages; k++) {
            struct message_telling telling = {.message = l->message[k].id};
            if (!letter_told(db, telling.message, run.run, err) ||
                !message_told(&r->act, &l->message[k].message, &telling, err))
                return false;
        }
    }
    return true;
}

/* The list of whom is written to is one entry. */
static void note(struct run *r)
{
    struct str about = str_fmt(r->arena, "run=%lld", (long long)r->done.run);
    act_note(&r->act, 0, about);
    ((struct access_entry *)bag_at(&r->act.notes, r->act.notes.count - 1))->count =
        (int64_t)r->done.letters;
}

static struct str answer_text(struct arena *a, const struct letters_done *done)
{
    struct sb out = sb_open(a, 160);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_i64(&j, "run", done->run);
    json_key_i64(&j, "letters", (int64_t)done->letters);
    json_key_i64(&j, "messages", (int64_t)done->messages);
    json_key_i64(&j, "without_address", (int64_t)done->without_address);
    json_key_i64(&j, "withheld", (int64_t)done->withheld);
    json_object_end(&j);
    return sb_str(&out);
}

static size_t size_in(const struct json_in *root, const char *key)
{
    int64_t n = 0;
    return str_to_i64(json_in_text(json_in_get(root, key)), &n) ? (size_t)n : 0;
}

static bool read_answer(const struct run *r, struct letters_done *out, struct err *err)
{
    const struct json_in *root = NULL;
    if (!json_in_parse(r->arena, r->act.answer, &root, err))
        return false;
    *out = (struct letters_done){.run = (int64_t)size_in(root, "run"),
                                 .letters = size_in(root, "letters"),
                                 .messages = size_in(root, "messages"),
                                 .without_address = size_in(root, "without_address"),
                                 .withheld = size_in(root, "withheld"),
                                 .is_repeat = true};
    return true;
}

static bool write_all(struct run *r, struct err *err)
{
    char sum[SHA256_TEXT] = "";
    struct letters all = {r->done.run, bag_array(r->arena, &r->letters), r->letters.count};
    note(r);
    bool is_empty = r->letters.count == 0;
    r->done.run = is_empty ? 0 : r->done.run;
    if (is_empty && r->ask->again == 0)
        return act_close(&r->act, true, answer_text(r->arena, &r->done), err);
    if (r->ask->dry_run || r->ask->again != 0) {
        /* Logged first: what is written is shown. */
        return act_look(&r->act, err) && (r->ask->dry_run || is_empty ||
                                          r->ask->sink.put(r->ask->sink.state, &all, sum, err));
    }
    if (!r->ask->sink.put(r->ask->sink.state, &all, sum, err) || !record(r, str_of(sum), err))
        return act_abandon(&r->act);
    return act_end(&r->act, answer_text(r->arena, &r->done), err);
}

/* Letters, and the list of their runs, are the administrator's; others leave that they tried. */
static bool allow(struct instance *in, const struct actor *actor, struct err *err)
{
    struct access_entry denied = {
        .actor = *actor, .act = STR("letters"), .outcome = ACCESS_DENIED, .count = -1};
    return actor->role == ROLE_ADMINISTRATOR ||
           (access_log_write(in, &denied, 1, err) && FAIL(err, ERR_DENIED, "actor.role", "%s", ""));
}

struct listing_runs {
    struct arena *arena;
    struct bag rows; /* struct letter_run */
};

static bool take_run(void *state, const struct letter_run *row, struct err *err)
{
    struct listing_runs *l = state;
    struct letter_run kept = *row;
    (void)err;
    kept.sha256 = str_copy(l->arena, row->sha256);
    *(struct letter_run *)bag_add(&l->rows) = kept;
    return true;
}

bool letters_list(struct arena *a, struct instance *in, const struct actor *actor,
                  struct letters_runs *out, struct err *err)
{
    struct listing_runs l = {a, BAG_OPEN(a, struct letter_run)};
    struct access_entry seen = {.actor = *actor, .act = STR("letters"), .about = STR("list")};
    if (!allow(in, actor, err) ||
        !letter_each_run(in->db, (struct letter_run_reader){&l, take_run}, err))
        return false;
    seen.count = (int64_t)l.rows.count;
    if (!access_log_write(in, &seen, 1, err))
        return false;
    *out = (struct letters_runs){bag_array(a, &l.rows), l.rows.count};
    return true;
}

bool letters_run(struct arena *a, struct instance *in, const struct letters_ask *ask,
                 struct letters_done *out, struct err *err)
{
    struct run r = {.arena = a,
                    .ask = ask,
                    .persons = BAG_OPEN(a, struct addressee),
                    .due = BAG_OPEN(a, int64_t),
                    .letters = BAG_OPEN(a, struct letter),
                    .blocks = BAG_OPEN(a, struct block)};
    struct act_options o =
        ACT_OPTIONS(STR("letters"), ask,
                    str_fmt(a, "letters %.*s %lld%s", STR_FMT(ask->actor.id), (long long)ask->again,
                            ask->actor.opens_protected ? " protected" : ""));
    bool over = false;
    if (!allow(in, &ask->actor, err) || !act_begin(a, in, &o, &r.act, err))
        return false;
    if (r.act.is_repeat) {
        act_note(&r.act, 0, STR(""));
        return act_look(&r.act, err) && read_answer(&r, out, err);
    }
    if (!gather(&r, &over, err))
        return over ? false : act_abandon(&r.act);
    if (!write_all(&r, err))
        return false;
    *out = r.done;
    return true;
}
