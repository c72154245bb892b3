import assert from 'node:assert/strict';
import { backendChildren, backendRoots, type BackendRow } from '../../src/sigfox/backendRows';
import { parseDeviceId } from '../../src/sigfox/device';
import { openSigfoxDesk } from '../support/sigfoxDesk';

const format = { dateTime: () => '12:17' };
const read = parseDeviceId('1D743');
assert.ok(read.kind === 'device');
const { device } = read;

describe("Sigfox's backend, as a window sees it over REST v2", () => {
  let sigfox: Awaited<ReturnType<typeof openSigfoxDesk>>;
  beforeEach(async () => {
    sigfox = await openSigfoxDesk(() =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve(),
    );
    isAway = false;
  });
  afterEach(() => sigfox.close());

  let isAway = false;
  const roots = () => backendRoots(sigfox.book);
  const words = ({ label, description }: BackendRow) => `${label} | ${description}`;
  const below = (row: BackendRow | undefined) => {
    assert.ok(row);
    return backendChildren(sigfox.book, row, format);
  };

  it('shows device types with their configs, and the devices of each', async () => {
    await sigfox.signIn();
    assert.deepEqual(roots().map(words), [
      'Thermometer | 2 devices   temp::float:32',
      'Tracker | 1 device   lat::float:32 lng::float:32 speed::uint:8 heading::uint:8 battery::uint:8',
      'Water Meter | 1 device   leak::bool:7 reverse::bool:6 tamper::bool:5 litres:1:uint:32 flow::uint:16 batt…',
    ]);
    assert.deepEqual(below(roots()[0]).map(words), ['Greenhouse 3 | 1D743', 'Tank 12 | 41F2A7']);
  });

  it("shows each message with the backend's arrow and the callback's reason", async () => {
    await sigfox.signIn();
    await sigfox.send('1D743', '41df41e3');
    isAway = true;
    await sigfox.send('1D743', '41df6852');
    sigfox.network.roleRefusal = 'not authorized to perform: sts:AssumeRole';
    await sigfox.send('1D743', '41ac0000');
    await sigfox.book.refreshMessages(device);
    const rows = below(below(roots()[0])[0]);
    assert.deepEqual(
      rows.map((row) => `${row.icon?.color ?? ''} ${words(row)}`),
      [
        'testing.iconFailed 12:17 | #74   41ac0000   The callback was answered with 403: not authorized to perform: sts:AssumeRole',
        'testing.iconFailed 12:17 | #73   41df6852   The callback got no answer: Connection refused',
        'testing.iconPassed 12:17 | #72   41df41e3   callback delivered',
      ],
    );
  });

  it('says that the password is another, and keeps what it knew', async () => {
    await sigfox.signIn();
    await sigfox.signIn('wrong');
    assert.deepEqual(sigfox.book.state, {
      kind: 'failed',
      reason: 'Sigfox does not know this API user, or its password is another.',
      failure: 'signedOut',
    });
    assert.deepEqual(roots().map(words), [
      ' | Sigfox does not know this API user, or its password is another.',
    ]);
  });

  it('names a device whose messages are thrown away, and lets it in again', async () => {
    await sigfox.signIn();
    const [virtual] = sigfox.backend.devices;
    assert.ok(virtual);
    await sigfox.send('1D743', '41df41e3');
    virtual.isSequenceBroken = true;
    await sigfox.send('1D743', '41df41e3');
    await sigfox.book.refresh();
    const told = () => below(roots()[0]).map(words)[0];
    assert.equal(told(), 'Greenhouse 3 | 1D743   its messages are thrown away: sequence broken');
    await sigfox.book.disengage(device, new AbortController().signal);
    assert.equal(told(), 'Greenhouse 3 | 1D743');
    await sigfox.send('1D743', '41df41e3');
    await sigfox.book.refreshMessages(device);
    assert.deepEqual(
      sigfox.book.messagesOf(device)?.map(({ seqNumber }) => seqNumber),
      [74, 72],
    );
  });
});
