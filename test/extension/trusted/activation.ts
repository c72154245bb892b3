import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export function describeActivation(): void {
  describe('activation', () => {
    it('brings the log command', async () => {
      const extension = vscode.extensions.getExtension('sigfox-workbench.sigfox-workbench');
      assert.ok(extension);
      await extension.activate();
      const known = new Set(await vscode.commands.getCommands(true));
      assert.ok(known.has('sigfox.showLog'));
    });
  });
}
