import type { DeviceId } from './device';

/** Sigfox's backend over its REST API v2, as far as the extension needs it. Failures are `BackendFailure`s. */
export interface BackendApi {
  deviceTypes(signal: AbortSignal): Promise<readonly BackendDeviceType[]>;
  devices(signal: AbortSignal): Promise<readonly BackendDevice[]>;
  device(id: DeviceId, signal: AbortSignal): Promise<BackendDevice>;
  /** Newest first, as the backend gives them. */
  messages(
    id: DeviceId,
    since: { readonly sinceMs: number },
    signal: AbortSignal,
  ): Promise<readonly BackendMessage[]>;
  callbacks(deviceTypeId: string, signal: AbortSignal): Promise<readonly BackendCallback[]>;
  /** Lets Sigfox accept the device's next message whatever its sequence number. */
  disengage(id: DeviceId, signal: AbortSignal): Promise<void>;
  /** By how much the backend's clock was ahead of ours at its last answer; it writes whole seconds. */
  readonly clockAheadMs: number | undefined;
}

export interface BackendDeviceType {
  readonly id: string;
  readonly name: string;
  /** Custom grammar; absent where the type shows something else. */
  readonly payloadConfig?: string;
}

/** State of a device in the backend's own numbers, as words. */
export type DeviceState =
  | 'ok'
  | 'dead'
  | 'offContract'
  | 'disabled'
  | 'warn'
  | 'deleted'
  | 'suspended'
  | 'notActivable'
  | 'unknown';

export type CommunicationState = 'no' | 'ok' | 'warn' | 'ko' | 'na' | 'notSeen' | 'unknown';

export interface BackendDevice {
  readonly id: DeviceId;
  readonly name: string;
  readonly state: DeviceState;
  readonly communication: CommunicationState;
  readonly deviceTypeId?: string;
  readonly lastSeenMs?: number;
  /** Absent when the device has never communicated. */
  readonly sequenceNumber?: number;
  /** Absent when no message was discarded for its number. */
  readonly trashSequenceNumber?: number;
  readonly token?: DeviceToken;
}

/** The right of a device to communicate. */
export interface DeviceToken {
  readonly state: 'ok' | 'offContract' | 'na' | 'invalid' | 'unknown';
  readonly detail: string;
  readonly endMs?: number;
  readonly freeMessages?: number;
}

export interface BackendMessage {
  readonly device: DeviceId;
  readonly timeMs: number;
  /** Lower-case hexadecimal. */
  readonly data: string;
  readonly seqNumber?: number;
  readonly callbacks: readonly CallbackStatus[];
}

/** What one callback of a message answered. */
export interface CallbackStatus {
  /** HTTP's number, or 600 where there was no answer at all. */
  readonly status: number;
  readonly info: string;
  readonly definition: string;
  readonly timeMs?: number;
}

/** A callback of a device type. AWS IoT callbacks may not be listed at all: the API knows no such channel. */
export interface BackendCallback {
  readonly id: string;
  readonly channel: string;
  readonly isEnabled: boolean;
  /** The backend gave up on it. */
  readonly isDead: boolean;
}

/** The colour of the arrow in the backend's list of messages. */
export type Arrow = 'black' | 'green' | 'red';

/** Red when any callback failed, green when all answered well, black while none has been called. */
export function arrowOf({ callbacks }: BackendMessage): Arrow {
  if (callbacks.length === 0) return 'black';
  return callbacks.every(({ status }) => status >= 200 && status < 300) ? 'green' : 'red';
}
