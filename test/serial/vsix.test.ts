import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BoardEnd, until } from './port';

const vsix = process.env['SERIAL_VSIX'] ?? '';

describe('the packaged extension', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'vsix-'));
    execFileSync('unzip', ['-q', vsix, '-d', folder]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const at = (...names: string[]) => path.join(folder, 'extension', ...names);
  const driverFile = () => {
    const name = readdirSync(at('dist')).find((file) => /^nodeSerialDriver-.*\.js$/.test(file));
    return pathToFileURL(at('dist', name ?? assert.fail('no driver in the package'))).href;
  };

  it('brings the native part for every system, and stays small', () => {
    const prebuilds = readdirSync(at('prebuilds')).sort();
    const files = prebuilds.flatMap((system) =>
      readdirSync(at('prebuilds', system)).map((file) => `${system}/${file}`),
    );
    assert.deepEqual(files.sort(), [
      'darwin-x64+arm64/@serialport+bindings-cpp.node',
      'linux-arm64/@serialport+bindings-cpp.armv8.glibc.node',
      'linux-arm64/@serialport+bindings-cpp.armv8.musl.node',
      'linux-x64/@serialport+bindings-cpp.glibc.node',
      'linux-x64/@serialport+bindings-cpp.musl.node',
      'win32-arm64/@serialport+bindings-cpp.armv8.node',
      'win32-x64/@serialport+bindings-cpp.node',
    ]);
    assert.ok(statSync(vsix).size <= 1_572_864, `${statSync(vsix).size} bytes`);
  });

  it('opens a port with the native part it brings', async () => {
    const board = new BoardEnd();
    const settings = {
      baudRate: 9_600,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      dtr: 'leave',
      rts: 'leave',
    };
    // In a Node of its own: the loader of the tests would help where the package has to help itself.
    const script = `import(${JSON.stringify(driverFile())})
      .then(({ NodeSerialDriver }) => NodeSerialDriver.load())
      .then((driver) => driver.open(${JSON.stringify(board.address)}, ${JSON.stringify(settings)}))
      .then((port) => port.onDidReceive((bytes) => {
        process.stdout.write(bytes);
        void port.close();
      }))`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await until(() => board.isOpen);
    // The system throws away what comes while a port is being opened.
    await new Promise((resolve) => setTimeout(resolve, 200));
    board.say('from the package');
    await until(() => said === 'from the package' && child.exitCode !== null);
    assert.equal(child.exitCode, 0);
    board.unplug();
  });

  it('says why there is no monitor when the native part is missing, and still loads (F22)', () => {
    renameSync(at('prebuilds'), at('elsewhere'));
    const script = `import(${JSON.stringify(driverFile())})
      .then(({ NodeSerialDriver }) => NodeSerialDriver.load())
      .then(() => console.log('loaded'), (error) => console.log(JSON.stringify(error.failure)))`;
    const said = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    renameSync(at('elsewhere'), at('prebuilds'));
    const failure = JSON.parse(said) as { kind: string; detail: string };
    assert.equal(failure.kind, 'noBinding');
    assert.match(failure.detail, /^No native build was found/);
  });
});
