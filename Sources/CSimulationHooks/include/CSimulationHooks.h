void simulation_hooks_placeholder(void);
