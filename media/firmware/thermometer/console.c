#include "console.h"

#include <avr/io.h>
#include <avr/pgmspace.h>

void console_start(void)
{
    UCSR0A = _BV(U2X0);
    UBRR0 = 16; /* 117647 baud, the nearest there is. */
    UCSR0B = _BV(TXEN0);
}

static void put(char character)
{
    loop_until_bit_is_set(UCSR0A, UDRE0);
    UDR0 = (uint8_t)character;
}

void console_print(const char *text)
{
    while (*text)
        put(*text++);
}

void console_print_P(const char *text)
{
    for (char character; (character = (char)pgm_read_byte(text)); text++)
        put(character);
}
