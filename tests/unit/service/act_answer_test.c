/* service/act_answer.h: what is written of an answer is what is read of it. */
#include "service/act_answer.h"

#include "domain/message.h"

#include "county.h"

struct place {
    struct str name;
    int64_t persons;
};
struct said {
    bool is_repeat, is_near;
    struct str text;
    struct hsaid unit, none;
    struct day from, to;
    int64_t id;
    size_t count;
    int32_t wait;
    unsigned left;
    enum message_kind kind;
    struct place first;
    const struct place *place;
    size_t places;
};

static const struct act_field KEPT_PLACE[] = {
    ACT_FIELD(struct place, name, "name"),
    ACT_FIELD(struct place, persons, "persons"),
};
static const struct act_form PLACE = ACT_PART_FORM(struct place, KEPT_PLACE);
static const struct act_field KEPT[] = {
    ACT_FIELD(struct said, is_near, "near"),
    ACT_FIELD(struct said, text, "text"),
    ACT_FIELD(struct said, unit, "unit"),
    ACT_FIELD(struct said, none, "none"),
    ACT_FIELD(struct said, from, "from"),
    ACT_FIELD(struct said, to, "to"),
    ACT_FIELD(struct said, id, "id"),
    ACT_FIELD(struct said, count, "count"),
    ACT_FIELD(struct said, wait, "wait"),
    ACT_FIELD(struct said, left, "left"),
    ACT_WORD(struct said, kind, "kind", &VOCAB_MESSAGE),
    ACT_PART(struct said, first, "first", &PLACE),
    ACT_LIST(struct said, place, places, "places", &PLACE),
};
static const struct act_form FORM = ACT_FORM(struct said, KEPT);

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    struct err err = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct place place[] = {{STR("A \"b\""), 7}, {STR("Ö"), -1}};
    struct said was = {.is_near = true,
                       .text = STR("area"),
                       .unit = {"SE2321000180-1"},
                       .from = {45000},
                       .to = DAY_NONE,
                       .id = INT64_MIN,
                       .count = 3,
                       .wait = -1,
                       .left = 2,
                       .kind = MESSAGE_QUEUED,
                       .first = {STR("C"), 1},
                       .place = place,
                       .places = 2};
    struct said now = {.none = {"SE2321000180-2"}, .to = {1}};
    assert_true(act_answer_read(a, act_answer_text(a, &FORM, &was), &FORM, &now, &err));
    assert_true(now.is_repeat && now.is_near);
    assert_true(str_eq(now.text, STR("area")));
    assert_true(hsaid_eq(&now.unit, &was.unit) && now.none.text[0] == 0);
    assert_true(now.from.n == 45000 && day_is_none(now.to));
    assert_true(now.id == INT64_MIN && now.count == 3 && now.wait == -1 && now.left == 2);
    assert_int_equal(now.kind, MESSAGE_QUEUED);
    assert_true(str_eq(now.first.name, STR("C")));
    assert_int_equal(now.places, 2);
    assert_true(str_eq(now.place[0].name, STR("A \"b\"")));
    assert_true(str_eq(now.place[1].name, STR("Ö")));
    assert_true(now.place[0].persons == 7 && now.place[1].persons == -1);
    arena_close(a);
}

static void what_was_not_kept_stays(void **state)
{
    (void)state;
    struct err err = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct said now = {.from = {7}, .left = 5, .text = STR("so")};
    assert_true(act_answer_read(a, STR("{\"id\":1}"), &FORM, &now, &err));
    assert_true(now.is_repeat && now.id == 1 && now.from.n == 7 && now.left == 5);
    assert_true(now.places == 0);
    assert_true(str_eq(now.text, STR("so")));
    arena_close(a);
}

static void what_is_not_of_the_form_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } wrong[] = {{"{\"id\":\"x\"}", "store.damaged"},
                 {"{\"left\":null}", "store.damaged"},
                 {"{\"kind\":\"nothing\"}", "store.damaged"},
                 {"{\"places\":[{\"persons\":\"x\"}]}", "store.damaged"},
                 {"{\"id\":1", "json.syntax"}};
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct err err = {0};
        struct said now = {.is_repeat = false};
        FAILS(act_answer_read(a, str_of(wrong[i].text), &FORM, &now, &err), wrong[i].code, &err);
        assert_false(now.is_repeat);
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(what_was_not_kept_stays),
        cmocka_unit_test(what_is_not_of_the_form_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
