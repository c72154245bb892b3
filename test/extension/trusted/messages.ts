import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, hasWindow, inWindow, textsOf } from '../../support/window';

const rows = () => textsOf('.pane-body .monaco-list-row');
const pane = '.pane:has(.pane-header[aria-label^="Messages"])';
const rowWith = (text: string) => `${pane} .monaco-list-row:has-text(${JSON.stringify(text)})`;
const status = () => textsOf('.part.statusbar .statusbar-item');
const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const seen = (text: string) => eventually(rows, (all) => all.some((row) => row.includes(text)));
const gone = (text: string) => eventually(rows, (all) => !all.some((row) => row.includes(text)));

/** What a person sees, read off the window; the simulator runs since the tests of activation. */
export function describeMessages(): void {
  (hasWindow ? describe : describe.skip)('the Messages view', function () {
    this.timeout(120_000);

    before(async () => {
      await run('sigfox.simulator.start');
      await run('sigfox.messages.focus');
    });

    it("shows the how-to's payload 41df41e3 as 27.907171, through broker and tree", async () => {
      await run('sigfox.simulator.sendUplink', '1D743', '41df41e3');
      await seen('Greenhouse 3');
      await inWindow({ do: 'click', selector: `${rowWith('Greenhouse 3')} .monaco-tl-twistie` });
      await seen('temp 27.907171 °C');
    });

    it('says which device is faulty, and why', async () => {
      await run('sigfox.simulator.sendUplink', '41F2A7', '41ac00');
      const found = await seen('needs 4 bytes, got 3');
      assert.ok(
        found.some((row) => /^Tank 12 ?41F2A7 needs 4 bytes, got 3 just now/.test(row)),
        String(found),
      );
    });

    it('names simulator and devices in the status bar', async () => {
      await eventually(status, (items) =>
        items.some((item) => /Simulator · \d devices/.test(item)),
      );
    });

    it('proves Sigfox to This Window in the chain, the role by the backend, and leaves the rest grey', async () => {
      const chain = await eventually(
        rows,
        (all) =>
          all.some((row) => /^This Window ?subscribed: Simulator · eu-west-1 · sigfox/.test(row)) &&
          all.some((row) => /^AWS Role ?the callback was delivered/.test(row)),
      );
      assert.ok(
        chain.some((row) => /^Sigfox ?received /.test(row)),
        String(chain),
      );
      assert.ok(chain.some((row) => /^Topic ?.* was published/.test(row)));
      assert.ok(chain.some((row) => /^Board ?not known yet/.test(row)));
    });

    it('pauses and says how many wait, and resumes', async () => {
      await run('sigfox.messages.pause');
      await run('sigfox.simulator.sendUplink', '1D743', '41b80000');
      await run('sigfox.simulator.sendUplink', '1D743', '41b90000');
      await eventually(rows, (all) => all.some((row) => /^Paused ?· [2-9] new/.test(row)));
      await run('sigfox.messages.resume');
      await gone('Paused');
      await seen('temp 23.125 °C');
    });

    it('filters, to one device and to nothing', async () => {
      await run('sigfox.messages.filter', 'tank');
      await gone('Greenhouse 3');
      await run('sigfox.messages.filter', 'no such thing');
      await seen('No message matches "no such thing".');
      await run('sigfox.messages.clearFilter');
      await seen('Greenhouse 3');
    });

    it('opens a message as a read-only page', async () => {
      await run('sigfox.simulator.sendUplink', '41F2A7', '41ac00');
      await inWindow({ do: 'click', selector: `${rowWith('Tank 12')} .monaco-tl-twistie` });
      await inWindow({
        do: 'click',
        selector: `${pane} .monaco-list-row[aria-level="2"]:has-text("needs 4 bytes")`,
      });
      const document = await eventually(
        () => vscode.window.activeTextEditor?.document,
        (open) => open?.uri.scheme === 'sigfox-message',
      );
      const text = document?.getText() ?? '';
      assert.match(text, /^Tank 12 \(41F2A7\) {2}#\d+\n/);
      assert.match(text, /Problem {3}needs 4 bytes, got 3\n/);
    });

    it('copies what the selected row says', async () => {
      const wanted = `${pane} .monaco-list-row[aria-level="2"]:has-text("needs 4 bytes")`;
      // A row that moves while it is clicked leaves another one selected, and the extension hears of it a moment later.
      // Which of its messages is the first by now depends on how long the tests took.
      const copied = async (command: string, pattern: RegExp) => {
        await vscode.env.clipboard.writeText('');
        return eventually(
          async () => {
            await inWindow({ do: 'click', selector: wanted });
            void run(command);
            return vscode.env.clipboard.readText();
          },
          (text) => pattern.test(text),
        );
      };
      await copied('sigfox.messages.copyHex', /^41[0-9a-f]{4}$/);
      const json = await copied('sigfox.messages.copyJson', /^\{[^]*\}\s*$/);
      const { device, data, problem } = JSON.parse(json) as Record<string, string>;
      assert.deepEqual([device, problem], ['41F2A7', 'needs 4 bytes, got 3']);
      assert.match(data ?? '', /^41[0-9a-f]{4}$/);
      await run('notifications.clearAll');
    });

    it('publishes a test message and shows it', async () => {
      await run('sigfox.messages.publishTest');
      await seen('F00D');
    });

    it('shows links, images and HTML of a hostile name as the text they are (H4)', async () => {
      const hostile = '[x](command:sigfox.x) ![y](http://127.0.0.1:9/y) <u>z</u>';
      const naming = run('sigfox.messages.nameDevice', '["device","simulator","F00D"]');
      await inWindow({ do: 'wait', selector: '.quick-input-widget input:focus' });
      await inWindow({ do: 'type', text: hostile });
      await inWindow({ do: 'press', key: 'Enter' });
      await naming;
      await seen(hostile);
      await inWindow({ do: 'hover', selector: rowWith('[x](command') });
      const hover = await eventually(
        () => textsOf('.monaco-hover .hover-contents'),
        (texts) => texts.some((text) => text.includes('[x](command')),
      );
      assert.ok(
        hover.some((text) => text.includes(hostile)),
        String(hover),
      );
      const isMade = [
        '.monaco-hover a[data-href^="command:"]',
        '.monaco-hover a[href^="command:"]',
        '.monaco-hover img[src*="127.0.0.1:9"]',
        '.monaco-hover u, .monaco-hover .hover-contents a',
      ];
      assert.deepEqual(await textsOf(isMade.join(', ')), []);
      await inWindow({ do: 'press', key: 'Escape' });
    });
  });

  (hasWindow ? describe : describe.skip)(
    'the Messages view, when something is broken',
    function () {
      this.timeout(120_000);

      it('says that the connection is lost and counts down, and is live again by itself (F8)', async () => {
        await run('sigfox.simulator.plantFault', 'brokerAway');
        await eventually(rows, (all) =>
          all.some((row) =>
            /^Connection lost ?(The broker closed the connection\.|Nothing listens on 127\.0\.0\.1:\d+\. The broker may be down, or the port another\.) Trying again\./.test(
              row,
            ),
          ),
        );
        await eventually(status, (items) =>
          items.some((item) => /Reconnecting in \d+ s/.test(item)),
        );
        await run('sigfox.simulator.plantFault', 'none');
        await gone('Connection lost');
        await eventually(status, (items) => items.some((item) => item.includes('Simulator · ')));
      });

      it('says which right is missing, copies the policy, and comes back (F14)', async () => {
        await run('sigfox.simulator.plantFault', 'subscribeRefused');
        await seen('"iot:Subscribe" is not allowed on "topicfilter/sigfox".');
        await run('sigfox.messages.copyPolicy');
        assert.match(
          await vscode.env.clipboard.readText(),
          /"Resource": "arn:aws:iot:eu-west-1:<account id>:topicfilter\/sigfox"/,
        );
        await run('sigfox.simulator.plantFault', 'none');
        await run('sigfox.messages.tryNow');
        await gone('iot:Subscribe');
      });

      it('shows no toast for any of this', async () => {
        assert.deepEqual(
          await textsOf('.notifications-toasts .notification-list-item-message'),
          [],
        );
      });

      it('goes on after 1,000 messages in a burst (F23)', async () => {
        for (let sent = 0; sent < 1_000; sent++) {
          await run(
            'sigfox.simulator.sendUplink',
            'BEF',
            `${(sent % 256).toString(16).padStart(2, '0')}2e333340e1062503005c`,
          );
        }
        await run('sigfox.simulator.sendUplink', '1D743', '42280000');
        // The broker delivers a hundred a second, as AWS does: what it left out shows as not seen, and the view lives.
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await run('sigfox.simulator.sendUplink', '1D743', '42280000');
        await seen('42.00 °C');
      });

      it('says "Not connected" by the welcome text after it was stopped and cleared', async () => {
        await run('sigfox.simulator.stop');
        await eventually(status, (items) => !items.some((item) => item.includes('Simulator')));
      });
    },
  );
}
