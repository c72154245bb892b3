import * as vscode from 'vscode';
import { promptSteps } from '../../shared/ui/promptSteps';
import { UserError } from '../../shared/userError';
import { isRegion } from '../launchLink';
import { roleArnProblem } from '../roleArn';
import type { StackPlaces, StackReference } from '../stackPlace';
import { targetOf } from '../stackStore';

/** Stacks that are ours by what they tell, in every place there is. */
export async function pickStack(places: StackPlaces): Promise<StackReference | undefined> {
  const { signal } = new AbortController();
  const found = await vscode.window.withProgress(
    { location: { viewId: 'sigfox.stack' } },
    async () => {
      const ready = (await places.all(signal)).filter(({ problem }) => problem === undefined);
      const lists = ready.map(async (place) => {
        const client = await places.client(place.id, place.region);
        const stacks = await client.listStacks(signal);
        return stacks.flatMap((stack) => {
          const target = targetOf(stack);
          return target ? [{ place, stack, target }] : [];
        });
      });
      return { ready, stacks: (await Promise.all(lists)).flat() };
    },
  );
  if (found.ready.length === 0) throw noPlace();
  const items = found.stacks.map(({ place, stack, target }) => ({
    label: stack.name,
    description: `${target.topic} · ${place.name}`,
    detail: target.roleArn,
    reference: {
      kind: 'stack',
      placeId: place.id,
      region: place.region,
      stackId: stack.id,
      name: stack.name,
    } as const,
  }));
  const role = { label: `$(key) ${vscode.l10n.t('I Have a Role ARN…')}`, reference: undefined };
  const chosen = await vscode.window.showQuickPick([...items, role], {
    title: vscode.l10n.t('Use an Existing Stack'),
    placeHolder:
      items.length === 0
        ? vscode.l10n.t('No stack with the outputs ARNRole, Region and Topic was found.')
        : vscode.l10n.t('Which stack lets Sigfox publish?'),
  });
  if (!chosen) return undefined;
  return chosen.reference ?? promptRole(found.ready[0]?.region ?? '');
}

/** A role somebody else made is enough: its ARN, its region, its topic. */
export async function promptRole(region: string): Promise<StackReference | undefined> {
  const blocking = (message: string | undefined) =>
    message === undefined ? undefined : { message, isBlocking: true };
  const answers = await promptSteps(vscode.l10n.t('I Have a Role ARN'), (given) => {
    switch (given.length) {
      case 0:
        return {
          kind: 'text',
          prompt: vscode.l10n.t('ARN of the role Sigfox may assume'),
          placeholder: 'arn:aws:iam::123456789012:role/name',
          check: (text) => blocking(roleArnProblem(text.trim())),
        };
      case 1:
        return {
          kind: 'text',
          prompt: vscode.l10n.t('Region of the topic'),
          value: region,
          check: (text) =>
            blocking(
              isRegion(text.trim()) ? undefined : vscode.l10n.t('A region such as eu-west-1.'),
            ),
        };
      case 2:
        return {
          kind: 'text',
          prompt: vscode.l10n.t('Topic the role may publish to'),
          value: 'sigfox',
          check: (text) =>
            blocking(
              /^[^+#\s]{1,256}$/.test(text.trim())
                ? undefined
                : vscode.l10n.t('One exact topic, without "+" and "#".'),
            ),
        };
      default:
        return undefined;
    }
  });
  const [roleArn = '', of = '', topic = ''] = answers?.map((answer) => answer.trim()) ?? [];
  return answers && { kind: 'role', roleArn, region: of, topic };
}

function noPlace(): UserError {
  return new UserError(vscode.l10n.t('No AWS account is at hand.'), {
    action: { title: vscode.l10n.t('Choose AWS Profile…'), command: 'sigfox.cloud.chooseProfile' },
  });
}
