#define _GNU_SOURCE
#include "CSimulationHooks.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SWIFT_CALL __attribute__((swiftcall))

/// A serial executor reference of the runtime: identity and implementation, two words.
typedef struct {
    void *identity;
    uintptr_t implementation;
} executor_reference;

typedef SWIFT_CALL void (*enqueue_original)(void *job);
typedef SWIFT_CALL void (*delay_original)(unsigned long long delay, void *job);
typedef SWIFT_CALL void (*deadline_original)(
    long long seconds, long long nanoseconds, long long tolerance_seconds, long long tolerance_nanoseconds, int clock,
    void *job);
typedef SWIFT_CALL executor_reference (*main_executor_original)(void);

// The runtime's override points. A null pointer means that nobody overrides.
extern SWIFT_CALL void (*swift_task_enqueueGlobal_hook)(void *job, enqueue_original original);
extern SWIFT_CALL void (*swift_task_enqueueMainExecutor_hook)(void *job, enqueue_original original);
extern SWIFT_CALL void (*swift_task_enqueueGlobalWithDelay_hook)(
    unsigned long long delay, void *job, delay_original original);
extern SWIFT_CALL void (*swift_task_enqueueGlobalWithDeadline_hook)(
    long long seconds, long long nanoseconds, long long tolerance_seconds, long long tolerance_nanoseconds, int clock,
    void *job, deadline_original original);
extern SWIFT_CALL executor_reference (*swift_task_getMainExecutor_hook)(main_executor_original original);

char *swift_demangle(
    const char *name, size_t name_length, char *output, size_t *output_length, uint32_t flags);

_Thread_local void *simulation_current_storage = NULL;

static simulation_escape_handler escape_handler = NULL;

static int escaped(int escape) {
    void *simulation = simulation_current_storage;
    if (simulation == NULL) {
        return 0;
    }
    escape_handler(simulation, escape);
    return 1;
}

static SWIFT_CALL void on_global(void *job, enqueue_original original) {
    if (!escaped(simulation_escape_global)) {
        original(job);
    }
}

static SWIFT_CALL void on_main(void *job, enqueue_original original) {
    if (!escaped(simulation_escape_main)) {
        original(job);
    }
}

static SWIFT_CALL void on_delay(unsigned long long delay, void *job, delay_original original) {
    if (!escaped(simulation_escape_delay)) {
        original(delay, job);
    }
}

static SWIFT_CALL void on_deadline(
    long long seconds, long long nanoseconds, long long tolerance_seconds, long long tolerance_nanoseconds, int clock,
    void *job, deadline_original original) {
    if (!escaped(simulation_escape_deadline)) {
        original(seconds, nanoseconds, tolerance_seconds, tolerance_nanoseconds, clock, job);
    }
}

// A hop to the main actor asks for its executor here and then goes to the main queue by a path without a hook.
static SWIFT_CALL executor_reference on_main_executor(main_executor_original original) {
    (void)escaped(simulation_escape_main);
    return original();
}

static void install(void) {
    swift_task_enqueueGlobal_hook = on_global;
    swift_task_enqueueMainExecutor_hook = on_main;
    swift_task_enqueueGlobalWithDelay_hook = on_delay;
    swift_task_enqueueGlobalWithDeadline_hook = on_deadline;
    swift_task_getMainExecutor_hook = on_main_executor;
}

void simulation_hooks_install(simulation_escape_handler handler) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    escape_handler = handler;
    pthread_once(&once, install);
}

static int describe(void *address, char *line, size_t capacity) {
    Dl_info info;
    if (!dladdr(address, &info)) {
        return snprintf(line, capacity, "%p\n", address);
    }
    if (info.dli_sname == NULL) {
        const char *slash = info.dli_fname ? strrchr(info.dli_fname, '/') : NULL;
        const char *module = slash ? slash + 1 : (info.dli_fname ? info.dli_fname : "?");
        uintptr_t offset = (uintptr_t)address - (uintptr_t)info.dli_fbase;
        return snprintf(line, capacity, "%s+0x%lx\n", module, (unsigned long)offset);
    }
    char *readable = swift_demangle(info.dli_sname, strlen(info.dli_sname), NULL, NULL, 0);
    int written = snprintf(line, capacity, "%s\n", readable ? readable : info.dli_sname);
    free(readable);
    return written;
}

size_t simulation_backtrace(char *buffer, size_t capacity) {
    enum { depth_maximum = 48 };
    void *frames[depth_maximum];
    int depth = backtrace(frames, depth_maximum);
    size_t used = 0;
    for (int index = 1; index < depth && used + 1 < capacity; index++) {
        int written = describe(frames[index], buffer + used, capacity - used);
        if (written < 0 || (size_t)written >= capacity - used) {
            break;
        }
        used += (size_t)written;
    }
    buffer[used < capacity ? used : capacity - 1] = 0;
    return used;
}
