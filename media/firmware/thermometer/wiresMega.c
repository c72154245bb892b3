#include "wires.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>

#define BUFFER_SIZE 64 /* A power of two. */

static volatile uint8_t buffer[BUFFER_SIZE];
static volatile uint8_t head;
static uint8_t tail;

ISR(USART1_RX_vect)
{
    uint8_t byte = UDR1;
    uint8_t next = (head + 1) % BUFFER_SIZE;
    if (next == tail)
        return;
    buffer[head] = byte;
    head = next;
}

void wires_start(uint16_t baud)
{
    UBRR1 = (uint16_t)(F_CPU / 8 / baud - 1);
    UCSR1A = _BV(U2X1);
    UCSR1B = _BV(TXEN1) | _BV(RXEN1) | _BV(RXCIE1);
}

void wires_write(const char *text)
{
    for (; *text; text++) {
        loop_until_bit_is_set(UCSR1A, UDRE1);
        UDR1 = (uint8_t)*text;
    }
}

int16_t wires_read(void)
{
    if (tail == head) {
        /* The clock, or a byte, ends the sleep within a millisecond. */
        sleep_mode();
        return -1;
    }
    uint8_t byte = buffer[tail];
    tail = (tail + 1) % BUFFER_SIZE;
    return byte;
}
