// Tells ThreadSanitizer of what Swift's libraries do out of its sight: they are not built for it.
//
// The functions here stand in for those of the libraries, do the same by calling them, and say what they order. They are
// loaded before the libraries and are no part of any ordinary build.
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// In every program that the sanitizer watches; others may be started with this too, and do without.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

// MARK: Mutex
//
// An uncontended Mutex is locked and unlocked by atomic operations in the code that uses it, which the sanitizer sees. A
// contended one is passed on by the kernel in these functions, which it does not see.

#define OF_MUTEX_HANDLE(member) "$s15Synchronization12_MutexHandleV" member
#define LOCK_SLOW OF_MUTEX_HANDLE("9_lockSlowyys6UInt32VF")
#define TRY_LOCK_SLOW OF_MUTEX_HANDLE("12_tryLockSlowSbyF")
#define UNLOCK_SLOW OF_MUTEX_HANDLE("11_unlockSlowyyF")

static SWIFT void (*library_lock_slow)(uint32_t, SELF void *);
static SWIFT bool (*library_try_lock_slow)(SELF void *);
static SWIFT void (*library_unlock_slow)(SELF void *);

SWIFT void lock_slow(uint32_t state, SELF void *mutex) __asm__(LOCK_SLOW);
SWIFT bool try_lock_slow(SELF void *mutex) __asm__(TRY_LOCK_SLOW);
SWIFT void unlock_slow(SELF void *mutex) __asm__(UNLOCK_SLOW);

SWIFT void lock_slow(uint32_t state, SELF void *mutex) {
    library_lock_slow(state, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT bool try_lock_slow(SELF void *mutex) {
    bool is_taken = library_try_lock_slow(mutex);
    if (is_taken && __tsan_acquire) __tsan_acquire(mutex);
    return is_taken;
}

SWIFT void unlock_slow(SELF void *mutex) {
    if (__tsan_release) __tsan_release(mutex);
    library_unlock_slow(mutex);
}

// MARK: continuations
//
// Who resumes a continuation tells the sanitizer so, by the task. The task takes that up when it is scheduled again, but
// not when it was resumed before it came to wait and so goes on at once. In either case the first thing that it does is
// to free what the call took.

static SWIFT void (*library_task_dealloc)(void *);
static SWIFT void *(*library_task_get_current)(void);

SWIFT void swift_task_dealloc(void *memory) {
    library_task_dealloc(memory);
    if (__tsan_acquire) __tsan_acquire(library_task_get_current());
}

__attribute__((constructor)) static void find_library(void) {
    library_lock_slow = dlsym(RTLD_NEXT, LOCK_SLOW);
    library_try_lock_slow = dlsym(RTLD_NEXT, TRY_LOCK_SLOW);
    library_unlock_slow = dlsym(RTLD_NEXT, UNLOCK_SLOW);
    library_task_dealloc = dlsym(RTLD_NEXT, "swift_task_dealloc");
    library_task_get_current = dlsym(RTLD_NEXT, "swift_task_getCurrent");
}
