#define _GNU_SOURCE
#include "CSimulationHooks.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

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

extern SWIFT_CALL uint64_t swift_task_getJobTaskId(void *job);

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

// Sleeps on system clocks and hops to the main actor reach Dispatch without passing a hook, and so does code that uses
// Dispatch on its own. These definitions come before the library's because the program is searched first. They are weak
// so that a program with a static Dispatch keeps the library's own.

typedef void (*work_function)(void *context);

static void *next_definition(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL) {
        abort();
    }
    return found;
}

__attribute__((weak)) void dispatch_async_f(void *queue, void *context, work_function work) {
    static void (*original)(void *, void *, work_function) = NULL;
    if (escaped(simulation_escape_dispatch)) {
        return;
    }
    if (original == NULL) {
        original = next_definition("dispatch_async_f");
    }
    original(queue, context, work);
}

__attribute__((weak)) void dispatch_after_f(uint64_t when, void *queue, void *context, work_function work) {
    static void (*original)(uint64_t, void *, void *, work_function) = NULL;
    if (escaped(simulation_escape_dispatch)) {
        return;
    }
    if (original == NULL) {
        original = next_definition("dispatch_after_f");
    }
    original(when, queue, context, work);
}

__attribute__((weak)) void dispatch_async(void *queue, void *block) {
    static void (*original)(void *, void *) = NULL;
    if (escaped(simulation_escape_dispatch)) {
        return;
    }
    if (original == NULL) {
        original = next_definition("dispatch_async");
    }
    original(queue, block);
}

__attribute__((weak)) void dispatch_after(uint64_t when, void *queue, void *block) {
    static void (*original)(uint64_t, void *, void *) = NULL;
    if (escaped(simulation_escape_dispatch)) {
        return;
    }
    if (original == NULL) {
        original = next_definition("dispatch_after");
    }
    original(when, queue, block);
}

unsigned long long simulation_task_identifier(void *job) {
    return swift_task_getJobTaskId(job);
}
