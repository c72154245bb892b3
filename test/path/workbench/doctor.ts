import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, hasWindow, inWindow, textsOf } from '../../support/window';

const title = 'Why Do I See Nothing?';
const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
const inPage = (act: string, argument: object) =>
  inWindow({ do: 'inPage', title, act, ...argument });
const verdict = async () =>
  ((await inPage('texts', { selector: '.verdict' })) as string[]).join(' ');
const says = (pattern: RegExp) => eventually(verdict, (text) => pattern.test(text));
const linkIs = (link: string, state: string) =>
  eventually(
    async () =>
      (await inPage('attributes', {
        selector: `[data-link="${link}"]`,
        name: 'class',
      })) as string[],
    ([found]) => found === state,
  );
const pressFix = (link: string) => inPage('click', { selector: `[data-fix="${link}"]` });

/** The doctor in a window: faults really planted in the simulator, found, and mended by the page's own button. */
export function describeDoctor(): void {
  (hasWindow ? describe : describe.skip)('the doctor', function () {
    this.timeout(120_000);

    before(async () => {
      await run('sigfox.simulator.start');
      await run('sigfox.simulator.sendUplink', '1D743', '41df41e3');
      await run('sigfox.doctor.check', '1D743');
      await says(/^(Nothing is known to be broken|Every link works)/);
    });

    it('finds no red where there is no fault', async () => {
      const classes = (await inPage('attributes', {
        selector: '[data-link]',
        name: 'class',
      })) as string[];
      assert.equal(classes.length, 7);
      assert.ok(!classes.includes('broken'), String(classes));
    });

    it('finds a paused view, and the link turns green after its button was pressed', async () => {
      await run('sigfox.messages.pause');
      await says(/broken at "This Window": The Messages view is paused/);
      await linkIs('window', 'broken');
      await pressFix('window');
      await linkIs('window', 'proven');
    });

    it('finds messages that Sigfox throws away, and disengages after a question', async () => {
      await run('sigfox.simulator.plantFault', 'sequenceBroken');
      await run('sigfox.simulator.sendUplink', '1D743', '41df41e3');
      await run('sigfox.doctor.check', '1D743');
      await says(
        /broken at "Sigfox": Sigfox is discarding this device's messages: sequence broken/,
      );
      await pressFix('sigfox');
      await inWindow({
        do: 'click',
        selector: '.monaco-dialog-box .monaco-button:has-text("Disengage")',
      });
      await linkIs('sigfox', 'proven');
      await run('sigfox.simulator.plantFault', 'none');
    });

    it('names the first on the path of two faults, and then the other', async () => {
      await run('sigfox.messages.filter', 'nothing like this');
      await run('sigfox.simulator.plantFault', 'roleRefused');
      await run('sigfox.simulator.sendUplink', '1D743', '41df41e3');
      await run('sigfox.doctor.check', '1D743');
      await says(/broken at "AWS Role": AWS does not let Sigfox take on the role/);
      await linkIs('window', 'broken');
      // The chain says the same.
      await eventually(
        () => textsOf('.pane-body .monaco-list-row'),
        (rows) =>
          rows.some((row) =>
            /^AWS Role ?(AWS does not let Sigfox|The callback was answered with 403)/.test(row),
          ),
      );
      await run('sigfox.simulator.plantFault', 'none');
      await run('sigfox.simulator.sendUplink', '1D743', '41df41e3');
      await run('sigfox.doctor.check', '1D743');
      await says(/broken at "This Window": The Messages view shows only what matches/);
      await pressFix('window');
      await linkIs('window', 'proven');
    });

    it('is copied as text', async () => {
      await run('sigfox.doctor.copyDiagnosis');
      const text = await vscode.env.clipboard.readText();
      assert.match(text, /^Greenhouse 3 \(1D743\)\nChecked at /);
      assert.match(text, /This Window: works\. subscribed: Simulator/);
    });
  });
}
