import { MqttMessageSource } from '../../src/messages/io/mqttMessageSource';
import { systemClock } from '../../src/shared/io/systemClock';
import { IoTClient, DescribeEndpointCommand } from '@aws-sdk/client-iot';
import type { KeyPair } from './awsFiles';
import { clientSettings, miniStack } from './miniStack';

let publishers = 0;

/** Publishes one message by MQTT with the key's own rights. */
export async function publishAs(key: KeyPair, topic: string, body: string): Promise<void> {
  const ask = new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' });
  const { endpointAddress = '' } = await new IoTClient(clientSettings()).send(ask);
  const opened = await new MqttMessageSource(systemClock).open(
    {
      endpoint: {
        kind: 'aws',
        url: `ws://${endpointAddress}/mqtt`,
        region: miniStack.region,
        credentials: () => Promise.resolve(key),
      },
      topicFilters: [],
      clientId: `publisher-${(publishers += 1)}-${process.pid}`,
      onMessage: () => undefined,
      onEnd: () => undefined,
    },
    new AbortController().signal,
  );
  if (opened.kind !== 'open') throw new Error('the publisher was not let in');
  await opened.session.publish(topic, new TextEncoder().encode(body));
  await opened.session.close();
}
