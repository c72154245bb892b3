import assert from 'node:assert/strict';
import fc from 'fast-check';
import { modemDialects, type ModemKind } from '../../../../src/simulator/board/modemDialect';
import { type ModemExchange, SigfoxModem } from '../../../../src/simulator/board/sigfoxModem';
import { formatHex } from '../../../../src/sigfox/hex';
import { ManualClock } from '../../../support/manualClock';

function createModem(kind: ModemKind, isReady = true) {
  const clock = new ManualClock();
  const settings = { device: '1D2C3B', pac: '7A1F04C6D2953BE8', airTimeMs: 6_000 };
  const modem = new SigfoxModem({ ...settings, dialect: modemDialects[kind] }, clock);
  let answer = '';
  const payloads: string[] = [];
  const exchanges: ModemExchange[] = [];
  modem.onDidAnswer((bytes) => (answer += new TextDecoder().decode(bytes)));
  modem.onDidTransmit(({ payload }) => payloads.push(payload ? formatHex(payload) : 'keep-alive'));
  modem.onDidExchange((exchange) => exchanges.push(exchange));
  const say = (text: string) => {
    for (const byte of Buffer.from(text, 'latin1')) modem.receive(byte);
  };
  const take = () => {
    const taken = answer;
    answer = '';
    return taken;
  };
  /** Says it and gives what came back within so long. */
  const ask = (text: string, ms = 10) => {
    say(text);
    clock.advance(ms);
    return take();
  };
  if (isReady && kind === 'telit') ask('+++');
  return { modem, clock, payloads, exchanges, say, ask, take };
}

describe('SigfoxModem', () => {
  const table: readonly [kind: ModemKind, command: string, answer: string][] = [
    ['telit', 'AT', 'OK\r'],
    ['telit', 'AT$ID', '001D2C3B\rOK\r'],
    ['telit', 'ATS203?', 'S203=0\rOK\r'],
    ['telit', 'ATS203=10', 'OK\r'],
    ['telit', 'ATS203=11', 'ERROR\r'],
    ['telit', 'ATS208=201', 'ERROR\r'],
    ['telit', 'AT$IF?', '868130000\rOK\r'],
    ['telit', 'AT$DR=869525000', 'OK\r'],
    ['telit', 'AT$TR=3', 'ERROR\r'],
    ['telit', 'AT$SS=41B80000', 'ERROR\r'],
    ['telit', 'AT$I=10', 'ERROR\r'],
    ['telit', 'at', 'ERROR\r'],
    ['wisol', 'AT', 'OK\r\n'],
    ['wisol', 'AT$I=10', '001D2C3B\r\n'],
    ['wisol', 'AT$I=11', '7A1F04C6D2953BE8\r\n'],
    ['wisol', 'AT$T?', '210\r\n'],
    ['wisol', 'AT$V?', '3300\r\n3280\r\n'],
    ['wisol', 'AT$GI?', '1,3\r\n'],
    ['wisol', 'AT$RC', 'OK\r\n'],
    ['wisol', 'AT$P=1', 'OK\r\n'],
    ['wisol', 'ATS302=15', 'OK\r\n'],
    ['wisol', 'ATS302=16', 'ERROR: parse error\r\n'],
    ['wisol', 'ATS410=1', 'OK\r\n'],
    ['wisol', 'AT$ID', 'ERROR: parse error\r\n'],
  ];
  for (const [kind, command, answer] of table) {
    it(`answers ${JSON.stringify(answer)} to "${command}" as ${kind} does`, () => {
      assert.equal(createModem(kind).ask(`${command}\r`), answer);
    });
  }

  it('keeps what was written to a register', () => {
    const { ask } = createModem('wisol');
    assert.equal(ask('ATS302=7\r') + ask('ATS302?\r'), 'OK\r\n7\r\n');
  });

  const refusals: readonly [digits: string, reason: string][] = [
    ['', 'empty'],
    ['41B80', 'oddDigits'],
    ['41B8ZZ', 'notHex'],
    ['41 B8', 'notHex'],
    ['00'.repeat(13), 'tooLong'],
    ['41B8,2', 'badFlag'],
    ['41B8,', 'badFlag'],
  ];
  for (const [digits, reason] of refusals) {
    it(`refuses "AT$SF=${digits}": ${reason}`, () => {
      for (const kind of ['telit', 'wisol'] as const) {
        const { ask, exchanges, payloads, clock } = createModem(kind);
        assert.match(ask(`AT$SF=${digits}\r`), /^ERROR/);
        clock.advance(60_000);
        const [exchange] = exchanges;
        assert.deepEqual(
          [exchange?.kind, exchange && 'reason' in exchange && exchange.reason, payloads],
          ['refused', reason, []],
        );
      }
    });
  }

  it('answers OK only after the message was on the air for six seconds', () => {
    const { ask, payloads } = createModem('telit');
    assert.equal(ask('AT$SF=41B80000\r', 5_999), '');
    assert.deepEqual(payloads, []);
    assert.equal(ask('', 1), 'OK\r');
    assert.deepEqual(payloads, ['41b80000']);
  });

  it('takes twelve bytes', () => {
    const { ask, payloads } = createModem('wisol');
    assert.equal(ask(`AT$SF=${'AB'.repeat(12)}\r`, 6_000), 'OK\r\n');
    assert.deepEqual(payloads, ['ab'.repeat(12)]);
  });

  it('refuses everything while it sends, and sends on', () => {
    const { ask, exchanges, payloads } = createModem('wisol');
    ask('AT$SF=01\r', 3_000);
    assert.equal(ask('AT$SF=02\r'), 'ERROR: busy\r\n');
    assert.equal(ask('', 3_000), 'OK\r\n');
    assert.deepEqual(payloads, ['01']);
    assert.deepEqual(
      exchanges.map(({ kind }) => kind),
      ['refused', 'sent'],
    );
  });

  it('sends a bit as the byte the backend shows, and a keep-alive without one', () => {
    const { ask, payloads } = createModem('wisol');
    ask('AT$SB=1\r', 6_000);
    ask('AT$SB=0\r', 6_000);
    ask('AT$SO\r', 6_000);
    assert.equal(ask('AT$SB=2\r'), 'ERROR: parse error\r\n');
    assert.deepEqual(payloads, ['01', '00', 'keep-alive']);
  });

  it('stops sending when it is reset, and is ready for the next message at once', () => {
    const { modem, ask, payloads, clock } = createModem('telit');
    ask('AT$SF=01\r', 3_000);
    modem.reset();
    assert.equal(ask('AT$SF=02\r', 6_000), 'OK\r');
    assert.deepEqual([payloads, clock.pending], [['02'], 0]);
  });

  describe('when a downlink is asked for', () => {
    const answer = Uint8Array.of(0, 0, 0x1d, 0x44, 0, 0, 0xff, 0x8d);
    const answers: readonly [kind: ModemKind, received: string, none: string][] = [
      ['telit', 'OK\r+RX=00001d440000ff8d\r+RX END\r', 'OK\r+RX END\r'],
      ['wisol', 'OK\r\nRX=00 00 1D 44 00 00 FF 8D\r\n', 'ERR_SFX_ERR_SEND_FRAME_WAIT_TIMEOUT\r\n'],
    ];
    for (const [kind, received, none] of answers) {
      it(`gives the eight bytes when the window opens, as ${kind} does`, () => {
        const { modem, ask } = createModem(kind);
        ask('AT$SF=01,1\r', 6_000);
        modem.deliverDownlink(answer);
        assert.equal(ask('', 13_999), '');
        assert.equal(ask('', 1), received);
      });

      it(`says that none came when the window closes, as ${kind} does`, () => {
        const { ask } = createModem(kind);
        assert.equal(ask('AT$SF=01,1\r', 44_999), '');
        assert.equal(ask('', 1), none);
        assert.match(ask('AT\r'), /^OK/);
      });
    }

    it('takes an answer that comes while the window is open', () => {
      const { modem, ask, take } = createModem('wisol');
      ask('AT$SF=01,1\r', 30_000);
      modem.deliverDownlink(answer);
      assert.match(take(), /^OK\r\nRX=/);
    });

    it('ignores an answer nobody asked for', () => {
      const { modem, take } = createModem('wisol');
      modem.deliverDownlink(answer);
      assert.equal(take(), '');
    });
  });

  describe('in data mode', () => {
    it('takes no command before "+++"', () => {
      const { ask, exchanges } = createModem('telit', false);
      assert.equal(ask('AT\r'), '');
      assert.deepEqual(exchanges, [{ kind: 'ignored', reason: 'dataMode' }]);
      assert.equal(ask('+++'), 'OK\r');
      assert.equal(ask('AT\r'), 'OK\r');
    });

    it('takes the command that follows the escape at once', () => {
      const { ask } = createModem('telit', false);
      assert.equal(ask('+++AT$ID\r'), 'OK\r001D2C3B\rOK\r');
    });

    it('does not exist in a Wisol modem: the escape spoils the command', () => {
      assert.equal(createModem('wisol').ask('+++AT\r'), 'ERROR: parse error\r\n');
    });
  });

  it('says once that it hears rubbish, until a command was understood again', () => {
    const { modem, ask, exchanges } = createModem('wisol');
    for (const byte of [0x80, undefined, 0xfe, 0x03]) modem.receive(byte);
    ask('AT\r');
    modem.receive(0x81);
    assert.deepEqual(
      exchanges.map((exchange) => ('reason' in exchange ? exchange.reason : exchange.kind)),
      ['rubbish', 'answered', 'rubbish'],
    );
  });

  it('takes line feeds for nothing, and an empty line for none', () => {
    assert.equal(createModem('wisol').ask('\r\n\r\nAT\r\n'), 'OK\r\n');
  });

  it('throws a line away that is longer than any command', () => {
    const { ask } = createModem('wisol');
    assert.equal(ask(`${'A'.repeat(1_000)}\r`), 'ERROR: parse error\r\n');
    assert.equal(ask('AT\r'), 'OK\r\n');
  });

  it('survives any bytes and still answers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { modem, ask } = createModem('wisol');
        for (const byte of bytes) modem.receive(byte);
        ask('\r', 60_000);
        return ask('AT\r') === 'OK\r\n';
      }),
    );
  });
});
