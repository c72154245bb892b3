import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type {
  ProcessEnd,
  ProcessRequest,
  ProcessResult,
  ProcessRunner,
  RunningProcess,
} from '../processRunner';
import { killTree } from './processTree';

/** How the guard is run: `processGuardWorker.ts` is a bundle of its own, beside the extension's. */
export interface Guard {
  readonly program: string;
  readonly args: readonly string[];
}

const bundledGuard: Guard = {
  program: process.execPath,
  args: [fileURLToPath(new URL('./processGuardWorker.js', import.meta.url))],
};

/** 16 million characters: no answer we ask for is longer, and a program gone wild does not fill the memory. */
const maxOutputLength = 16_000_000;

/** Runs programs: nothing else starts any, save for its own guard and the means of ending them. */
export class NodeProcessRunner implements ProcessRunner {
  constructor(private readonly guard: Guard = bundledGuard) {}

  start(request: ProcessRequest): RunningProcess {
    return new NodeProcess(request.isGuarded === true ? this.guarded(request) : request);
  }

  async run(request: ProcessRequest, signal: AbortSignal): Promise<ProcessResult> {
    const running = this.start(request);
    const output = { stdout: '', stderr: '' };
    running.onOutput((stream, text) => {
      if (output[stream].length < maxOutputLength) output[stream] += text;
    });
    const stop = () => void running.kill();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const end = await running.ended;
    signal.removeEventListener('abort', stop);
    return { end, ...output };
  }

  /** The editor's own program is the Node that the guard runs in. */
  private guarded(request: ProcessRequest): ProcessRequest {
    return {
      ...request,
      program: this.guard.program,
      args: [...this.guard.args, request.program, ...request.args],
      env: { ...request.env, ELECTRON_RUN_AS_NODE: '1' },
    };
  }
}

class NodeProcess implements RunningProcess {
  readonly ended: Promise<ProcessEnd>;
  private readonly child: ChildProcess;
  private readonly isGuarded: boolean;

  constructor(request: ProcessRequest) {
    this.isGuarded = request.isGuarded === true;
    const stdio: StdioOptions = [this.isGuarded ? 'pipe' : 'ignore', 'pipe', 'pipe'];
    this.child = spawn(request.program, request.args, {
      cwd: request.folder,
      env: { ...process.env, ...request.env },
      stdio,
      // Leads a session: what it starts can be found by that, and a signal to the editor's group does not reach the guard.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    // The guard may be gone when its input is closed.
    this.child.stdin?.on('error', () => undefined);
    this.ended = endOf(this.child).then((end) => (this.isGuarded ? seenByGuard(end) : end));
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  onOutput(listener: (stream: 'stdout' | 'stderr', text: string) => void): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      this.child[stream]?.setEncoding('utf8').on('data', (text: string) => listener(stream, text));
    }
  }

  async kill(): Promise<readonly string[]> {
    const { pid } = this.child;
    if (pid === undefined) return [];
    // The guard ends all of its own when its input closes; its tree is looked at all the same, should it hang itself.
    this.child.stdin?.end();
    const left = await killTree(pid);
    if (left.length === 0) await this.ended;
    return left;
  }

  dispose(): void {
    void this.kill();
  }
}

/** The guard, like a shell, says 127 when there is no such program. */
function seenByGuard(end: ProcessEnd): ProcessEnd {
  return end.kind === 'exited' && end.code === 127 ? { kind: 'notStarted', reason: 'ENOENT' } : end;
}

/** Output is complete at `close`, which a grandchild with the same pipe could put off for ever. */
const outputPatienceMs = 500;

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: 'notStarted', reason: error.code ?? error.message }),
    );
    const settle = (code: number | null, signal: NodeJS.Signals | null) =>
      resolve(signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'killed', signal });
    child.once('close', settle);
    child.once('exit', (code, signal) => {
      setTimeout(() => settle(code, signal), outputPatienceMs).unref();
    });
  });
}
