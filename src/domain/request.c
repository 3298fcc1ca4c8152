#include "domain/request.h"

static const char *const STATE[] = {"requested", "assigned", "waiting",  "declined",
                                    "informed",  "seen",     "withdrawn"};
const char *const NEED_WORD[] = {"safety", "continuity", "coordination", "security", NULL};

_Static_assert(ARRAY_LEN(STATE) == REQUEST_STATES, "a word for each");

const struct vocab VOCAB_REQUEST_STATE = {"state", STATE, ARRAY_LEN(STATE)};
const struct vocab VOCAB_NEED = {"need", NEED_WORD, ARRAY_LEN(NEED_WORD) - 1};

static unsigned of_resident(void)
{
    return PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN);
}

static unsigned of_unit(void)
{
    return PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR);
}

static enum request_verdict of_asker(const struct request_ask *ask)
{
    if (ask->kind == KIND_MUNICIPAL)
        return REQUEST_KIND;
    if (party_in(ask->by, of_resident()))
        return REQUEST_MAY;
    if (!party_in(ask->by, of_unit()))
        return REQUEST_RIGHT;
    bool is_needed = ask->need != 0 && ask->kind != KIND_DOCTOR;
    return ask->is_wanted || is_needed ? REQUEST_MAY : REQUEST_NEED;
}

static enum request_verdict of_open(const struct request_facts *facts)
{
    return facts->is_asked_so ? REQUEST_ALREADY : REQUEST_OPEN;
}

static enum request_verdict of_doctor(const struct rules *rules, const struct request_facts *facts,
                                      const struct request_ask *ask)
{
    if (!facts->unit.text[0])
        return REQUEST_NOT_LISTED;
    if (facts->has_opted_out)
        return REQUEST_OPTED_OUT;
    if (facts->has_open)
        return of_open(facts);
    if (ask->wish && facts->has_wish)
        return REQUEST_HAS;
    if (ask->wish && doctor_may(rules, ask->wish, &facts->unit, &ask->of, ask->on) != DOCTOR_MAY)
        return REQUEST_WISH;
    return REQUEST_MAY;
}

enum request_verdict request_open(const struct rules *rules, const struct request_facts *facts,
                                  const struct request_ask *ask, struct moment now,
                                  struct request *out)
{
    enum request_verdict verdict = of_asker(ask);
    if (verdict != REQUEST_MAY)
        return verdict;
    if (facts->has_ended)
        return REQUEST_ENDED;
    if (ask->kind == KIND_DOCTOR)
        verdict = of_doctor(rules, facts, ask);
    else if (facts->has_open)
        verdict = of_open(facts);
    if (verdict != REQUEST_MAY)
        return verdict;
    *out = (struct request){.person = ask->person, .kind = ask->kind, .state = REQUEST_REQUESTED};
    for (unsigned i = 0; i < REQUEST_STATES; i++)
        out->at[i] = MOMENT_NONE;
    out->at[REQUEST_REQUESTED] = now;
    return REQUEST_MAY;
}

unsigned request_may_step(enum request_state from, enum request_state to)
{
    switch (to) {
    case REQUEST_ASSIGNED:
    case REQUEST_DECLINED:
        return request_is_open(from) ? of_unit() : 0;
    case REQUEST_WAITING:
        return from == REQUEST_REQUESTED ? of_unit() : 0;
    case REQUEST_WITHDRAWN:
        return request_is_open(from) ? of_resident() | of_unit() : 0;
    case REQUEST_INFORMED:
        return from == REQUEST_ASSIGNED || from == REQUEST_DECLINED ? of_unit() : 0;
    case REQUEST_SEEN:
        return from == REQUEST_INFORMED ? of_resident() : 0;
    case REQUEST_REQUESTED: /* request_open() alone */
    case REQUEST_STATES:
        break;
    }
    return 0;
}

/* What ends by itself on that day is not told to wait. */
static enum request_verdict of_waiting(const struct request *request,
                                       const struct request_step *step)
{
    if (step->has_ended)
        return REQUEST_ENDED;
    return request->kind == KIND_DOCTOR && step->has_opted_out ? REQUEST_OPTED_OUT : REQUEST_MAY;
}

enum request_verdict request_step(struct request *request, const struct request_step *step)
{
    unsigned parties = request_may_step(request->state, step->to);
    if (parties == 0)
        return REQUEST_EDGE;
    if (!party_in(step->by, parties))
        return REQUEST_RIGHT;
    if (step->to == REQUEST_DECLINED && str_trim(step->reason).len == 0)
        return REQUEST_REASON;
    if (step->now.us < request->at[request->state].us)
        return REQUEST_TIME;
    enum request_verdict verdict =
        step->to == REQUEST_WAITING ? of_waiting(request, step) : REQUEST_MAY;
    if (verdict != REQUEST_MAY)
        return verdict;
    request->state = step->to;
    request->at[step->to] = step->now;
    return REQUEST_MAY;
}

bool request_is_open(enum request_state state)
{
    return state == REQUEST_REQUESTED || state == REQUEST_WAITING;
}

enum opt_verdict opt_decide(const struct rules *rules, bool is_out, bool wants_out, enum party by)
{
    if (!party_in(by, of_resident() | of_unit()))
        return OPT_RIGHT;
    if (is_out == wants_out)
        return OPT_ALREADY;
    return wants_out && !rules->named_doctor.opt_out ? OPT_NOT_OFFERED : OPT_MAY;
}

const char *request_code(enum request_verdict verdict)
{
    static const char *const code[REQUEST_VERDICTS] = {
        [REQUEST_KIND] = "request.kind",
        [REQUEST_RIGHT] = "request.right",
        [REQUEST_NEED] = "request.need",
        [REQUEST_ENDED] = "request.ended",
        [REQUEST_NOT_LISTED] = "request.not_listed",
        [REQUEST_OPTED_OUT] = "request.opted_out",
        [REQUEST_OPEN] = "request.open",
        [REQUEST_ALREADY] = "request.already",
        [REQUEST_HAS] = "request.has",
        [REQUEST_WISH] = "request.wish",
        [REQUEST_EDGE] = "request.edge",
        [REQUEST_REASON] = "request.reason",
        [REQUEST_TIME] = "request.time",
    };
    return code[verdict];
}

const char *opt_code(enum opt_verdict verdict)
{
    static const char *const code[] = {[OPT_ALREADY] = "opt.already",
                                       [OPT_RIGHT] = "opt.right",
                                       [OPT_NOT_OFFERED] = "opt.not_offered"};
    return verdict == OPT_MAY ? NULL : code[verdict];
}
