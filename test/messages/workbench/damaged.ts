import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { inWindow } from '../../support/window';
import { gone, run, seen, storeFolder } from './brokers';

/** Before anything else in this window: the store is opened once. */
export function describeDamaged(): void {
  describe('a store that was damaged before the window began', function () {
    this.timeout(120_000);

    it('is moved aside, and a row says where, once (F19)', async () => {
      fs.mkdirSync(storeFolder(), { recursive: true });
      fs.writeFileSync(path.join(storeFolder(), 'messages.db'), 'no database'.repeat(1_000));
      await run('sigfox.messages.focus');
      await seen(
        /^Begun Anew ?The kept messages were damaged and moved to .*messages-damaged-\d+\.db\./,
      );
      const [moved] = fs.readdirSync(storeFolder()).filter((name) => name.includes('damaged'));
      const text = fs.readFileSync(path.join(storeFolder(), moved ?? ''), 'latin1');
      assert.ok(text.startsWith('no database'), 'nothing was deleted');
      const row = '.pane-body .monaco-list-row:has-text("Begun Anew")';
      await inWindow({ do: 'hover', selector: row });
      await inWindow({ do: 'click', selector: `${row} .action-label[aria-label^="Dismiss"]` });
      await gone('Begun Anew');
    });
  });
}
