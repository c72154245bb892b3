import * as vscode from 'vscode';
import { promptSteps, type Step } from '../../shared/ui/promptSteps';
import { UserError } from '../../shared/userError';
import { type AwsProfile, type AwsProfiles, describeProfile } from '../awsProfile';
import { iotRegions, isRegion } from '../awsRegions';
import type { AwsChoice } from '../awsIdentity';
import { profileWord } from '../identityWords';

const anotherRegion = '(another)';

/** Asks for a profile of the shared files, then for the region; undefined when the person left. */
export async function promptProfile(
  profiles: AwsProfiles,
  current: AwsChoice | undefined,
): Promise<AwsChoice | undefined> {
  if (profiles.all.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        'There is no AWS profile on this machine. Make one with "aws configure" or "aws configure sso".',
      ),
    );
  }
  const answers = await promptSteps(vscode.l10n.t('Choose AWS Profile'), (given) =>
    question(profiles, current, given),
  );
  if (!answers) return undefined;
  const [profile = '', region = '', other] = answers;
  return { profile, region: (other ?? region).trim() };
}

function question(
  profiles: AwsProfiles,
  current: AwsChoice | undefined,
  given: readonly string[],
): Step | undefined {
  const [profile, region] = given;
  if (profile === undefined) {
    return {
      kind: 'pick',
      placeholder: vscode.l10n.t(
        'Who are you to AWS? Keys stay where they are; only the name is remembered.',
      ),
      items: profiles.all.map((each) => profileItem(each, current)),
    };
  }
  if (region === undefined) return regionStep(profiles, profile, current);
  return given.length === 2 && region === anotherRegion ? otherRegionStep() : undefined;
}

function profileItem(profile: AwsProfile, current: AwsChoice | undefined) {
  const icon = profile.kind.kind === 'unusable' ? 'warning' : 'account';
  const isCurrent = profile.name === current?.profile;
  return {
    value: profile.name,
    label: `$(${icon}) ${profileWord(profile.name)}`,
    description: [
      ...(isCurrent ? [vscode.l10n.t('in use')] : []),
      ...(profile.region === undefined ? [] : [profile.region]),
      describeProfile(profile),
    ].join(' · '),
  };
}

function regionStep(profiles: AwsProfiles, name: string, current: AwsChoice | undefined): Step {
  const own = profiles.all.find((profile) => profile.name === name)?.region;
  const first = [
    ...(current?.profile === name ? [current.region] : []),
    ...(own === undefined ? [] : [own]),
  ];
  const regions = [...new Set([...first, ...iotRegions])].filter(isRegion);
  const items = regions.map((region) => ({
    value: region,
    label: region,
    ...(region === own ? { description: vscode.l10n.t('of the profile') } : {}),
  }));
  return {
    kind: 'pick',
    placeholder: vscode.l10n.t('Where is the topic that Sigfox publishes to?'),
    items: [...items, { value: anotherRegion, label: vscode.l10n.t('Another Region…') }],
  };
}

function otherRegionStep(): Step {
  return {
    kind: 'text',
    prompt: vscode.l10n.t('Region'),
    placeholder: 'eu-west-1',
    check: (text) =>
      isRegion(text.trim())
        ? undefined
        : { message: vscode.l10n.t('A region looks like "eu-west-1".'), isBlocking: true },
  };
}
