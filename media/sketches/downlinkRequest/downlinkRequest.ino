// Asks for a downlink every 6 hours and takes a new sending interval from it.
//
// Device: {device}
// Boards: arduino:avr:uno, arduino:avr:mega
// Libraries: none
//
// A downlink has 8 bytes. The first two are the minutes between two messages, the most significant byte first.
// Sigfox gives four downlinks a day at most; one takes up to a minute.

// The modem: on a Mega at Serial1 (RX1 is pin 19, TX1 pin 18),
// on an Uno at pins 10 (from the modem's TX) and 11 (to its RX).
#ifdef HAVE_HWSERIAL1
#define modem Serial1
#else
#include <SoftwareSerial.h>
SoftwareSerial modem(10, 11);
#endif

const unsigned long modemBaud = 9600;
const uint8_t downlinkBytes = 8;
// 11 minutes between two messages make 130 a day; Sigfox allows 140.
const uint16_t minMinutes = 11;
const unsigned long askEveryMs = 6UL * 60 * 60 * 1000;

uint16_t minutes = 15;
unsigned long askedAtMs = 0;
bool hasAsked = false;

// What a message carries. The cloud reads it with the same payload config:
// Payload config: minutes::uint:16 answered::bool:7
struct SigfoxPayload {
  static const uint8_t payloadSize = 3;

  uint16_t minutes;  // uint:16, bytes 0 to 1
  bool answered;     // bool:7, byte 2

  // Writes the bytes as they go on air.
  void pack(uint8_t *bytes) const {
    memset(bytes, 0, payloadSize);
    putBits(bytes, 0, 16, minutes);
    putBits(bytes, 16, 1, answered);
  }

  // Prints two digits a byte, as AT$SF= wants them.
  void printHex(Print &out) const {
    uint8_t bytes[payloadSize];
    pack(bytes);
    for (uint8_t each : bytes) {
      if (each < 16) out.print('0');
      out.print(each, HEX);
    }
  }

  // The most significant bit comes first, from bit 7 of the first byte on.
  static void putBits(uint8_t *bytes, uint8_t first, uint8_t count, uint32_t value) {
    for (uint8_t at = first + count; at-- > first; value >>= 1) {
      const uint8_t mask = 0x80 >> (at % 8);
      if (value & 1) bytes[at / 8] |= mask;
      else bytes[at / 8] &= ~mask;
    }
  }
};

// One line of the modem's answers, without its end; empty after a minute of silence.
String readLine() {
  modem.setTimeout(60000);
  String line = modem.readStringUntil('\r');
  line.trim();
  return line;
}

// Reads the bytes behind "RX=", which have spaces between them or not. Gives how many there are.
uint8_t parseDownlink(const String &line, uint8_t *bytes) {
  uint8_t digits = 0;
  const unsigned int from = line.indexOf('=') + 1;
  for (unsigned int at = from; at < line.length() && digits < downlinkBytes * 2; at++) {
    if (!isHexadecimalDigit(line[at])) continue;
    const char digit = toupper(line[at]);
    const uint8_t value = digit <= '9' ? digit - '0' : digit - 'A' + 10;
    bytes[digits / 2] = digits % 2 ? bytes[digits / 2] | value : value << 4;
    digits++;
  }
  return digits / 2;
}

// Sends the payload; true when the modem says OK.
bool send(const SigfoxPayload &payload, bool wantsDownlink) {
  while (modem.available()) modem.read();  // What is left of an earlier answer.
  modem.print("AT$SF=");
  payload.printHex(modem);
  if (wantsDownlink) modem.print(",1");
  modem.print('\r');
  return readLine() == "OK";
}

// The downlink's line comes behind the OK; true when it held a whole answer.
bool receive() {
  uint8_t bytes[downlinkBytes];
  const String line = readLine();
  if (line.indexOf("RX=") < 0 || parseDownlink(line, bytes) < downlinkBytes) return false;
  minutes = max(minMinutes, (uint16_t)(bytes[0] << 8 | bytes[1]));
  return true;
}

void setup() {
  Serial.begin(115200);
  modem.begin(modemBaud);
  Serial.println("Sigfox ready");
}

void loop() {
  const bool wantsDownlink = !hasAsked || millis() - askedAtMs >= askEveryMs;
  static bool isAnswered = false;
  SigfoxPayload payload = {};
  payload.minutes = minutes;
  payload.answered = isAnswered;
  const bool isSent = send(payload, wantsDownlink);
  Serial.println(isSent ? "Message sent" : "Not sent");
  if (isSent && wantsDownlink) {
    hasAsked = true;
    askedAtMs = millis();
    isAnswered = receive();
    Serial.println(isAnswered ? "Downlink received" : "No downlink");
  }
  delay(minutes * 60UL * 1000);
}
