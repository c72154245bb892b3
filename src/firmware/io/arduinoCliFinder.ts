import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { ProcessRunner } from '../../shared/processRunner';
import { safeLine } from '../../shared/safeText';
import type { Outcome } from '../arduinoCli';
import { type CliRelease, programName } from '../arduinoCliRelease';
import { judgeVersion, readVersionAnswer } from '../arduinoCliVersion';
import { installedProgram } from './arduinoCliInstaller';

/** The arduino-cli that is used, and why this one. */
export interface FoundArduinoCli {
  readonly program: string;
  readonly version: string;
  readonly origin: 'setting' | 'path' | 'download';
  /** True for one that works, but not as well as a newer one. */
  readonly isOld: boolean;
}

export interface FinderDoors {
  readonly runner: ProcessRunner;
  /** The person's own setting, from user settings only; empty when there is none. */
  setting(): string;
  /** Where downloads are kept. */
  readonly storage: string;
  readonly release: CliRelease | undefined;
  readonly machine: { readonly platform: string; readonly searchPath: string };
  /** A program that says nothing for this long is none. */
  readonly patienceMs?: number;
}

const defaultPatienceMs = 10_000;

/**
 * Finds arduino-cli: the one the setting names, else the first on the path, else the one that was downloaded. What the
 * setting names counts even when it is bad: the person is told, not overruled.
 */
export class ArduinoCliFinder {
  /** By program, size and time: a program is asked for its version once. */
  private readonly asked = new Map<string, Promise<Outcome<FoundArduinoCli>>>();

  constructor(private readonly doors: FinderDoors) {}

  async find(): Promise<Outcome<FoundArduinoCli>> {
    const setting = this.doors.setting().trim();
    if (setting !== '') return this.findSet(setting);
    const onPath = await this.onPath();
    const { release, storage } = this.doors;
    const downloaded = release && installedProgram(storage, release);
    const fromPath = onPath === undefined ? undefined : await this.ask(onPath, 'path');
    if (fromPath?.kind === 'done') return fromPath;
    // A bad one on the path does not spoil a good one that was downloaded.
    if (downloaded !== undefined && (await isProgram(downloaded))) {
      const found = await this.ask(downloaded, 'download');
      if (found.kind === 'done' || !fromPath) return found;
    }
    return fromPath ?? missing(l10n.t('It is not on the path and was not downloaded.'));
  }

  private async findSet(setting: string): Promise<Outcome<FoundArduinoCli>> {
    const name = safeLine(setting);
    if (!path.isAbsolute(setting)) {
      return missing(
        l10n.t('The setting "sigfox.arduinoCli.path" says "{0}", which is no full path.', name),
      );
    }
    if (!(await isProgram(setting))) {
      return missing(
        l10n.t(
          'The setting "sigfox.arduinoCli.path" says "{0}", where there is no program that may be run.',
          name,
        ),
      );
    }
    return this.ask(setting, 'setting');
  }

  /** Looked for here and not by the system, which on Windows looks into the current folder first. */
  private async onPath(): Promise<string | undefined> {
    const { platform, searchPath } = this.doors.machine;
    for (const folder of searchPath.split(platform === 'win32' ? ';' : ':')) {
      if (!path.isAbsolute(folder)) continue;
      const program = path.join(folder, programName(platform));
      if (await isProgram(program)) return program;
    }
    return undefined;
  }

  private async ask(
    program: string,
    origin: FoundArduinoCli['origin'],
  ): Promise<Outcome<FoundArduinoCli>> {
    const { size, mtimeMs } = await stat(program);
    const key = [program, size, mtimeMs, origin].join('|');
    const asked = this.asked.get(key) ?? this.askNow(program, origin);
    this.asked.set(key, asked);
    const outcome = await asked;
    // A machine under load may be why it did not answer.
    if (outcome.kind === 'failed') this.asked.delete(key);
    return outcome;
  }

  private async askNow(
    program: string,
    origin: FoundArduinoCli['origin'],
  ): Promise<Outcome<FoundArduinoCli>> {
    const { runner, patienceMs = defaultPatienceMs } = this.doors;
    const patience = AbortSignal.timeout(patienceMs);
    const env = { ARDUINO_LOCALE: 'en', ARDUINO_UPDATER_ENABLE_NOTIFICATION: 'false' };
    const { end, stdout } = await runner.run(
      { program, args: ['version', '--json'], env },
      patience,
    );
    const name = safeLine(program);
    if (end.kind === 'notStarted') {
      return missing(l10n.t('"{0}" could not be started: {1}.', name, safeLine(end.reason)));
    }
    if (patience.aborted) return nonsense(l10n.t('"{0}" does not answer.', name));
    const version = readVersionAnswer(stdout);
    if (version === undefined) return nonsense(l10n.t('"{0}" is no arduino-cli.', name));
    const verdict = judgeVersion(version);
    if (verdict.kind === 'unsuitable') {
      const { reason } = verdict;
      return {
        kind: 'failed',
        failure: { kind: 'unsuitable', version: safeLine(version, 40), reason },
      };
    }
    return { kind: 'done', value: { program, version, origin, isOld: verdict.kind === 'old' } };
  }
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function missing(reason: string): Outcome<never> {
  return { kind: 'failed', failure: { kind: 'missing', reason } };
}

function nonsense(reason: string): Outcome<never> {
  return { kind: 'failed', failure: { kind: 'nonsense', reason } };
}
