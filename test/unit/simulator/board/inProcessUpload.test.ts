import assert from 'node:assert/strict';
import type { ArduinoCli, CompileResult } from '../../../../src/firmware/arduinoCli';
import { lazyArduinoCli } from '../../../../src/firmware/lazyArduinoCli';
import type { BoardPort } from '../../../../src/firmware/boardPort';
import { UserError } from '../../../../src/shared/userError';
import { uploadingInProcess } from '../../../../src/simulator/board/inProcessUpload';

const virtual = port('net:127.0.0.1:4711');
const job = { folder: '/sketches/thermo', fqbn: 'arduino:avr:mega' };
const events = { onOutput: () => undefined, onProgress: () => undefined };
const never = new AbortController().signal;

function port(address: string): BoardPort {
  return { address, protocol: 'serial', label: address, identity: {}, boards: [] };
}

function create(ports: readonly BoardPort[]) {
  const done: string[] = [];
  const compiled: CompileResult = {
    outcome: { kind: 'done', value: { sections: [], usedLibraries: [] } },
    ...{ diagnostics: [], compilerErrors: '', compilerOutput: '', rebuiltUnits: [] },
    buildPath: '/builds/1',
  };
  const real: Pick<ArduinoCli, 'compile' | 'upload'> = {
    compile: () => Promise.resolve(compiled),
    upload: ({ port: { address } }) => {
      done.push(`uploader to ${address}`);
      return Promise.resolve({ kind: 'done', value: { portAddress: address } });
    },
  };
  const board = {
    ports,
    flash: (text: string, name?: string) => {
      if (text !== 'hex') return Promise.reject(new UserError('The firmware is empty.'));
      done.push(`flashed ${name ?? ''}`);
      return Promise.resolve();
    },
  };
  const files = new Map([['/builds/1/thermo.ino.hex', 'hex']]);
  const arduino = uploadingInProcess(
    lazyArduinoCli(() => Promise.resolve(real as ArduinoCli)),
    board,
    (file) => Promise.resolve(files.get(file) ?? ''),
  );
  return { arduino, done, files };
}

describe('uploadingInProcess', () => {
  it('flashes what was compiled when the virtual board has a TCP port', async () => {
    const { arduino, done } = create([virtual]);
    await arduino.compile(job, events, never);
    const outcome = await arduino.upload({ ...job, port: virtual }, events, never);
    assert.deepEqual(
      [outcome, done],
      [{ kind: 'done', value: { portAddress: virtual.address } }, ['flashed thermo']],
    );
  });

  const others: readonly [reason: string, ports: BoardPort[], to: BoardPort][] = [
    ['a pseudo-terminal of the virtual board', [port('/dev/pts/7')], port('/dev/pts/7')],
    ['a real board', [virtual], port('COM7')],
    ['a TCP port that is not the virtual board', [], virtual],
  ];
  for (const [reason, ports, to] of others) {
    it(`leaves ${reason} to the uploader`, async () => {
      const { arduino, done } = create(ports);
      await arduino.compile(job, events, never);
      await arduino.upload({ ...job, port: to }, events, never);
      assert.deepEqual(done, [`uploader to ${to.address}`]);
    });
  }

  it('says why a firmware was not taken, or that there is none yet', async () => {
    const { arduino, files } = create([virtual]);
    const upload = async () => {
      const outcome = await arduino.upload({ ...job, port: virtual }, events, never);
      return outcome.kind === 'failed' && 'message' in outcome.failure && outcome.failure.message;
    };
    assert.equal(await upload(), '"thermo" was not compiled yet.');
    files.clear();
    await arduino.compile(job, events, never);
    assert.equal(await upload(), 'The firmware is empty.');
  });
});
