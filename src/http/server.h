/* http/server.h - sockets and threads around http/router.h: the only file that
 * knows libmicrohttpd. A thread a connection, so that handlers are straight
 * lines; limits in http/limits.h. TLS and HTTP/2 are the proxy's in front.
 *
 * A request leaves one line in the log: method, the route's pattern, status,
 * bytes, microseconds. Not the address that was asked for, and not who asked.
 *
 * Fails with what listen_parse() fails with, ERR_CONFLICT "http.port_taken" and
 * ERR_IO "http.start". */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H
#include "core/log.h"
#include "http/router.h"

struct http_server;
/* Listens and answers until http_server_close(). `site` and `log` must outlive it. */
MUST_USE bool http_server_open(struct str listen, const struct http_site *site,
                               const struct log *log, struct http_server **out, struct err *err);
uint16_t http_server_port(const struct http_server *s);
/* Takes no new connection, lets the requests under way end (HTTP_STOP_SECONDS at most), closes
 * the rest. NULL is allowed. */
void http_server_close(struct http_server *s);

/* The signals that ask a program to stop, SIGTERM and SIGINT, wait from now on for
 * http_wait_for_stop(); to be called before any thread is started. */
void http_hold_stop_signals(void);
/* After it a second signal ends the program at once, whatever is still to be tidied. */
void http_wait_for_stop(void);
void http_ask_for_stop(void); /* as a signal would, from any thread */
#endif
