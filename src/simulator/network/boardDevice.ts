import type { PayloadSettings } from '../../sigfox/fieldDisplay';
import type { NetworkDevice } from './deviceType';

/** The modem of the virtual board: its device id and its PAC, as its sketch can read them. */
export const boardIdentity = { device: '1D2C3B', pac: '7A1F04C6D2953BE8' } as const;

/** What a sketch most likely sends first: the float of the how-to. */
export const defaultBoardSettings: PayloadSettings = {
  config: 'temp::float:32',
  display: { temp: { unit: '°C' } },
};

/** The virtual board as a device of the network. Its body carries raw bytes only: what they mean may change any time. */
export function boardDevice(settings: PayloadSettings): NetworkDevice {
  return {
    id: boardIdentity.device,
    name: 'Virtual Board',
    type: {
      name: 'Virtual Board',
      settings,
      bodyTemplate:
        '{"device":"{device}","time":{time},"data":"{data}","seqNumber":{seqNumber},"station":"{station}","rssi":"{rssi}"}',
    },
    firstSeqNumber: 1,
  };
}
