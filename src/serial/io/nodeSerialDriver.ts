import { existsSync } from 'node:fs';
import type { SerialPort } from 'serialport';
import { Emitter } from '../../shared/event';
import type { OpenFailure } from '../openFailure';
import {
  type LineSettings,
  OpenFailed,
  type OpenPort,
  type SerialDriver,
  type SignalLevel,
} from '../serialDriver';
import { loadSerialPort } from './loadSerialPort';
import { causeOfAbsence, causeOfBusy, causeOfDenial } from './portCauses';

/**
 * Ports of this machine through the `serialport` package. It runs in the extension host's own thread: its native part
 * watches ports on the process's main loop (`uv_default_loop` in its poller.cpp), which a worker thread must not touch.
 */
export class NodeSerialDriver implements SerialDriver {
  private constructor(private readonly Port: typeof SerialPort) {}

  /** Throws `OpenFailed` where the native part does not load: the rest of the extension must not notice. */
  static async load(): Promise<NodeSerialDriver> {
    try {
      return new NodeSerialDriver(await loadSerialPort());
    } catch (error) {
      throw new OpenFailed({ kind: 'noBinding', detail: firstLine(error) });
    }
  }

  async open(address: string, settings: LineSettings): Promise<OpenPort> {
    const { baudRate, dataBits, parity, stopBits } = settings;
    const port = await new Promise<SerialPort>((resolve, reject) => {
      try {
        const opening: SerialPort = new this.Port(
          { path: address, baudRate, dataBits, parity, stopBits, autoOpen: false },
          undefined,
        );
        opening.open((error) => (error ? reject(error) : resolve(opening)));
      } catch (error) {
        // Settings that are none throw at once.
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }).catch(async (error: unknown) => {
      throw new OpenFailed(await failureOf(address, firstLine(error)));
    });
    return new NodePort(port, address, await applySignals(port, settings));
  }
}

class NodePort implements OpenPort {
  private readonly received = new Emitter<Uint8Array>();
  private readonly closed = new Emitter<{ readonly isLost: boolean }>();
  readonly onDidReceive = this.received.event;
  readonly onDidClose = this.closed.event;

  private readonly presence: NodeJS.Timeout;
  private isGone = false;

  constructor(
    private readonly port: SerialPort,
    address: string,
    readonly hasSignals: boolean,
  ) {
    this.presence = setInterval(() => this.checkPresence(address), presenceEveryMs);
    port.on('data', (bytes: Uint8Array) => this.received.fire(bytes));
    // A port that is pulled closes with an error that says so; an `error` event beside it has nothing to add.
    port.on('error', () => undefined);
    port.once('close', (error: unknown) => {
      clearInterval(this.presence);
      this.closed.fire({ isLost: this.isGone || error instanceof Error });
      this.received.dispose();
      this.closed.dispose();
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.port.write(Buffer.from(bytes), undefined, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.port.isOpen) resolve();
      else this.port.close(() => resolve());
    });
  }

  /**
   * A terminal that was hung up reads as "nothing yet", for ever, and the package would ask again at once, for ever: it
   * is closed when its device file is gone.
   */
  private checkPresence(address: string): void {
    if (process.platform === 'win32' || existsSync(address)) return;
    this.isGone = true;
    void this.close();
  }
}

/** The device file goes with the device; a Windows port has none. */
const presenceEveryMs = 250;

/** Gives whether the port has control lines: a pseudo-terminal and some drivers have none. */
async function applySignals(port: SerialPort, { dtr, rts }: LineSettings): Promise<boolean> {
  if (dtr === 'leave' && rts === 'leave') return canGetSignals(port);
  // What is left out would be raised, so both are always named.
  const levels = { dtr: isRaised(dtr), rts: isRaised(rts) };
  return new Promise((resolve) => port.set(levels, (error) => resolve(!error)));
}

function canGetSignals(port: SerialPort): Promise<boolean> {
  return new Promise((resolve) => port.get((error) => resolve(!error)));
}

/** Systems raise both lines when a port is opened. */
function isRaised(level: SignalLevel): boolean {
  return level !== 'lower';
}

/** The native part gives texts only, the same on Linux and macOS, others on Windows. */
async function failureOf(address: string, text: string): Promise<OpenFailure> {
  if (/cannot lock port|resource busy|Opening .*: Access (is )?denied/i.test(text)) {
    return causeOfBusy(address);
  }
  if (/permission denied|operation not permitted/i.test(text)) return causeOfDenial(address);
  if (/no such (file|device)|file not found|ENXIO|input\/output error/i.test(text)) {
    return causeOfAbsence(address);
  }
  if (/baud|invalid argument|dataBits|stopBits|parity|not a valid/i.test(text)) {
    return { kind: 'badSettings', detail: text };
  }
  return { kind: 'other', detail: text };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').replace(/^Error:?\s*/, '');
}
