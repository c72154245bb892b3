/* Text to whoever listens on the first serial port, at 115200 baud. */
#ifndef CONSOLE_H
#define CONSOLE_H

void console_start(void);
void console_print(const char *text);
/* The text is in flash. */
void console_print_P(const char *text);

#endif
