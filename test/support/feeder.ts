// A board's end of a pseudo-terminal, as a program of its own: says its address, then what it is told to say. Lines on
// its input are orders: `say <text>`, `hex <bytes>`, `flood <lines per second> <seconds>`, `end`. Started with `echo`, it
// says what it hears.
import { createInterface } from 'node:readline';
import { PtyDoor } from '../../src/simulator/io/ptyDoor';

const door = new PtyDoor();
const pump = setInterval(() => door.pump(), 2);
door.onDidOpen(() => console.log('opened'));
door.onDidClose(() => console.log('closed'));
door.onDidReceive((bytes) => console.log(`got ${Buffer.from(bytes).toString('hex')}`));
if (process.argv.includes('echo')) door.onDidReceive((bytes) => door.write(bytes.slice()));
console.log(`address ${door.address}`);

for await (const line of createInterface({ input: process.stdin })) {
  const [, order = '', rest = ''] = /^(\w+) ?(.*)$/s.exec(line) ?? [];
  if (order === 'say') door.write(Buffer.from(JSON.parse(rest) as string));
  else if (order === 'hex') door.write(Buffer.from(rest, 'hex'));
  else if (order === 'flood') await flood(...(rest.split(' ').map(Number) as [number, number]));
  else if (order === 'end') break;
}
clearInterval(pump);
door.dispose();

/** Lines of sixteen bytes: when they were made, in milliseconds to the base 36, and their number. */
async function flood(perSecond: number, seconds: number): Promise<void> {
  const started = Date.now();
  const total = perSecond * seconds;
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((Date.now() - started) / 1_000) * perSecond));
    let text = '';
    for (; sent < due; sent++) {
      const number = sent.toString(36).padStart(6, '0');
      text += `${Date.now().toString(36)} ${number}\n`;
    }
    if (text !== '') door.write(Buffer.from(text));
    door.pump();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  // The last ones are taken before anything else is said.
  await new Promise((resolve) => setTimeout(resolve, 200));
  console.log(`flooded ${total}`);
}
