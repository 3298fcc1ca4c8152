#include "client.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

void pause_ms(long ms)
{
    (void)nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

int connect_to(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (const struct sockaddr *)&at, sizeof at) != 0)
        fail_msg("cannot connect");
    return fd;
}

void send_all(int fd, const char *text, size_t size)
{
    while (size > 0) {
        ssize_t n = send(fd, text, size, MSG_NOSIGNAL);
        if (n <= 0)
            return; /* the server may have closed: what it said is still to be read */
        text += n;
        size -= (size_t)n;
    }
}

char *read_all(int fd)
{
    size_t len = 0, room = 65536;
    char *text = malloc(room);
    assert_non_null(text);
    for (ssize_t n; len < room - 1 && (n = recv(fd, text + len, room - 1 - len, 0)) > 0;)
        len += (size_t)n;
    text[len] = '\0';
    close(fd);
    return text;
}

char *ask(uint16_t port, const char *request)
{
    int fd = connect_to(port);
    send_all(fd, request, strlen(request));
    return read_all(fd);
}

void answer_has(uint16_t port, const char *request, const char *wanted)
{
    char *said = ask(port, request);
    if (!strstr(said, wanted))
        fail_msg("no %s in %s", wanted, said);
    free(said);
}
