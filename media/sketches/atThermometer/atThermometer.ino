// Thermometer with an AT modem (Wisol and relatives): the temperature every 15 minutes.
//
// Device: {device}
// Boards: arduino:avr:uno, arduino:avr:mega
// Libraries: none
//
// An analogue sensor is on A0.

// The modem: on a Mega at Serial1 (RX1 is pin 19, TX1 pin 18),
// on an Uno at pins 10 (from the modem's TX) and 11 (to its RX).
#ifdef HAVE_HWSERIAL1
#define modem Serial1
#else
#include <SoftwareSerial.h>
SoftwareSerial modem(10, 11);
#endif

const unsigned long modemBaud = 9600;
// The sensor gives 1.25 V at 0 degrees and 19.5 mV a degree more:
// a step of the converter is a quarter of a degree.
const int stepsAtZero = 256;
const float stepsPerDegree = 4;
// Sigfox allows 140 messages a day, one in 617 s; this is one in 15 minutes, 96 a day.
const unsigned long sendEveryMs = 15UL * 60 * 1000;

// What a message carries. The cloud reads it with the same payload config:
// Payload config: temp::float:32
struct SigfoxPayload {
  static const uint8_t payloadSize = 4;

  float temp;  // float:32, bytes 0 to 3

  // Writes the bytes as they go on air.
  void pack(uint8_t *bytes) const {
    memset(bytes, 0, payloadSize);
    putBits(bytes, 0, 32, float32Bits(temp));
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

  static uint32_t float32Bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
  }
};

// Sends the payload and waits for the modem's answer; true when it is OK.
// That takes up to a minute.
bool send(const SigfoxPayload &payload) {
  while (modem.available()) modem.read();  // What is left of an earlier answer.
  modem.print("AT$SF=");
  payload.printHex(modem);
  modem.print('\r');
  modem.setTimeout(60000);
  return modem.findUntil((char *)"OK", (char *)"ERR");
}

void setup() {
  Serial.begin(115200);
  modem.begin(modemBaud);
  Serial.println("Sigfox ready");
}

void loop() {
  SigfoxPayload payload = {};
  payload.temp = (analogRead(A0) - stepsAtZero) / stepsPerDegree;
  // For whoever reads along: the value, and the bytes that go on air.
  Serial.print(payload.temp);
  Serial.print(" AT$SF=");
  payload.printHex(Serial);
  Serial.println();
  Serial.println(send(payload) ? "Message sent" : "Not sent");
  delay(sendEveryMs);
}
