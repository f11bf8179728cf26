#include "CSimulationHooks.h"
void simulation_hooks_placeholder(void) {}
