#ifndef C_SIMULATION_HOOKS_H
#define C_SIMULATION_HOOKS_H

/// Which runtime entry point was about to take a job out of the simulation.
enum simulation_escape {
    simulation_escape_global = 0,
    simulation_escape_delay = 1,
    simulation_escape_deadline = 2,
    simulation_escape_main = 3,
    simulation_escape_dispatch = 4,
};

/// Called on the simulation's thread with the thread's current simulation; the job is dropped afterwards.
typedef void (*simulation_escape_handler)(void *simulation, int escape);

/// Puts the tripwire into the concurrency runtime; later calls do nothing.
void simulation_hooks_install(simulation_escape_handler handler);

extern _Thread_local void *simulation_current_storage;

/// The simulation that runs on this thread, or null.
static inline void *simulation_current(void) {
    return simulation_current_storage;
}

/// Names the simulation that runs on this thread from now on; null for none.
static inline void simulation_set_current(void *simulation) {
    simulation_current_storage = simulation;
}

/// The runtime's number of the task that a job belongs to, unique in this process.
unsigned long long simulation_task_identifier(void *job);

#endif
