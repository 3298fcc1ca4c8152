#include "http/listen.h"

#include <arpa/inet.h>
#include <string.h>

enum { ADDRESS_TEXT = 64 };

static bool parse_port(struct str text, uint16_t *out)
{
    int64_t port = -1;
    if (text.len == 0 || text.at[0] == '+' || !str_to_i64(text, &port) || port < 0 || port > 65535)
        return false;
    *out = (uint16_t)port;
    return true;
}

/* "[::1]:8080" and "127.0.0.1:8080" into address and port. */
static bool split(struct str text, struct str *address, uint16_t *port)
{
    size_t colon = text.len;
    while (colon > 0 && text.at[colon - 1] != ':')
        colon--;
    if (colon == 0 || !parse_port((struct str){text.at + colon, text.len - colon}, port))
        return false;
    struct str a = {text.at, colon - 1};
    if (a.len >= 2 && a.at[0] == '[' && a.at[a.len - 1] == ']')
        a = (struct str){a.at + 1, a.len - 2};
    else if (memchr(a.at, ':', a.len))
        return false;
    *address = a;
    return a.len > 0 && a.len < ADDRESS_TEXT;
}

bool listen_parse(struct str text, struct listen_address *out, struct err *err)
{
    struct listen_address l;
    memset(&l, 0, sizeof l);
    struct str address;
    uint16_t port = 0;
    if (!split(text, &address, &port))
        return FAIL(err, ERR_INVALID, "http.listen", "%.*s", STR_FMT(text));
    if (str_eq(address, STR("localhost")))
        address = STR("127.0.0.1");
    char terminated[ADDRESS_TEXT];
    memcpy(terminated, address.at, address.len);
    terminated[address.len] = '\0';
    bool is_loopback = false;
    if (inet_pton(AF_INET, terminated, &l.at.v4.sin_addr) == 1) {
        l.at.v4.sin_family = AF_INET;
        l.at.v4.sin_port = htons(port);
        l.size = sizeof l.at.v4;
        is_loopback = ntohl(l.at.v4.sin_addr.s_addr) >> 24 == 127;
    } else if (inet_pton(AF_INET6, terminated, &l.at.v6.sin6_addr) == 1) {
        l.at.v6.sin6_family = AF_INET6;
        l.at.v6.sin6_port = htons(port);
        l.size = sizeof l.at.v6;
        is_loopback = IN6_IS_ADDR_LOOPBACK(&l.at.v6.sin6_addr);
    } else {
        return FAIL(err, ERR_INVALID, "http.listen", "%.*s", STR_FMT(text));
    }
    if (!is_loopback)
        return FAIL(err, ERR_DENIED, "http.listen_public", "%.*s", STR_FMT(text));
    *out = l;
    return true;
}

uint16_t listen_port(const struct listen_address *l)
{
    return ntohs(l->at.any.sa_family == AF_INET6 ? l->at.v6.sin6_port : l->at.v4.sin_port);
}
