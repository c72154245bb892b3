#include "clock.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <util/atomic.h>

static volatile uint32_t now_ms;

ISR(TIMER0_COMPA_vect)
{
    now_ms++;
}

void clock_start(void)
{
    /* Clear on compare match, a 64th of the clock: 250 counts are a millisecond. */
    TCCR0A = _BV(WGM01);
    TCCR0B = _BV(CS01) | _BV(CS00);
    OCR0A = F_CPU / 64 / 1000 - 1;
    TIMSK0 = _BV(OCIE0A);
    set_sleep_mode(SLEEP_MODE_IDLE);
}

uint32_t clock_now(void)
{
    uint32_t now;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        now = now_ms;
    }
    return now;
}

void clock_wait(uint32_t ms)
{
    uint32_t begin = clock_now();
    while (clock_now() - begin < ms)
        sleep_mode();
}
