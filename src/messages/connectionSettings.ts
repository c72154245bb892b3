import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { PayloadRule } from './payloadRule';
import { readDisplay } from './payloadSettingsBook';

/** One entry of the setting `sigfox.connections`; it holds no secret. */
export interface ConfiguredBroker {
  readonly name: string;
  readonly url: string;
  readonly topicFilters: readonly string[];
  readonly username: string | undefined;
  /** Paths of PEM files on the machine the extension runs on. */
  readonly caFile: string | undefined;
  readonly certificateFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly keepAliveSeconds: number | undefined;
  readonly payloadRules: readonly PayloadRule[];
}

/** Reads the setting. An entry that cannot be used is left out with a reason; the others stay. */
export function readConnectionSettings(setting: unknown): {
  readonly brokers: readonly ConfiguredBroker[];
  readonly problems: readonly string[];
} {
  const brokers: ConfiguredBroker[] = [];
  const problems: string[] = [];
  for (const entry of Array.isArray(setting) ? (setting as readonly unknown[]) : []) {
    const read = readBroker(entry);
    if (typeof read === 'string') problems.push(read);
    else if (brokers.some((broker) => broker.name === read.name)) {
      problems.push(
        l10n.t('Two connections are called "{0}"; the first is used.', safeLine(read.name)),
      );
    } else brokers.push(read);
  }
  return { brokers, problems };
}

function readBroker(entry: unknown): ConfiguredBroker | string {
  const given = isRecord(entry) ? entry : {};
  const { name, url, topicFilters } = given;
  if (typeof name !== 'string' || name.trim() === '') {
    return l10n.t('A connection in the setting "sigfox.connections" has no name.');
  }
  const shown = safeLine(name);
  if (typeof url !== 'string') return l10n.t('The connection "{0}" has no "url".', shown);
  const problem = brokerUrlProblem(url);
  if (problem !== undefined)
    return l10n.t('The connection "{0}" cannot be used: {1}', shown, problem);
  if (!Array.isArray(topicFilters)) {
    return l10n.t('The connection "{0}" has no "topicFilters".', shown);
  }
  const filters = (topicFilters as readonly unknown[]).filter(
    (filter) => typeof filter === 'string' && topicFilterProblem(filter) === undefined,
  ) as readonly string[];
  if (filters.length === 0) {
    return l10n.t('The connection "{0}" names no topic that can be subscribed to.', shown);
  }
  return {
    name,
    url,
    topicFilters: filters,
    username: text(given['username']),
    caFile: text(given['caFile']),
    certificateFile: text(given['certificateFile']),
    keyFile: text(given['keyFile']),
    keepAliveSeconds: keepAlive(given['keepAliveSeconds']),
    payloadRules: readRules(given['payloads']),
  };
}

/** AWS IoT and most brokers take 5 to 1,200 seconds; below that only tests go. */
function keepAlive(value: unknown): number | undefined {
  const isUsable =
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_200;
  return isUsable ? value : undefined;
}

function readRules(value: unknown): readonly PayloadRule[] {
  const entries = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return entries.flatMap((entry) => {
    const { config, topic, deviceType, devices, display } = isRecord(entry) ? entry : {};
    if (typeof config !== 'string' || config === '') return [];
    const [onTopic, ofType, prefix] = [text(topic), text(deviceType), text(devices)];
    return [
      {
        settings: { config, display: readDisplay(display) },
        ...(onTopic === undefined ? {} : { topic: onTopic }),
        ...(ofType === undefined ? {} : { deviceType: ofType }),
        ...(prefix === undefined ? {} : { devices: prefix.toUpperCase() }),
      },
    ];
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What is wrong with the address of a broker, or undefined. */
export function brokerUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) {
    return l10n.t(
      '"{0}" is not an address; write for example "mqtts://broker.example:8883".',
      safeLine(text),
    );
  }
  const url = new URL(text);
  if (!['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol)) {
    return l10n.t(
      'the address begins with "{0}"; write "mqtt:", "mqtts:", "ws:" or "wss:".',
      safeLine(url.protocol),
    );
  }
  if (url.password !== '' || url.username !== '') {
    return l10n.t('the address holds a user name or password; leave them out, they are asked for.');
  }
  return undefined;
}

/** What is wrong with a topic filter (MQTT 3.1.1 §4.7), or undefined. */
export function topicFilterProblem(text: string): string | undefined {
  if (text === '') return l10n.t('Write a topic, for example "sigfox".');
  // The two limits are those of AWS IoT Core.
  if (new TextEncoder().encode(text).length > 256) return l10n.t('A topic has at most 256 bytes.');
  const levels = text.split('/');
  if (levels.length > 8) return l10n.t('A topic has at most seven slashes.');
  if (text.includes('\0')) return l10n.t('A topic holds no NUL character.');
  const isMisplaced = levels.some(
    (level, index) =>
      (level.includes('#') && (level !== '#' || index < levels.length - 1)) ||
      (level.includes('+') && level !== '+'),
  );
  if (isMisplaced) {
    return l10n.t('"+" stands for one whole level and "#" for all that follow at the end.');
  }
  if (text.startsWith('$')) return l10n.t('Topics that begin with "$" are the broker\'s own.');
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
