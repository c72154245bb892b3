import assert from 'node:assert/strict';
import { arrowOf } from '../../src/sigfox/backendApi';
import { arrowWords, deviceTrouble, isSequenceBroken } from '../../src/sigfox/backendWords';
import { HttpBackendApi } from '../../src/sigfox/io/httpBackendApi';
import { systemClock } from '../../src/shared/io/systemClock';

const say = (text: string) => process.stdout.write(`${text}\n`);
const user = {
  login: process.env['SIGFOX_LOGIN'] ?? '',
  password: process.env['SIGFOX_PASSWORD'] ?? '',
};
const baseUrl = process.env['SIGFOX_URL'] ?? 'https://api.sigfox.com/v2';
const api = new HttpBackendApi({ baseUrl, apiUser: () => Promise.resolve(user) }, systemClock);
const { signal } = new AbortController();

const types = await api.deviceTypes(signal);
say(`${types.length} device types`);
for (const { id, name, payloadConfig } of types) {
  const callbacks = await api.callbacks(id, signal);
  const channels = callbacks.map(
    ({ channel, isEnabled }) => `${channel}${isEnabled ? '' : ' off'}`,
  );
  say(
    `  ${name}: ${payloadConfig ?? 'no config'}; callbacks: ${channels.join(', ') || 'none listed'}`,
  );
}
const devices = await api.devices(signal);
say(`${devices.length} devices`);
// A day of the first devices is enough to see whether every answer is read.
for (const device of devices.slice(0, 10)) {
  const same = await api.device(device.id, signal);
  assert.equal(same.id, device.id);
  const trouble = isSequenceBroken(same) ? 'sequence broken' : (deviceTrouble(same) ?? 'ok');
  const sinceMs = systemClock.now() - 24 * 3_600_000;
  const messages = await api.messages(device.id, { sinceMs }, signal);
  say(`  ${device.name} (${device.id}): ${trouble}; ${messages.length} messages in 24 h`);
  for (const message of messages.slice(0, 3)) {
    const at = new Date(message.timeMs).toISOString();
    say(`    ${at} #${message.seqNumber ?? '–'} ${arrowOf(message)}: ${arrowWords(message)}`);
  }
}
say(`Sigfox's clock is ${Math.round((api.clockAheadMs ?? 0) / 1_000)} s ahead of this one.`);
say('Everything was read.');
