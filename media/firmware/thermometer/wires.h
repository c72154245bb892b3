/* The serial line to the modem: the second serial port of a Mega, pins 10 and 11 of an Uno. */
#ifndef WIRES_H
#define WIRES_H

#include <stdint.h>

void wires_start(uint16_t baud);
void wires_write(const char *text);

/* The next byte, or -1 when none is there. */
int16_t wires_read(void);

#endif
