// What the load generator needs of Linux that Swift's own module for the C library leaves out.
#pragma once
#include <stddef.h>
#include <sys/epoll.h>

// Declared here, as the header declares it only for those who ask for GNU's extensions first.
void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);
