/** The kinds of callback a device type can have, named after type and subtype of the backend. */
export type CallbackKind =
  | 'data-uplink'
  | 'data-bidir'
  | 'data-advanced'
  | 'service-status'
  | 'service-acknowledge'
  | 'service-geoloc'
  | 'error';

/** What a variable is replaced by, and so how it has to stand in JSON. */
export interface CallbackVariable {
  readonly kind: 'number' | 'text' | 'boolean' | 'json';
  /** The backend may write `N/A`, `null` or nothing. */
  readonly canBeAbsent?: true;
  /** No longer offered on newer device types, or only with an option of the contract. */
  readonly isLegacy?: true;
}

const common = {
  device: { kind: 'text' },
  deviceTypeId: { kind: 'text' },
  time: { kind: 'number' },
} as const;
const legacyRadio = {
  snr: { kind: 'number', canBeAbsent: true, isLegacy: true },
  avgSnr: { kind: 'number', canBeAbsent: true, isLegacy: true },
  lat: { kind: 'number', canBeAbsent: true, isLegacy: true },
  lng: { kind: 'number', canBeAbsent: true, isLegacy: true },
} as const;
const uplink = {
  ...common,
  ...legacyRadio,
  data: { kind: 'text' },
  seqNumber: { kind: 'number' },
  duplicate: { kind: 'boolean', isLegacy: true },
  station: { kind: 'text' },
  rssi: { kind: 'number', canBeAbsent: true },
} as const;

/** By callback kind, after the variable lists of the backend's forms and its API description. */
export const callbackVariables: Readonly<
  Record<CallbackKind, Readonly<Record<string, CallbackVariable>>>
> = {
  'data-uplink': uplink,
  'data-bidir': { ...uplink, ack: { kind: 'boolean' }, longPolling: { kind: 'boolean' } },
  'data-advanced': {
    ...common,
    data: { kind: 'text' },
    seqNumber: { kind: 'number' },
    lqi: { kind: 'text' },
    linkQuality: { kind: 'number' },
    fixedLat: { kind: 'number' },
    fixedLng: { kind: 'number' },
    operatorName: { kind: 'text' },
    countryCode: { kind: 'number' },
    duplicates: { kind: 'json' },
    computedLocation: { kind: 'json' },
  },
  'service-status': {
    ...common,
    ...legacyRadio,
    seqNumber: { kind: 'number' },
    station: { kind: 'text' },
    batt: { kind: 'number' },
    temp: { kind: 'number' },
  },
  'service-acknowledge': {
    ...common,
    infoCode: { kind: 'number' },
    infoMessage: { kind: 'text' },
    downlinkAck: { kind: 'boolean' },
    downlinkOverusage: { kind: 'boolean' },
  },
  'service-geoloc': {
    device: common.device,
    time: common.time,
    lat: legacyRadio.lat,
    lng: legacyRadio.lng,
    radius: { kind: 'number' },
    geolocSource: { kind: 'text' },
  },
  error: { ...common, info: { kind: 'text' }, severity: { kind: 'text' } },
};

/** Only these kinds carry a payload and so have custom data. */
export function hasCustomData(kind: CallbackKind): boolean {
  return kind.startsWith('data-');
}
