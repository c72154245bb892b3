import { Board } from './board';
import { type BoardModelName, boardModels, type BoardSetup } from './boardModel';
import { atmega2560, atmega328p, type Chip, cpuHz } from './chip';
import { sampleByte } from './lineSampling';
import { modemDialects } from './modemDialect';
import { PinUart } from './pinUart';
import { type ModemSettings, SigfoxModem } from './sigfoxModem';
import { sensorVolts } from './temperatureSensor';
import { VirtualBootloader } from './virtualBootloader';

/** The sensor is on A0, the console on the first USART, the modem on the second or on two pins. */
const sensorChannel = 0;
const consoleUsart = 0;
const modemUsart = 1;

export const chips: Readonly<Record<BoardModelName, Chip>> = { uno: atmega328p, mega: atmega2560 };

export interface Equipment extends Pick<ModemSettings, 'device' | 'pac' | 'airTimeMs'> {
  readonly setup: BoardSetup;
  /** A real bootloader is in flash, as in tests: resets lead to it, and the virtual one stays away. */
  readonly hasBootloader?: boolean;
}

/** A board with what a Sigfox sketch needs: a modem, a temperature sensor, a bootloader and a console. */
export class EquippedBoard {
  readonly board: Board;
  readonly modem: SigfoxModem;
  readonly bootloader: VirtualBootloader | undefined;

  private readonly printed: number[] = [];

  constructor(equipment: Equipment) {
    const { model, modem } = equipment.setup;
    const dialect = modemDialects[modem];
    this.board = new Board(chips[model]);
    this.modem = new SigfoxModem({ ...equipment, dialect }, this.board.clock);
    if (equipment.hasBootloader) this.board.startsInBootSection = true;
    else this.bootloader = new VirtualBootloader(this.board, (bytes) => this.print(bytes));
    this.board.onDidTransmit(consoleUsart, (byte) => this.printed.push(byte));
    if (boardModels[model].modem === 'usart1')
      wireToUsart(this.board, this.modem, dialect.baudRate);
    else wireToPins(this.board, this.modem, dialect.baudRate);
    this.setTemperature(this.modem.celsius);
  }

  /** What the board has printed since the last time. */
  takePrinted(): Uint8Array {
    return Uint8Array.from(this.printed.splice(0));
  }

  /** Bytes typed into the console: for the bootloader while it waits or works, for the sketch otherwise. */
  type(bytes: Uint8Array): void {
    if (this.bootloader?.isActive) this.bootloader.feed(bytes);
    else this.board.send(consoleUsart, bytes);
  }

  /** Somebody has opened the port: the driver pulls the reset line, as on a real board. */
  open(): void {
    this.modem.reset();
    this.board.reset('external');
  }

  /** Puts a firmware in place of what is in flash and starts it. */
  flash(image: Uint8Array): void {
    this.board.flash.fill(0xff);
    this.board.load(image);
    this.modem.reset();
    this.board.reset('powerOn');
  }

  setTemperature(celsius: number): void {
    this.modem.celsius = celsius;
    this.board.setAnalogInput(sensorChannel, sensorVolts(celsius));
  }

  private print(bytes: Uint8Array): void {
    this.printed.push(...bytes);
  }
}

function wireToUsart(board: Board, modem: SigfoxModem, baudRate: number): void {
  board.onDidTransmit(modemUsart, (byte) =>
    modem.receive(sampleByte(byte, board.baudRate(modemUsart), baudRate)),
  );
  modem.onDidAnswer((bytes) => {
    const heard = [...bytes].map((byte) => sampleByte(byte, baudRate, board.baudRate(modemUsart)));
    board.send(
      modemUsart,
      heard.filter((byte) => byte !== undefined),
    );
  });
}

/** Pin 10 receives and pin 11 sends, as in the examples of SoftwareSerial; here both are of port B. */
function wireToPins(board: Board, modem: SigfoxModem, baudRate: number): void {
  let uart = connect();
  board.onDidReset(() => (uart = connect()));
  modem.onDidAnswer((bytes) => uart?.write(bytes));

  function connect(): PinUart | undefined {
    const port = board.port('B');
    if (!port) return undefined;
    const pins = { receive: { port, index: 2 }, transmit: { port, index: 3 } };
    const made = new PinUart(board.cpu, pins, cpuHz, baudRate);
    made.onReceive = (byte) => modem.receive(byte);
    return made;
  }
}
