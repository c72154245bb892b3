import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** One process of the machine, as far as ending it asks. */
interface Process {
  readonly id: number;
  readonly parentId: number;
  /** The process that began the session, which a process group of its own does not change; 0 where it is not known. */
  readonly sessionId: number;
  readonly name: string;
}

const graceMs = 700;
const patienceMs = 2_000;
const lookAgainMs = 20;

/**
 * Ends a process that leads a session of its own, and everything below it: politely first, so that a compiler removes its
 * half-written files, then for certain. Gives the names of those that live on, as one does that waits for a device driver.
 */
export async function killTree(rootId: number): Promise<readonly string[]> {
  if (process.platform === 'win32') return killTreeOnWindows(rootId);
  const started = performance.now();
  // Children of a process that has ended belong to nobody who could name them, so all are remembered while they are seen.
  const seen = new Map<number, Process>();
  const polite = new Set<number>();
  for (;;) {
    const all = await listProcesses();
    for (const found of treeOf(rootId, all, seen)) seen.set(found.id, found);
    const left = [...seen.values()].filter((one) =>
      all.some((other) => other.id === one.id && other.name === one.name),
    );
    const waitedMs = performance.now() - started;
    if (left.length === 0 || waitedMs > patienceMs) return left.map(({ name }) => name);
    for (const { id } of left) {
      if (waitedMs > graceMs) signal(id, 'SIGKILL');
      else if (!polite.has(id)) signal(id, 'SIGTERM');
      polite.add(id);
    }
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

function treeOf(
  rootId: number,
  all: readonly Process[],
  seen: ReadonlyMap<number, Process>,
): readonly Process[] {
  const inside = new Set([rootId, ...seen.keys()]);
  for (let size = -1; size !== inside.size;) {
    size = inside.size;
    for (const one of all) {
      if (one.sessionId === rootId || inside.has(one.parentId)) inside.add(one.id);
    }
  }
  return all.filter((one) => inside.has(one.id));
}

function signal(id: number, name: NodeJS.Signals): void {
  try {
    process.kill(id, name);
  } catch {
    // It has gone by itself.
  }
}

function listProcesses(): Promise<readonly Process[]> {
  return process.platform === 'linux' ? readProc() : askPs();
}

async function readProc(): Promise<readonly Process[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const texts = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/stat`, 'latin1').catch(() => '')),
  );
  return texts.flatMap((text) => parseStat(text) ?? []);
}

/** proc(5): `pid (name) state parent group session …`; the name may hold spaces and brackets. A zombie is gone already. */
function parseStat(text: string): Process | undefined {
  const found = /^(\d+) \((.*)\) (\S) (\d+) \d+ (\d+)/s.exec(text);
  if (!found || found[3] === 'Z') return undefined;
  const [, id, name, , parentId, sessionId] = found;
  return {
    id: Number(id),
    name: name ?? '',
    parentId: Number(parentId),
    sessionId: Number(sessionId),
  };
}

function askPs(): Promise<readonly Process[]> {
  return new Promise((resolve) => {
    execFile('ps', ['-axo', 'pid=,ppid=,stat=,comm='], (_error, stdout) => {
      const rows = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line));
      resolve(
        rows.flatMap((row) =>
          row && !row[3]?.startsWith('Z')
            ? [{ id: Number(row[1]), parentId: Number(row[2]), sessionId: 0, name: row[4] ?? '' }]
            : [],
        ),
      );
    });
  });
}

function killTreeOnWindows(rootId: number): Promise<readonly string[]> {
  return new Promise((resolve) => {
    // 128: there is no such process any more.
    execFile('taskkill', ['/PID', String(rootId), '/T', '/F'], (error) =>
      resolve(error && error.code !== 128 ? [`process ${rootId}`] : []),
    );
  });
}
