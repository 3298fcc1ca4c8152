/* http/limits.h - what one request may cost, in one place: inputs are bounded
 * here, at the edge, so that nothing behind it has to ask. */
#ifndef HTTP_LIMITS_H
#define HTTP_LIMITS_H

enum {
    HTTP_CONNECTIONS_MOST = 256,   /* a thread each; one more is closed unanswered */
    HTTP_IDLE_SECONDS = 15,        /* a connection that is silent for so long is closed */
    HTTP_STOP_SECONDS = 10,        /* how long a stop waits for requests under way */
    HTTP_HEADERS_MOST = 32 * 1024, /* bytes: request line, headers and reading buffer together */
    HTTP_TARGET_MOST = 2048,       /* bytes of path and query */
    HTTP_SEGMENTS_MOST = 8,        /* of a path */
    HTTP_QUERY_MOST = 16,          /* fields of a query */
    HTTP_BODY_MOST = 1024 * 1024,  /* bytes; uploads are not taken yet */
    HTTP_STACK = 512 * 1024,       /* bytes of a connection's thread */
    HTTP_ARENA_BLOCK = 128 * 1024  /* bytes: most pages fit one block */
};
#endif
