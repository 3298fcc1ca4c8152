#include "cli/actor.h"

#include "domain/hsaid.h"
#include "service/access/access_log.h"
#include "service/act_about.h"

#include <ctype.h>
#include <string.h>

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

static bool is_family(enum role role)
{
    return role == ROLE_RESIDENT || role == ROLE_GUARDIAN;
}

/* A resident or a guardian is a person of the registry, and stands in the log by their key. */
static bool read_family(struct cli *cli, struct instance *in, const struct option_value *value,
                        struct actor *actor, struct err *err)
{
    if (!value[ACTOR_AS].given || (actor->role == ROLE_GUARDIAN && !value[ACTOR_ON_BEHALF].given))
        return FAIL(err, ERR_INVALID, "actor.person", "%s", "");
    if (!act_find_self(in, actor, value[ACTOR_AS].text, &actor->person, err))
        return false;
    actor->id = str_fmt(cli->arena, "key:%lld", (long long)actor->person);
    return true;
}

static bool read_work(struct cli *cli, const struct option_value *value, struct actor *actor,
                      struct err *err)
{
    struct hsaid unit;
    if (actor->role != ROLE_ADMINISTRATOR && !value[ACTOR_UNIT].given)
        return FAIL(err, ERR_INVALID, "actor.unit", "%s", "");
    if (value[ACTOR_AS].given && !read_id(cli, value[ACTOR_AS].text, &actor->id, err))
        return false;
    if (!value[ACTOR_UNIT].given)
        return true;
    if (!hsaid_parse(value[ACTOR_UNIT].text, &unit, err))
        return false;
    actor->unit = str_copy(cli->arena, hsaid_str(&unit));
    return true;
}

bool actor_asks(struct cli *cli, struct instance *in, const struct option_value *value,
                struct actor *out, struct err *err)
{
    struct actor actor = actor_of_process(cli->arena);
    actor.role = (enum role)value[ACTOR_ROLE].choice;
    bool own = is_family(actor.role) && !value[ACTOR_PURPOSE].given;
    actor.purpose = own ? PURPOSE_OWN : (enum purpose)value[ACTOR_PURPOSE].choice;
    if (!act_admit(in, &actor, value[ACTOR_PROTECTED].given, value[ACTOR_PROTECTED].text, err) ||
        !(is_family(actor.role) ? read_family(cli, in, value, &actor, err)
                                : read_work(cli, value, &actor, err)) ||
        (value[ACTOR_ON_BEHALF].given &&
         !act_find_person(in, STR("on behalf"), &actor, value[ACTOR_ON_BEHALF].text,
                          &actor.on_behalf, err)))
        return false;
    *out = actor;
    return true;
}

bool actor_given(struct cli *cli, struct instance *in, const struct option_value *value,
                 struct actor_asked *out, struct err *err)
{
    struct actor actor;
    if (!actor_asks(cli, in, value, &actor, err))
        return false;
    *out = (struct actor_asked){actor, value[ACTOR_KEY].text, value[ACTOR_DRY_RUN].yes};
    return true;
}

bool actor_of_region(struct cli *cli, const struct option_value *value,
                     const struct option_value *protected, struct actor *out, struct err *err)
{
    struct actor actor = actor_of_process(cli->arena);
    const struct option_value *as = &value[ACTOR_ASKS_AS];
    actor.purpose = (enum purpose)value[ACTOR_ASKS_PURPOSE].choice;
    if (!access_may_act(&actor))
        return FAIL(err, ERR_DENIED, "actor.role", "%s", "");
    bool has_reason = protected && protected->given;
    if (has_reason && access_state_reason(&actor, protected->text) != PROTECTED_STATED)
        return FAIL(err, ERR_INVALID, "actor.protected_reason", "%s", ""); /* an administrator's */
    if (as->given && !read_id(cli, as->text, &actor.id, err))
        return false;
    *out = actor;
    return true;
}
