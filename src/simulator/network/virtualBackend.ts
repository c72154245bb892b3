import type { Clock } from '../../shared/clock';
import type { BackendMessage } from '../../sigfox/backendApi';

/** A device as the backend keeps it; the numbers of its state are the API's own. */
export interface VirtualDevice {
  readonly id: string;
  readonly name: string;
  readonly deviceTypeId: string;
  readonly pac: string;
  state: number;
  comState: number;
  sequenceNumber?: number;
  trashSequenceNumber?: number;
  lastComMs?: number;
  token: { state: number; detailMessage: string; endMs: number; freeMessages: number };
  /** Its numbers do not go on from the last one that was taken: what it sends is thrown away until it is disengaged. */
  isSequenceBroken?: boolean;
}

export interface VirtualDeviceType {
  readonly id: string;
  readonly name: string;
  readonly payloadConfig: string;
  readonly callbacks: { id: string; channel: string; enabled: boolean; dead: boolean }[];
}

export interface BackendAnswer {
  readonly status: number;
  readonly body?: unknown;
}

const maxLimit = 100;
const maxMessages = 5_000;
/** One request for messages a second and device, as the real one. */
const messagesPeriodMs = 1_000;

/** Sigfox's backend as its REST API v2 shows it: lists in pages, times in milliseconds, a limit on messages. */
export class VirtualBackend {
  readonly deviceTypes: VirtualDeviceType[] = [];
  readonly devices: VirtualDevice[] = [];
  private readonly messages: BackendMessage[] = [];
  private readonly askedMs = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Whether a frame of the device becomes a message; one that does not is nowhere to be seen afterwards. */
  accepts(id: string, seqNumber: number): boolean {
    const device = this.device(id);
    if (!device) return true;
    if (device.isSequenceBroken === true) {
      device.trashSequenceNumber = seqNumber;
      return false;
    }
    // 0: OK, 4: warning.
    return (device.state === 0 || device.state === 4) && device.token.state === 0;
  }

  /** Keeps a message with what its callbacks answered. */
  record(message: BackendMessage): void {
    this.messages.unshift(message);
    if (this.messages.length > maxMessages) this.messages.length = maxMessages;
    const device = this.device(message.device);
    if (!device) return;
    device.lastComMs = message.timeMs;
    if (message.seqNumber !== undefined) device.sequenceNumber = message.seqNumber;
  }

  /** `baseUrl` is what the addresses of further pages begin with. */
  answer(method: string, path: string, query: URLSearchParams, baseUrl: string): BackendAnswer {
    const [collection, id, ...rest] = path.split('/').filter((part) => part !== '');
    if (method === 'POST') return this.answerPost(collection, id, rest);
    if (method !== 'GET') return { status: 405 };
    const page = (entries: readonly unknown[]) => ({
      status: 200,
      body: pageOf(entries, path, query, baseUrl),
    });
    if (collection === 'device-types') {
      if (id === undefined) return page(this.deviceTypes.map(deviceTypeBody));
      const type = this.deviceTypes.find((each) => each.id === id);
      if (!type) return { status: 404 };
      return rest[0] === 'callbacks' ? page(type.callbacks) : answerWith(deviceTypeBody(type));
    }
    if (collection !== 'devices') return { status: 404 };
    if (id === undefined) return page(this.devices.map((device) => this.deviceBody(device)));
    const device = this.device(id);
    if (!device) return { status: 404 };
    if (rest.length === 0) return answerWith(this.deviceBody(device));
    if (rest[0] !== 'messages' || rest.length > 1) return { status: 404 };
    if (!query.has('offset') && this.isTooSoon(device.id)) return { status: 429 };
    return page(this.messagesOf(device, query).map((message) => messageBody(message, device)));
  }

  private answerPost(
    collection: string | undefined,
    id: string | undefined,
    rest: readonly string[],
  ): BackendAnswer {
    const device = collection === 'devices' && id !== undefined ? this.device(id) : undefined;
    if (!device || rest.join('/') !== 'disengage') return { status: 404 };
    // From now on any sequence number is taken.
    delete device.trashSequenceNumber;
    device.isSequenceBroken = false;
    return { status: 204 };
  }

  private device(id: string): VirtualDevice | undefined {
    return this.devices.find((device) => device.id === id.toUpperCase());
  }

  private messagesOf({ id }: VirtualDevice, query: URLSearchParams): readonly BackendMessage[] {
    const since = Number(query.get('since') ?? 0);
    const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
    return this.messages.filter(
      ({ device, timeMs }) => device === id && timeMs >= since && timeMs < before,
    );
  }

  private isTooSoon(id: string): boolean {
    const nowMs = this.clock.now();
    const isSoon = nowMs - (this.askedMs.get(id) ?? Number.NEGATIVE_INFINITY) < messagesPeriodMs;
    if (!isSoon) this.askedMs.set(id, nowMs);
    return isSoon;
  }

  private deviceBody(device: VirtualDevice): object {
    const { id, name, pac, state, comState, deviceTypeId, token } = device;
    return {
      id,
      name,
      pac,
      state,
      comState,
      lqi: 2,
      deviceType: { id: deviceTypeId },
      sequenceNumber: device.sequenceNumber,
      trashSequenceNumber: device.trashSequenceNumber,
      lastCom: device.lastComMs,
      token: {
        state: token.state,
        detailMessage: token.detailMessage,
        end: token.endMs,
        freeMessages: token.freeMessages,
      },
    };
  }
}

function deviceTypeBody({ id, name, payloadConfig }: VirtualDeviceType): object {
  // 3: custom grammar.
  return { id, name, payloadType: 3, payloadConfig };
}

function messageBody(message: BackendMessage, { name }: VirtualDevice): object {
  return {
    device: { id: message.device, name },
    time: message.timeMs,
    data: message.data,
    seqNumber: message.seqNumber,
    ackRequired: false,
    nbFrames: 3,
    lqi: 2,
    rinfos: [
      {
        baseStation: { id: '1D44' },
        rssi: '-121.00',
        snr: '26.10',
        cbStatus: message.callbacks.map(({ status, info, definition, timeMs }) => ({
          status,
          info,
          cbDef: definition,
          time: timeMs,
        })),
      },
    ],
  };
}

function answerWith(body: object): BackendAnswer {
  return { status: 200, body };
}

function pageOf(
  entries: readonly unknown[],
  path: string,
  query: URLSearchParams,
  baseUrl: string,
): object {
  const limit = Math.min(maxLimit, Math.max(1, Number(query.get('limit') ?? maxLimit)));
  const offset = Math.max(0, Number(query.get('offset') ?? 0));
  const next = new URLSearchParams(query);
  next.set('offset', String(offset + limit));
  return {
    data: entries.slice(offset, offset + limit),
    paging: offset + limit < entries.length ? { next: `${baseUrl}${path}?${next.toString()}` } : {},
  };
}
