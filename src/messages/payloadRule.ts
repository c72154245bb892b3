import type { PayloadSettings } from '../sigfox/fieldDisplay';

/** A payload config for all messages of a topic, of a device type, or of devices whose ids begin alike. */
export interface PayloadRule {
  readonly settings: PayloadSettings;
  /** A topic filter; absent: any topic. */
  readonly topic?: string;
  /** The backend's id of the device type, where the callback body names it. */
  readonly deviceType?: string;
  /** The beginning of the devices' ids. */
  readonly devices?: string;
}

/** What a rule looks at in one message. */
export interface PayloadFacts {
  readonly device: string;
  readonly topic?: string | undefined;
  readonly deviceType?: string | undefined;
}

/** The settings of the first rule that fits. */
export function settingsByRule(
  rules: readonly PayloadRule[],
  facts: PayloadFacts,
): PayloadSettings | undefined {
  return rules.find((rule) => fits(rule, facts))?.settings;
}

function fits(rule: PayloadRule, { device, topic, deviceType }: PayloadFacts): boolean {
  if (rule.devices !== undefined && !device.startsWith(rule.devices)) return false;
  if (rule.deviceType !== undefined && rule.deviceType !== deviceType) return false;
  return rule.topic === undefined || (topic !== undefined && topicMatches(rule.topic, topic));
}

/** Whether a topic falls under a filter (MQTT 3.1.1 §4.7): `+` is one level, `#` all that follow, none included. */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (let at = 0; at < wanted.length; at++) {
    if (wanted[at] === '#') return true;
    if (at >= levels.length || (wanted[at] !== '+' && wanted[at] !== levels[at])) return false;
  }
  return wanted.length === levels.length;
}
