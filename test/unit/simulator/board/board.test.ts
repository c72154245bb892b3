import assert from 'node:assert/strict';
import { assemble } from 'avr8js/dist/cjs/utils/assembler';
import { Board } from '../../../../src/simulator/board/board';
import { boardModels } from '../../../../src/simulator/board/boardModel';
import { atmega2560, atmega328p, type Chip, cpuHz } from '../../../../src/simulator/board/chip';
import { chips } from '../../../../src/simulator/board/equippedBoard';

/** A board with a program in the words of the data sheet. */
function program(text: string, chip: Chip = atmega328p, at = 0): Board {
  const { bytes, errors } = assemble(text);
  assert.deepEqual(errors, []);
  const board = new Board(chip);
  board.load(bytes, at);
  return board;
}

function bytesOf(board: Board, usart = 0): number[] {
  const bytes: number[] = [];
  board.onDidTransmit(usart, (byte) => bytes.push(byte));
  return bytes;
}

/** Sets a USART of the Uno up: 1 Mbaud, both ways. */
const setUp = `
  ldi r16, 0
  sts 0xc4, r16      ; UBRR0L
  ldi r16, 0x18
  sts 0xc1, r16      ; UCSR0B: receiver and transmitter`;

const echo = `${setUp}
loop:
  lds r17, 0xc0
  sbrs r17, 7        ; received?
  rjmp loop
  lds r18, 0xc6
wait:
  lds r17, 0xc0
  sbrs r17, 5        ; transmitter empty?
  rjmp wait
  sts 0xc6, r18
  rjmp loop`;

describe('Board', () => {
  it('knows as much flash as the models say without it', () => {
    for (const [name, chip] of Object.entries(chips)) {
      assert.equal(chip.flashBytes, boardModels[name as keyof typeof chips].flashBytes);
    }
  });

  it('sends back every byte at the speed of the line, losing none', () => {
    const board = program(echo);
    const heard = bytesOf(board);
    const sent = Array.from({ length: 2_000 }, (_, at) => (at * 7) & 0xff);
    board.runMs(1);
    board.send(0, sent);
    board.runMs(21);
    assert.deepEqual([heard, board.overruns(0)], [sent, 0]);
  });

  it('loses what comes while two bytes wait, and counts it', () => {
    // The program sets the line up and never reads.
    const board = program(`${setUp}\nloop: rjmp loop`);
    board.runMs(1);
    board.send(0, [1, 2, 3, 4, 5]);
    board.runMs(1);
    assert.equal(board.overruns(0), 3);
  });

  it('takes as long for a byte as ten bits take', () => {
    const board = program(`${setUp}
      ldi r16, 103       ; 9600 baud
      sts 0xc4, r16
      ldi r16, 0x55
      sts 0xc6, r16
      sts 0xc6, r16
      loop: rjmp loop`);
    const at: number[] = [];
    board.onDidTransmit(0, () => at.push(board.clock.cycles));
    board.runMs(10);
    const [first = 0, second = 0] = at;
    assert.ok(Math.abs(second - first - 10 * 16 * 104) < 10, String(at));
    assert.equal(board.baudRate(0), Math.round(cpuHz / 16 / 104));
  });

  it('says nothing before its transmitter is switched on', () => {
    const board = program('ldi r16, 1\nsts 0xc6, r16\nloop: rjmp loop');
    const heard = bytesOf(board);
    board.runMs(1);
    assert.deepEqual(heard, []);
  });

  it('reads the voltage of an input against its own five volts', () => {
    const board = program(`${setUp}
      ldi r16, 0x60      ; AVCC, left adjusted, input 0
      sts 0x7c, r16
      ldi r16, 0xc7
      sts 0x7a, r16
      wait:
      lds r17, 0x7a
      sbrc r17, 6
      rjmp wait
      lds r18, 0x79
      sts 0xc6, r18
      loop: rjmp loop`);
    const heard = bytesOf(board);
    board.setAnalogInput(0, 2.5);
    board.runMs(2);
    // What is wired to the input does not mind a reset.
    board.reset('external');
    board.runMs(2);
    assert.deepEqual(heard, [0x80, 0x80]);
  });

  it('begins anew with cleared memory, and knows why', () => {
    const board = program(`
      lds r16, 0x54      ; MCUSR
      sts 0x200, r16
      ldi r17, 7
      sts 0x300, r17
      loop: rjmp loop`);
    board.runMs(1);
    board.cpu.data[0x400] = 9;
    const causes: string[] = [];
    board.onDidReset((cause) => causes.push(cause));
    board.reset('external');
    assert.equal(board.cpu.data[0x400], 0);
    board.runMs(1);
    assert.deepEqual([board.cpu.data[0x200], causes], [2, ['external']]);
  });

  it('is reset by its watchdog', () => {
    // The shortest time, 16 ms; a second life sees the flag of the watchdog and stays.
    const board = program(`
      lds r16, 0x54
      sbrc r16, 3
      rjmp stay
      ldi r17, 0x18
      sts 0x60, r17
      ldi r17, 0x08
      sts 0x60, r17
      stay: rjmp stay`);
    const causes: string[] = [];
    board.onDidReset((cause) => causes.push(cause));
    board.runMs(100);
    assert.deepEqual(causes, ['watchdog']);
    assert.equal(board.cpu.data[0x54], 8);
  });

  it('keeps its EEPROM over a reset', () => {
    const board = program(`
      ldi r16, 5
      out 0x21, r16      ; address
      ldi r16, 0xab
      out 0x20, r16      ; data
      sbi 0x1f, 2
      sbi 0x1f, 1        ; write
      wait: sbic 0x1f, 1
      rjmp wait
      ldi r16, 5
      out 0x21, r16
      sbi 0x1f, 0        ; read
      in r18, 0x20
      sts 0x200, r18
      loop: rjmp loop`);
    board.runMs(10);
    assert.equal(board.cpu.data[0x200], 0xab);
    board.reset('powerOn');
    board.load(
      assemble(
        'ldi r16, 5\nout 0x21, r16\nsbi 0x1f, 0\nin r18, 0x20\nsts 0x200, r18\nloop: rjmp loop',
      ).bytes,
    );
    board.runMs(1);
    assert.equal(board.cpu.data[0x200], 0xab);
  });

  it('sleeps until the timer wakes it, in the time that it would have taken awake', () => {
    const board = program(`
      rjmp start
      ${'nop\n'.repeat(0x20 - 1)}
      inc r20            ; timer 0 overflow, vector 0x20
      reti
      start:
      ldi r16, 1
      sts 0x6e, r16      ; interrupt at overflow
      out 0x25, r16      ; at the processor's speed
      ldi r16, 1
      out 0x33, r16      ; may sleep
      sei
      loop:
      sleep
      rjmp loop`);
    board.run(256 * 100 + 200);
    const count = board.cpu.data[20] ?? 0;
    assert.ok(count >= 99 && count <= 100, String(count));
  });

  it('reads an open contact by its pull-up, and a closed one by what it is closed to', () => {
    const board = program(`
      ldi r16, 0x0c
      out 0x0b, r16      ; PORTD: pull-ups at pins 2 and 3
      nop
      in r18, 0x09       ; PIND
      sts 0x200, r18
      wait: sbic 0x09, 2 ; until pin 2 is low
      rjmp wait
      in r18, 0x09
      sts 0x201, r18
      out 0x0b, r1       ; no pull-ups
      nop
      in r18, 0x09
      sts 0x202, r18
      loop: rjmp loop`);
    board.runMs(1);
    board.port('D')?.setPin(2, false);
    board.runMs(1);
    assert.deepEqual([...board.cpu.data.subarray(0x200, 0x203)], [0x0c, 0x08, 0x00]);
  });

  it('holds on to what is driven, whatever the pull-up says', () => {
    const board = program(`
      out 0x0b, r1
      in r18, 0x09
      sts 0x200, r18
      loop: rjmp loop`);
    board.port('D')?.setPin(2, true);
    board.runMs(1);
    assert.equal(board.cpu.data[0x200], 0x04);
  });

  it('stands still while it is held, and time passes', () => {
    const board = program('loop: inc r20\nrjmp loop');
    board.isHeld = true;
    board.runMs(5);
    assert.deepEqual([board.cpu.data[20], board.clock.now()], [0, 5]);
  });

  it('wakes what is wired to it in the middle of a run, to the instruction', () => {
    const board = program('loop: rjmp loop');
    const at: number[] = [];
    board.clock.after(1, () => {
      at.push(board.clock.now());
      board.clock.after(0.5, () => at.push(board.clock.now()));
    });
    board.runMs(10);
    const [first = 0, second = 0] = at;
    assert.ok(Math.abs(first - 1) < 0.001 && Math.abs(second - 1.5) < 0.001, String(at));
  });

  describe('when a program writes flash', () => {
    const write = (page: number) => `
      ldi r30, ${page & 0xff}
      ldi r31, ${page >> 8}
      ldi r16, 0x03      ; erase
      out 0x37, r16
      spm
      ldi r17, 0x34
      mov r0, r17
      ldi r17, 0x12
      mov r1, r17
      ldi r16, 0x01      ; fill
      out 0x37, r16
      spm
      ldi r16, 0x05      ; write
      out 0x37, r16
      spm
      loop: rjmp loop`;

    it('writes it from the boot section', () => {
      const board = program(write(0x100), atmega328p, atmega328p.bootStart);
      board.flash.fill(0, 0x100, 0x180);
      board.startsInBootSection = true;
      board.reset('powerOn');
      board.runMs(1);
      assert.deepEqual([...board.flash.subarray(0x100, 0x104)], [0x34, 0x12, 0xff, 0xff]);
      assert.deepEqual(board.selfProgramming, { erased: 1, written: 1 });
    });

    it('does nothing from anywhere else', () => {
      const board = program(write(0x100));
      board.runMs(1);
      assert.deepEqual(board.selfProgramming, { erased: 0, written: 0 });
    });
  });

  it('runs what lies beyond the first 128 KiB of the Mega', () => {
    const board = program('ldi r20, 7\nloop: rjmp loop', atmega2560, 0x30000);
    board.cpu.pc = 0x30000 / 2;
    board.runMs(1);
    assert.deepEqual([board.cpu.data[20], board.cpu.pc * 2], [7, 0x30002]);
  });
});
