import type { StatementSync } from 'node:sqlite';
import type { KeptMessage } from '../keptMessages';
import { type Place, slabBytes } from '../messageColumns';

/** What the columns of a search are made of; device and topic by their numbers in the store. */
export interface StoredRow {
  readonly id: number;
  readonly sentAtMs: number;
  readonly device: number;
  readonly topic: number;
  readonly flags: number;
  readonly size: number;
  /** The first bytes of the payload, in hexadecimal. */
  readonly head: string;
}

const joins =
  'FROM message JOIN device ON device.id = message.device JOIN topic ON topic.id = message.topic';
/** Takes the connection and the name. */
export const deviceByName = '(SELECT id FROM device WHERE connection = ? AND name = ?)';
export const selectKept = `SELECT message.id, connection, device.name AS device, topic.name AS topic, received, body ${joins}`;
export const selectColumns = `SELECT id, device, topic, coalesce(sent, received) AS sent, flags, length(payload) AS size, hex(substr(payload, 1, ${slabBytes})) AS head FROM message`;

/** Where messages come from, by the numbers of device and topic. */
export const selectPlace =
  'SELECT connection, device.name AS device, topic.name AS topic FROM device, topic WHERE device.id = ? AND topic.id = ?';

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
  return {
    id: Number(row['id']),
    sentAtMs: Number(row['sent']),
    device: Number(row['device']),
    topic: Number(row['topic']),
    flags: Number(row['flags']),
    size: Number(row['size'] ?? 0),
    head: String(row['head'] ?? ''),
  };
}

export function readPlace(row: Row | undefined): Place {
  return {
    connectionId: String(row?.['connection'] ?? ''),
    device: String(row?.['device'] ?? ''),
    topic: String(row?.['topic'] ?? ''),
  };
}
