// A peer for the fan-out benchmark: uWebSockets, through the C interface of the library that PyPI's socketify carries.
//
// GET /sub/N opens a WebSocket that follows N, POST /pub/N sends its body to all who do, POST /pubs does so with each line
// of its body after the number and a tab. One thread, as the library has it.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct App App;
typedef struct Request Request;
typedef struct Response Response;
typedef struct Context Context;
typedef struct Socket Socket;

typedef struct {
    const char *key_file, *certificate_file, *passphrase, *dh_file, *ca_file, *ciphers;
    int prefers_low_memory;
} TLSOptions;

typedef struct {
    int port;
    const char *host;
    int options;
} Address;

typedef void (*SocketHandler)(Socket *, void *);

typedef struct {
    int compression;
    unsigned longest_message;
    unsigned short idle_seconds;
    unsigned most_waiting_bytes;
    bool closes_when_full, resets_idle_on_send, pings;
    unsigned short longest_minutes;
    void (*upgrade)(Response *, Request *, Context *, void *);
    SocketHandler open;
    void (*message)(Socket *, const char *, size_t, int, void *);
    SocketHandler drain;
    void (*ping)(Socket *, const char *, size_t, void *);
    void (*pong)(Socket *, const char *, size_t, void *);
    void (*close)(Socket *, int, const char *, size_t, void *);
    void (*subscription)(Socket *, const char *, size_t, int, int, void *);
} Behaviour;

App *uws_create_app(int, TLSOptions);
void uws_app_post(int, App *, const char *, void (*)(Response *, Request *, void *), void *);
void uws_app_listen_with_config(int, App *, Address, void (*)(void *, Address, void *), void *);
void uws_app_run(int, App *);
bool uws_publish(int, App *, const char *, size_t, const char *, size_t, int, bool);
void uws_ws(int, App *, const char *, Behaviour, void *);
void *uws_ws_get_user_data(int, Socket *);
bool uws_ws_subscribe(int, Socket *, const char *, size_t);
void uws_res_end(int, Response *, const char *, size_t, bool);
void uws_res_on_data(int, Response *, void (*)(Response *, const char *, size_t, bool, void *), void *);
void uws_res_on_aborted(int, Response *, void (*)(Response *, void *), void *);
void uws_res_upgrade(
    int, Response *, void *, const char *, size_t, const char *, size_t, const char *, size_t, Context *);
size_t uws_req_get_parameter(Request *, unsigned short, const char **);
size_t uws_req_get_header(Request *, const char *, size_t, const char **);

enum { plain = 0, text = 1 };
static App *app;

typedef struct {
    char *topic;
    size_t topic_length;
} Publication;

static char *copy_of_parameter(Request *request, size_t *length) {
    const char *value;
    *length = uws_req_get_parameter(request, 0, &value);
    char *copy = malloc(*length + 1);
    memcpy(copy, value, *length);
    copy[*length] = 0;
    return copy;
}

static void upgrade(Response *response, Request *request, Context *context, void *unused) {
    size_t length;
    char *topic = copy_of_parameter(request, &length);
    const char *key;
    size_t key_length = uws_req_get_header(request, "sec-websocket-key", 17, &key);
    uws_res_upgrade(plain, response, topic, key, key_length, "", 0, "", 0, context);
}

static void follow(Socket *socket, void *unused) {
    const char *topic = uws_ws_get_user_data(plain, socket);
    uws_ws_subscribe(plain, socket, topic, strlen(topic));
}

static void forget(Socket *socket, int code, const char *reason, size_t length, void *unused) {
    free(uws_ws_get_user_data(plain, socket));
}

static void abandon(Response *response, void *context) {
    Publication *publication = context;
    free(publication->topic);
    free(publication);
}

// The generator's bodies come in one piece.
static void publish(Response *response, const char *body, size_t length, bool is_last, void *context) {
    Publication *publication = context;
    if (!is_last) abort();
    uws_publish(plain, app, publication->topic, publication->topic_length, body, length, text, false);
    uws_res_end(plain, response, "", 0, false);
    abandon(response, publication);
}

typedef struct {
    char *bytes;
    size_t length;
} Lines;

static void abandon_lines(Response *response, void *context) {
    Lines *lines = context;
    free(lines->bytes);
    free(lines);
}

static void publish_lines(Response *response, const char *body, size_t length, bool is_last, void *context) {
    Lines *lines = context;
    lines->bytes = realloc(lines->bytes, lines->length + length);
    memcpy(lines->bytes + lines->length, body, length);
    lines->length += length;
    if (!is_last) return;
    const char *line = lines->bytes, *end = lines->bytes + lines->length;
    while (line < end) {
        const char *next = memchr(line, '\n', end - line);
        const char *tab = memchr(line, '\t', end - line);
        if (!next || !tab || tab > next) abort();
        uws_publish(plain, app, line, tab - line, tab + 1, next - tab - 1, text, false);
        line = next + 1;
    }
    uws_res_end(plain, response, "", 0, false);
    abandon_lines(response, lines);
}

static void post_lines(Response *response, Request *request, void *unused) {
    Lines *lines = calloc(1, sizeof *lines);
    uws_res_on_aborted(plain, response, abandon_lines, lines);
    uws_res_on_data(plain, response, publish_lines, lines);
}

static void post(Response *response, Request *request, void *unused) {
    Publication *publication = malloc(sizeof *publication);
    publication->topic = copy_of_parameter(request, &publication->topic_length);
    uws_res_on_aborted(plain, response, abandon, publication);
    uws_res_on_data(plain, response, publish, publication);
}

static void listening(void *socket, Address address, void *unused) {
    if (!socket) exit(1);
}

int main(int count, char **arguments) {
    app = uws_create_app(plain, (TLSOptions){0});
    Behaviour behaviour = {
        .longest_message = 16384, .most_waiting_bytes = 4 << 20, .upgrade = upgrade, .open = follow, .close = forget};
    uws_ws(plain, app, "/sub/:topic", behaviour, NULL);
    uws_app_post(plain, app, "/pub/:topic", post, NULL);
    uws_app_post(plain, app, "/pubs", post_lines, NULL);
    uws_app_listen_with_config(plain, app, (Address){atoi(arguments[1]), "127.0.0.1", 0}, listening, NULL);
    uws_app_run(plain, app);
}
