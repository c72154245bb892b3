import type { StatementSync } from 'node:sqlite';
import type { KeptMessage } from '../keptMessages';

/** What the columns of a search are made of. */
export interface StoredRow {
  readonly id: number;
  readonly sentAtMs: number;
  readonly connectionId: string;
  readonly device: string;
  readonly topic: string;
  readonly flags: number;
  readonly payload: Uint8Array | undefined;
}

const joins =
  'FROM message JOIN device ON device.id = message.device JOIN topic ON topic.id = message.topic';
/** Takes the connection and the name. */
export const deviceByName = '(SELECT id FROM device WHERE connection = ? AND name = ?)';
export const selectKept = `SELECT message.id, connection, device.name AS device, topic.name AS topic, received, body ${joins}`;
export const selectColumns = `SELECT message.id, connection, device.name AS device, topic.name AS topic, received, sent, flags, payload ${joins}`;

type Row = ReturnType<StatementSync['all']>[number];

export function readKept(row: Row): KeptMessage {
  const body = row['body'];
  return {
    id: Number(row['id']),
    connectionId: String(row['connection']),
    device: String(row['device']),
    received: {
      topic: String(row['topic']),
      body: body instanceof Uint8Array ? body : new Uint8Array(),
      receivedAtMs: Number(row['received']),
      isRepeated: false,
    },
  };
}

export function readStored(row: Row): StoredRow {
  const payload = row['payload'];
  return {
    id: Number(row['id']),
    sentAtMs: Number(row['sent'] ?? row['received']),
    connectionId: String(row['connection']),
    device: String(row['device']),
    topic: String(row['topic']),
    flags: Number(row['flags']),
    payload: payload instanceof Uint8Array ? payload : undefined,
  };
}
