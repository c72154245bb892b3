import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { signedUrl } from '../../src/messages/io/signedUrl';
import { systemClock } from '../../src/shared/io/systemClock';
import { AwsLikeBroker } from '../../src/simulator/io/awsLikeBroker';

/** The simulator's broker on a free port. */
export function startBroker(clock = systemClock): Promise<AwsLikeBroker> {
  return AwsLikeBroker.start(clock);
}

/** The address as a client of AWS signs it. */
export function signFor(broker: AwsLikeBroker, nowMs = Date.now()): Promise<string> {
  const credentials = () => Promise.resolve(broker.credentials);
  return signedUrl(
    { kind: 'aws', url: broker.url, region: broker.region, credentials },
    nowMs,
    new AbortController().signal,
  );
}

/** A bare MQTT client, so that the broker is tested by another program than ours. */
export async function connectTo(
  broker: AwsLikeBroker,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const client = connect(await signFor(broker), {
    reconnectPeriod: 0,
    protocolVersion: 4,
    ...options,
  });
  client.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('close', () => reject(new Error('closed before it was connected')));
  });
  return client;
}

export const closed = (client: MqttClient) =>
  new Promise<'closed'>((resolve) => client.once('close', () => resolve('closed')));

export const afterMs = <T>(ms: number, value: T) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));
