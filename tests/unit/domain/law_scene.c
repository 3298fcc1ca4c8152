#include "law_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

const char *scene_verdict(enum listing_verdict v)
{
    static const char *const word[] = {
        [LISTING_DONE] = "listed",
        [LISTING_ALREADY] = "already so",
        [LISTING_QUEUED] = "queued",
        [LISTING_ALREADY_QUEUED] = "already in the queue",
        [LISTING_WAITS] = "waits",
        [LISTING_ALREADY_WAITS] = "already waits",
        [LISTING_DEAD] = "dead",
        [LISTING_EMIGRATED] = "emigrated",
        [LISTING_UNDER_AGE] = "under age",
        [LISTING_NOT_GUARDIAN] = "not theirs to choose",
        [LISTING_NO_GUARDIAN] = "no guardian",
        [LISTING_PROTECTED_RELATION] = "protected relation",
        [LISTING_DAY_PAST] = "the day is past",
        [LISTING_LATER_STANDS] = "a later listing stands",
        [LISTING_BRANCH] = "a branch",
        [LISTING_NOT_OPEN] = "not open",
        [LISTING_CLOSED] = "closed",
        [LISTING_QUOTA] = "changes used up",
        [LISTING_FULL] = "full",
        [LISTING_FULL_HAS_QUEUE] = "full, has a queue",
        [LISTING_IN_OTHER_QUEUE] = "in another queue",
        [LISTING_UNDECIDED] = "special reasons must be applied for",
    };
    return word[v];
}

static bool is(struct str word, const char *other)
{
    return str_eq(word, str_of(other));
}

struct str scene_word(struct str *rest)
{
    return str_cut(rest, ' ');
}

int64_t scene_unit(struct str word)
{
    if (is(word, "elsewhere"))
        return UNIT_ELSEWHERE;
    return word.len == 1 && word.at[0] >= 'A' && word.at[0] < 'A' + SCENE_UNITS
               ? word.at[0] - 'A' + 1
               : UNIT_NONE;
}

struct day scene_day(struct str word)
{
    struct day day;
    struct err err = {0};
    if (!day_parse(word, &day, &err))
        fail_msg("“%.*s” is no day", STR_FMT(word));
    return day;
}

static unsigned number(struct str word)
{
    int64_t n = 0;
    if (!str_to_i64(word, &n))
        fail_msg("“%.*s” is no number", STR_FMT(word));
    return (unsigned)n;
}

static void read_rules(struct rules *r, struct str text)
{
    *r = (struct rules){
        .changes = {.max = 2, .free = (1U << FREE_COUNT) - 1},
        .cap = {.exempt = (1U << EXEMPT_COUNT) - 1},
        .queue = {.max = 1},
        .guardian = {.own_choice_age = 18, .both = true, .lapse_days = 30},
        .passive = {.moved_in = PASSIVE_AREA, .newborn = {PASSIVE_MOTHER, PASSIVE_AREA}}};
    while (text.len > 0) {
        struct str value = scene_word(&text), key = str_cut(&value, '=');
        if (is(key, "effective"))
            r->effective = EFFECTIVE_NEXT_MONTH;
        else if (is(key, "max"))
            r->changes.max = number(value);
        else if (is(key, "window"))
            r->changes.window = WINDOW_CALENDAR_YEAR;
        else if (is(key, "free"))
            r->changes.free = 1U << FREE_SPECIAL_REASON;
        else if (is(key, "exempt"))
            r->cap.exempt = 0;
        else if (is(key, "queue.max"))
            r->queue.max = number(value);
        else if (is(key, "both"))
            r->guardian.both = false;
        else if (is(key, "own_choice_age"))
            r->guardian.own_choice_age = number(value);
        else if (is(key, "lapse_days"))
            r->guardian.lapse_days = number(value);
        else if (is(key, "moved_in"))
            r->passive.moved_in = PASSIVE_NONE;
        else if (is(key, "newborn"))
            r->passive.newborn[0] = PASSIVE_AREA;
        else
            fail_msg("there is no rule “%.*s”", STR_FMT(key));
    }
}

/* `2020-01-01..2022-11-04 area`, behind the unit. */
static void add_past(struct scene *s, int64_t unit, struct str from, struct str basis)
{
    struct str to = from;
    from.len = 10;
    to = (struct str){to.at + 12, to.len - 12};
    unsigned b = BASIS_OUT_OF_COUNTY;
    bool is_known = unit != UNIT_ELSEWHERE || basis.len > 0;
    if (is_known && !vocab_find(&VOCAB_BASIS, basis, &b))
        fail_msg("“%.*s” is no basis", STR_FMT(basis));
    assert_true(s->person.past_count < SCENE_PAST);
    s->past[s->person.past_count++] =
        (struct listing_past){.unit = unit,
                              .from = scene_day(from),
                              .to = to.len > 0 ? scene_day(to) : DAY_NONE,
                              .basis = (enum basis)b};
}

/* `signed by guardian1 until 2023-07-01 for 2023-08-15`, behind the unit and the first word. */
static void add_consent(struct scene *s, int64_t unit, struct str rest)
{
    assert_true(is(scene_word(&rest), "by"));
    bool is_first = is(scene_word(&rest), "guardian1");
    assert_true(is(scene_word(&rest), "until"));
    s->person.consent =
        (struct listing_consent){.unit = unit,
                                 .signed_by = is_first ? SIGNED_GUARDIAN1 : SIGNED_GUARDIAN2,
                                 .from = DAY_NONE,
                                 .until = scene_day(scene_word(&rest))};
    if (is(scene_word(&rest), "for"))
        s->person.consent.from = scene_day(rest);
}

static void read_unit(struct scene *s, int64_t unit, struct str rest)
{
    struct listing_unit *u = &s->unit[unit > 0 ? unit : 0];
    struct str word = scene_word(&rest);
    if (is(word, "full")) {
        u->cap = 100;
    } else if (is(word, "room")) {
        u->cap = 100;
        u->room_from = scene_day(rest);
    } else if (is(word, "cap")) {
        u->cap = number(scene_word(&rest));
    } else if (is(word, "queue")) {
        u->has_queue = true;
        u->waiting = number(rest);
    } else if (is(word, "made")) {
        u->room_lately = number(rest);
    } else if (is(word, "over")) {
        u->over = number(rest);
    } else if (is(word, "branch")) {
        u->is_branch = true;
    } else if (is(word, "opens")) {
        u->opens = scene_day(rest);
    } else if (is(word, "closes")) {
        u->closes = scene_day(rest);
    } else if (is(word, "signed")) {
        add_consent(s, unit, rest);
    } else {
        add_past(s, unit, word, rest);
    }
}

static void add_candidate(struct scene *s, enum passive_listing by, struct str unit)
{
    s->candidate[s->candidates++] = (struct passive_unit){by, &s->unit[scene_unit(unit)]};
}

static void read_person(struct scene *s, struct str word, struct str rest)
{
    struct listing_person *p = &s->person;
    struct listing_guardian *g = &p->guardian[is(word, "guardian2")];
    if (is(word, "born")) {
        p->birth = scene_day(rest);
    } else if (is(word, "dead") || is(word, "emigrated")) {
        p->is_dead = is(word, "dead");
        p->gone = scene_day(rest);
    } else if (is(word, "other")) {
        p->from_here = false;
    } else if (is(word, "saebo")) {
        p->in_saebo = true;
    } else if (is(word, "protected")) {
        p->protection = PROTECTION_CONFIDENTIAL;
    } else if (is(word, "one") || is(word, "two")) {
        p->guardians = is(word, "one") ? 1 : 2;
    } else if (is(rest, "protected")) {
        g->protection = PROTECTION_REGISTRATION;
    } else if (is(word, "guardian1") || is(word, "guardian2")) {
        assert_true(is(scene_word(&rest), "at"));
        g->unit = scene_unit(rest);
    } else if (is(word, "waits")) {
        s->place[p->places++] = (struct queue_place){
            .unit = scene_unit(rest), .joined = 1, .since = {0}, .is_electronic = true};
    } else if (is(word, "left")) {
        struct str since = str_cut(&rest, '.');
        assert_true(p->lefts < SCENE_UNITS && rest.len > 1);
        s->left[p->lefts++] = (struct place_left){
            scene_day(since), scene_day((struct str){rest.at + 1, rest.len - 1})};
    } else if (is(word, "area") || is(word, "mother") || is(word, "near")) {
        add_candidate(s,
                      is(word, "area")     ? PASSIVE_AREA
                      : is(word, "mother") ? PASSIVE_MOTHER
                                           : PASSIVE_NONE,
                      rest);
    } else {
        fail_msg("what is “%.*s %.*s”?", STR_FMT(word), STR_FMT(rest));
    }
}

void scene_read(struct scene *s, struct str rules, struct str is_so)
{
    *s = (struct scene){.person = {.birth = DAY_NONE, .gone = DAY_NONE, .from_here = true}};
    read_rules(&s->rules, rules);
    for (int64_t u = 0; u <= SCENE_UNITS; u++)
        s->unit[u] = (struct listing_unit){
            .unit = u, .opens = DAY_NONE, .closes = DAY_NONE, .cap = -1, .room_from = DAY_NONE};
    s->elsewhere = s->unit[0];
    s->elsewhere.unit = UNIT_ELSEWHERE;
    while (is_so.len > 0) {
        struct str rest = str_trim(str_cut(&is_so, ';')), word = scene_word(&rest);
        int64_t unit = scene_unit(word);
        if (unit != UNIT_NONE)
            read_unit(s, unit, rest);
        else
            read_person(s, word, rest);
    }
    s->person.past = s->past;
    s->person.place = s->place;
    s->person.left = s->left;
}
