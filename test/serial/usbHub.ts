import promises from 'node:fs/promises';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { BoardEnd } from './port';

const classFolder = '/sys/class/tty';

/** What USB tells of a board; clones have no serial number. */
export interface UsbBoard {
  readonly socket: string;
  readonly vendorId?: string;
  readonly productId?: string;
  readonly serialNumber?: string;
}

/**
 * USB sockets of this process: what Linux tells of serial devices is planted, and behind each name is a real
 * pseudo-terminal. Only what the extension reads under /sys is led here; it opens ports as it always does.
 */
export class UsbHub {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'usb-'));
  private readonly plugged = new Map<
    string,
    { readonly board: BoardEnd; readonly device: string }
  >();
  private readonly real = { readdir: promises.readdir, realpath: promises.realpath };
  /** How often the ports were looked through. */
  looks = 0;

  constructor() {
    const { real } = this;
    this.lead({
      readdir: (folder: string, ...rest: []) => {
        if (folder !== classFolder) return real.readdir(folder, ...rest);
        this.looks += 1;
        return Promise.resolve(this.names());
      },
      realpath: (file: string, ...rest: []) => {
        const device = this.plugged.get(path.basename(path.dirname(file)))?.device;
        const isOurs = file.startsWith('/sys/class/') && device !== undefined;
        return isOurs ? Promise.resolve(device) : real.realpath(file, ...rest);
      },
    });
  }

  addressOf(name: string): string {
    return path.join(this.folder, name);
  }

  plug(name: string, facts: UsbBoard): BoardEnd {
    const { socket, vendorId = '1a86', productId = '7523', serialNumber } = facts;
    const usb = path.join(this.folder, 'devices', socket);
    const device = path.join(usb, `${socket}:1.0`, name);
    mkdirSync(device, { recursive: true });
    writeFileSync(path.join(usb, 'idVendor'), `${vendorId}\n`);
    writeFileSync(path.join(usb, 'idProduct'), `${productId}\n`);
    if (serialNumber !== undefined) writeFileSync(path.join(usb, 'serial'), `${serialNumber}\n`);
    const board = new BoardEnd();
    symlinkSync(board.address, this.addressOf(name));
    this.plugged.set(name, { board, device });
    return board;
  }

  unplug(name: string): void {
    rmSync(this.addressOf(name), { force: true });
    this.plugged.get(name)?.board.unplug();
    this.plugged.delete(name);
  }

  dispose(): void {
    for (const name of [...this.plugged.keys()]) this.unplug(name);
    this.lead(this.real);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Only the administrator may make names in /dev: these lead from there to the hub's own folder. */
  private names(): string[] {
    return [...this.plugged.keys()].map((name) => path.relative('/dev', this.addressOf(name)));
  }

  private lead(functions: object): void {
    Object.assign(promises, functions);
    syncBuiltinESMExports();
  }
}
