import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { UserError, type UserErrorAction } from '../shared/userError';
import type { ArduinoFailure } from './arduinoCli';
import { portName } from './boardChoice';
import type { Problem } from './problem';
import type { UploadNews } from './sketchWork';
import { lostBoard, type UploadTrouble, uploadTrouble } from './uploaderWords';

// What can go wrong with a sketch, in words, each with its next step.

const showLog = (): UserErrorAction => ({ title: l10n.t('Show Log'), command: 'sigfox.showLog' });
const showOutput = (): UserErrorAction => ({
  title: l10n.t('Show Output'),
  command: 'sigfox.firmware.showOutput',
});
const choosePort = (): UserErrorAction => ({
  title: l10n.t('Choose Port'),
  command: 'sigfox.firmware.choosePort',
});
const installCli = (): UserErrorAction => ({
  title: l10n.t('Install…'),
  command: 'sigfox.firmware.installArduinoCli',
});
const chooseBoard = (): UserErrorAction => ({
  title: l10n.t('Choose Board'),
  command: 'sigfox.firmware.chooseBoard',
});

export function noSketch(): UserError {
  return new UserError(l10n.t('No sketch is open: open its ".ino" file first.'));
}

export function notOnDisk(): UserError {
  return new UserError(
    l10n.t('A sketch is compiled from a folder on a disk, and this one is not.'),
  );
}

/** Arduino's rule is stricter than that of other build tools, so it is said. */
export function misplacedSketch(file: string, folder: string): UserError {
  return new UserError(
    l10n.t(
      'A sketch lies in a folder of its own name: "{0}" is in the folder "{1}".',
      safeLine(file),
      safeLine(folder),
    ),
  );
}

export function restricted(): UserError {
  return new UserError(
    l10n.t('Restricted Mode does not compile: a folder can bring programs that run meanwhile.'),
    { action: { title: l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' } },
  );
}

export function noBoard(): UserError {
  return new UserError(l10n.t('No board is chosen for this sketch.'), { action: chooseBoard() });
}

export function noPort(): UserError {
  return new UserError(l10n.t('No port is chosen for this sketch.'), { action: choosePort() });
}

export function portGone(address: string): UserError {
  return new UserError(
    l10n.t('Could not upload to "{0}": there is no such port any more.', portName(address)),
    { action: choosePort() },
  );
}

/** arduino-cli itself is the trouble, whatever was asked of it. */
export function arduinoFailure(failure: ArduinoFailure): UserError {
  switch (failure.kind) {
    case 'missing':
      return new UserError(
        l10n.t('arduino-cli was not found. {0}', safeLine(failure.reason, 300)),
        { action: installCli() },
      );
    case 'unsuitable':
      return new UserError(
        l10n.t(
          'arduino-cli {0} cannot be used: {1}',
          safeLine(failure.version),
          safeLine(failure.reason, 300),
        ),
        { action: installCli() },
      );
    case 'crashed':
      return new UserError(
        l10n.t('arduino-cli ended while it was working: {0}', safeLine(failure.reason, 300)),
        { action: showLog() },
      );
    case 'nonsense':
      return new UserError(
        l10n.t('arduino-cli gave an answer without sense: {0}', safeLine(failure.reason, 300)),
        { action: showLog() },
      );
    case 'refused':
      return new UserError(l10n.t('arduino-cli says: {0}', safeLine(failure.message, 300)), {
        action: showLog(),
      });
    case 'cancelled':
      return new UserError(l10n.t('Cancelled.'));
  }
}

export function compileFailed(
  sketch: string,
  failure: ArduinoFailure,
  problems: readonly Problem[],
): UserError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (failure.kind !== 'refused' || !first) return arduinoFailure(failure);
  const name = safeLine(sketch);
  const message =
    errors.length === 1
      ? l10n.t('Could not compile "{0}": {1}', name, first.message)
      : l10n.t('Could not compile "{0}": {1} errors.', name, errors.length);
  return new UserError(message, {
    action: { title: l10n.t('Show Problems'), command: 'workbench.actions.view.problems' },
  });
}

export function uploadFailed(
  address: string,
  failure: ArduinoFailure,
  { words, hasLostBoard }: Pick<UploadNews, 'words' | 'hasLostBoard'>,
): UserError {
  if (hasLostBoard) return uploadFailedFor(address, lostBoard());
  if (failure.kind !== 'refused') return arduinoFailure(failure);
  if (/^Programmer '.*' not found/.test(failure.message)) {
    return new UserError(l10n.t('arduino-cli says: {0}', safeLine(failure.message, 300)), {
      action: chooseBoard(),
    });
  }
  return uploadFailedFor(address, uploadTrouble(`${failure.message}\n${words}`));
}

function uploadFailedFor(address: string, { kind, reason }: UploadTrouble): UserError {
  const port = safeLine(portName(address));
  const message = l10n.t('Could not upload to "{0}": {1}.', port, reason);
  switch (kind) {
    case 'gone':
    case 'busy':
    case 'unplugged':
    case 'silent':
      return new UserError(message, { action: choosePort() });
    case 'wrongChip':
      return new UserError(message, { action: chooseBoard() });
    case 'forbidden':
    case 'other':
      return new UserError(message, { action: showOutput() });
  }
}

/** What is said of work that was stopped: whether anything of it goes on. */
export function cancelledWords(
  failure: Extract<ArduinoFailure, { kind: 'cancelled' }>,
  hadPort: boolean,
): string {
  if (failure.leftRunning !== undefined) {
    return l10n.t('Cancelled, but "{0}" does not end.', safeLine(failure.leftRunning));
  }
  return hadPort ? l10n.t('Cancelled. The port is free.') : l10n.t('Cancelled.');
}
