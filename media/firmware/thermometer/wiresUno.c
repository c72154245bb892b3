#include "wires.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <util/atomic.h>

/*
 * A serial line in software: timer 1 paces both ways. A falling edge on pin 10 (PB2) begins a byte; its bits are read
 * in their middles by one compare interrupt. Pin 11 (PB3) sends, one bit for each match of the other.
 */
#define RECEIVE _BV(PB2)
#define TRANSMIT _BV(PB3)
#define BUFFER_SIZE 64 /* A power of two. */

static volatile uint8_t buffer[BUFFER_SIZE];
static volatile uint8_t head;
static uint8_t tail;
static uint16_t bit_time;
static volatile uint8_t received;
static volatile uint8_t bits_read;

ISR(PCINT0_vect)
{
    if (PINB & RECEIVE)
        return;
    /* A start bit: no more edges until the byte is read, and the first look in the middle of the first data bit. */
    PCMSK0 = 0;
    OCR1A = TCNT1 + bit_time + bit_time / 2;
    TIFR1 = _BV(OCF1A);
    TIMSK1 |= _BV(OCIE1A);
    bits_read = 0;
}

ISR(TIMER1_COMPA_vect)
{
    uint8_t is_high = PINB & RECEIVE;
    OCR1A += bit_time;
    if (bits_read < 8) {
        received = received >> 1 | (is_high ? 0x80 : 0);
        bits_read++;
        return;
    }
    TIMSK1 &= ~_BV(OCIE1A);
    PCIFR = _BV(PCIF0);
    PCMSK0 = _BV(PCINT2);
    uint8_t next = (head + 1) % BUFFER_SIZE;
    if (!is_high || next == tail)
        return;
    buffer[head] = received;
    head = next;
}

void wires_start(uint16_t baud)
{
    TIMSK1 = 0;
    bit_time = (uint16_t)(F_CPU / baud);
    TCCR1A = 0;
    TCCR1B = _BV(CS10); /* At the processor's own speed. */
    PORTB |= TRANSMIT | RECEIVE;
    DDRB = (DDRB | TRANSMIT) & ~RECEIVE;
    PCICR = _BV(PCIE0);
    PCMSK0 = _BV(PCINT2);
}

/* Nothing may come between two edges, so the clock stands still for the half or whole millisecond of a byte. */
static void put(uint8_t byte)
{
    uint16_t frame = (uint16_t)(byte << 1) | 0x200;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        uint16_t edge = TCNT1;
        for (uint8_t bit = 0; bit < 10; bit++) {
            if (frame & 1)
                PORTB |= TRANSMIT;
            else
                PORTB &= ~TRANSMIT;
            frame >>= 1;
            edge += bit_time;
            while ((int16_t)(TCNT1 - edge) < 0)
                ;
        }
    }
}

void wires_write(const char *text)
{
    while (*text)
        put((uint8_t)*text++);
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
