import {
  ArduinoCoreServiceDefinition,
  type ArduinoCoreServiceClient,
  type Instance,
} from 'ardunno-cli';
import { type Channel, createChannel, createClient } from 'nice-grpc';
import type { ProcessRequest, ProcessRunner, RunningProcess } from '../../shared/processRunner';
import type { ArduinoFailure, Outcome, WorkEvents } from '../arduinoCli';
import { readInit } from './initWords';

/** A sketch's own set of platforms and libraries, of which arduino-cli makes an instance apart. */
export interface Profile {
  readonly folder: string;
  readonly name: string;
}

/** Generous: a loaded machine takes a second, a fresh one unpacks its tools on the way. */
const startPatienceMs = 30_000;
/** A process that is killed loses its connection a moment before its end is known. */
const noticeMs = 500;
/** An address takes sixty characters; a program that says more is no arduino-cli. */
const maxAddressLength = 10_000;
/** The build properties of a board with many options are long; no real answer comes near this. */
const maxMessageBytes = 64 * 1024 * 1024;

/** A running `arduino-cli daemon`. It has no authentication, so whoever starts it ends it soon. */
export class ArduinoDaemon {
  private readonly instances = new Map<string, Promise<Instance>>();
  private end: string | undefined;

  private constructor(
    private readonly running: RunningProcess,
    private readonly channel: Channel,
    readonly client: ArduinoCoreServiceClient,
    /** What arduino-cli could not load, in its own words. */
    private readonly onWarning: (text: string) => void,
  ) {
    void running.ended.then((end) => {
      this.end = end.kind === 'exited' ? `exit code ${end.code}` : words(end);
    });
  }

  static async start(
    runner: ProcessRunner,
    request: Pick<ProcessRequest, 'program' | 'env'>,
    onWarning: (text: string) => void,
  ): Promise<Outcome<ArduinoDaemon>> {
    const args = ['daemon', '--port', '0', '--json'];
    const running = runner.start({ ...request, args, isGuarded: true });
    const address = await readAddress(running);
    if (address.kind === 'failed') {
      await running.kill();
      return address;
    }
    const channel = createChannel(address.value, undefined, {
      'grpc.max_receive_message_length': maxMessageBytes,
      // It is on this machine: a proxy of the environment has no part in it.
      'grpc.enable_http_proxy': 0,
    });
    const client = createClient(ArduinoCoreServiceDefinition, channel);
    return { kind: 'done', value: new ArduinoDaemon(running, channel, client, onWarning) };
  }

  /** How it ended, once it has. */
  get endReason(): string | undefined {
    return this.end;
  }

  get processId(): number | undefined {
    return this.running.processId;
  }

  /** After a call broke off: gives the end of the process, if that is the cause, the time to be noticed. */
  async settled(): Promise<void> {
    const patience = new Promise((resolve) => setTimeout(resolve, noticeMs));
    await Promise.race([this.running.ended, patience]);
  }

  /** The instance for a profile, or the common one; made on first use, by whoever asks first for all others. */
  instance(profile: Profile | undefined, events: WorkEvents): Promise<Instance> {
    const key = profile ? `${profile.folder}\n${profile.name}` : '';
    const made = this.instances.get(key) ?? this.createInstance(profile, events);
    this.instances.set(key, made);
    made.catch(() => this.instances.delete(key));
    return made;
  }

  /** Makes the instances anew on next use: what is installed has changed. */
  forgetInstances(): void {
    this.instances.clear();
  }

  private async createInstance(
    profile: Profile | undefined,
    events: WorkEvents,
  ): Promise<Instance> {
    const { instance } = await this.client.create({});
    if (!instance) throw new Error('arduino-cli made no instance');
    const sketch = { profile: profile?.name ?? '', sketchPath: profile?.folder ?? '' };
    for await (const response of this.client.init({ instance, ...sketch })) {
      readInit(response, events, this.onWarning);
    }
    return instance;
  }

  /** Ends it with all it runs; gives the names of what would not go. */
  async kill(): Promise<readonly string[]> {
    this.channel.close();
    return this.running.kill();
  }
}

/** The first thing a daemon says is where it listens, as JSON over several lines. */
function readAddress(running: RunningProcess): Promise<Outcome<string>> {
  return new Promise((resolve) => {
    let said = '';
    let complained = '';
    const settle = (outcome: Outcome<string>) => {
      clearTimeout(patience);
      resolve(outcome);
    };
    const patience = setTimeout(
      () => settle(failed({ kind: 'crashed', reason: 'it did not come up' })),
      startPatienceMs,
    );
    running.onOutput((stream, text) => {
      if (stream === 'stderr') complained = `${complained}${text}`.slice(-maxAddressLength);
      else if (said.length < maxAddressLength) said += text;
      if (said.includes('}') || said.length >= maxAddressLength) settle(parseAddress(said));
    });
    void running.ended.then((end) =>
      settle(
        failed(
          end.kind === 'notStarted'
            ? { kind: 'missing', reason: end.reason }
            : { kind: 'crashed', reason: firstLine(complained) || words(end) },
        ),
      ),
    );
  });
}

function parseAddress(text: string): Outcome<string> {
  const ip = /"IP"\s*:\s*"(127\.0\.0\.1|\[?::1\]?|localhost)"/.exec(text)?.[1];
  const port = Number(/"Port"\s*:\s*"?(\d{1,5})"?/.exec(text)?.[1]);
  return ip !== undefined && port > 0 && port < 65_536
    ? { kind: 'done', value: `${ip}:${port}` }
    : failed({ kind: 'nonsense', reason: 'it does not say where its daemon listens' });
}

function failed(failure: ArduinoFailure): { readonly kind: 'failed'; failure: ArduinoFailure } {
  return { kind: 'failed', failure };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 300) ?? '';
}

function words(end: { readonly kind: string; readonly code?: number; readonly signal?: string }) {
  return end.kind === 'killed'
    ? `ended by ${end.signal ?? 'a signal'}`
    : `exit code ${end.code ?? 0}`;
}
