import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { parseDeviceId } from './device';
import { buildDownlinkAnswer, readDownlinkAnswer, type DownlinkAnswer } from './downlink';
import { parseFieldValue } from './fieldValueText';
import { formatHex } from './hex';
import type { FieldValue } from './payloadCodec';
import { formatFieldType } from './payloadField';
import { parsePayloadConfig, type PayloadConfig } from './payloadGrammar';

/** What the person wrote about the answer of a BIDIR callback. */
export interface DownlinkInput {
  readonly config: string;
  /** `name=value`, one after the other. */
  readonly values: string;
  /** An answer of the person's own server, to be judged. */
  readonly answer: string;
}

export interface DownlinkView {
  /** What the server has to answer; empty while something is missing. */
  readonly body: string;
  readonly notes: readonly { readonly severity: 'error' | 'warning'; readonly message: string }[];
  /** What an answer that was pasted comes to. */
  readonly verdict: { readonly severity: 'error' | 'good'; readonly message: string } | undefined;
}

/** Builds the eight bytes from fields, and judges the answer of a server. */
export function downlinkView(input: DownlinkInput, deviceId: string): DownlinkView {
  const parsed = parseDeviceId(deviceId);
  if (parsed.kind === 'invalid') return { body: '', notes: [], verdict: undefined };
  const { device } = parsed;
  const verdict =
    input.answer.trim() === '' ? undefined : verdictOn(readDownlinkAnswer(input.answer, device));
  if (input.config.trim() === '') return { body: '', notes: [], verdict };
  const config = parsePayloadConfig(input.config);
  const { values, problem } = readValues(config, input.values);
  if (problem !== undefined) return { body: '', notes: [error(problem)], verdict };
  const built = buildDownlinkAnswer(device, config, values);
  if (built.kind === 'invalid') return { body: '', notes: [error(built.reason)], verdict };
  const { body, filledBytes } = built;
  const filled = l10n.t('The last {0} bytes are filled up with zeros.', filledBytes);
  return {
    body,
    notes: filledBytes === 0 ? [] : [{ severity: 'warning', message: filled }],
    verdict,
  };
}

function readValues(
  { fields }: PayloadConfig,
  text: string,
): { readonly values: ReadonlyMap<string, FieldValue>; readonly problem: string | undefined } {
  const values = new Map<string, FieldValue>();
  for (const part of text.split(/[\s,;]+/).filter((each) => each !== '')) {
    const [name = '', ...rest] = part.split('=');
    const field = fields.find((each) => each.name === name);
    if (!field) {
      return { values, problem: l10n.t('The config has no field "{0}".', safeLine(name, 40)) };
    }
    const value = parseFieldValue(field, rest.join('='));
    if (value === undefined) {
      const type = formatFieldType(field);
      return { values, problem: l10n.t('"{0}" is no value for {1}.', safeLine(part, 40), type) };
    }
    values.set(name, value);
  }
  return { values, problem: undefined };
}

function verdictOn(answer: DownlinkAnswer): DownlinkView['verdict'] {
  switch (answer.kind) {
    case 'invalid':
      return { severity: 'error', message: answer.reason };
    case 'none':
      return { severity: 'good', message: l10n.t('The device is told nothing this time.') };
    case 'payload':
      return {
        severity: 'good',
        message: l10n.t('The device gets the eight bytes {0}.', formatHex(answer.payload)),
      };
  }
}

function error(message: string): { readonly severity: 'error'; readonly message: string } {
  return { severity: 'error', message };
}
