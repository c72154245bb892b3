import * as vscode from 'vscode';
import { promptSteps, type Step } from '../../shared/ui/promptSteps';
import type { FieldDisplay, PayloadSettings } from '../../sigfox/fieldDisplay';
import { hasErrors, parsePayloadConfig } from '../../sigfox/payloadGrammar';

/**
 * Asks for a payload config and for the unit, decimals and label of each of its fields. Gives undefined when the
 * person left, and an empty config when what was set is to be forgotten.
 */
export async function promptPayloadSettings(
  device: string,
  current: PayloadSettings | undefined,
): Promise<PayloadSettings | undefined> {
  const title = vscode.l10n.t('Payload Config of {0}', device);
  const answers = await promptSteps(title, ([config, ...displays]) => {
    if (config === undefined) return askConfig(current?.config);
    const field = parsePayloadConfig(config.trim()).fields[displays.length];
    return config.trim() === '' || !field
      ? undefined
      : askDisplay(field.name, current?.display[field.name]);
  });
  if (!answers) return undefined;
  const [config = '', ...displays] = answers;
  const { fields } = parsePayloadConfig(config.trim());
  const display = fields.map(({ name }, at) => [name, readDisplay(displays[at] ?? '')] as const);
  return { config: config.trim(), display: Object.fromEntries(display) };
}

function askConfig(current: string | undefined): Step {
  return {
    kind: 'text',
    prompt: vscode.l10n.t(
      "The device type's custom payload config; nothing to forget what was set",
    ),
    placeholder: 'temp::float:32 humidity::uint:8',
    value: current ?? '',
    check: (text) => {
      if (text.trim() === '') return undefined;
      const config = parsePayloadConfig(text.trim());
      const isBlocking = hasErrors(config);
      const first = config.problems.find(({ severity }) => !isBlocking || severity === 'error');
      return first && { message: `${first.message} ${first.fix}`, isBlocking };
    },
  };
}

/** Unit, decimals and label on one line: most fields want a unit or nothing. */
function askDisplay(name: string, current: FieldDisplay | undefined): Step {
  const value = [current?.unit ?? '', current?.decimals ?? '', current?.label ?? ''].join(', ');
  return {
    kind: 'text',
    prompt: vscode.l10n.t('"{0}": unit, decimals, label (each may be left out)', name),
    placeholder: '°C, 1, Temperature',
    value: value.replace(/[, ]+$/, ''),
    check: (text) => {
      const decimals = text.split(',')[1]?.trim() ?? '';
      return /^(\d|10)?$/.test(decimals)
        ? undefined
        : { message: vscode.l10n.t('Decimals are a number from 0 to 10.'), isBlocking: true };
    },
  };
}

function readDisplay(text: string): FieldDisplay {
  const [unit = '', decimals = '', ...label] = text.split(',').map((part) => part.trim());
  const words = label.join(', ');
  return {
    ...(unit === '' ? {} : { unit }),
    ...(decimals === '' ? {} : { decimals: Number(decimals) }),
    ...(words === '' ? {} : { label: words }),
  };
}
