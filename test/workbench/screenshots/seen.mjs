// What is seen rather than read: a device's bits and sequence, and a plot, from a broker that sends a known day.
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { choose, row, widen } from '../person.mjs';

const shared = {};
const config = 'on::bool:7 mode::uint:3::6 temp:1:int:16:big-endian battery:3:uint:8 name:4:char:3';

export async function prepare() {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  shared.publish = (body) =>
    new Promise((resolve, reject) =>
      broker.publish(
        { topic: 'sigfox', payload: JSON.stringify(body), qos: 0, retain: false },
        (error) => (error ? reject(error) : resolve()),
      ),
    );
  const { port } = server.address();
  return {
    settings: {
      'sigfox.connections': [
        {
          name: 'Greenhouses',
          url: `mqtt://127.0.0.1:${port}`,
          topicFilters: ['sigfox'],
          payloads: [{ topic: 'sigfox', config }],
        },
      ],
    },
    close: async () => {
      await new Promise((resolve) => broker.close(resolve));
      server.closeAllConnections?.();
      server.close();
    },
  };
}

const dayMs = 86_400_000;

/** A day of a device: a message every ten minutes, with numbers that did not come, one late and a restart. */
async function sendDay(device, { offset, absent }) {
  const startMs = Date.now() - dayMs;
  let seqNumber = 100;
  for (let step = 0; step < 144; step++) {
    seqNumber++;
    if (absent.includes(step)) continue;
    if (step === 120) seqNumber = 1;
    await shared.publish(
      uplink(device, { seqNumber, timeMs: startMs + step * 600_000, step, offset }),
    );
    if (step === 60) {
      const late = { seqNumber: seqNumber - 1, timeMs: startMs + (step - 1) * 600_000 - 1_000 };
      await shared.publish(uplink(device, { ...late, step, offset }));
    }
  }
}

function uplink(device, { seqNumber, timeMs, step, offset }) {
  const payload = Buffer.alloc(7);
  payload[0] = 0x80 | ((step % 7) << 4);
  payload.writeInt16BE(Math.round(200 + offset + 80 * Math.sin(step / 22)), 1);
  payload[3] = 230 - Math.floor(step / 12);
  payload.write('GH3', 4);
  return { device, time: Math.floor(timeMs / 1_000), seqNumber, data: payload.toString('hex') };
}

async function pageOf(page, title) {
  for (let waited = 0; waited < 20_000; waited += 200) {
    for (const frame of page.frames()) {
      if ((await frame.title().catch(() => '')) === title) return frame;
    }
    await page.waitForTimeout(200);
  }
  throw new Error(`no page ${title}`);
}

export const states = [
  {
    name: 'bytes',
    async enter(page, { palette }) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.waitForSelector('.welcome-view-content :text("Start Simulator")');
      await widen(page);
      await palette(page, { title: 'Sigfox: Connect…' });
      await choose(page, 'Greenhouses');
      await page.waitForSelector('.welcome-view-content :text("Waiting for the first message")');
      await sendDay('41F2A7', { offset: 0, absent: [30, 31, 32, 90] });
      await page.waitForSelector(row('41F2A7'));
      await page.click(row('41F2A7'));
      await palette(page, { title: 'Sigfox: Show Bytes' });
      const view = await pageOf(page, '41F2A7');
      await view.waitForSelector('.bit');
      await view.hover('tr:has-text("temp")');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'bytes-short',
    async enter(page) {
      await shared.publish({
        device: '41F2A7',
        time: Math.floor(Date.now() / 1_000),
        seqNumber: 27,
        data: '8001',
      });
      const view = await pageOf(page, '41F2A7');
      await view.waitForSelector('.problem:has-text("The config needs 7 bytes")');
      await view.focus('.bit[data-place="bit 1 3"]');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'plot',
    async enter(page) {
      await sendDay('41F2A8', { offset: 60, absent: [100] });
      const view = await pageOf(page, '41F2A7');
      await view.click('button:has-text("Plot…")');
      await choose(page, 'temp');
      const plot = await pageOf(page, 'temp of 41F2A7');
      await plot.click('button:has-text("Devices…")');
      await page.click(
        '.quick-input-list .monaco-list-row:has-text("41F2A8") .monaco-checkbox, .quick-input-list .monaco-list-row:has-text("41F2A8")',
      );
      await page.keyboard.press('Enter');
      await plot.waitForSelector('.series >> nth=1');
      await page.waitForTimeout(800);
    },
  },
];
