/*
 * A thermometer that reports over Sigfox, for the virtual board: an Arduino Uno or Mega with a modem that speaks AT
 * commands and a temperature sensor on A0. Written against avr-libc alone.
 *
 *     npm run firmware
 *
 * It measures, sends the temperature as the four bytes of a float (payload config `temp::float:32`), waits for the
 * answer of the modem, and says on the console what it did.
 */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/pgmspace.h>
#include <avr/sleep.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "console.h"
#include "modem.h"

/* How often it sends. A real device may send 140 messages a day: every 10 minutes and 17 seconds at the most. */
#define PERIOD_MS 15000UL

/* The modem answers only after three transmissions of two seconds; a minute is what its guide asks to wait. */
#define SEND_TIMEOUT_MS 60000UL

static float read_temperature(void)
{
    ADMUX = _BV(REFS0); /* Input A0, against the 5 V of the board. */
    ADCSRA = _BV(ADEN) | _BV(ADSC) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);
    loop_until_bit_is_clear(ADCSRA, ADSC);
    return ((int16_t)ADC - 256) / 4.0f; /* A quarter of a degree a step, 256 at 0 degrees. */
}

/* Two digits for each byte, also when the first is a zero: the modem takes whole bytes only. */
static void append_hex(char *text, uint8_t byte)
{
    static const char digits[] PROGMEM = "0123456789ABCDEF";
    char pair[3] = {(char)pgm_read_byte(&digits[byte >> 4]), (char)pgm_read_byte(&digits[byte & 15]), 0};
    strcat(text, pair);
}

static void send_temperature(float celsius)
{
    char command[24] = "AT$SF=";
    const uint8_t *bytes = (const uint8_t *)&celsius;
    char text[12];

    /* The processor keeps the lowest byte first; the payload config reads the highest first. */
    for (int8_t at = sizeof celsius - 1; at >= 0; at--)
        append_hex(command, bytes[at]);

    dtostrf(celsius, 1, 2, text);
    console_print_P(PSTR("temp="));
    console_print(text);
    console_print_P(PSTR(" "));
    console_print(command);
    console_print_P(PSTR("\r\n"));

    const char *answer = modem_ask(command, SEND_TIMEOUT_MS);
    console_print_P(PSTR("modem: "));
    console_print(answer ? answer : "no answer");
    console_print_P(PSTR("\r\n"));
}

int main(void)
{
    clock_start();
    console_start();
    sei();
    console_print_P(PSTR("Sigfox thermometer\r\n"));

    while (!modem_start()) {
        console_print_P(PSTR("modem: no answer, trying again\r\n"));
        clock_wait(1000);
    }
    console_print_P(PSTR("modem: ready\r\n"));

    for (;;) {
        uint32_t begin = clock_now();
        send_temperature(read_temperature());
        while (clock_now() - begin < PERIOD_MS)
            clock_wait(10);
    }
}
