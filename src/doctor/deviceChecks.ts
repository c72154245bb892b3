import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { Check } from './verdict';

// From the sketch to the modem: what happens on the person's own desk.

/** A payload that does not fit its config is the sketch's doing, however far it came. */
export const sketchChecks: readonly Check[] = [
  ({ sketch }) => {
    const [first] = sketch?.problems ?? [];
    if (!sketch || first === undefined) return undefined;
    return {
      cause: 'sketchProblem',
      words: l10n.t(
        'The sketch "{0}" has a mistake: {1}',
        safeLine(sketch.name, 60),
        safeLine(first),
      ),
      evidence: sketch.problems.slice(0, 5).map((problem) => safeLine(problem, 200)),
      fix: {
        kind: 'command',
        label: l10n.t('Show Problems'),
        command: 'workbench.actions.view.problems',
      },
    };
  },
  ({ newest }) =>
    newest?.undecodable === undefined
      ? undefined
      : {
          cause: 'payloadMismatch',
          words: l10n.t('The payload does not fit the config: {0}', safeLine(newest.undecodable)),
          evidence: [
            l10n.t(
              'A sketch that prints bytes with print(byte, HEX) leaves out leading zeros; or the config is another than the sketch was written for.',
            ),
          ],
          fix: {
            kind: 'command',
            label: l10n.t('Set Payload Config…'),
            command: 'sigfox.messages.setPayloadConfig',
            arguments: [newest.row],
          },
        },
];
