import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { UserError } from '../shared/userError';

// What can go wrong while a sketch is set up, in words, each with its next step.

/** The web page that tells how to install arduino-cli by hand. */
export const installationPage = 'https://arduino.github.io/arduino-cli/latest/installation/';

export function noRelease(platform: string, architecture: string): UserError {
  return new UserError(
    l10n.t(
      'There is no arduino-cli for "{0}" that could be checked. Install it by hand and name it in the setting "sigfox.arduinoCli.path".',
      safeLine(`${platform} ${architecture}`),
    ),
    {
      action: {
        title: l10n.t('Open Settings'),
        command: 'workbench.action.openSettings',
        arguments: ['sigfox.arduinoCli.path'],
      },
    },
  );
}

export function notInstalled(words: string): UserError {
  return new UserError(words, {
    action: { title: l10n.t('Show Log'), command: 'sigfox.showLog' },
  });
}

export function restrictedSetup(): UserError {
  return new UserError(
    l10n.t('Restricted Mode installs nothing and opens no profile: a folder could say what.'),
    { action: { title: l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' } },
  );
}

/** The project file as it is would be read in another way by arduino-cli, or not at all. */
export function badProjectFile(
  file: string,
  problem: { readonly line: number; readonly message: string },
  open: { readonly command: string; readonly arguments: readonly unknown[] },
): UserError {
  return new UserError(
    l10n.t('"{0}", line {1}: {2}', safeLine(file), problem.line + 1, problem.message),
    { action: { title: l10n.t('Open File'), ...open } },
  );
}

export function profileNotOpened(profile: string): UserError {
  return new UserError(
    l10n.t('The profile "{0}" was not opened, so nothing was compiled.', safeLine(profile)),
    { action: { title: l10n.t('Choose Profile'), command: 'sigfox.firmware.chooseProfile' } },
  );
}

export function noProfiles(sketch: string): UserError {
  return new UserError(
    l10n.t('The sketch "{0}" has no profiles in a sketch.yaml.', safeLine(sketch)),
  );
}

export function noBoardToRemember(sketch: string): UserError {
  return new UserError(l10n.t('No board is chosen for the sketch "{0}".', safeLine(sketch)), {
    action: { title: l10n.t('Choose Board'), command: 'sigfox.firmware.chooseBoard' },
  });
}

export function noClangd(): UserError {
  return new UserError(l10n.t('The extension "clangd" is not installed.'), {
    action: {
      title: l10n.t('Show Extension'),
      command: 'workbench.extensions.search',
      arguments: ['llvm-vs-code-extensions.vscode-clangd'],
    },
  });
}

export function noDatabase(sketch: string): UserError {
  return new UserError(
    l10n.t('How "{0}" is compiled could not be found out. Compile it first.', safeLine(sketch)),
    { action: { title: l10n.t('Compile Sketch'), command: 'sigfox.firmware.compile' } },
  );
}
