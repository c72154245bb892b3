import assert from 'node:assert/strict';
import * as vscode from 'vscode';

export function describeRestrictedMode(): void {
  describe('Restricted Mode', () => {
    it('is what this run is about', () => {
      assert.equal(vscode.workspace.isTrusted, false);
    });

    it("does not read the folder's own connections", () => {
      assert.deepEqual(vscode.workspace.getConfiguration().get('sigfox.connections'), []);
    });
  });
}
