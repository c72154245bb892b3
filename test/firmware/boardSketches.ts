/**
 * The way the how-to sends, in words of our own: the bytes of a float from the highest down, each printed in
 * hexadecimal after `AT$SF=`, and no look at the answer. On a Mega the console is `Serial` and the modem `Serial1`.
 */
export function howToSketch({ isFixed }: { readonly isFixed: boolean }): string {
  return `
#define Console Serial
#define Modem Serial1

void sendBytes(byte *bytes, int count) {
  Modem.print("AT$SF=");
  for (int at = count - 1; at >= 0; at--) {
    ${isFixed ? "if (bytes[at] < 16) Modem.print('0');" : ''}
    Modem.print(bytes[at], HEX);
  }
  Modem.print("\\r");
  Console.println("Message sent");
}

void setup() {
  Console.begin(115200);
  Modem.begin(19200);
  Modem.print("+++");
  delay(20);
  float celsius = (analogRead(A0) - 256) / 4.0;
  sendBytes((byte *)&celsius, sizeof celsius);
}

void loop() {}
`;
}

/** Says so, and sends back what it hears. */
export const echoSketch = `
void setup() {
  Serial.begin(115200);
  Serial.println("echo");
}

void loop() {
  if (Serial.available()) Serial.write(Serial.read());
}
`;

/** On an Uno the modem is on two pins: pin 10 hears it, pin 11 speaks to it. */
export const softwareSerialSketch = `
#include <SoftwareSerial.h>
SoftwareSerial modem(10, 11);

void setup() {
  Serial.begin(115200);
  modem.begin(9600);
  modem.print("AT$I=10\\r");
}

void loop() {
  if (modem.available()) Serial.write(modem.read());
}
`;

/** Asks for a downlink on a Mega and hands on what the modem says. */
export const downlinkSketch = `
void setup() {
  Serial.begin(115200);
  Serial1.begin(9600);
  Serial1.print("AT$SF=01,1\\r");
}

void loop() {
  if (Serial1.available()) Serial.write(Serial1.read());
}
`;
