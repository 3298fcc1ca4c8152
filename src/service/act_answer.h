/* service/act_answer.h - what an act answers. It is kept with the asker's key as JSON,
 * and read again when the key is: a form says once which members of the answer are kept
 * and what they are called, so that what is written and what is read cannot differ. A
 * member that is in no form is filled by the act itself, both times.
 *
 *     static const struct act_field KEPT[] = {
 *         ACT_FIELD(struct block_answer, from, "from"),
 *         ACT_FIELD(struct block_answer, to, "to"),
 *     };
 *     static const struct act_form ANSWER = ACT_FORM(struct block_answer, KEPT);
 *
 *     struct act_options options = ACT_OPTIONS(STR("block"), request, text_of(&q));
 *     struct block_answer answer = answer_of(&q);
 *     if (!act_begin(a, in, &options, &act, err) || !act_allow(&act, …, err) ||
 *         !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
 *                         : carry_out(&act, &q, &answer, err))) // ends with act_answer()
 *         return false;
 *     *out = answer;
 *     return true;
 *
 * What is read is in the arena of the act. A member that the kept answer does not have,
 * for it was not yet a member then, stays as it is.
 * Errors: those of service/act.h, json_in_parse(), hsaid_parse(), day_parse(); ERR_IO
 * "store.damaged" (what is kept is not of the form). */
#ifndef SERVICE_ACT_ANSWER_H
#define SERVICE_ACT_ANSWER_H
#include "domain/vocab.h"
#include "service/act.h"

#include <stddef.h>

enum act_value {
    ACT_VALUE_STR,
    ACT_VALUE_HSAID,
    ACT_VALUE_DAY, /* DAY_NONE is null */
    ACT_VALUE_BOOL,
    ACT_VALUE_I64,
    ACT_VALUE_SIZE,
    ACT_VALUE_I32,
    ACT_VALUE_UNSIGNED, /* an enum, too; by the words of a vocabulary, if it has one */
    ACT_VALUE_PART,     /* a struct, of a form of its own */
    ACT_VALUE_LIST      /* an array of such, and how many they are */
};
struct act_field {
    const char *key;
    enum act_value type;
    size_t at; /* in the answer */
    const struct vocab *words;
    const struct act_form *form; /* of the part, or of each in the list */
    size_t count_at;             /* of the list: in the answer, a size_t */
};
struct act_form {
    const struct act_field *field;
    size_t fields, size;
    size_t repeat_at; /* in the answer: bool is_repeat; a part has none */
};
/* clang-format off */
#define ACT_WORD(S, MEMBER, KEY, WORDS)                                                            \
    {.key = (KEY), .at = offsetof(S, MEMBER), .words = (WORDS),                                    \
     .type = _Generic(((S *)0)->MEMBER, struct str: ACT_VALUE_STR, struct hsaid: ACT_VALUE_HSAID,  \
                      struct day: ACT_VALUE_DAY, bool: ACT_VALUE_BOOL, int64_t: ACT_VALUE_I64,     \
                      size_t: ACT_VALUE_SIZE, int32_t: ACT_VALUE_I32,                              \
                      unsigned: ACT_VALUE_UNSIGNED)}
#define ACT_FIELD(S, MEMBER, KEY) ACT_WORD(S, MEMBER, KEY, NULL)
#define ACT_PART(S, MEMBER, KEY, FORM)                                                             \
    {.key = (KEY), .at = offsetof(S, MEMBER), .form = (FORM), .type = ACT_VALUE_PART}
#define ACT_LIST(S, MEMBER, COUNT, KEY, FORM)                                                      \
    {.key = (KEY), .at = offsetof(S, MEMBER), .count_at = offsetof(S, COUNT), .form = (FORM),      \
     .type = ACT_VALUE_LIST}
#define ACT_FORM(S, FIELDS) {(FIELDS), ARRAY_LEN(FIELDS), sizeof(S), offsetof(S, is_repeat)}
#define ACT_PART_FORM(S, FIELDS) {(FIELDS), ARRAY_LEN(FIELDS), sizeof(S), 0}
/* clang-format on */

/* The act is done, or it is so already (act_close()): the answer is kept with the key. */
MUST_USE bool act_answer(struct act *act, const struct act_form *form, const void *answer,
                         bool is_already, struct err *err);
/* It was asked before with the key: whom it was about is looked at (act_look()), and what was
 * answered then is put into the answer. */
MUST_USE bool act_repeat(struct act *act, const struct act_form *form, void *answer,
                         struct err *err);

/* The two halves, for who has more to do between them. */
struct str act_answer_text(struct arena *a, const struct act_form *form, const void *answer);
MUST_USE bool act_answer_read(struct arena *a, struct str text, const struct act_form *form,
                              void *answer, struct err *err);
#endif
