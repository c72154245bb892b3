import assert from 'node:assert/strict';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

// Each row plants one line in a file of one door: the walls of ARCHITECTURE.md hold if lint reports it.
const planted: readonly [file: string, code: string, reason: string][] = [
  ['src/messages/planted.ts', "import * as vscode from 'vscode'; vscode;", 'editor in a middle'],
  ['src/messages/planted.ts', "import type { Uri } from 'vscode';", 'editor as a type'],
  ['src/simulator/network/planted.ts', "import type { Uri } from 'vscode';", 'sub-folder'],
  ['src/simulator/network/planted.ts', "import 'node:net';", 'sub-folder, the world'],
  ['src/messages/planted.ts', "import 'fs/promises';", 'bare module name'],
  ['src/messages/planted.ts', "import 'node:os';", 'machine facts are injected'],
  ['src/messages/planted.ts', "import 'mqtt';", 'a heavy package'],
  ['src/simulator/planted.ts', "import 'aedes';", 'a broker'],
  ['src/simulator/planted.ts', "import '@smithy/signature-v4';", 'AWS signing'],
  ['src/messages/planted.ts', "import './io/mqttMessageSource';", 'a middle opens its own door'],
  ['src/messages/planted.ts', "import './ui/messagesView';", 'a middle knows its view'],
  ['src/messages/planted.ts', "import '../simulator/simulator';", 'a neighbour'],
  ['src/messages/planted.ts', "import '../doctor/chain';", 'a neighbour'],
  ['src/messages/io/planted.ts', "import 'vscode';", 'editor in io'],
  ['src/messages/io/planted.ts', "import '../../cloud/stackClient';", 'a neighbour from io'],
  ['src/messages/io/planted.ts', "import '../ui/messagesView';", 'io knows a view'],
  ['src/messages/ui/planted.ts', "import 'node:child_process';", 'ui spawns'],
  ['src/messages/ui/planted.ts', "import '../io/mqttMessageSource';", 'ui opens the door'],
  ['src/messages/ui/planted.ts', "import '../../doctor/chain';", 'a neighbour from ui'],
  ['src/messages/ui/planted.ts', "import '../../doctor/ui/registerDoctor';", "another room's view"],
  ['src/simulator/network/planted.ts', "void import('../io/x');", 'dynamic import'],
  ['src/messages/planted.ts', 'export const now = Date.now();', 'own clock'],
  ['src/messages/planted.ts', 'export const now = new Date();', 'own clock'],
  ['src/messages/planted.ts', 'export const chance = Math.random();', 'own chance'],
  ['src/messages/planted.ts', "void fetch('http://127.0.0.1');", 'network global'],
  ['src/messages/planted.ts', 'setTimeout(() => undefined, 1);', 'timer global'],
  ['src/messages/planted.ts', 'export const home = process.env;', 'machine global'],
];

const allowed: readonly [file: string, code: string][] = [
  ['src/messages/planted.ts', "import '../sigfox/device';"],
  ['src/messages/planted.ts', "import '../shared/event';"],
  ['src/simulator/network/planted.ts', "import '../../messages/connection';"],
  ['src/messages/io/planted.ts', "import 'mqtt'; import '../connection';"],
  ['src/messages/ui/planted.ts', "import 'vscode'; import '../../shared/ui/commandRunner';"],
  [
    'src/extension.ts',
    "import 'vscode'; import './messages/ui/x'; void import('./messages/io/x');",
  ],
];

describe('the walls between the rooms', function () {
  this.timeout(120_000);
  const lint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });

  for (const [file, code, reason] of planted) {
    it(`report ${reason}: ${file}: ${code}`, async () => {
      assert.deepEqual((await wallReports(lint, file, code)).length, 1);
    });
  }

  for (const [file, code] of allowed) {
    it(`let pass ${file}: ${code}`, async () => {
      assert.deepEqual(await wallReports(lint, file, code), []);
    });
  }
});

async function wallReports(lint: ESLint, filePath: string, code: string): Promise<string[]> {
  const [result] = await lint.lintText(code, { filePath });
  assert.ok(result, 'lint looked at the file');
  return result.messages
    .filter(({ ruleId, fatal }) => fatal === true || /no-restricted-/.test(ruleId ?? ''))
    .map(({ message }) => message);
}
