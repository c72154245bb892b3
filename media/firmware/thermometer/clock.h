/* Milliseconds since the start, from timer 0; the processor sleeps while it waits. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

void clock_start(void);
uint32_t clock_now(void);
void clock_wait(uint32_t ms);

#endif
