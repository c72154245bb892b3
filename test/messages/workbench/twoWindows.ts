import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { toasts } from '../../support/notices';
import { eventually, inWindow } from '../../support/window';
import { body, foldAll, listenToShed, ports, publisher, rows, run } from './brokers';

const perDevice = 100;
const devices = ['2F0A1', '2F0A2'];
/** What is done in the other window, and what shows there. */
const there = (action: { readonly do: string; readonly [argument: string]: unknown }) =>
  inWindow({ ...action, window: 2 });
const textsThere = async (selector: string) =>
  ((await there({ do: 'texts', selector })) as string[]).map((text) =>
    text.replace(/\s+/g, ' ').trim(),
  );
const rowsThere = () => textsThere('.pane-body .monaco-list-row');
const toastsThere = () => textsThere('.notifications-toasts .notification-list-item-message');

export function describeTwoWindows(): void {
  describe('two windows of the editor on one store', function () {
    this.timeout(120_000);
    listenToShed();

    before(async () => {
      await inWindow({ do: 'openSecondWindow' });
      await there({ do: 'click', selector: '.activitybar .action-label[aria-label^="Sigfox"]' });
      const offer = '.quick-input-list .monaco-list-row:visible:has-text("Shed")';
      // A window that has just come may lose a key.
      await eventually(
        () =>
          there({ do: 'palette', title: 'Sigfox: Connect…' })
            .then(() => there({ do: 'click', selector: offer, timeout: 4_000 }))
            .then(() => true)
            .catch(() => false),
        (isChosen) => isChosen,
        90_000,
      );
      await eventually(rowsThere, (all) => all.some((row) => /subscribed: Shed/.test(row)));
    });
    after(() => inWindow({ do: 'closeSecondWindow' }));

    it('both show what arrives, and keep it once (F20)', async () => {
      await foldAll();
      const client = await publisher(ports.plain);
      for (let number = 1; number <= perDevice; number++) {
        for (const device of devices) {
          await client.publishAsync('sigfox/thermo', body(device, number), { qos: 1 });
        }
      }
      for (const device of devices) {
        await client.publishAsync('sigfox/thermo', body(device, 0, '42280000'), { qos: 1 });
      }
      await client.endAsync();
      for (const device of devices) {
        const isNewest = (all: readonly string[]) =>
          all.some((row) => row.startsWith(device) && row.includes('42 '));
        await eventually(rows, isNewest);
        await eventually(rowsThere, isNewest);
      }
      const wanted = Array.from({ length: perDevice + 1 }, (_, number) => number);
      for (const device of devices) {
        assert.deepEqual(await kept(device), wanted, device);
      }
    });

    it('say nothing of a lock', async () => {
      assert.deepEqual([await toasts(), await toastsThere()], [[], []]);
    });

    it('say where messages may be missing once one of them was killed (F18)', async () => {
      const client = await publisher(ports.plain);
      let isKilled = false;
      let sent = 0;
      const flood = async () => {
        while (!isKilled || sent < 1_000) {
          const messages = Array.from({ length: 10 }, () =>
            client.publishAsync('sigfox/thermo', body('2F0B1', sent++ % 4_096), { qos: 1 }),
          );
          await Promise.all(messages);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      };
      const flooded = flood();
      await eventually(rowsThere, (all) => all.some((row) => row.startsWith('2F0B1')));
      process.kill(otherHost(), 'SIGKILL');
      isKilled = true;
      await flooded;
      await client.endAsync();
      // The editor brings up another host by itself, and that reads what the killed one has left.
      const words =
        /^Gap ?Messages from \S.* to \S.* may be missing: the editor ended without a word\./;
      await eventually(rowsThere, (all) => all.some((row) => words.test(row)));
      await eventually(rowsThere, (all) => all.some((row) => row.startsWith('2F0B1')));
      assert.ok(!(await rows()).some((row) => words.test(row)));
    });
  });
}

/** The extension host of the other window, a child of the same server. */
function otherHost(): number {
  const [found] = fs.readdirSync('/proc').filter((id) => {
    try {
      const [, , , parent] = fs.readFileSync(`/proc/${id}/stat`, 'utf8').split(' ');
      const isHost = /--type=extensionHost/.test(fs.readFileSync(`/proc/${id}/cmdline`, 'utf8'));
      return isHost && Number(parent) === process.ppid && Number(id) !== process.pid;
    } catch {
      // It has gone while it was looked at, or is no process.
      return false;
    }
  });
  if (found === undefined) throw new Error('the other window has no host');
  return Number(found);
}

/** The sequence numbers of a device that are on the disk, in order. */
async function kept(device: string): Promise<number[]> {
  const file = path.join(process.env['MESSAGES_FOLDER'] ?? '', `two-${device}.jsonl`);
  const numbers = () =>
    fs
      .readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { readonly seqNumber: number }).seqNumber)
      .sort((a, b) => a - b);
  return eventually(
    async () => {
      await run('sigfox.messages.export', JSON.stringify(['device', 'broker:Shed', device]), file);
      return numbers();
    },
    (all) => all.length > perDevice,
  );
}
