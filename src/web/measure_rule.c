#include "engine/expr.h"
#include "web/measure_parts.h"
#include "web/number.h"

struct str measure_certainty(enum lang lang, char letter)
{
    static const enum text words[] = {TEXT_WEB_CERTAINTY_A, TEXT_WEB_CERTAINTY_B,
                                      TEXT_WEB_CERTAINTY_C, TEXT_WEB_CERTAINTY_D};
    return letter >= 'A' && letter <= 'D' ? text_get(lang, words[letter - 'A']) : STR("");
}

static struct str parameter_words(const struct measure_choice *c, const struct expr_parameter *p)
{
    char text[DECIMAL_TEXT];
    if (!p->is_list)
        return str_copy(c->p->a, decimal_format(p->number, decimal_mark(c->p->lang), text));
    struct sb out = sb_open(c->p->a, 64);
    for (unsigned i = 0; i < p->words; i++) {
        if (i > 0)
            sb_put(&out, STR(", "));
        sb_put(&out, p->word[i]);
    }
    return sb_str(&out);
}

static struct measure_codeset codeset_view(const struct measure_choice *c, const struct codeset *s)
{
    struct arena *a = c->p->a;
    struct measure_code *code = ARENA_NEW(a, struct measure_code, s->rows + 1);
    struct str count = number_count(a, c->p->lang, (int64_t)s->rows);
    struct measure_codeset out = {
        .name = s->name,
        .title = text_words(a, c->p->lang, s->rows == 1 ? TEXT_WEB_CODE_ONE : TEXT_WEB_CODES_MANY,
                            &count, 1),
        .codes = {code, s->rows}};
    for (size_t i = 0; i < s->rows; i++) {
        const struct codeset_row *r = &s->row[i];
        code[i] = (struct measure_code){
            .code = r->is_prefix ? text_words(a, c->p->lang, TEXT_WEB_CODE_PREFIX, &r->code, 1)
                                 : r->code,
            .system = r->system,
            .display = r->display,
            .part = r->is_excluded ? text_get(c->p->lang, TEXT_WEB_CODE_EXCLUDED) : r->part,
            .certainty = measure_certainty(c->p->lang, r->certainty),
            .source = r->source};
        out.has_parts = out.has_parts || code[i].part.len > 0;
    }
    return out;
}

void measure_fill_rule(const struct measure_choice *c, struct measure_view *v)
{
    const struct definition *d = c->definition;
    struct arena *a = c->p->a;
    struct measure_named *part = ARENA_NEW(a, struct measure_named, d->parts + 1),
                         *parameter = ARENA_NEW(a, struct measure_named, d->parameters + 1);
    struct measure_codeset *set = ARENA_NEW(a, struct measure_codeset, d->sets + 1);
    for (unsigned i = 0; i < d->parts; i++)
        part[i] = (struct measure_named){d->part[i].name, d->part[i].text};
    for (unsigned i = 0; i < d->parameters; i++)
        parameter[i] =
            (struct measure_named){d->parameter[i].name, parameter_words(c, &d->parameter[i])};
    for (unsigned i = 0; i < d->sets; i++)
        set[i] = codeset_view(c, d->set[i]);
    v->parts = (struct measure_named_list){part, d->parts};
    v->parameters = (struct measure_named_list){parameter, d->parameters};
    v->sets.at = set;
    v->sets.count = d->sets;
    v->has_parts = d->parts > 0;
    v->has_parameters = d->parameters > 0;
    v->has_sets = d->sets > 0;
    v->has_rule = v->has_parts || v->has_parameters || v->has_sets;
}
