import * as l10n from '@vscode/l10n';
import { commentText } from './cppText';
import type { SigfoxBoard } from './sigfoxBoard';

/** A sketch to begin with; its text is `media/sketches/<id>/<id>.ino`. */
export interface SketchTemplate {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** What the new sketch is called unless the person says otherwise. */
  readonly name: string;
  readonly payloadConfig: string;
  readonly boards: readonly SigfoxBoard[];
  /** Libraries of Arduino's index, by their names there. */
  readonly libraries: readonly string[];
}

/** All templates, the how-to's own first. */
export function sketchTemplates(): readonly SketchTemplate[] {
  return [
    {
      id: 'smartEverythingThermometer',
      title: l10n.t('Thermometer, SmartEverything Fox'),
      detail: l10n.t('The how-to: the temperature as a float, every 15 minutes'),
      name: 'thermometer',
      payloadConfig: 'temp::float:32',
      boards: ['smartEverything'],
      libraries: ['SmartEverything HTS221'],
    },
    {
      id: 'mkrFoxThermometer',
      title: l10n.t('Thermometer, MKR FOX 1200'),
      detail: l10n.t('Temperature and battery; the board sleeps in between'),
      name: 'thermometer',
      payloadConfig: 'temp::int:16 battery::uint:8',
      boards: ['mkrFox'],
      libraries: ['Arduino SigFox for MKRFox1200', 'Arduino Low Power'],
    },
    {
      id: 'atThermometer',
      title: l10n.t('Thermometer, AT modem'),
      detail: l10n.t('An analogue sensor and a Wisol modem on an Uno or Mega'),
      name: 'thermometer',
      payloadConfig: 'temp::float:32',
      boards: ['uno', 'mega'],
      libraries: [],
    },
    {
      id: 'downlinkRequest',
      title: l10n.t('Downlink request'),
      detail: l10n.t('Asks for eight bytes four times a day and obeys them'),
      name: 'downlink',
      payloadConfig: 'minutes::uint:16 answered::bool:7',
      boards: ['uno', 'mega'],
      libraries: [],
    },
    {
      id: 'tracker',
      title: l10n.t('Tracker'),
      detail: l10n.t('Where it is, with a GPS receiver on a Mega'),
      name: 'tracker',
      payloadConfig: 'lat::int:32 lng::int:32 satellites::uint:8 fixed::bool:7',
      boards: ['mega'],
      libraries: [],
    },
    {
      id: 'flagsMeter',
      title: l10n.t('Meter with alarms'),
      detail: l10n.t('Counts pulses; leak, frost and tamper as flags'),
      name: 'meter',
      payloadConfig: 'pulses::uint:24 leak::bool:7 frost::bool:6 tamper::bool:5',
      boards: ['uno', 'mega'],
      libraries: [],
    },
  ];
}

/** Fills in the blanks. What comes from outside stands in a comment, on one line, whatever it is. */
export function fillTemplate(text: string, blanks: { readonly device: string }): string {
  const device = commentText(blanks.device);
  if (device !== '') return text.replace('{device}', () => device);
  return text.replace(/^\/\/ Device: \{device\}\n/m, '');
}
