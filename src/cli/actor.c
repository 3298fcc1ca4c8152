#include "cli/actor.h"

#include "domain/hsaid.h"
#include "service/access_log.h"

static bool word(const struct vocab *v, const char *option, struct str written, unsigned *out,
                 struct err *err)
{
    return vocab_find(v, written, out) ||
           FAIL(err, ERR_INVALID, "options.choice", "--%s %.60s", option, written.at);
}

bool actor_given(struct cli *cli, const struct option_value *value, struct actor_asked *out,
                 struct err *err)
{
    struct actor actor = actor_of_process(cli->arena);
    unsigned role = 0, purpose = 0;
    if (!word(&VOCAB_ROLE, "role", value[ACTOR_ROLE].text, &role, err) ||
        !word(&VOCAB_PURPOSE, "purpose", value[ACTOR_PURPOSE].text, &purpose, err))
        return false;
    actor.role = (enum role)role;
    actor.purpose = (enum purpose)purpose;
    if (value[ACTOR_AS].given)
        actor.id = value[ACTOR_AS].text;
    if (value[ACTOR_UNIT].given) {
        struct hsaid unit;
        if (!hsaid_parse(value[ACTOR_UNIT].text, &unit, err))
            return false;
        actor.unit = str_copy(cli->arena, hsaid_str(&unit));
    }
    *out = (struct actor_asked){actor, value[ACTOR_KEY].text, value[ACTOR_DRY_RUN].yes};
    return true;
}
