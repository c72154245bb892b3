// Tracker: where it is, every 15 minutes, with a GPS receiver and an AT modem.
//
// Device: {device}
// Boards: arduino:avr:mega
// Libraries: none
//
// The GPS receiver (NMEA, 9600 baud) is at Serial2 (RX2 17), the modem at Serial1 (RX1 19, TX1 18).

#define modem Serial1
#define gps Serial2

const unsigned long modemBaud = 9600;
const unsigned long gpsBaud = 9600;
const unsigned long fixTimeoutMs = 120000;
// Sigfox allows 140 messages a day, one in 617 s; this is one in 15 minutes, 96 a day.
const unsigned long sendEveryMs = 15UL * 60 * 1000;

// Degrees times ten million: 485123456 is 48.5123456. No fix is 0, 0 with the flag off.
// What a message carries. The cloud reads it with the same payload config:
// Payload config: lat::int:32 lng::int:32 satellites::uint:8 fixed::bool:7
struct SigfoxPayload {
  static const uint8_t payloadSize = 10;

  int32_t lat;         // int:32, bytes 0 to 3
  int32_t lng;         // int:32, bytes 4 to 7
  uint8_t satellites;  // uint:8, byte 8
  bool fixed;          // bool:7, byte 9

  // Writes the bytes as they go on air.
  void pack(uint8_t *bytes) const {
    memset(bytes, 0, payloadSize);
    putBits(bytes, 0, 32, lat);
    putBits(bytes, 32, 32, lng);
    putBits(bytes, 64, 8, satellites);
    putBits(bytes, 72, 1, fixed);
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

// The field of an NMEA sentence, counted from 0.
String field(const String &sentence, uint8_t number) {
  int from = 0;
  while (number-- > 0) {
    from = sentence.indexOf(',', from) + 1;
    if (from == 0) return "";
  }
  const int to = sentence.indexOf(',', from);
  return to < 0 ? sentence.substring(from) : sentence.substring(from, to);
}

// "4807.038" and "N" are 48 degrees and 7.038 minutes north.
// Whole numbers, since a float keeps only seven digits.
int32_t parseDegrees(const String &text, const String &side) {
  const int point = text.indexOf('.');
  if (point < 3) return 0;
  const int32_t degrees = text.substring(0, point - 2).toInt();
  String fraction = text.substring(point + 1);
  while (fraction.length() < 5) fraction += '0';
  const int32_t whole = text.substring(point - 2, point).toInt();
  const int32_t minutes = whole * 100000 + fraction.substring(0, 5).toInt();
  const int32_t value = degrees * 10000000 + minutes * 5 / 3;
  return side == "S" || side == "W" ? -value : value;
}

// Waits for a GGA sentence with a fix.
bool locate(SigfoxPayload &payload) {
  while (gps.available()) gps.read();
  gps.setTimeout(2000);
  const unsigned long start = millis();
  while (millis() - start < fixTimeoutMs) {
    const String sentence = gps.readStringUntil('\n');
    if (!sentence.startsWith("$G") || sentence.indexOf("GGA,") != 3) continue;
    if (field(sentence, 6).toInt() == 0) continue;
    payload.lat = parseDegrees(field(sentence, 2), field(sentence, 3));
    payload.lng = parseDegrees(field(sentence, 4), field(sentence, 5));
    payload.satellites = field(sentence, 7).toInt();
    return true;
  }
  return false;
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
  Serial.begin(115200);
  modem.begin(modemBaud);
  gps.begin(gpsBaud);
  Serial.println("Sigfox ready");
}

void loop() {
  SigfoxPayload payload = {};
  payload.fixed = locate(payload);
  Serial.print(payload.fixed ? "Fix." : "No fix.");
  Serial.println(send(payload) ? " Message sent" : " Not sent");
  delay(sendEveryMs);
}
