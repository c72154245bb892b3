import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { TemplateMap, TemplateValue } from './templateDocument';
import type { Findings } from './templateFinding';
import { asMap, isList } from './templateValues';

/** What CloudFormation wants to be told before it makes a stack. */
export type Capability = 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' | 'CAPABILITY_AUTO_EXPAND';

const sections = new Set([
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings'],
  ...['Conditions', 'Resources', 'Outputs'],
]);
const historyTypes = new Set([
  'AWS::DynamoDB::Table',
  'AWS::Logs::LogGroup',
  'AWS::IoT::TopicRule',
]);
/** Judges the sections: none that CloudFormation itself would rewrite, none unknown. */
export function reviewSections(
  root: TemplateMap,
  findings: Findings,
  capabilities: Set<Capability>,
): void {
  const transform = (path: string) => {
    capabilities.add('CAPABILITY_AUTO_EXPAND');
    const message = l10n.t('A transform rewrites the template after you have read it.');
    findings.red('transform', path, message);
  };
  for (const name of root.keys()) {
    if (name === 'Transform') transform(`/${name}`);
    else if (!sections.has(name)) {
      const message = l10n.t('The template has a section "{0}".', safeLine(name, 40));
      findings.red('section', `/${name}`, message);
    }
  }
  findTransforms(root, '', transform);
}

function findTransforms(value: TemplateValue, path: string, found: (path: string) => void): void {
  for (const [key, item] of asMap(value)?.entries() ?? []) {
    const below = `${path}/${key}`;
    if (key === 'Fn::Transform' || key.startsWith('Fn::ForEach')) found(below);
    findTransforms(item, below, found);
  }
  if (isList(value)) value.forEach((item, at) => findTransforms(item, `${path}/${at}`, found));
}

/** Judges what kind of thing is made. */
export function reviewType(
  { id, type, path }: { readonly id: string; readonly type: string; readonly path: string },
  findings: Findings,
  capabilities: Set<Capability>,
): void {
  const shown = safeLine(id, 60);
  const isIam = /^AWS::IAM::/.test(type);
  if (isIam) capabilities.add('CAPABILITY_IAM');
  if (historyTypes.has(type) || /^AWS::IAM::(Role|Policy|RolePolicy)$/.test(type)) return;
  if (type === 'AWS::CloudFormation::Stack' || type === 'AWS::Serverless::Application') {
    capabilities.add('CAPABILITY_IAM');
    const message = l10n.t(
      '"{0}" is a stack of its own, from a template you have not seen.',
      shown,
    );
    findings.red('nestedStack', path, message);
  } else if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') {
    const message = l10n.t('"{0}" runs code of somebody: a custom resource.', shown);
    findings.red('customResource', path, message);
  } else if (type === 'AWS::IAM::ManagedPolicy') {
    const message = l10n.t('"{0}" is a managed policy, which others can use too.', shown);
    findings.red('managedPolicy', path, message);
  } else {
    const message = l10n.t(
      '"{0}" is a resource this job does not need: {1}.',
      shown,
      safeLine(type, 60),
    );
    findings.red('resource', path, message);
  }
}
