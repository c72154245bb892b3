import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { BoardModelName } from '../../src/simulator/board/boardModel';
import { TcpDoor } from '../../src/simulator/io/tcpDoor';
import { imageOf, thermometerHex } from '../support/equippedBoard';
import { createVirtualBoard, Listener, plugIn, until } from '../support/runningBoard';
import { BoardBehindDoor, upload } from './boardBench';
import { fromSuite } from './fromSuite';

const models: readonly BoardModelName[] = ['uno', 'mega'];
const bootloaders = { uno: 'FIRMWARE_BOOT_UNO', mega: 'FIRMWARE_BOOT_MEGA' } as const;
const pages = { uno: 128, mega: 256 } as const;

describe('the real avrdude', function () {
  this.timeout(180_000);

  for (const model of models) {
    it(`writes a firmware through the real bootloader of the ${model}`, async () => {
      const board = new BoardBehindDoor(model, undefined, bootloaders[model]);
      try {
        const image = imageOf(thermometerHex(model), model);
        const { exitCode, said } = await upload(model, board.address, thermometerHex(model));
        assert.equal(exitCode, 0, said);
        assert.match(said, new RegExp(`${image.length} bytes of flash verified`));
        assert.ok(board.flashed(image.length).equals(image));
        const { written } = board.bench.equipped.board.selfProgramming;
        assert.equal(written, Math.ceil(image.length / pages[model]));
        await until(() => board.printed.includes('Sigfox thermometer'), 'to run the firmware');
      } finally {
        board.dispose();
      }
    });

    it(`writes a firmware through the virtual bootloader of the ${model}, on its port`, async () => {
      const board = createVirtualBoard();
      try {
        const listener = new Listener(board);
        const address = await plugIn(board, { model, modem: 'telit' });
        const { exitCode, said } = await upload(model, address, thermometerHex(model));
        assert.equal(exitCode, 0, said);
        await listener.hears('Sigfox thermometer');
        await until(
          () => board.state.kind === 'running' && board.state.firmware === 'the uploaded sketch',
          'to say that it was programmed',
        );
      } finally {
        board.dispose();
      }
    });

    it(`writes a firmware over TCP to the ${model}, where there are no pseudo-terminals`, async () => {
      const board = new BoardBehindDoor(model, await TcpDoor.listen());
      try {
        const image = imageOf(thermometerHex(model), model);
        const { exitCode, said } = await upload(model, board.address, thermometerHex(model));
        assert.equal(exitCode, 0, said);
        assert.ok(board.flashed(image.length).equals(image));
      } finally {
        board.dispose();
      }
    });
  }

  it('is told by the signature that it expects another chip', async () => {
    const board = new BoardBehindDoor('uno');
    try {
      const wrong = await upload('uno', board.address, thermometerHex('uno'), 'atmega2560');
      assert.equal(wrong.exitCode, 1);
      assert.match(wrong.said, /expected signature for ATmega2560 is 1E 98 01/);
    } finally {
      board.dispose();
    }
  });
});

describe('a bootloader that does not fit', () => {
  it('is refused with the reason', () => {
    const packaged = `${fromSuite('FIRMWARE_AVR_CORE')}/bootloaders/optiboot/optiboot_atmega328.hex`;
    assert.throws(() => imageOf(readFileSync(packaged, 'utf8'), 'uno'), {
      message:
        /^The firmware is no use, line \d+: it reaches to 0x801[0-9A-F], past the end of the flash at 0x8000\.$/,
    });
  });
});
