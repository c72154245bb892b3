import * as l10n from '@vscode/l10n';
import { formatUsd, monthlyCost } from './historyCost';
import { type LaunchDraft, readTags } from './launchDraft';
import { isRegion, isStackName, readLaunchLink } from './launchLink';
import type { FieldBlock, PageBlock } from './pageBlocks';
import { roleArnProblem } from './roleArn';
import type { StackParameter } from './stackParameters';
import type { StackPlace } from './stackPlace';

/** What the form is drawn from. */
export interface FormFacts {
  readonly draft: LaunchDraft;
  readonly places: readonly StackPlace[];
  readonly parameters: readonly StackParameter[];
  /** Why there is no template yet. */
  readonly templateProblem: string | undefined;
  /** A person is not told off for what they have not come to yet. */
  readonly isChecked: boolean;
}

/** Parameters that are known before anybody types. */
export function knownValues(draft: LaunchDraft, place: StackPlace | undefined) {
  return { AWSAccountId: place?.account ?? '', Region: draft.region };
}

/** The value of a parameter: typed, known or the template's own. */
export function valueOf(facts: FormFacts, { name, defaultValue }: StackParameter): string {
  const { draft, places } = facts;
  const place = places.find(({ id }) => id === draft.placeId);
  const known: Readonly<Record<string, string>> = knownValues(draft, place);
  return draft.values[name] ?? known[name] ?? defaultValue ?? '';
}

/** Everything that stands in the way, by field. */
export function formProblems(facts: FormFacts): ReadonlyMap<string, string> {
  const { draft, places } = facts;
  const problems = new Map<string, string>();
  const add = (id: string, problem: string | undefined) => {
    if (problem !== undefined) problems.set(id, problem);
  };
  const place = places.find(({ id }) => id === draft.placeId);
  add('place', place ? place.problem : l10n.t('Choose where.'));
  if (draft.source === 'link') {
    const reading = readLaunchLink(draft.link);
    add('link', reading.kind === 'refused' ? reading.reason : facts.templateProblem);
  }
  add('region', isRegion(draft.region) ? undefined : l10n.t('A region such as eu-west-1.'));
  add(
    'stackName',
    isStackName(draft.stackName)
      ? undefined
      : l10n.t('Letters, digits and "-", beginning with a letter.'),
  );
  for (const parameter of facts.parameters) {
    add(`value:${parameter.name}`, parameter.check(valueOf(facts, parameter)));
  }
  add(
    'serviceRoleArn',
    draft.serviceRoleArn === '' ? undefined : roleArnProblem(draft.serviceRoleArn),
  );
  add('likeRole', draft.likeRole === '' ? undefined : roleArnProblem(draft.likeRole));
  add(
    'tags',
    [...readTags(draft.tags).keys()].some((key) => key === '' || key.startsWith('aws:'))
      ? l10n.t('Tags look like owner=me, stage=test.')
      : undefined,
  );
  return problems;
}

export function formBlocks(facts: FormFacts): readonly PageBlock[] {
  const { draft, places } = facts;
  const problems = formProblems(facts);
  const problem = (id: string) => (facts.isChecked ? problems.get(id) : undefined);
  const isUpdate = draft.kind === 'update';
  const field = (id: string, label: string, description: string, value: string): FieldBlock => ({
    kind: 'field',
    id,
    label,
    description,
    input: 'text',
    value,
    problem: problem(id),
  });
  return [
    {
      kind: 'heading',
      level: 1,
      text: isUpdate ? l10n.t('Update Stack "{0}"', draft.stackName) : l10n.t('Launch Stack'),
    },
    {
      kind: 'text',
      tone: 'muted',
      text: l10n.t(
        'A stack makes the role through which Sigfox publishes to one topic of your account. Nothing is sent before you have seen what it grants.',
      ),
    },
    ...(isUpdate ? [] : [placeField(places, draft, problem('place'))]),
    ...placeButtons(places, draft),
    ...customEndpoint(places, draft),
    {
      ...field('source', l10n.t('Template'), sourceHint(draft), draft.source),
      input: 'choice',
      choices: [
        { value: 'link', text: l10n.t("Sigfox's own, by its Launch Stack link") },
        { value: 'own', text: l10n.t('The one of this extension') },
      ],
    },
    ...(draft.source === 'link'
      ? [
          {
            ...field(
              'link',
              l10n.t('Launch Stack link'),
              l10n.t(
                'On the callback page of Sigfox, copy the address of the button "Launch Stack" and paste it here.',
              ),
              draft.link,
            ),
            // An empty field tells nobody off; a link that is refused says why at once.
            problem: draft.link === '' ? problem('link') : problems.get('link'),
          },
        ]
      : []),
    ...(isUpdate
      ? []
      : [
          field('stackName', l10n.t('Stack name'), '', draft.stackName),
          field(
            'region',
            l10n.t('Region'),
            l10n.t('Where the stack is made. The messages go to the same region.'),
            draft.region,
          ),
        ]),
    ...facts.parameters
      .filter(({ name }) => name !== 'Region')
      .map((parameter) => parameterField(facts, parameter, problem(`value:${parameter.name}`))),
    ...(facts.parameters.some(({ name }) => name === 'SigfoxPrincipal')
      ? [
          {
            ...field(
              'likeRole',
              l10n.t('Like the role'),
              l10n.t(
                'The ARN of a role through which Sigfox publishes already: the account of Sigfox is taken from it.',
              ),
              draft.likeRole,
            ),
            problem: problems.get('likeRole'),
          },
        ]
      : []),
    costText(facts),
    { kind: 'heading', level: 2, text: l10n.t('More') },
    field('tags', l10n.t('Tags'), l10n.t('Such as owner=me, stage=test.'), draft.tags),
    field(
      'serviceRoleArn',
      l10n.t('CloudFormation role'),
      l10n.t('A role CloudFormation works with instead of your own rights; empty for none.'),
      draft.serviceRoleArn,
    ),
    {
      kind: 'buttons',
      buttons: [
        { id: 'review', text: l10n.t('What Am I Granting?'), isPrimary: true, isEnabled: true },
        {
          id: 'useRole',
          text: l10n.t('I Have a Role ARN…'),
          isPrimary: false,
          isEnabled: !isUpdate,
        },
      ],
    },
    ...(facts.isChecked && problems.size > 0
      ? [{ kind: 'text', tone: 'bad', text: l10n.t('Something is missing above.') } as const]
      : []),
  ];
}

function sourceHint(draft: LaunchDraft): string {
  return draft.source === 'link'
    ? l10n.t('It names the AWS account of Sigfox, which is not public.')
    : l10n.t('It asks for the AWS account of Sigfox, which its own template names.');
}

function placeField(
  places: readonly StackPlace[],
  draft: LaunchDraft,
  problem: string | undefined,
): FieldBlock {
  const place = places.find(({ id }) => id === draft.placeId);
  return {
    kind: 'field',
    id: 'place',
    label: l10n.t('Where'),
    description: place ? l10n.t('Account {0}', place.account) : '',
    input: 'choice',
    value: draft.placeId,
    choices: places.map(({ id, name }) => ({ value: id, text: name })),
    problem: problem ?? place?.problem,
  };
}

function placeButtons(places: readonly StackPlace[], draft: LaunchDraft): readonly PageBlock[] {
  const place = places.find(({ id }) => id === draft.placeId);
  if (place && place.problem === undefined) return [];
  const button = (id: string, text: string) => ({ id, text, isPrimary: false, isEnabled: true });
  return [
    {
      kind: 'buttons',
      buttons: [
        button('chooseProfile', l10n.t('Choose AWS Profile…')),
        ...(places.some(({ id }) => id === 'simulator')
          ? []
          : [button('startSimulator', l10n.t('Start Simulator'))]),
      ],
    },
  ];
}

function customEndpoint(places: readonly StackPlace[], draft: LaunchDraft): readonly PageBlock[] {
  const endpoint = places.find(({ id }) => id === draft.placeId)?.customEndpoint;
  return endpoint === undefined
    ? []
    : [{ kind: 'text', tone: 'bad', text: l10n.t('Not AWS itself, but {0}.', endpoint) }];
}

function parameterField(
  facts: FormFacts,
  parameter: StackParameter,
  problem: string | undefined,
): FieldBlock {
  const { name, label, description, kind, choices, isHidden } = parameter;
  return {
    kind: 'field',
    id: `value:${name}`,
    label,
    description,
    input: isHidden ? 'hidden' : kind,
    value: valueOf(facts, parameter),
    ...(kind === 'choice' ? { choices: choices.map((value) => ({ value, text: value })) } : {}),
    problem,
  };
}

function costText(facts: FormFacts): PageBlock {
  const value = (name: string) => {
    const parameter = facts.parameters.find((each) => each.name === name);
    return parameter ? valueOf(facts, parameter) : undefined;
  };
  const hasHistory = value('EnableHistory') === 'true';
  const cost = monthlyCost({
    devices: fleetSize(facts.draft),
    messagesPerDay: 140,
    retentionDays: Number(value('RetentionDays') ?? 30) || 30,
    hasHistory,
  });
  return {
    kind: 'field',
    id: 'devices',
    label: l10n.t('Devices, for the cost'),
    description: hasHistory
      ? l10n.t(
          'At most {0} a month with the history, {1} of it for the messages themselves. An estimate by list prices.',
          formatUsd(cost.totalUsd),
          formatUsd(cost.brokerUsd),
        )
      : l10n.t(
          'At most {0} a month for the messages. The role itself costs nothing. An estimate by list prices.',
          formatUsd(cost.totalUsd),
        ),
    input: 'number',
    value: facts.draft.devices,
  };
}

export function fleetSize({ devices }: LaunchDraft): number {
  const count = Math.floor(Number(devices));
  return Number.isFinite(count) && count > 0 ? Math.min(count, 100_000_000) : 1;
}
