#include "service/message/message_text.h"

static const struct {
    enum text heading, sentence;
} TEXT_OF[] = {
    [MESSAGE_LISTED] = {TEXT_MESSAGE_HEAD_LISTED, TEXT_MESSAGE_LISTED},
    [MESSAGE_QUEUED] = {TEXT_MESSAGE_HEAD_QUEUED, TEXT_MESSAGE_QUEUED},
    [MESSAGE_UNQUEUED] = {TEXT_MESSAGE_HEAD_UNQUEUED, TEXT_MESSAGE_UNQUEUED},
    [MESSAGE_CONSENT_ASKED] = {TEXT_MESSAGE_HEAD_CONSENT_ASKED, TEXT_MESSAGE_CONSENT_ASKED},
    [MESSAGE_CONSENT_LAPSED] = {TEXT_MESSAGE_HEAD_CONSENT_LAPSED, TEXT_MESSAGE_CONSENT_LAPSED},
    [MESSAGE_APPLICATION_DECIDED] = {TEXT_MESSAGE_HEAD_APPLICATION_DECIDED,
                                     TEXT_MESSAGE_APPLICATION_DECIDED},
    [MESSAGE_UNIT_CLOSED] = {TEXT_MESSAGE_HEAD_UNIT_CLOSED, TEXT_MESSAGE_UNIT_CLOSED},
    [MESSAGE_CONTACT_ASSIGNED] = {TEXT_MESSAGE_HEAD_CONTACT_ASSIGNED,
                                  TEXT_MESSAGE_CONTACT_ASSIGNED},
    [MESSAGE_CONTACT_ENDED] = {TEXT_MESSAGE_HEAD_CONTACT_ENDED, TEXT_MESSAGE_CONTACT_ENDED},
    [MESSAGE_CONTACT_MOVED] = {TEXT_MESSAGE_HEAD_CONTACT_MOVED, TEXT_MESSAGE_CONTACT_MOVED},
    [MESSAGE_REQUEST_ANSWERED] = {TEXT_MESSAGE_HEAD_REQUEST_ANSWERED,
                                  TEXT_MESSAGE_REQUEST_ANSWERED},
    [MESSAGE_APPLICATION_GRANTED] = {TEXT_MESSAGE_HEAD_APPLICATION_DECIDED,
                                     TEXT_MESSAGE_APPLICATION_GRANTED},
    [MESSAGE_APPLICATION_REFUSED] = {TEXT_MESSAGE_HEAD_APPLICATION_DECIDED,
                                     TEXT_MESSAGE_APPLICATION_REFUSED},
    [MESSAGE_REQUEST_ASSIGNED] = {TEXT_MESSAGE_HEAD_REQUEST_ANSWERED, TEXT_MESSAGE_REQUEST_GRANTED},
    [MESSAGE_REQUEST_DECLINED] = {TEXT_MESSAGE_HEAD_REQUEST_ANSWERED,
                                  TEXT_MESSAGE_REQUEST_DECLINED},
    [MESSAGE_LISTING_WITHDRAWN] = {TEXT_MESSAGE_HEAD_LISTED, TEXT_MESSAGE_LISTING_WITHDRAWN},
    [MESSAGE_UNIT_STAYS] = {TEXT_MESSAGE_HEAD_UNIT_STAYS, TEXT_MESSAGE_UNIT_STAYS},
};
_Static_assert(ARRAY_LEN(TEXT_OF) == MESSAGE_UNIT_STAYS + 1, "words for each");

struct str message_heading(enum lang lang, enum message_kind kind)
{
    return text_get(lang, TEXT_OF[kind].heading);
}

/* The name, else the HSA-id, else words for somebody. */
static struct str staff_of(struct arena *a, enum lang lang, const struct message_row *row)
{
    if (row->protected_staff || hsaid_str(&row->message.staff).len == 0)
        return text_get(lang, TEXT_MESSAGE_SOMEBODY);
    if (row->given_name.len > 0 && row->surname.len > 0)
        return str_fmt(a, "%.*s %.*s", STR_FMT(row->given_name), STR_FMT(row->surname));
    return row->surname.len > 0 ? row->surname : hsaid_str(&row->message.staff);
}

static struct str unit_of(enum lang lang, const struct message_row *row)
{
    if (row->unit_name.len > 0)
        return row->unit_name;
    struct str id = hsaid_str(&row->message.unit);
    return id.len > 0 ? id : text_get(lang, TEXT_MESSAGE_SOME_UNIT);
}

/* The unit of the message is where the person is listed then; the reason is the name of the other.
 */
static struct str closing_of(enum lang lang, const struct message_row *row)
{
    struct str name = row->message.reason;
    return name.len > 0 ? name : text_get(lang, TEXT_MESSAGE_SOME_UNIT);
}

static void put_reach(struct sb *out, enum lang lang, const struct message_row *row)
{
    struct str both[] = {row->phone, row->web};
    if (row->phone.len == 0 && row->web.len == 0)
        return;
    sb_char(out, ' ');
    if (row->phone.len > 0 && row->web.len > 0)
        text_fill(out, lang, TEXT_MESSAGE_REACH_BOTH, both, 2);
    else if (row->phone.len > 0)
        text_fill(out, lang, TEXT_MESSAGE_REACH_PHONE, &both[0], 1);
    else
        text_fill(out, lang, TEXT_MESSAGE_REACH_WEB, &both[1], 1);
}

/* In words of somebody's own, who may have ended them or not. */
static void put_reason(struct sb *out, enum lang lang, struct str reason)
{
    if (reason.len == 0)
        return;
    sb_char(out, ' ');
    text_fill(out, lang, TEXT_MESSAGE_REASON, &reason, 1);
    char last = reason.at[reason.len - 1];
    if (last != '.' && last != '!' && last != '?')
        sb_char(out, '.');
}

static bool is_of_application(enum message_kind kind)
{
    return kind == MESSAGE_APPLICATION_DECIDED || kind == MESSAGE_APPLICATION_GRANTED ||
           kind == MESSAGE_APPLICATION_REFUSED;
}

struct str message_text(struct arena *a, enum lang lang, const struct message_row *row)
{
    char day[DAY_TEXT];
    struct sb out = sb_open(a, 256);
    struct str from = day_format(row->message.from, day);
    enum message_kind kind = row->message.kind;
    bool has_staff = hsaid_str(&row->message.staff).len > 0 || row->protected_staff;
    bool grants = kind == MESSAGE_REQUEST_ANSWERED && has_staff;
    /* For a doctor who is to come, and no more. */
    bool waits = kind == MESSAGE_CONTACT_MOVED && !has_staff;
    bool waited = kind == MESSAGE_CONTACT_ENDED && !has_staff;
    bool names_staff =
        kind == MESSAGE_CONTACT_ASSIGNED || (kind == MESSAGE_CONTACT_ENDED && has_staff) ||
        (kind == MESSAGE_CONTACT_MOVED && has_staff) || kind == MESSAGE_REQUEST_ASSIGNED || grants;
    struct str with_staff[] = {staff_of(a, lang, row), unit_of(lang, row), from};
    struct str without[] = {unit_of(lang, row), from};
    bool of_application = is_of_application(kind); /* which is about no unit */
    struct str closing[] = {closing_of(lang, row), unit_of(lang, row), from};
    bool closes = kind == MESSAGE_UNIT_CLOSED;
    enum text sentence = grants   ? TEXT_MESSAGE_REQUEST_GRANTED
                         : waits  ? TEXT_MESSAGE_CONTACT_COMING
                         : waited ? TEXT_MESSAGE_CONTACT_NOT_COMING
                                  : TEXT_OF[kind].sentence;
    text_fill(&out, lang, sentence,
              names_staff      ? with_staff
              : closes         ? closing
              : of_application ? &without[1]
                               : without,
              names_staff || closes                          ? 3
              : of_application || kind == MESSAGE_UNIT_STAYS ? 1
                                                             : 2);
    if (!closes)
        put_reason(&out, lang, str_trim(row->message.reason));
    put_reach(&out, lang, row);
    return sb_str(&out);
}
