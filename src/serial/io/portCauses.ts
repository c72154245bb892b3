import { readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import os from 'node:os';
import type { OpenFailure, PortHolder } from '../openFailure';

/** The port is locked or taken: by whom, as far as this account may look. */
export async function causeOfBusy(address: string): Promise<OpenFailure> {
  return { kind: 'busy', holders: await portHolders(address) };
}

/** The account may not open the device file: which group may, and whether only a new login is missing. */
export async function causeOfDenial(
  address: string,
  groupFile = '/etc/group',
): Promise<OpenFailure> {
  const unknown: OpenFailure = { kind: 'denied', group: undefined, isMember: false };
  try {
    const { gid, mode } = await stat(address);
    // Without rights for the group, membership would not help.
    if ((mode & 0o060) !== 0o060) return unknown;
    const lines = (await readFile(groupFile, 'utf8')).split('\n').map((line) => line.split(':'));
    const entry = lines.find((parts) => parts[2] === String(gid));
    const members = entry?.[3]?.split(',') ?? [];
    return {
      kind: 'denied',
      group: entry?.[0],
      isMember: members.includes(os.userInfo().username),
    };
  } catch {
    return unknown;
  }
}

/** The port is not there. On Linux "brltty" takes USB adapters of some kinds away at once. */
export async function causeOfAbsence(address: string): Promise<OpenFailure> {
  const isAdapter = /ttyUSB\d+$/.test(address);
  const isTaken = isAdapter && (await isRunning(/^brltty$/));
  return { kind: isTaken ? 'takenByBraille' : 'missing' };
}

/** Programs that have the file open, this one left out. Other accounts' programs stay unseen. */
export async function portHolders(address: string): Promise<PortHolder[]> {
  const device = await realpath(address).catch(() => address);
  const found = await Promise.all(
    (await processIds()).map(async (processId) => {
      const folder = `/proc/${processId}/fd`;
      const descriptors = await readdir(folder).catch((): string[] => []);
      const targets = await Promise.all(
        descriptors.map((descriptor) => readlink(`${folder}/${descriptor}`).catch(() => '')),
      );
      return targets.includes(device) ? [await holderOf(processId)] : [];
    }),
  );
  return found.flat();
}

async function holderOf(processId: number): Promise<PortHolder> {
  const read = (name: string) => readFile(`/proc/${processId}/${name}`, 'utf8').catch(() => '');
  const [program, commandLine] = await Promise.all([read('comm'), read('cmdline')]);
  return {
    processId,
    program: program.trim(),
    isEditor: /extensionHost|bootstrap-fork/.test(commandLine),
  };
}

async function isRunning(program: RegExp): Promise<boolean> {
  const names = await Promise.all(
    (await processIds()).map((id) => readFile(`/proc/${id}/comm`, 'utf8').catch(() => '')),
  );
  return names.some((name) => program.test(name.trim()));
}

/** Nothing where there is no `/proc`, as on macOS and Windows. */
async function processIds(): Promise<number[]> {
  const names = await readdir('/proc').catch((): string[] => []);
  return names.flatMap((name) => {
    const id = Number(name);
    return Number.isInteger(id) && id !== process.pid ? [id] : [];
  });
}
