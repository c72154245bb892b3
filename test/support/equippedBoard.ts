import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BoardModelName, BoardSetup } from '../../src/simulator/board/boardModel';
import { boardModels } from '../../src/simulator/board/boardModel';
import { type Equipment, EquippedBoard } from '../../src/simulator/board/equippedBoard';
import { readIntelHex } from '../../src/simulator/board/intelHex';
import type { ModemExchange, UplinkFrame } from '../../src/simulator/board/sigfoxModem';
import { formatHex } from '../../src/sigfox/hex';

const root = path.resolve(import.meta.dirname, '../..');

/** The text of the firmware that ships with the extension. */
export function thermometerHex(model: BoardModelName): string {
  return readFileSync(path.join(root, `media/firmware/thermometer-${model}.hex`), 'utf8');
}

/** The bytes of a firmware; throws with the reason when it is none. */
export function imageOf(hexText: string, model: BoardModelName): Uint8Array {
  const read = readIntelHex(hexText, boardModels[model].flashBytes);
  if (read.kind === 'invalid') throw new Error(read.reason);
  return read.bytes;
}

/** A board with everything on it that is run by cycles, and a record of what it said. */
export class BoardOnBench {
  readonly exchanges: ModemExchange[] = [];
  readonly frames: UplinkFrame[] = [];
  readonly equipped: EquippedBoard;
  private text = '';

  constructor(setup: BoardSetup, equipment: Partial<Equipment> = {}) {
    this.equipped = new EquippedBoard({
      ...{ setup, device: '1D2C3B', pac: '0011223344556677', airTimeMs: 400 },
      ...equipment,
    });
    this.equipped.modem.onDidExchange((exchange) => this.exchanges.push(exchange));
    this.equipped.modem.onDidTransmit((frame) => this.frames.push(frame));
  }

  /** Everything printed on the console so far. */
  get console(): string {
    this.text += new TextDecoder('latin1').decode(this.equipped.takePrinted());
    return this.text;
  }

  /** Payloads that went on air, in hexadecimal. */
  get payloads(): readonly string[] {
    return this.frames.map(({ payload }) => (payload ? formatHex(payload) : ''));
  }

  runMs(ms: number): this {
    this.equipped.board.runMs(ms);
    return this;
  }

  /** Runs in small steps until something holds, at most for so long on the board's own clock. */
  runUntil(holds: () => boolean, atMostMs: number): this {
    for (let ms = 0; ms < atMostMs; ms += 10) {
      if (holds()) return this;
      this.runMs(10);
    }
    throw new Error(`not seen in ${atMostMs} ms of the board's time; it printed:\n${this.console}`);
  }
}
