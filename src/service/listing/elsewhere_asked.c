#include "service/listing/elsewhere_asked.h"

#include "service/act_about.h"

static bool read_asked(struct elsewhere_asked *q, struct err *err)
{
    enum { YEAR = 366 };
    const struct elsewhere_request *r = q->request;
    struct day today = instance_today(q->in);
    q->from = day_is_none(r->from) ? today : r->from;
    if (q->from.n - today.n > YEAR || today.n - q->from.n > YEAR)
        return FAIL(err, ERR_INVALID, "listing.day_far", "%s", "");
    return act_check_actor(q->arena, q->in, &r->actor, err) &&
           act_find_person(q->in, STR("list"), &r->actor, r->person, &q->person, err);
}

static struct str text_of(const struct elsewhere_asked *q)
{
    char day[DAY_TEXT];
    const struct elsewhere_request *r = q->request;
    return str_fmt(q->arena, "list %.*s %lld out-of-county %.*s %.*s", STR_FMT(r->actor.id),
                   (long long)q->person, STR_FMT(r->county),
                   STR_FMT(day_is_none(r->from) ? STR("-") : day_format(r->from, day)));
}

bool elsewhere_begin(struct arena *a, struct instance *in, const struct elsewhere_request *request,
                     struct elsewhere_asked *out, struct act *act, struct err *err)
{
    enum party by;
    *out = (struct elsewhere_asked){.arena = a, .in = in, .request = request};
    if (!read_asked(out, err))
        return false;
    struct act_options options = ACT_OPTIONS(STR("list"), request, text_of(out));
    struct act_right right = {.parties = PARTIES(PARTY_ADMINISTRATOR),
                              .code = "actor.role",
                              .about = str_fmt(a, "out-of-county=%.*s", STR_FMT(request->county))};
    return act_begin(a, in, &options, act, err) &&
           act_allow(act, out->person, &right, &by, &out->stated, err);
}
