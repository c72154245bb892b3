// Publishes a fleet: `node load.cjs <port> fill <devices>` sends one message of each device, `… run <rate> <seconds>`
// sends at a rate, every twentieth message from a device that is in sight. Writes what was sent of those as JSON.
import { connectAsync, type MqttClient } from 'mqtt';

interface Probe {
  readonly device: string;
  readonly number: number;
  readonly atMs: number;
}

/** Seven digits are seen apart from those the fleet was filled with. */
const firstNumber = 1_000_000;

const firstInSight = 0;

/** Ids of the fleet. */
const idOf = (at: number) => (0x41000000 + at).toString(16).toUpperCase();

const [port, mode, first = '0', second = '0', third = '10000'] = process.argv.slice(2);
let number = 0;
void main();

async function main(): Promise<void> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port ?? ''}`);
  if (mode === 'fill') await fill(client, Number(first));
  else {
    const sent = await load(client, {
      rate: Number(first),
      seconds: Number(second),
      devices: Number(third),
    });
    process.stdout.write(JSON.stringify(sent));
  }
  await client.endAsync();
}

async function fill(client: MqttClient, devices: number): Promise<void> {
  for (let at = 0; at < devices; at++) await publish(client, at);
}

async function load(
  client: MqttClient,
  { rate, seconds, devices }: { rate: number; seconds: number; devices: number },
): Promise<Probe[]> {
  number = firstNumber;
  const probes: Probe[] = [];
  const start = Date.now();
  while (number - firstNumber < rate * seconds) {
    const due = Math.min(rate * seconds, ((Date.now() - start) / 1_000) * rate);
    while (number - firstNumber < due) {
      const isProbe = number % 20 === 0;
      const device = isProbe
        ? firstInSight + ((number / 20) % 8)
        : Math.floor(Math.random() * devices);
      const atMs = Date.now();
      await publish(client, device);
      if (isProbe) probes.push({ device: idOf(device), number, atMs });
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return probes;
}

/** The payload is the message's number, which the row then shows. */
function publish(client: MqttClient, device: number): Promise<unknown> {
  const data = (++number).toString(16).padStart(8, '0');
  const body = { device: idOf(device), time: Math.floor(Date.now() / 1_000), data };
  return client.publishAsync('sigfox', JSON.stringify(body), { qos: 0 });
}
