#include "service/act_answer.h"

#include "core/json_in.h"

#include <string.h>

static void put_object(struct json *j, const struct act_form *form, const void *from);

static void put_list(struct json *j, const struct act_field *f, const void *from)
{
    const char *row = NULL;
    size_t count = 0;
    memcpy(&row, (const char *)from + f->at, sizeof row);
    memcpy(&count, (const char *)from + f->count_at, sizeof count);
    json_key(j, str_of(f->key));
    json_array(j);
    for (size_t i = 0; i < count; i++)
        put_object(j, f->form, row + i * f->form->size);
    json_array_end(j);
}

static void put_field(struct json *j, const struct act_field *f, const void *from)
{
    const void *at = (const char *)from + f->at;
    switch (f->type) {
    case ACT_VALUE_STR:
        json_key_str(j, f->key, *(const struct str *)at);
        break;
    case ACT_VALUE_HSAID:
        json_key_str(j, f->key, hsaid_str(at));
        break;
    case ACT_VALUE_DAY:
        json_key_day(j, f->key, *(const struct day *)at);
        break;
    case ACT_VALUE_BOOL:
        json_key_bool(j, f->key, *(const bool *)at);
        break;
    case ACT_VALUE_I64:
        json_key_i64(j, f->key, *(const int64_t *)at);
        break;
    case ACT_VALUE_SIZE:
        json_key_i64(j, f->key, (int64_t) * (const size_t *)at);
        break;
    case ACT_VALUE_I32:
        json_key_i64(j, f->key, *(const int32_t *)at);
        break;
    case ACT_VALUE_UNSIGNED:
        if (f->words)
            json_key_str(j, f->key, vocab_word(f->words, *(const unsigned *)at));
        else
            json_key_i64(j, f->key, *(const unsigned *)at);
        break;
    case ACT_VALUE_PART:
        json_key(j, str_of(f->key));
        put_object(j, f->form, at);
        break;
    case ACT_VALUE_LIST:
        put_list(j, f, from);
        break;
    }
}

static void put_object(struct json *j, const struct act_form *form, const void *from)
{
    json_object(j);
    for (size_t i = 0; i < form->fields; i++)
        put_field(j, &form->field[i], from);
    json_object_end(j);
}

struct str act_answer_text(struct arena *a, const struct act_form *form, const void *answer)
{
    struct sb out = sb_open(a, 256);
    struct json j = json_open(&out);
    put_object(&j, form, answer);
    return sb_str(&out);
}

static bool read_number(const struct act_field *f, struct str text, void *at, struct err *err)
{
    int64_t n = 0;
    if (f->words ? !vocab_find(f->words, text, at) : !str_to_i64(text, &n))
        return FAIL(err, ERR_IO, "store.damaged", "%s", "act");
    if (f->type == ACT_VALUE_I64)
        *(int64_t *)at = n;
    else if (f->type == ACT_VALUE_SIZE)
        *(size_t *)at = (size_t)n;
    else if (f->type == ACT_VALUE_I32)
        *(int32_t *)at = (int32_t)n;
    else if (!f->words)
        *(unsigned *)at = (unsigned)n;
    return true;
}

static bool read_object(struct arena *a, const struct json_in *in, const struct act_form *form,
                        void *out, struct err *err);

static bool read_list(struct arena *a, const struct json_in *in, const struct act_field *f,
                      void *out, struct err *err)
{
    size_t count = 0;
    for (const struct json_in *row = in->first; row; row = row->next)
        count++;
    char *rows = arena_take(a, f->form->size, _Alignof(max_align_t), count + 1);
    memcpy((char *)out + f->at, &rows, sizeof rows);
    memcpy((char *)out + f->count_at, &count, sizeof count);
    for (const struct json_in *row = in->first; row; row = row->next, rows += f->form->size)
        if (!read_object(a, row, f->form, rows, err))
            return false;
    return true;
}

static bool read_field(struct arena *a, const struct json_in *in, const struct act_field *f,
                       void *out, struct err *err)
{
    void *at = (char *)out + f->at;
    struct str text = json_in_text(in);
    switch (f->type) {
    case ACT_VALUE_STR:
        *(struct str *)at = text;
        return true;
    case ACT_VALUE_HSAID:
        *(struct hsaid *)at = (struct hsaid){{0}};
        return text.len == 0 || hsaid_parse(text, at, err);
    case ACT_VALUE_DAY:
        *(struct day *)at = DAY_NONE;
        return text.len == 0 || day_parse(text, at, err);
    case ACT_VALUE_BOOL:
        *(bool *)at = in->kind == JSON_IN_TRUE;
        return true;
    case ACT_VALUE_PART:
        return read_object(a, in, f->form, at, err);
    case ACT_VALUE_LIST:
        return read_list(a, in, f, out, err);
    case ACT_VALUE_I64:
    case ACT_VALUE_SIZE:
    case ACT_VALUE_I32:
    case ACT_VALUE_UNSIGNED:
        break;
    }
    return read_number(f, text, at, err);
}

static bool read_object(struct arena *a, const struct json_in *in, const struct act_form *form,
                        void *out, struct err *err)
{
    for (size_t i = 0; i < form->fields; i++) {
        const struct json_in *value = json_in_get(in, form->field[i].key);
        if (value && !read_field(a, value, &form->field[i], out, err))
            return false;
    }
    return true;
}

bool act_answer_read(struct arena *a, struct str text, const struct act_form *form, void *answer,
                     struct err *err)
{
    const struct json_in *root = NULL;
    if (!json_in_parse(a, text, &root, err) || !read_object(a, root, form, answer, err))
        return false;
    *(bool *)((char *)answer + form->repeat_at) = true;
    return true;
}

bool act_answer(struct act *act, const struct act_form *form, const void *answer, bool is_already,
                struct err *err)
{
    return act_close(act, is_already, act_answer_text(act->arena, form, answer), err);
}

bool act_repeat(struct act *act, const struct act_form *form, void *answer, struct err *err)
{
    return act_look(act, err) && act_answer_read(act->arena, act->answer, form, answer, err);
}
