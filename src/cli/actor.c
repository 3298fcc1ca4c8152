#include "cli/actor.h"

#include "domain/hsaid.h"
#include "service/access_log.h"

#include <ctype.h>
#include <string.h>

static bool word(const struct vocab *v, const char *option, struct str written, unsigned *out,
                 struct err *err)
{
    return vocab_find(v, written, out) ||
           FAIL(err, ERR_INVALID, "options.choice", "--%s %.60s", option, written.at);
}

/* An HSA-id, or os: and a login of letters, digits, and . _ - */
static bool read_id(struct cli *cli, struct str written, struct str *out, struct err *err)
{
    enum { LOGIN_MOST = 64 };
    struct hsaid id;
    struct str login = {written.at + 3, written.len > 3 ? written.len - 3 : 0};
    if (!str_starts(written, STR("os:"))) {
        if (!hsaid_parse(written, &id, err))
            return false;
        *out = str_copy(cli->arena, hsaid_str(&id));
        return true;
    }
    bool good = login.len > 0 && login.len <= LOGIN_MOST;
    for (size_t i = 0; good && i < login.len; i++)
        good = isalnum((unsigned char)login.at[i]) || strchr("._-", login.at[i]);
    *out = written;
    return good || FAIL(err, ERR_INVALID, "actor.login", "%s", "");
}

/* Those who work with listings on others' behalf; residents come with the e-service. */
static bool may_act(enum role role)
{
    return role == ROLE_ADMINISTRATOR || role == ROLE_STAFF || role == ROLE_UNIT_HEAD;
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
    if (!may_act(actor.role) || actor.purpose == PURPOSE_OWN)
        return FAIL(err, ERR_DENIED, "actor.role", "%s", "");
    if (actor.role != ROLE_ADMINISTRATOR && !value[ACTOR_UNIT].given)
        return FAIL(err, ERR_INVALID, "actor.unit", "%s", "");
    if (value[ACTOR_AS].given && !read_id(cli, value[ACTOR_AS].text, &actor.id, err))
        return false;
    if (value[ACTOR_UNIT].given) {
        struct hsaid unit;
        if (!hsaid_parse(value[ACTOR_UNIT].text, &unit, err))
            return false;
        actor.unit = str_copy(cli->arena, hsaid_str(&unit));
    }
    *out = (struct actor_asked){actor, value[ACTOR_KEY].text, value[ACTOR_DRY_RUN].yes};
    return true;
}
