import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { startMosquitto } from '../../support/mosquitto';
import { eventually, inWindow, textsOf } from '../../support/window';
import {
  body,
  foldAll,
  gone,
  ports,
  publisher,
  rows,
  run,
  seen,
  storeFolder,
  unfold,
} from './brokers';

/** Messages that outlive the window's memory, in the real window. */
export function describeKept(): void {
  describe('kept messages, in the Messages view', function () {
    this.timeout(120_000);

    it('says how much of it shows, and pages older messages in from the disk (F23)', async () => {
      const broker = await startMosquitto({ port: ports.plain });
      await run('sigfox.messages.connect', 'broker:Shed');
      const client = await publisher(ports.plain);
      // More than the memory keeps of one device.
      for (let number = 1; number <= 700; number++) {
        await client.publishAsync('sigfox/thermo', body('2D001', number % 4_096), { qos: 0 });
      }
      await client.publishAsync('sigfox/thermo', body('2D001', 701, '42280000'), { qos: 1 });
      await seen(/^2D001.*42/);
      await eventually(
        () => textsOf('.pane-header .description'),
        (texts) => texts.some((text) => /showing [\d,]+ of [\d,]+/.test(text)),
      );
      // 20 rows show, the window's memory has 500, and the rest comes from the disk; page by page.
      for (const left of [681, 581, 481, 381, 281, 181, 81]) {
        await atTheEnd(new RegExp(`… ${left} older messages`));
        await run('sigfox.messages.showOlder', JSON.stringify(['older', 'broker:Shed', '2D001']));
      }
      await atTheEnd(/#1$/);
      await client.endAsync();
      await run('sigfox.messages.disconnect', JSON.stringify(['connection', 'broker:Shed']));
      await broker.stop();
    });

    it('says over them that their connection is not used now, and offers to connect', async () => {
      await foldAll();
      await seen(/^Not connected ?Shed · 127\.0\.0\.1:\d+ · sigfox\/#/);
      const row = '.pane-body .monaco-list-row:has-text("Not connected")';
      await inWindow({ do: 'hover', selector: row });
      const broker = await startMosquitto({ port: ports.plain });
      await inWindow({ do: 'click', selector: `${row} .action-label[aria-label^="Connect"]` });
      await gone('Not connected');
      await run('sigfox.messages.disconnect', JSON.stringify(['connection', 'broker:Shed']));
      await seen('Not connected');
      await broker.stop();
    });

    it('keeps them under the global storage, and nothing decoded among them', async () => {
      const [store] = await eventually(storeFiles, (found) => found.length > 0);
      const text = fs.readFileSync(store ?? '').toString('latin1');
      assert.ok(!text.includes('27.9'), 'no decoded value');
    });
  });
}

/** A tree draws what is in sight only: the end of the list is where a person would scroll to. */
async function atTheEnd(text: RegExp): Promise<void> {
  await eventually(
    async () => {
      await unfold('2D001');
      await run('sigfox.messages.focus');
      await run('list.focusLast');
      return rows();
    },
    (all) => all.some((row) => text.test(row)),
  );
}

function storeFiles(): string[] {
  const folder = storeFolder();
  return fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.startsWith('messages.db'))
        .map((name) => path.join(folder, name))
    : [];
}
