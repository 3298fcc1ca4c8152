/* service/contact/panel_facts.h - what domain/panel_move.h asks of a panel that is moved, read
 * inside the transaction that decides: everyone on it, whom they belong with, where
 * they live. A few readings however many they are. In the arena. */
#ifndef SERVICE_CONTACT_PANEL_FACTS_H
#define SERVICE_CONTACT_PANEL_FACTS_H
#include "domain/panel_move.h"
#include "service/contact/contact_facts.h"

struct panel_asked {
    int64_t staff; /* the registry's id of who leaves; 0: who waits for a doctor to come */
    int64_t unit;
    struct hsaid unit_hsaid;
    bool by_home; /* homes are asked for */
};
struct panel_read {
    struct move_person *person; /* by key */
    struct contact_about *about;
    size_t count;
};
MUST_USE bool panel_facts(const struct contact_facts *f, const struct panel_asked *asked,
                          struct panel_read *out, struct err *err);
#endif
