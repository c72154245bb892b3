import assert from 'node:assert/strict';
import type { ChainFact } from '../../../../src/sigfox/chainFact';
import { Emitter } from '../../../../src/shared/event';
import type {
  BoardNews,
  BoardOrder,
  BoardStart,
} from '../../../../src/simulator/board/boardMessages';
import { type BoardHost, VirtualBoard } from '../../../../src/simulator/board/virtualBoard';
import { BoardOnNetwork } from '../../../../src/simulator/boardOnNetwork';
import type { Broker } from '../../../../src/simulator/broker';
import { boardIdentity } from '../../../../src/simulator/network/boardDevice';
import { Simulator } from '../../../../src/simulator/simulator';
import { createRandom } from '../../../fuzz/random';
import { ManualClock } from '../../../support/manualClock';

const setup = { model: 'mega', modem: 'telit' } as const;
const firmware = ':0100000011EE\n:00000001FF';

/** Stands for the worker: says what a test makes it say. */
class ScriptedHost implements BoardHost {
  readonly told = new Emitter<BoardNews>();
  readonly failed = new Emitter<string>();
  readonly orders: BoardOrder[] = [];
  isDisposed = false;
  readonly onDidTell = this.told.event;
  readonly onDidFail = this.failed.event;

  tell(order: BoardOrder): void {
    this.orders.push(order);
    if (order.do === 'flash') this.told.fire({ kind: 'flashed' });
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

function createBoard() {
  const hosts: ScriptedHost[] = [];
  const starts: BoardStart[] = [];
  const board = new VirtualBoard((start) => {
    const host = new ScriptedHost();
    starts.push(start);
    hosts.push(host);
    return Promise.resolve(host);
  }, boardIdentity);
  const plugIn = async () => {
    const started = board.start(setup);
    await Promise.resolve();
    await Promise.resolve();
    const host = hosts.at(-1);
    assert.ok(host);
    host.told.fire({ kind: 'plugged', address: '/dev/pts/7' });
    await started;
    return host;
  };
  return { board, hosts, starts, plugIn };
}

describe('VirtualBoard', () => {
  it('is plugged in, opened, programmed and unplugged, one state after the other', async () => {
    const { board, plugIn } = createBoard();
    const states: string[] = [];
    board.onDidChangeState((state) =>
      states.push(
        state.kind === 'running'
          ? `running ${state.firmware ?? 'nothing'}${state.isOpen ? ', open' : ''}`
          : state.kind,
      ),
    );
    const host = await plugIn();
    await board.flash(firmware, 'blink');
    host.told.fire({ kind: 'opened' });
    host.told.fire({ kind: 'programmed' });
    host.told.fire({ kind: 'closed' });
    board.stop();
    assert.deepEqual(states, [
      'unplugged',
      'starting',
      'running nothing',
      'running blink',
      'running blink, open',
      'running the uploaded sketch, open',
      'running the uploaded sketch',
      'unplugged',
    ]);
    assert.ok(host.isDisposed);
  });

  it('hands on what the board prints and what is typed', async () => {
    const { board, plugIn } = createBoard();
    const host = await plugIn();
    const heard: Uint8Array[] = [];
    board.onDidReceive((bytes) => heard.push(bytes));
    host.told.fire({ kind: 'printed', bytes: Uint8Array.of(1, 2) });
    board.write(Uint8Array.of(3));
    board.reset();
    assert.deepEqual(heard, [Uint8Array.of(1, 2)]);
    assert.deepEqual(host.orders, [{ do: 'write', bytes: Uint8Array.of(3) }, { do: 'reset' }]);
  });

  it('keeps the temperature for a board that is plugged in later, within what the sensor knows', async () => {
    const { board, starts, plugIn } = createBoard();
    board.setTemperature(8.5);
    const host = await plugIn();
    board.setTemperature(1_000);
    assert.equal(starts[0]?.celsius, 8.5);
    assert.deepEqual(host.orders, [{ do: 'setTemperature', celsius: 191.75 }]);
  });

  it('refuses a firmware that is none, and one that is too large, with the reason', async () => {
    const { board, plugIn } = createBoard();
    const host = await plugIn();
    await assert.rejects(board.flash('hello'), {
      name: 'UserError',
      message: 'The firmware is no use, line 1: "hello" is no record of Intel HEX.',
    });
    assert.deepEqual(host.orders, []);
  });

  it('says what to do when there is no board to flash or to talk to', async () => {
    const { board } = createBoard();
    const noBoard = { name: 'UserError', message: 'No virtual board is plugged in.' };
    await assert.rejects(board.flash(firmware), noBoard);
    assert.throws(() => board.write(Uint8Array.of(1)), noBoard);
    assert.throws(() => board.reset(), noBoard);
  });

  it('takes its port along when the worker is lost, and hears nothing of it any more', async () => {
    const { board, plugIn } = createBoard();
    const host = await plugIn();
    let changes = 0;
    board.onDidChange(() => changes++);
    host.failed.fire('out of memory');
    host.told.fire({ kind: 'plugged', address: 'ghost' });
    assert.deepEqual(
      [board.state, board.ports, changes],
      [{ kind: 'lost', setup, reason: 'out of memory' }, [], 1],
    );
    await plugIn();
    assert.equal(board.state.kind, 'running');
  });

  it('lets nobody wait for ever for a board that was stopped while it started', async () => {
    const { board, hosts } = createBoard();
    const started = board.start(setup);
    await Promise.resolve();
    await Promise.resolve();
    board.stop();
    await started;
    assert.deepEqual([board.state.kind, hosts[0]?.isDisposed], ['unplugged', true]);
  });

  it('lets the later of two starts win', async () => {
    const { board, hosts } = createBoard();
    const first = board.start({ model: 'uno', modem: 'wisol' });
    const second = board.start(setup);
    await first;
    hosts[1]?.told.fire({ kind: 'plugged', address: '/dev/pts/8' });
    await second;
    assert.deepEqual(
      [board.state.kind === 'running' && board.state.setup, hosts[0]?.isDisposed],
      [setup, true],
    );
  });
});

describe('BoardOnNetwork', () => {
  async function createNetwork() {
    const bodies: string[] = [];
    const facts: string[] = [];
    const broker: Broker = {
      url: 'ws://127.0.0.1:1/mqtt',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' },
      publish: (_topic, body) => {
        bodies.push(new TextDecoder().decode(body));
        return Promise.resolve();
      },
      setFault: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const clock = new ManualClock(1_479_817_070_000);
    const simulator = new Simulator(() => Promise.resolve(broker), clock, createRandom(7));
    const made = createBoard();
    const onNetwork = new BoardOnNetwork(made.board, simulator, clock);
    const note = ({ link, state, reason }: ChainFact) => facts.push(`${link} ${state}: ${reason}`);
    onNetwork.onDidProve(note);
    simulator.onDidProve(note);
    await simulator.start();
    const host = await made.plugIn();
    await made.board.flash(firmware, 'thermometer');
    facts.length = 0;
    return { ...made, simulator, host, bodies, facts };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('carries a frame to the callback of its device type, and the chain hears of every link', async () => {
    const { host, bodies, facts } = await createNetwork();
    const payload = Uint8Array.of(0x41, 0xb8, 0, 0);
    host.told.fire({ kind: 'transmitted', payload, wantsDownlink: false });
    host.told.fire({ kind: 'exchanged', exchange: { kind: 'sent', payload, answer: 'OK' } });
    await turn();
    assert.deepEqual(JSON.parse(bodies[0] ?? ''), {
      device: '1D2C3B',
      time: 1_479_817_070,
      data: '41b80000',
      seqNumber: 1,
      station: '1D44',
      rssi: '-115.18',
    });
    assert.deepEqual(facts, [
      'sketch proven: thermometer · payload 4 bytes · matches the config',
      'sigfox proven: received Virtual Board #1, station 1D44',
      'modem proven: sent 4 bytes, answered OK',
      'topic proven: Virtual Board #1 was published',
    ]);
  });

  it('says that the payload is not what the config needs, by the config of now', async () => {
    const { host, simulator, facts } = await createNetwork();
    simulator.setBoardSettings({ config: 'a::uint:16 b::uint:32', display: {} });
    const payload = Uint8Array.of(1, 2, 3);
    host.told.fire({ kind: 'transmitted', payload, wantsDownlink: false });
    assert.equal(facts[0], 'sketch broken: thermometer · the config needs 6 bytes, it sent 3');
    assert.equal(
      simulator.connection?.payloadSettings?.('1D2C3B')?.config,
      'a::uint:16 b::uint:32',
    );
    simulator.setBoardSettings(undefined);
    assert.equal(simulator.boardSettings.config, 'temp::float:32');
  });

  it('answers a frame that asks for a downlink with eight bytes', async () => {
    const { host } = await createNetwork();
    host.told.fire({ kind: 'transmitted', payload: Uint8Array.of(1), wantsDownlink: true });
    await turn();
    const order = host.orders.at(-1);
    assert.ok(order?.do === 'deliverDownlink');
    // The station, two bytes of zero, and -115 dBm.
    assert.deepEqual([...order.answer], [0, 0, 0x1d, 0x44, 0, 0, 0xff, 0x8d]);
  });

  it('lets a keep-alive take a number without a message', async () => {
    const { host, bodies } = await createNetwork();
    host.told.fire({ kind: 'transmitted', payload: undefined, wantsDownlink: false });
    host.told.fire({ kind: 'transmitted', payload: Uint8Array.of(1), wantsDownlink: false });
    await turn();
    assert.deepEqual(
      bodies.map((body) => (JSON.parse(body) as { seqNumber: number }).seqNumber),
      [2],
    );
  });

  const said: readonly [news: BoardNews, fact: string][] = [
    [
      {
        kind: 'exchanged',
        exchange: { kind: 'refused', command: 'AT$SF=418', reason: 'oddDigits', answer: 'ERROR' },
      },
      'modem broken: answered ERROR: odd number of hex digits (AT$SF=418)',
    ],
    [
      {
        kind: 'exchanged',
        exchange: { kind: 'refused', command: 'AT', reason: 'busy', answer: 'ERROR: busy' },
      },
      'modem broken: answered ERROR: it was still sending (AT)',
    ],
    [
      { kind: 'exchanged', exchange: { kind: 'ignored', reason: 'rubbish' } },
      'modem broken: hears rubbish: it speaks at 19200 baud',
    ],
    [
      { kind: 'exchanged', exchange: { kind: 'ignored', reason: 'dataMode' } },
      'modem unknown: in data mode: it takes commands after "+++"',
    ],
    [
      { kind: 'exchanged', exchange: { kind: 'answered', command: 'AT', answer: 'OK' } },
      'modem proven: answered OK to AT',
    ],
    [{ kind: 'programmed' }, 'board proven: Arduino Mega (virtual) runs the uploaded sketch'],
  ];
  for (const [news, fact] of said) {
    it(`reports "${fact}"`, async () => {
      const { host, facts } = await createNetwork();
      host.told.fire(news);
      assert.deepEqual(facts, [fact]);
    });
  }

  it('reports that the board was lost, with the way back', async () => {
    const { host, facts } = await createNetwork();
    host.failed.fire('out of memory');
    assert.deepEqual(facts, [
      'board broken: Arduino Mega (virtual) stopped: out of memory. Start it again.',
    ]);
  });

  it('unplugs the board when the simulator stops', async () => {
    const { board, simulator } = await createNetwork();
    await simulator.stop();
    assert.equal(board.state.kind, 'unplugged');
  });
});
