import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { heavyDoors, ourExtension } from '../../support/ourExtension';
import { eventually } from '../../support/window';

export function describeActivation(): void {
  describe('activation', () => {
    it('loads no heavy door and starts nothing', async () => {
      await ourExtension().activate();
      assert.deepEqual(heavyDoors(), []);
      assert.equal(
        vscode.workspace.getConfiguration().get('sigfox.connections') instanceof Array,
        true,
      );
    });

    it('brings every command of the manifest', async () => {
      const known = new Set(await vscode.commands.getCommands(true));
      const { contributes } = ourExtension().packageJSON as {
        contributes: { commands: { command: string }[] };
      };
      assert.deepEqual(
        contributes.commands.map(({ command }) => command).filter((id) => !known.has(id)),
        [],
      );
    });

    it('opens the heavy doors when the simulator starts', async () => {
      await vscode.commands.executeCommand('sigfox.simulator.start');
      // The window begins to listen after the command has ended.
      const found = await eventually(heavyDoors, ({ length }) => length === 2);
      assert.deepEqual(found.map((file) => /(\w+)-\w+\.js$/.exec(file)?.[1]).sort(), [
        'awsLikeBroker',
        'mqttMessageSource',
      ]);
    });
  });
}
