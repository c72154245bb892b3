import assert from 'node:assert/strict';
import inspector from 'node:inspector';
import * as vscode from 'vscode';

export function ourExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('sigfox-workbench.sigfox-workbench');
  assert.ok(extension);
  return extension;
}

/** Files of doors to the world that are heavy and opened late, as far as they are loaded. */
export function heavyDoors(): string[] {
  return loadedFiles(ourExtension().extensionPath).filter((file) =>
    /mqttMessageSource|awsLikeBroker|workerBoard/.test(file),
  );
}

/** Every script of the extension that this host has loaded, as its debugger knows them. */
function loadedFiles(folder: string): string[] {
  const session = new inspector.Session();
  const files: string[] = [];
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => files.push(params.url));
  session.post('Debugger.enable');
  session.disconnect();
  const ours = files.filter((file) => file.includes(folder));
  assert.ok(
    ours.some((file) => file.endsWith('extension.js')),
    'the extension itself is among them',
  );
  return ours;
}
