// Thermometer for MKR FOX 1200: the module's temperature and the battery every 15 minutes.
//
// Device: {device}
// Boards: arduino:samd:mkrfox1200
// Libraries: Arduino SigFox for MKRFox1200, Arduino Low Power
//
// The board sleeps between the messages, with its USB port off; press RESET twice to upload anew.

#include <SigFox.h>
#include <ArduinoLowPower.h>

// Sigfox allows 140 messages a day, one in 617 s; this is one in 15 minutes, 96 a day.
const unsigned long sendEveryMs = 15UL * 60 * 1000;

// What a message carries. The cloud reads it with the same payload config:
// Payload config: temp::int:16 battery::uint:8
struct SigfoxPayload {
  static const uint8_t payloadSize = 3;

  int16_t temp;     // int:16, bytes 0 to 1
  uint8_t battery;  // uint:8, byte 2

  // Writes the bytes as they go on air.
  void pack(uint8_t *bytes) const {
    memset(bytes, 0, payloadSize);
    putBits(bytes, 0, 16, temp);
    putBits(bytes, 16, 8, battery);
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

// Sends the payload and waits until it is out; true when the module says so.
bool send(const SigfoxPayload &payload) {
  uint8_t bytes[SigfoxPayload::payloadSize];
  payload.pack(bytes);
  SigFox.beginPacket();
  SigFox.write(bytes, sizeof bytes);
  return SigFox.endPacket() == 0;
}

// The battery in steps of 0.05 V: 60 is 3.00 V.
// Behind the board's divider the full scale is about 3.25 V; boards differ.
uint8_t batterySteps() {
  analogReference(AR_INTERNAL1V0);
  analogReadResolution(10);
  return analogRead(ADC_BATTERY) * 3.25 / 1023 / 0.05 + 0.5;
}

void setup() {
  pinMode(LED_BUILTIN, OUTPUT);
  // Time to upload another sketch before the first sleep.
  delay(10000);
}

void loop() {
  if (SigFox.begin()) {
    SigfoxPayload payload = {};
    payload.temp = SigFox.internalTemperature() * 100;
    payload.battery = batterySteps();
    // A short flash: sent. A long one: not sent.
    const bool isSent = send(payload);
    digitalWrite(LED_BUILTIN, HIGH);
    delay(isSent ? 50 : 1000);
    digitalWrite(LED_BUILTIN, LOW);
    SigFox.end();
  }
  LowPower.sleep(sendEveryMs);
}
