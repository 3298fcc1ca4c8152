/* http/listen.h - where the server listens: "127.0.0.1:8080", "[::1]:8080",
 * "localhost:8080"; port 0 is any free one.
 *
 * Only loopback addresses are taken: what is served has passed a first layer of
 * suppression, not its audit, so it is not for a network yet. Fails with
 * ERR_INVALID "http.listen" (not ADDRESS:PORT) and ERR_DENIED
 * "http.listen_public" (another address). */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H
#include "core/base.h"

#include <netinet/in.h>
#include <sys/socket.h>

struct listen_address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } at;
    socklen_t size;
};
MUST_USE bool listen_parse(struct str text, struct listen_address *out, struct err *err);
uint16_t listen_port(const struct listen_address *l);
#endif
