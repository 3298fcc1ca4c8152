/* client - a plain HTTP client for the tests: what it is told to send, as it is. */
#ifndef TESTS_HTTP_CLIENT_H
#define TESTS_HTTP_CLIENT_H
#include <stddef.h>
#include <stdint.h>

#define END " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

void pause_ms(long ms);
int connect_to(uint16_t port);
void send_all(int fd, const char *text, size_t size);
/* Everything until the server closes, terminated; freed by the caller. Closes fd. */
char *read_all(int fd);
char *ask(uint16_t port, const char *request); /* freed by the caller */
void answer_has(uint16_t port, const char *request, const char *wanted);
#endif
