/* service/act_answer.h - what an act answers. It is kept with the asker's key as JSON,
 * and read again when the key is: a form says once which members of the answer are kept
 * and what they are called, so that what is written and what is read cannot differ. A
 * member that is in no form is filled by the act itself, both times.
 *
 *     static const struct answer_field KEPT[] = {
 *         ANSWER_FIELD(struct block_answer, from, "from"),
 *         ANSWER_FIELD(struct block_answer, to, "to"),
 *     };
 *     static const struct answer_form ANSWER = ANSWER_FORM(struct block_answer, KEPT);
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

enum answer_type {
    ANSWER_STR,
    ANSWER_HSAID,
    ANSWER_DAY, /* DAY_NONE is null */
    ANSWER_BOOL,
    ANSWER_I64,
    ANSWER_SIZE,
    ANSWER_I32,
    ANSWER_UNSIGNED, /* an enum, too; by the words of a vocabulary, if it has one */
    ANSWER_PART,     /* a struct, of a form of its own */
    ANSWER_LIST      /* an array of such, and how many they are */
};
struct answer_field {
    const char *key;
    enum answer_type type;
    size_t at; /* in the answer */
    const struct vocab *words;
    const struct answer_form *form; /* of the part, or of each in the list */
    size_t count_at;                /* of the list: in the answer, a size_t */
};
struct answer_form {
    const struct answer_field *field;
    size_t fields, size;
    size_t repeat_at; /* in the answer: bool is_repeat; a part has none */
};
#define ANSWER_WORD(S, MEMBER, KEY, WORDS)                                                         \
    {                                                                                              \
        .key = (KEY),                                                                              \
        .type = _Generic(((S *)0)->MEMBER, struct str                                              \
                         : ANSWER_STR, struct hsaid                                                \
                         : ANSWER_HSAID, struct day                                                \
                         : ANSWER_DAY, bool                                                        \
                         : ANSWER_BOOL, int64_t                                                    \
                         : ANSWER_I64, size_t                                                      \
                         : ANSWER_SIZE, int32_t                                                    \
                         : ANSWER_I32, unsigned                                                    \
                         : ANSWER_UNSIGNED),                                                       \
        .at = offsetof(S, MEMBER), .words = (WORDS)                                                \
    }
#define ANSWER_FIELD(S, MEMBER, KEY) ANSWER_WORD(S, MEMBER, KEY, NULL)
#define ANSWER_PART(S, MEMBER, KEY, FORM)                                                          \
    {                                                                                              \
        .key = (KEY), .type = ANSWER_PART, .at = offsetof(S, MEMBER), .form = (FORM)               \
    }
#define ANSWER_LIST(S, MEMBER, COUNT, KEY, FORM)                                                   \
    {                                                                                              \
        .key = (KEY), .type = ANSWER_LIST, .at = offsetof(S, MEMBER), .form = (FORM),              \
        .count_at = offsetof(S, COUNT)                                                             \
    }
#define ANSWER_FORM(S, FIELDS)                                                                     \
    {                                                                                              \
        (FIELDS), ARRAY_LEN(FIELDS), sizeof(S), offsetof(S, is_repeat)                             \
    }
#define ANSWER_PART_FORM(S, FIELDS)                                                                \
    {                                                                                              \
        (FIELDS), ARRAY_LEN(FIELDS), sizeof(S), 0                                                  \
    }

/* The act is done, or it is so already (act_close()): the answer is kept with the key. */
MUST_USE bool act_answer(struct act *act, const struct answer_form *form, const void *answer,
                         bool is_already, struct err *err);
/* It was asked before with the key: whom it was about is looked at (act_look()), and what was
 * answered then is put into the answer. */
MUST_USE bool act_repeat(struct act *act, const struct answer_form *form, void *answer,
                         struct err *err);

/* The two halves, for who has more to do between them. */
struct str act_answer_text(struct arena *a, const struct answer_form *form, const void *answer);
MUST_USE bool act_answer_read(struct arena *a, struct str text, const struct answer_form *form,
                              void *answer, struct err *err);
#endif
