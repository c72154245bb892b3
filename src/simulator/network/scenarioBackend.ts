import type { Clock } from '../../shared/clock';
import { formatHex } from '../../sigfox/hex';
import { boardIdentity } from './boardDevice';
import type { NetworkDevice } from './deviceType';
import { VirtualBackend } from './virtualBackend';

const yearMs = 365 * 24 * 60 * 60_000;

/** The backend of a network: its devices by their types, each with a contract of one year. */
export function scenarioBackend(devices: readonly NetworkDevice[], clock: Clock): VirtualBackend {
  const backend = new VirtualBackend(clock);
  for (const { id, name, type } of devices) {
    const typeId = typeIdOf(type.name);
    if (!backend.deviceTypes.some((known) => known.id === typeId)) {
      backend.deviceTypes.push({
        id: typeId,
        name: type.name,
        payloadConfig: type.settings.config,
        // The API lists no callback of the kind AWS IoT.
        callbacks: [],
      });
    }
    backend.devices.push({
      id,
      name,
      deviceTypeId: typeId,
      pac: id === boardIdentity.device ? boardIdentity.pac : id.padStart(16, '0'),
      state: 0,
      comState: 1,
      token: {
        state: 0,
        detailMessage: 'OK',
        endMs: clock.now() + yearMs,
        freeMessages: 0,
      },
    });
  }
  return backend;
}

/** 24 hexadecimal digits that are the same every time. */
function typeIdOf(name: string): string {
  const digits = formatHex(new TextEncoder().encode(name));
  return digits.padEnd(24, '0').slice(0, 24);
}
