import * as l10n from '@vscode/l10n';
import type { LaunchDraft } from './launchDraft';
import { readTags } from './launchDraft';
import { grantText } from './grantWords';
import { maxTemplateBodyBytes } from './stackClient';
import type { TemplateReview } from './templateReview';

/** Files for somebody who may do what the person at the keyboard may not. */
export interface HandOverFile {
  readonly name: string;
  readonly text: string;
}

export interface HandOver {
  readonly draft: LaunchDraft;
  readonly text: string;
  readonly review: TemplateReview;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The template as it was judged, its values, what it grants, and one command. */
export function handOverFiles(handOver: HandOver): readonly HandOverFile[] {
  const { draft, text, review, parameters } = handOver;
  const isJson = text.trimStart().startsWith('{');
  const template = `template.${isJson ? 'json' : 'yaml'}`;
  const values = [...parameters].map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  return [
    { name: template, text },
    { name: 'parameters.json', text: `${JSON.stringify(values, null, 2)}\n` },
    { name: 'what-it-grants.md', text: grantText(review) },
    {
      name: 'README.md',
      text: [
        l10n.t('Please create this stack for me. In a terminal in this folder:'),
        '',
        '```sh',
        cliCommand(draft, template, review),
        '```',
        '',
        ...(new TextEncoder().encode(text).length > maxTemplateBodyBytes
          ? [
              l10n.t(
                'The template is too large for one call: put it in a bucket of yours first, and use --template-url.',
              ),
              '',
            ]
          : []),
        l10n.t('Then send me its outputs, or just ARNRole.'),
        '',
      ].join('\n'),
    },
  ];
}

/** Only names that were checked go on the command line; values go by file. */
export function cliCommand(draft: LaunchDraft, template: string, review: TemplateReview): string {
  const tags = [...readTags(draft.tags)].map(([Key, Value]) => ({ Key, Value }));
  return [
    'aws cloudformation create-stack',
    `--stack-name ${draft.stackName}`,
    `--region ${draft.region}`,
    `--template-body file://${template}`,
    '--parameters file://parameters.json',
    ...(review.capabilities.length > 0 ? [`--capabilities ${review.capabilities.join(' ')}`] : []),
    ...(tags.length > 0 ? [`--tags ${shellQuote(JSON.stringify(tags))}`] : []),
    ...(draft.serviceRoleArn === '' ? [] : [`--role-arn ${shellQuote(draft.serviceRoleArn)}`]),
  ].join(' \\\n  ');
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
