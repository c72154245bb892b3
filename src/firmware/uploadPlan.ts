import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { portName } from './boardChoice';
import type { BoardName, BoardPort } from './boardPort';
import { baseName } from './sketchFolder';
import type { Job } from './sketchWork';

/** One line of what an upload will do, and what changes it. */
export interface PlanRow {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly command:
    | 'sigfox.firmware.chooseBoard'
    | 'sigfox.firmware.choosePort'
    | 'sigfox.firmware.chooseProfile'
    | undefined;
}

export interface UploadPlanFacts {
  readonly job: Job;
  readonly board: BoardName;
  readonly port: BoardPort;
  /** Of arduino-cli; undefined where it does not answer. */
  readonly version: string | undefined;
}

/** What an upload runs, on what, with what: to be read before it is started. */
export function uploadPlan({ job, board, port, version }: UploadPlanFacts): readonly PlanRow[] {
  const rows: PlanRow[] = [
    {
      icon: 'file-code',
      label: l10n.t('Sketch "{0}"', safeLine(baseName(job.folder), 60)),
      description: l10n.t('compiled first · {0}', safeLine(job.folder, 200)),
      command: undefined,
    },
    {
      icon: 'circuit-board',
      label: safeLine(board.name, 60),
      description: safeLine(job.fqbn, 200),
      command: 'sigfox.firmware.chooseBoard',
    },
    {
      icon: 'plug',
      label: safeLine(portName(port.address), 80),
      description: portWords(port),
      command: 'sigfox.firmware.choosePort',
    },
    {
      icon: 'zap',
      label:
        job.programmer === undefined
          ? l10n.t('Through the bootloader')
          : l10n.t('Programmer {0}', safeLine(job.programmer, 60)),
      description: l10n.t('the uploader is the one that the platform of the board names'),
      command: 'sigfox.firmware.chooseBoard',
    },
  ];
  if (job.profile !== undefined) {
    const label = l10n.t('Profile {0}', safeLine(job.profile, 100));
    const description = l10n.t('of sketch.yaml: platforms and libraries are the ones it names');
    rows.push({ icon: 'book', label, description, command: 'sigfox.firmware.chooseProfile' });
  }
  const label =
    version === undefined ? 'arduino-cli' : l10n.t('arduino-cli {0}', safeLine(version, 30));
  const description = commandLine(job, port);
  return [...rows, { icon: 'terminal', label, description, command: undefined }];
}

function portWords({ address, label, boards }: BoardPort): string {
  const [seen] = boards;
  const words = [label === portName(address) ? address : label, seen?.name ?? ''];
  return words
    .filter(Boolean)
    .map((text) => safeLine(text, 80))
    .join(' · ');
}

/** The same as a person would type it; here arduino-cli is asked through its daemon. */
function commandLine({ folder, fqbn, programmer, profile }: Job, { address }: BoardPort): string {
  const words = [
    ...['arduino-cli', 'upload', '--fqbn', fqbn, '--port', address],
    ...(programmer === undefined ? [] : ['--programmer', programmer]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    folder,
  ];
  return safeLine(words.map(quoted).join(' '), 400);
}

function quoted(word: string): string {
  return /^[\w./:=,+@\\-]+$/.test(word) ? word : `"${word}"`;
}
