/* A modem that takes AT commands, on the wires that `wires.h` knows. */
#ifndef MODEM_H
#define MODEM_H

#include <stdint.h>

/* Finds the speed of the modem and waits until it takes commands; 0 when none answers. */
uint8_t modem_start(void);

/* Sends a command and gives the first line of the answer, or 0 when none came in time. */
const char *modem_ask(const char *command, uint32_t timeout_ms);

#endif
