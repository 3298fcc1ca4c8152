#include "cli/verb_form.h"

static bool is_option_given(const struct command *command, const struct call *call, struct str word)
{
    const struct verb *verb = &command->verb;
    for (unsigned i = 0; i < verb->options; i++)
        if ((verb->option[i].type == OPTION_FLAG ? call->value[i].yes : call->value[i].given) &&
            str_starts(word, STR("--")) &&
            str_eq((struct str){word.at + 2, word.len - 2}, str_of(verb->option[i].name)))
            return true;
    return false;
}

static const struct verb_form *find(const struct command *command, const struct call *call)
{
    for (unsigned i = 0; i < command->forms; i++) {
        const struct verb_form *form = &command->form[i];
        if (!form->word || is_option_given(command, call, str_of(form->word)) ||
            (call->arguments > 0 && str_eq(call->argument[0], str_of(form->word))))
            return form;
    }
    return NULL;
}

bool verb_form_check(const struct command *command, const struct call *call, struct err *err)
{
    const struct verb_form *form = find(command, call);
    const struct verb *verb = &command->verb;
    for (unsigned i = 0; form && i < verb->options; i++) {
        const struct option *o = &verb->option[i];
        if (call->value[i].given && !o->env && !o->setting && !(form->options & OPTION_BIT(i)))
            return FAIL(err, ERR_INVALID, "options.form", "%s %s%s--%s", verb->name,
                        form->word ? form->word : "", form->word ? " " : "", o->name);
    }
    return true;
}
