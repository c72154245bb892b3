#include "modem.h"

#include <string.h>

#include "clock.h"
#include "wires.h"

#define ANSWER_TIMEOUT_MS 300UL

/* Telit modems speak at 19200 baud, Wisol modems at 9600. */
static const uint16_t speeds[] = {19200, 9600};

static char line[48];

/* A line ends with a carriage return, with or without a line feed behind it. */
static const char *read_line(uint32_t timeout_ms)
{
    uint32_t begin = clock_now();
    uint8_t length = 0;
    while (clock_now() - begin < timeout_ms) {
        int16_t byte = wires_read();
        if (byte < 0)
            continue;
        if (byte == '\r' && length > 0) {
            line[length] = 0;
            return line;
        }
        if (byte >= ' ' && byte < 0x7f && length < sizeof line - 1)
            line[length++] = (char)byte;
    }
    return 0;
}

static uint8_t answers_ok(const char *text)
{
    wires_write(text);
    const char *answer = read_line(ANSWER_TIMEOUT_MS);
    return answer != 0 && strcmp(answer, "OK") == 0;
}

uint8_t modem_start(void)
{
    for (uint8_t at = 0; at < sizeof speeds / sizeof *speeds; at++) {
        wires_start(speeds[at]);
        /* What stands in the modem's line from an earlier attempt ends here. */
        wires_write("\r");
        read_line(50);
        /* A modem in data mode takes no command before the escape; one that knows none ignores it. */
        if (answers_ok("AT\r"))
            return 1;
        if (answers_ok("+++") && answers_ok("AT\r"))
            return 1;
    }
    return 0;
}

const char *modem_ask(const char *command, uint32_t timeout_ms)
{
    wires_write(command);
    wires_write("\r");
    return read_line(timeout_ms);
}
