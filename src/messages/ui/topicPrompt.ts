import * as vscode from 'vscode';
import { promptSteps } from '../../shared/ui/promptSteps';
import { topicFilterProblem } from '../connectionSettings';

/** Asks which topic Sigfox publishes to; undefined when the person left. */
export async function promptTopic(suggested: string): Promise<string | undefined> {
  const answers = await promptSteps(vscode.l10n.t('Connect to AWS IoT'), (given) =>
    given.length > 0
      ? undefined
      : {
          kind: 'text',
          prompt: vscode.l10n.t(
            'Topic that Sigfox publishes to: the stack\'s output "{0}"',
            'Topic',
          ),
          value: suggested,
          check: (text) => {
            const message = topicFilterProblem(text.trim());
            return message === undefined ? undefined : { message, isBlocking: true };
          },
        },
  );
  return answers?.[0]?.trim();
}
