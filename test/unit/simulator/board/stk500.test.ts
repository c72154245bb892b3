import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProgrammedBoard, Programmer } from '../../../../src/simulator/board/programmer';
import { Stk500v1 } from '../../../../src/simulator/board/stk500v1';
import { Stk500v2 } from '../../../../src/simulator/board/stk500v2';

function createBoard() {
  const replies: number[] = [];
  let left = 0;
  const board: ProgrammedBoard = {
    signature: [0x1e, 0x95, 0x0f],
    flash: new Uint8Array(0x8000).fill(0xff),
    reply: (bytes) => replies.push(...bytes),
    leave: () => left++,
  };
  return { board, replies, hasLeft: () => left > 0 };
}

const v1 = {
  sync: [0x30, 0x20],
  signature: [0x75, 0x20],
  address: (words: number) => [0x55, words & 0xff, words >> 8, 0x20],
  write: (data: readonly number[]) => [
    0x64,
    data.length >> 8,
    data.length & 0xff,
    0x46,
    ...data,
    0x20,
  ],
  read: (length: number) => [0x74, length >> 8, length & 0xff, 0x46, 0x20],
  leave: [0x51, 0x20],
};

/** A message of version 2 with its head and its checksum. */
function v2(sequence: number, body: readonly number[]): number[] {
  const message = [0x1b, sequence, body.length >> 8, body.length & 0xff, 0x0e, ...body];
  return [...message, message.reduce((all, byte) => all ^ byte, 0)];
}

const block = [0x0c, 0x94, 0x5c, 0x00];
const sessions = {
  arduino: {
    create: (board: ProgrammedBoard): Programmer => new Stk500v1(board),
    bytes: [
      ...v1.sync,
      ...v1.signature,
      ...v1.address(0x40),
      ...v1.write(block),
      ...v1.address(0x40),
      ...v1.read(4),
      ...v1.leave,
    ],
    replies: [
      ...[0x14, 0x10, 0x14, 0x1e, 0x95, 0x0f, 0x10, 0x14, 0x10, 0x14, 0x10, 0x14, 0x10],
      ...[0x14, ...block, 0x10, 0x14, 0x10],
    ],
  },
  wiring: {
    create: (board: ProgrammedBoard): Programmer => new Stk500v2(board),
    bytes: [
      ...v2(1, [0x01]),
      ...v2(2, [0x1b, 4, 4, 0x30, 0, 0, 0, 0]),
      ...v2(3, [0x06, 0x80, 0, 0, 0x40]),
      ...v2(4, [0x13, 0, 4, 0xc1, 10, 0x40, 0x4c, 0, 0, 0, ...block]),
      ...v2(5, [0x06, 0x80, 0, 0, 0x40]),
      ...v2(6, [0x14, 0, 4, 0x20]),
      ...v2(7, [0x11, 1, 1]),
    ],
    replies: [
      ...v2(1, [0x01, 0, 8, ...Buffer.from('AVRISP_2')]),
      ...v2(2, [0x1b, 0, 0x1e, 0]),
      ...v2(3, [0x06, 0]),
      ...v2(4, [0x13, 0]),
      ...v2(5, [0x06, 0]),
      ...v2(6, [0x14, 0, ...block, 0]),
      ...v2(7, [0x11, 0]),
    ],
  },
};

for (const [name, session] of Object.entries(sessions)) {
  describe(`the bootloader's side of avrdude's "${name}"`, () => {
    it('writes, reads back and leaves, however the bytes are cut', () => {
      for (let size = 1; size <= session.bytes.length; size++) {
        const { board, replies, hasLeft } = createBoard();
        const programmer = session.create(board);
        for (let at = 0; at < session.bytes.length; at += size) {
          programmer.feed(Uint8Array.from(session.bytes.slice(at, at + size)));
        }
        assert.deepEqual(replies, session.replies, `in pieces of ${size}`);
        assert.deepEqual([...board.flash.subarray(0x80, 0x84)], block);
        assert.ok(hasLeft());
      }
    });

    it('finds the beginning of a session behind rubbish', () => {
      const { board, replies } = createBoard();
      const programmer = session.create(board);
      programmer.feed(Uint8Array.of(0xf0, 0x00, 0x99, 0x7f));
      replies.length = 0;
      programmer.feed(Uint8Array.from(session.bytes));
      assert.deepEqual(replies, session.replies);
    });

    it('survives any bytes and writes nowhere but into flash', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
          const { board } = createBoard();
          session.create(board).feed(bytes);
          assert.equal(board.flash.length, 0x8000);
        }),
      );
    });
  });
}

describe('Stk500v1', () => {
  it('says that a command without its end is out of step', () => {
    const { board, replies } = createBoard();
    new Stk500v1(board).feed(Uint8Array.of(0x30, 0x31, 0x20));
    assert.deepEqual(replies, [0x15, 0x14, 0x10]);
  });

  it('cuts what reaches past the end of flash', () => {
    const { board } = createBoard();
    const bytes = [...v1.address(0x3fff), ...v1.write([1, 2, 3, 4])];
    new Stk500v1(board).feed(Uint8Array.from(bytes));
    assert.deepEqual([...board.flash.subarray(-2)], [1, 2]);
  });
});

describe('Stk500v2', () => {
  it('does not answer a damaged message', () => {
    const { board, replies } = createBoard();
    const damaged = v2(1, [0x01]);
    damaged[5] = 0x02;
    new Stk500v2(board).feed(Uint8Array.from(damaged));
    assert.deepEqual(replies, []);
  });
});
