#pragma once

#include <librdkafka/rdkafka.h>
#include <stddef.h>
#include <stdint.h>

// Swift cannot call functions with variable arguments, and the array form needs a union that it imports clumsily.
//
// Copies key and value. Takes the headers over only when it succeeds. Never blocks: a full queue is an error code.
static inline rd_kafka_resp_err_t ckafka_produce(
    rd_kafka_t *client, const char *topic, const void *key, size_t key_size, const void *value, size_t value_size,
    rd_kafka_headers_t *headers, void *opaque) {
    return rd_kafka_producev(
        client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_size),
        RD_KAFKA_V_VALUE((void *)value, value_size), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(opaque),
        RD_KAFKA_V_END);
}
