import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, hasWindow, inWindow, textsOf } from '../../support/window';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const form = (act: string, argument: object) =>
  inWindow({ do: 'inPage', title: 'Callback Form', act, ...argument });

/** Steps of the guide, `+` before those that are ticked. */
async function steps(): Promise<string[]> {
  const selector = '[data-done-step-id]';
  const of = (name: string) => inWindow({ do: 'attributes', selector, name });
  const ids = (await of('data-done-step-id')) as string[];
  const checked = (await of('aria-checked')) as string[];
  return ids.map((id, at) => `${checked[at] === 'true' ? '+' : '-'}${id.split('#').at(-1) ?? ''}`);
}

const ticked = (name: string) =>
  eventually(
    async () => {
      await run('sigfox.openGuide');
      return steps();
    },
    (all) => all.includes(`+${name}`),
  );

/** Every step of the guide is ticked by a fact, and by no click. */
export function describeGuide(): void {
  (hasWindow ? describe : describe.skip)('the guide', function () {
    this.timeout(120_000);

    it('ticks what was true before it was opened: the simulator and the first message', async () => {
      await run('sigfox.messages.focus');
      await run('sigfox.simulator.start');
      await run('sigfox.simulator.sendUplink', '1D743', '41df41e3');
      await eventually(
        () => textsOf('.pane-body .monaco-list-row'),
        (rows) => rows.some((row) => row.startsWith('Greenhouse 3')),
      );
      await run('sigfox.openGuide');
      await eventually(steps, (all) => all.includes('+simulator') && all.includes('+message'));
    });

    it('has nothing ticked that did not happen', async () => {
      const all = await steps();
      assert.deepEqual(
        ['sketch', 'board', 'stack', 'callback'].filter((step) => !all.includes(`-${step}`)),
        [],
      );
    });

    it('ticks the sketch when one is open', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      const sketch = vscode.Uri.joinPath(folder ?? vscode.Uri.file('/'), 'hello/hello.ino');
      const text = 'void setup() {}\nvoid loop() {}\n';
      await vscode.workspace.fs.writeFile(sketch, new TextEncoder().encode(text));
      await vscode.window.showTextDocument(sketch);
      await eventually(
        () => textsOf('.part.statusbar .statusbar-item'),
        (all) => all.some((item) => item.includes('Choose Board')),
      );
      await ticked('sketch');
    });

    it('ticks the board when one runs', async () => {
      await run('sigfox.simulator.startBoard', 'mega-telit');
      await ticked('board');
      await run('sigfox.simulator.stopBoard');
    });

    it('ticks the path when every link from Sigfox to this window is proven', async () => {
      await run('sigfox.simulator.sendUplink', '1D743', '41df41e3');
      await ticked('first');
    });

    it('ticks the callback form when what was pasted is right', async () => {
      await run('sigfox.callback.openForm');
      await form('fill', { selector: '#pasted-region', text: 'US_EAST_1' });
      await eventually(
        async () => (await form('texts', { selector: '.problem' })) as string[],
        (all) => all.some((text) => text.includes('The form publishes to US_EAST_1')),
      );
      await form('fill', { selector: '#pasted-region', text: 'EU_WEST_1' });
      await ticked('callback');
    });

    it('ticks the stack when its role and topic are known', async () => {
      await nameRole();
      await ticked('stack');
      await run('sigfox.cloud.forgetStack');
    });
  });
}

/** "I have a role ARN": the quickest way to a known target. */
async function nameRole(): Promise<void> {
  const named = run('sigfox.cloud.useRole');
  const answers = [
    [/A role looks like|ARN of the role/, 'arn:aws:iam::123456789012:role/Sigfox'],
    [/Region of the topic|A region such as/, 'eu-west-1'],
    [/Topic the role may publish to/, 'sigfox'],
  ] as const;
  for (const [prompt, text] of answers) {
    await eventually(
      () => textsOf('.quick-input-widget'),
      (all) => all.some((shown) => prompt.test(shown)),
    );
    await inWindow({ do: 'press', key: 'Control+a' });
    await inWindow({ do: 'type', text });
    await inWindow({ do: 'press', key: 'Enter' });
  }
  await named;
}
