import type { SigfoxBoard } from '../../src/firmware/sigfoxBoard';
import type { SketchCheck } from '../../src/firmware/sketchProblem';

/** For a check: a sketch with the mistake and one without; both are whole, so that the real compiler can judge the fix. */
export interface CheckCase {
  readonly check: SketchCheck;
  readonly title: string;
  readonly flagged: string;
  readonly clean: string;
  readonly board: SigfoxBoard;
  /** What is underlined. */
  readonly at: readonly string[];
}

const sketch = (
  loop: string,
  { setup = 'Serial.begin(115200);\n  Serial1.begin(19200);', top = '' } = {},
) => `${top}void setup() {\n  ${setup}\n}\n\nvoid loop() {\n  ${loop}\n  delay(900000);\n}\n`;

const answer = 'Serial1.findUntil((char *)"OK", (char *)"ERR");';
const sendsZero = `Serial1.print("AT$SF=00\\r");\n  ${answer}`;
const floatLoop = (header: string) =>
  `float temp = 21.5;\n  byte *bytes = (byte *)&temp;\n  Serial1.print("AT$SF=");\n  for (${header}) {\n    if (bytes[i] < 16) Serial1.print('0');\n    Serial1.print(bytes[i], HEX);\n  }\n  Serial1.print("\\r");\n  ${answer}`;
const bytes = (print: string) =>
  `byte values[2] = {5, 200};\n  Serial1.print("AT$SF=");\n  for (int i = 0; i < 2; i++) ${print}\n  Serial1.print('\\r');\n  ${answer}`;
const long = (size: number) =>
  `byte values[${size}] = {};\n  Serial1.print("AT$SF=");\n  for (unsigned int i = 0; i < sizeof(values); i++) {\n    if (values[i] < 0x10) Serial1.print("0");\n    Serial1.print(values[i], HEX);\n  }\n  Serial1.println();\n  ${answer}`;
const usb = (wait: string) => sketch(sendsZero, { setup: `Serial.begin(115200);\n  ${wait}` });
const struct = (config: string) => `// Payload config: ${config}
struct SigfoxPayload {
  static const uint8_t payloadSize = 1;
  uint8_t battery;
  void pack(uint8_t *bytes) const { putBits(bytes, 0, 8, battery); }
  static void putBits(uint8_t *bytes, uint8_t, uint8_t, uint32_t value) { bytes[0] = value; }
};
`;

export const checkCases: readonly CheckCase[] = [
  {
    check: 'hexDigits',
    title: 'print(x, HEX) behind the command',
    board: 'mega',
    flagged: sketch(bytes('Serial1.print(values[i], HEX);')),
    clean: sketch(
      bytes(
        "{\n    if (values[i] < 16) Serial1.print('0');\n    Serial1.print(values[i], HEX);\n  }",
      ),
    ),
    at: ['Serial1.print(values[i], HEX)'],
  },
  {
    check: 'hexDigits',
    title: 'a computed byte',
    board: 'mega',
    flagged: sketch(
      `unsigned int x = 0x0507;\n  Serial1.print("AT$SF=");\n  Serial1.print(x >> 8, HEX);\n  Serial1.print('\\r');\n  ${answer}`,
    ),
    clean: sketch(
      `unsigned int x = 0x0507;\n  Serial1.print("AT$SF=");\n  Serial1.print(x >> 4 & 0xF, HEX);\n  Serial1.print(x & 15, HEX);\n  Serial1.print('\\r');\n  ${answer}`,
    ),
    at: ['Serial1.print(x >> 8, HEX)'],
  },
  {
    check: 'hexDigits',
    title: 'String(x, HEX) in the command',
    board: 'mega',
    flagged: sketch(
      `byte b = 5;\n  Serial1.print("AT$SF=" + String(b, HEX) + "\\r");\n  ${answer}`,
    ),
    clean: sketch(
      `byte b = 5;\n  String hex = b < 16 ? "0" : "";\n  Serial1.print("AT$SF=" + hex + String(b, HEX) + "\\r");\n  ${answer}`,
    ),
    at: ['String(b, HEX)'],
  },
  {
    check: 'hexDigits',
    title: '%x in a format',
    board: 'mega',
    flagged: sketch(
      `char text[20];\n  sprintf(text, "AT$SF=%x\\r", 5);\n  Serial1.print(text);\n  ${answer}`,
    ),
    clean: sketch(
      `char text[20];\n  sprintf(text, "AT$SF=%02x\\r", 5);\n  Serial1.print(text);\n  ${answer}`,
    ),
    at: ['%x'],
  },
  {
    check: 'hexDigits',
    title: 'an odd number of digits',
    board: 'mega',
    flagged: sketch(`Serial1.print("AT$SF=123\\r");\n  ${answer}`),
    clean: sketch(`Serial1.print("AT$SF=0123,1\\r");\n  ${answer}`),
    at: ['123'],
  },
  {
    check: 'payloadTooLong',
    title: 'more than 24 digits',
    board: 'mega',
    flagged: sketch(`Serial1.println(F("AT$SF=00112233445566778899AABBCC"));\n  ${answer}`),
    clean: sketch(`Serial1.println(F("AT$SF=00112233445566778899AABB"));\n  ${answer}`),
    at: ['00112233445566778899AABBCC'],
  },
  {
    check: 'payloadTooLong',
    title: 'a loop over more than 12 bytes',
    board: 'mega',
    flagged: sketch(long(16)),
    clean: sketch(long(12)),
    at: ['sizeof(values)'],
  },
  {
    check: 'payloadTooLong',
    title: 'a packet of the library with more than 12 bytes',
    board: 'mkrFox',
    flagged: sketch(
      'uint8_t values[14] = {};\n  SigFox.beginPacket();\n  SigFox.write(values, sizeof values);\n  SigFox.endPacket();',
      { setup: 'SigFox.begin();', top: '#include <SigFox.h>\n' },
    ),
    clean: sketch(
      'uint8_t values[12] = {};\n  SigFox.beginPacket();\n  SigFox.write(values, sizeof values);\n  SigFox.endPacket();',
      { setup: 'SigFox.begin();', top: '#include <SigFox.h>\n' },
    ),
    at: ['sizeof values'],
  },
  {
    check: 'tooOften',
    title: 'a delay of a minute',
    board: 'mega',
    flagged: sketch(sendsZero, { top: 'const long pause = 60 * 1000L;\n' }).replace(
      'delay(900000)',
      'delay(pause)',
    ),
    clean: sketch(sendsZero, { top: '#define MINUTE 60000UL\n' }).replace(
      'delay(900000)',
      'delay(MINUTE * 15)',
    ),
    at: ['delay(pause)'],
  },
  {
    check: 'replyIgnored',
    title: 'nothing reads the port',
    board: 'mega',
    flagged: sketch('Serial1.print("AT$SF=00\\r");\n  Serial.println("Message sent");'),
    clean: sketch(
      'Serial1.print("AT$SF=00\\r");\n  Serial.println(Serial1.readStringUntil(\'\\r\'));',
    ),
    at: ['Serial1.print("AT$SF=00\\r")'],
  },
  {
    check: 'waitsForUsb',
    title: 'while (!SerialUSB) without an end',
    board: 'smartEverything',
    flagged: usb('while (!SerialUSB) {\n    delay(10);\n  }').replaceAll('Serial1', 'SigFox'),
    clean: usb('while (!SerialUSB && millis() < 5000) {\n  }').replaceAll('Serial1', 'SigFox'),
    at: ['while (!SerialUSB)'],
  },
  {
    check: 'wrongBoard',
    title: "SmartEverything's port on a Mega",
    board: 'mega',
    flagged: sketch(sendsZero, {
      setup: 'SerialUSB.begin(115200);\n  SigFox.begin(19200);',
    }).replaceAll('Serial1', 'SigFox'),
    clean: sketch(sendsZero, {
      setup: 'SigFox.begin(19200);',
      top: '#define SigFox Serial1\n',
    }).replaceAll('Serial1.', 'SigFox.'),
    at: ['SigFox.begin(19200)'],
  },
  {
    check: 'wrongBoard',
    title: "SmartEverything's port on an Uno",
    board: 'uno',
    flagged: sketch(sendsZero, { setup: 'SigFox.begin(9600);' }).replaceAll('Serial1', 'SigFox'),
    clean: sketch(sendsZero, {
      setup: 'SigFox.begin(9600);',
      top: '#include <SoftwareSerial.h>\nSoftwareSerial SigFox(10, 11);\n',
    }).replaceAll('Serial1', 'SigFox'),
    at: ['SigFox.begin(9600)'],
  },
  {
    check: 'wrongBoard',
    title: 'the library of MKR FOX 1200 on a Mega',
    board: 'mega',
    flagged: sketch('SigFox.beginPacket();\n  SigFox.write(1);\n  SigFox.endPacket();', {
      setup: 'SigFox.begin();',
      top: '#include <SigFox.h>\n',
    }),
    clean: sketch(sendsZero),
    at: ['SigFox.beginPacket()'],
  },
  {
    check: 'floatByteOrder',
    title: 'least significant byte first, config big-endian',
    board: 'mega',
    flagged: sketch(floatLoop('int i = 0; i < 4; i++'), {
      top: '// Payload config: temp::float:32\n',
    }),
    clean: sketch(floatLoop('int i = 3; i >= 0; i--'), {
      top: '// Payload config: temp::float:32\n',
    }),
    at: ['int i = 0; i < 4; i++'],
  },
  {
    check: 'floatByteOrder',
    title: 'most significant byte first, config little-endian',
    board: 'mega',
    flagged: sketch(floatLoop('int i = 3; i >= 0; i--'), {
      top: '// Payload config: temp::float:32:little-endian\n',
    }),
    clean: sketch(floatLoop('int i = 0; i < 4; i++'), {
      top: '// Payload config: temp::float:32:little-endian\n',
    }),
    at: ['int i = 3; i >= 0; i--'],
  },
  {
    check: 'configDrift',
    title: 'the comment names another config than the struct writes',
    board: 'mega',
    flagged: sketch(sendsZero, { top: struct('battery::uint:16') }),
    clean: sketch(sendsZero, { top: struct('battery::uint:8') }),
    at: ['battery::uint:16'],
  },
];
