import * as vscode from 'vscode';
import { promptSteps, type Step } from '../../shared/ui/promptSteps';
import { parseFieldValue } from '../../sigfox/fieldValueText';
import { parseHex } from '../../sigfox/hex';
import type { FieldValue } from '../../sigfox/payloadCodec';
import { encodePayload } from '../../sigfox/payloadEncoder';
import { type Field, formatFieldType, maxPayloadBytes } from '../../sigfox/payloadField';
import { parsePayloadConfig } from '../../sigfox/payloadGrammar';
import type { ScenarioDevice } from '../network/deviceType';

/** Stands for "as raw bytes" among the answers. */
const rawBytes = 'raw';

/** Asks for a device and for the value of each field of its config, or for the raw bytes. */
export async function promptUplink(
  devices: readonly ScenarioDevice[],
): Promise<{ readonly device: ScenarioDevice; readonly payload: Uint8Array } | undefined> {
  const answers = await promptSteps(vscode.l10n.t('Send Uplink'), ([id, way, ...texts]) => {
    const device = devices.find((each) => each.id === id);
    if (!device) return askDevice(devices);
    if (way === undefined) return askWay(device);
    if (way === rawBytes) return texts.length === 0 ? askHex() : undefined;
    const field = fieldsOf(device)[texts.length];
    return field && askValue(field, device.type.settings.display[field.name]?.unit);
  });
  if (!answers) return undefined;
  const [id, way, ...texts] = answers;
  const device = devices.find((each) => each.id === id);
  if (!device) return undefined;
  const payload = way === rawBytes ? readHex(texts[0] ?? '') : encode(device, texts);
  return payload && { device, payload };
}

function fieldsOf(device: ScenarioDevice): readonly Field[] {
  return parsePayloadConfig(device.type.settings.config).fields;
}

function askDevice(devices: readonly ScenarioDevice[]): Step {
  return {
    kind: 'pick',
    placeholder: vscode.l10n.t('Which device sends?'),
    items: devices.map(({ id, name, type }) => ({
      label: name,
      description: `${id} · ${type.settings.config}`,
      value: id,
    })),
  };
}

function askWay(device: ScenarioDevice): Step {
  return {
    kind: 'pick',
    placeholder: vscode.l10n.t('What does it send?'),
    items: [
      { label: vscode.l10n.t('Values'), description: device.type.settings.config, value: 'values' },
      {
        label: vscode.l10n.t('Raw bytes'),
        description: vscode.l10n.t('also such that do not fit the config'),
        value: rawBytes,
      },
    ],
  };
}

function askHex(): Step {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('Up to 12 bytes, in hexadecimal'),
    placeholder: '41df41e3',
    check: (text) => {
      const read = parseHex(text.trim());
      const message =
        read.kind === 'invalid'
          ? read.reason
          : read.payload.length > maxPayloadBytes
            ? vscode.l10n.t('A payload has at most 12 bytes, not {0}.', read.payload.length)
            : undefined;
      return message === undefined ? undefined : { message, isBlocking: true };
    },
  };
}

function askValue(field: Field, unit: string | undefined): Step {
  return {
    kind: 'text',
    prompt:
      unit === undefined
        ? vscode.l10n.t('"{0}"', field.name)
        : vscode.l10n.t('"{0}" in {1}', field.name, unit),
    placeholder: formatFieldType(field),
    check: (text) => {
      const value = parseFieldValue(field, text.trim());
      const config = { text: '', fields: [field], problems: [] };
      const encoded =
        value === undefined ? undefined : encodePayload(config, new Map([[field.name, value]]));
      if (encoded?.kind === 'payload') return undefined;
      const message =
        encoded?.problems[0]?.message ??
        vscode.l10n.t('Write a value for {0}.', formatFieldType(field));
      return { message, isBlocking: true };
    },
  };
}

function readHex(text: string): Uint8Array | undefined {
  const read = parseHex(text.trim());
  return read.kind === 'payload' ? read.payload : undefined;
}

function encode(device: ScenarioDevice, texts: readonly string[]): Uint8Array | undefined {
  const values = new Map<string, FieldValue>();
  fieldsOf(device).forEach((field, at) => {
    const value = parseFieldValue(field, texts[at]?.trim() ?? '');
    if (value !== undefined) values.set(field.name, value);
  });
  const encoded = encodePayload(parsePayloadConfig(device.type.settings.config), values);
  return encoded.kind === 'payload' ? encoded.payload : undefined;
}
