// How often this process asked for memory so far: counted by standing in for malloc.
long allocations_so_far(void);
