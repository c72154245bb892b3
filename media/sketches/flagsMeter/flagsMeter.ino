// Meter: counts pulses and sends the count with its alarms every 15 minutes.
//
// Device: {device}
// Boards: arduino:avr:uno, arduino:avr:mega
// Libraries: none
//
// The meter's contact is between pin 2 and GND; a leak sensor, a frost switch and a lid switch are between
// pins 4, 5, 6 and GND, closed when all is well.

// The modem: on a Mega at Serial1 (RX1 is pin 19, TX1 pin 18),
// on an Uno at pins 10 (from the modem's TX) and 11 (to its RX).
#ifdef HAVE_HWSERIAL1
#define modem Serial1
#else
#include <SoftwareSerial.h>
SoftwareSerial modem(10, 11);
#endif

const unsigned long modemBaud = 9600;
const uint8_t pulsePin = 2;
const uint8_t leakPin = 4;
const uint8_t frostPin = 5;
const uint8_t lidPin = 6;
// A contact bounces: pulses closer together than this are one.
const unsigned long bounceMs = 20;
// Sigfox allows 140 messages a day, one in 617 s; this is one in 15 minutes, 96 a day.
const unsigned long sendEveryMs = 15UL * 60 * 1000;

// What a message carries. The cloud reads it with the same payload config:
// Payload config: pulses::uint:24 leak::bool:7 frost::bool:6 tamper::bool:5
struct SigfoxPayload {
  static const uint8_t payloadSize = 4;

  uint32_t pulses;  // uint:24, bytes 0 to 2, 0 to 16777215
  bool leak;        // bool:7, byte 3
  bool frost;       // bool:6, byte 3
  bool tamper;      // bool:5, byte 3

  // Writes the bytes as they go on air.
  void pack(uint8_t *bytes) const {
    memset(bytes, 0, payloadSize);
    putBits(bytes, 0, 24, pulses);
    putBits(bytes, 24, 1, leak);
    putBits(bytes, 25, 1, frost);
    putBits(bytes, 26, 1, tamper);
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

volatile uint32_t pulses = 0;

void countPulse() {
  static unsigned long lastMs = 0;
  const unsigned long now = millis();
  if (now - lastMs >= bounceMs) pulses++;
  lastMs = now;
}

uint32_t readPulses() {
  noInterrupts();
  const uint32_t count = pulses;
  interrupts();
  return count;
}

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
  pinMode(pulsePin, INPUT_PULLUP);
  pinMode(leakPin, INPUT_PULLUP);
  pinMode(frostPin, INPUT_PULLUP);
  pinMode(lidPin, INPUT_PULLUP);
  attachInterrupt(digitalPinToInterrupt(pulsePin), countPulse, FALLING);
  Serial.begin(115200);
  modem.begin(modemBaud);
  Serial.println("Sigfox ready");
}

void loop() {
  SigfoxPayload payload = {};
  payload.pulses = readPulses();
  payload.leak = digitalRead(leakPin);
  payload.frost = digitalRead(frostPin);
  payload.tamper = digitalRead(lidPin);
  Serial.print(payload.pulses);
  Serial.println(send(payload) ? " Message sent" : " Not sent");
  delay(sendEveryMs);
}
