// Thermometer for SmartEverything Fox: the temperature every 15 minutes.
//
// Device: {device}
// Boards: Arrow:samd:SmartEverything_Fox_native
// Libraries: SmartEverything HTS221
//
// The Telit modem stands behind the object SigFox, the USB port behind SerialUSB.

#include <Wire.h>
#include <HTS221.h>

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

// Waits up to a minute for the modem's answer; true when it is OK.
bool isAnsweredOk() {
  SigFox.setTimeout(60000);
  return SigFox.findUntil((char *)"OK", (char *)"ERR");
}

// Sends the payload; true when the modem says that it went out.
bool send(const SigfoxPayload &payload) {
  while (SigFox.available()) SigFox.read();  // What is left of an earlier answer.
  SigFox.print("AT$SF=");
  payload.printHex(SigFox);
  SigFox.print('\r');
  return isAnsweredOk();
}

void setup() {
  SerialUSB.begin(115200);
  // On a battery nobody opens the port: the sketch goes on after five seconds.
  while (!SerialUSB && millis() < 5000) {
  }
  Wire.begin();
  smeHumidity.begin();
  SigFox.begin(19200);
  delay(500);
  // The modem wakes up in data mode and takes commands after it has answered this.
  SigFox.print("+++");
  SerialUSB.println(isAnsweredOk() ? "Sigfox ready" : "The modem does not answer");
}

void loop() {
  SigfoxPayload payload = {};
  payload.temp = smeHumidity.readTemperature();
  // For whoever reads along: the value, and the bytes that go on air.
  SerialUSB.print(payload.temp);
  SerialUSB.print(" AT$SF=");
  payload.printHex(SerialUSB);
  SerialUSB.println();
  SerialUSB.println(send(payload) ? "Message sent" : "Not sent");
  delay(sendEveryMs);
}
