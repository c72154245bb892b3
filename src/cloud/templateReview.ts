import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import { HistoryReview, type MadeResource } from './reviewHistory';
import { readStatements, reviewPublishing, type TopicGrant } from './reviewPolicy';
import { type Capability, reviewSections, reviewType } from './reviewShape';
import { principalAccount, reviewTrust, type Trust } from './reviewTrust';
import type { TemplateDocument, TemplateValue } from './templateDocument';
import { type Finding, Findings, type Grant } from './templateFinding';
import {
  asListOf,
  asMap,
  asText,
  type Filling,
  markedName,
  TemplateValues,
} from './templateValues';

/** What a template grants with its parameters filled in, and everything that speaks against it. */
export interface TemplateReview {
  readonly grants: readonly Grant[];
  /** Red ones first. */
  readonly findings: readonly Finding[];
  readonly isRed: boolean;
  readonly resources: readonly { readonly id: string; readonly type: string }[];
  readonly capabilities: readonly Capability[];
  /** The one topic, where it is one. */
  readonly topic: TopicGrant | undefined;
}

const resourceKeys = new Set([
  ...['Type', 'Properties', 'Condition', 'DependsOn', 'Metadata'],
  ...['DeletionPolicy', 'UpdateReplacePolicy'],
]);
const roleKeys = new Set([
  ...['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'MaxSessionDuration', 'Path'],
  ...['PermissionsBoundary', 'Policies', 'RoleName', 'Tags'],
]);

/** Judges everything the template would make; what is not known to be harmless is red. */
export function reviewTemplate(document: TemplateDocument, filling: Filling): TemplateReview {
  return new Reviewer(document, filling).review();
}

/** The one account or role that may publish, where the template names one plainly. */
export function principalOf({ grants }: TemplateReview): string | undefined {
  const [principal, other] = new Set(
    grants.filter(({ kind }) => kind === 'publish').map(({ who }) => who),
  );
  return other === undefined && principal !== undefined && principalAccount(principal) !== undefined
    ? principal
    : undefined;
}

class Reviewer {
  private readonly findings: Findings;
  private readonly values: TemplateValues;
  private readonly grants: Grant[] = [];
  private readonly topics: TopicGrant[] = [];
  private readonly capabilities = new Set<Capability>();
  private made: readonly MadeResource[] = [];

  constructor(
    private readonly document: TemplateDocument,
    private readonly filling: Filling,
  ) {
    this.findings = new Findings((path) => document.lineOf(path));
    this.values = new TemplateValues(document.root, filling);
  }

  review(): TemplateReview {
    reviewSections(this.document.root, this.findings, this.capabilities);
    this.made = this.readResources();
    const history = new HistoryReview(this.made, this.findings);
    this.reviewRoles(history);
    history.review();
    this.reviewParameters();
    this.reviewOutputs();
    const red = this.findings.all.filter(({ severity }) => severity === 'red');
    const notes = this.findings.all.filter(({ severity }) => severity === 'note');
    return {
      grants: this.grants,
      findings: [...red, ...notes],
      isRed: red.length > 0,
      resources: this.made.map(({ id, type }) => ({ id, type })),
      capabilities: [...this.capabilities],
      topic: this.topics.length === 1 ? this.topics[0] : undefined,
    };
  }

  private readResources(): readonly MadeResource[] {
    const written = [...(asMap(this.document.root.get('Resources'))?.entries() ?? [])];
    return written.flatMap(([id, value]) => {
      const path = `/Resources/${id}`;
      const resource = asMap(value);
      const condition = asText(resource?.get('Condition'));
      if (condition !== undefined && this.values.condition(condition) === false) return [];
      const type = asText(resource?.get('Type')) ?? '';
      reviewType({ id, type, path }, this.findings, this.capabilities);
      for (const key of resource?.keys() ?? []) {
        if (!resourceKeys.has(key)) {
          const message = l10n.t('"{0}" has "{1}".', safeLine(id, 60), safeLine(key, 40));
          this.findings.red('resource', path, message);
        }
      }
      const properties = this.values.resolve(resource?.get('Properties') ?? new Map());
      return [{ id, type, properties: asMap(properties) ?? new Map(), path: `${path}/Properties` }];
    });
  }

  private reviewRoles(history: HistoryReview): void {
    const roles = this.made.filter(({ type }) => type === 'AWS::IAM::Role');
    const outside: string[] = [];
    for (const role of roles) {
      const trusts = this.reviewRole(role);
      if (trusts.some(({ kind }) => kind === 'outside')) outside.push(role.id);
      this.reviewRights(role, trusts, history);
    }
    if (outside.length !== 1) {
      const path = `/Resources/${outside[1] ?? ''}`;
      const message =
        outside.length === 0
          ? l10n.t('No role is made that Sigfox could assume.')
          : l10n.t('{0} roles are made that somebody else may assume.', outside.length);
      this.findings.red('role', path, message);
    }
    if (this.topics.length > 1) {
      const message = l10n.t('Publishing is allowed to {0} topics.', this.topics.length);
      this.findings.red('resourceArn', '/Resources', message);
    }
    this.reviewLoosePolicies(roles);
  }

  private reviewRole({ id, properties, path }: MadeResource): readonly Trust[] {
    for (const key of properties.keys()) {
      if (!roleKeys.has(key)) {
        const message = l10n.t('"{0}" sets "{1}".', safeLine(id, 60), safeLine(key, 60));
        this.findings.red('role', path, message);
      }
    }
    const managed = asListOf(properties.get('ManagedPolicyArns')).map((arn) => asText(arn) ?? '');
    if (managed.length > 0) {
      const names = safeLine(managed.join(', '), 120);
      const message = l10n.t(
        '"{0}" gets the rights of managed policies: {1}.',
        safeLine(id, 60),
        names,
      );
      this.findings.red('managedPolicy', `${path}/ManagedPolicyArns`, message);
    }
    const name = asText(properties.get('RoleName'));
    if (name !== undefined) {
      this.capabilities.add('CAPABILITY_NAMED_IAM');
      const message = l10n.t('The role gets a name of its own, "{0}".', safeLine(name, 64));
      this.findings.red('namedRole', `${path}/RoleName`, message);
    }
    const at = `${path}/AssumeRolePolicyDocument`;
    const document = properties.get('AssumeRolePolicyDocument');
    return reviewTrust(document, at, this.filling.account, this.findings);
  }

  private reviewRights(role: MadeResource, trusts: readonly Trust[], history: HistoryReview): void {
    const isOutside = trusts.length === 0 || trusts.some(({ kind }) => kind === 'outside');
    for (const { document, path } of this.policiesOf(role)) {
      for (const allowed of readStatements(document, path, this.findings)) {
        for (const trust of trusts) this.grant(trust, allowed);
        if (isOutside) {
          this.topics.push(...reviewPublishing(allowed, path, this.filling.account, this.findings));
        } else {
          history.reviewRuleRole(allowed, path);
        }
      }
    }
  }

  /** Inline policies, and policies that stand by themselves and name the role. */
  private policiesOf({ id, properties, path }: MadeResource) {
    const inline = asListOf(properties.get('Policies')).map((policy, at) => ({
      document: asMap(policy)?.get('PolicyDocument'),
      path: `${path}/Policies/${at}`,
    }));
    const loose = this.made
      .filter((policy) => rolesOf(policy).some((name) => markedName(asText(name)) === id))
      .map((policy) => ({
        document: policy.properties.get('PolicyDocument'),
        path: `${policy.path}/PolicyDocument`,
      }));
    return [...inline, ...loose];
  }

  private grant(
    { principal, externalId }: Trust,
    { actions, resources }: { actions: readonly string[]; resources: readonly string[] },
  ): void {
    const lower = actions.map((action) => action.toLowerCase());
    const kind =
      principal === 'iot.amazonaws.com'
        ? 'history'
        : lower.every((action) => action === 'iot:publish')
          ? 'publish'
          : lower.every((action) => action === 'iot:describeendpoint')
            ? 'describeEndpoint'
            : 'other';
    this.grants.push({ kind, who: principal, externalId, actions, resources });
  }

  /** A policy that stands by itself must belong to a role made here, and to nobody else. */
  private reviewLoosePolicies(roles: readonly MadeResource[]): void {
    for (const policy of this.made) {
      if (!/^AWS::IAM::(Policy|RolePolicy)$/.test(policy.type)) continue;
      const names = rolesOf(policy);
      const own = names.every((name) => roles.some(({ id }) => id === markedName(asText(name))));
      const others = ['Users', 'Groups'].some((key) => policy.properties.has(key));
      if (own && names.length > 0 && !others) continue;
      const message = l10n.t(
        '"{0}" changes the rights of somebody you already have.',
        safeLine(policy.id, 60),
      );
      this.findings.red('policy', policy.path, message);
    }
  }

  private reviewParameters(): void {
    const declared = asMap(this.document.root.get('Parameters'));
    for (const [name, value] of declared?.entries() ?? []) {
      const type = asText(asMap(value)?.get('Type')) ?? '';
      if (!type.startsWith('AWS::SSM::')) continue;
      const message = l10n.t(
        '"{0}" is read from the parameter store whenever the stack is made.',
        safeLine(name, 60),
      );
      this.findings.red('parameter', `/Parameters/${name}`, message);
    }
  }

  private reviewOutputs(): void {
    const outputs = asMap(this.document.root.get('Outputs'));
    const missing = ['ARNRole', 'Region', 'Topic'].filter((name) => outputs?.has(name) !== true);
    if (missing.length === 0) return;
    const message = l10n.t(
      'The stack will not tell "{0}" for the callback form.',
      missing.join('", "'),
    );
    this.findings.note('outputs', '/Outputs', message);
  }
}

function rolesOf({ type, properties }: MadeResource): readonly TemplateValue[] {
  if (type === 'AWS::IAM::Policy') return asListOf(properties.get('Roles'));
  return type === 'AWS::IAM::RolePolicy' ? asListOf(properties.get('RoleName')) : [];
}
