import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { AllowedActions } from './reviewPolicy';
import type { TemplateMap } from './templateDocument';
import type { Findings } from './templateFinding';
import { asListOf, asMap, asText, markedName, readable } from './templateValues';

/** A resource that will be made, with its functions worked out. */
export interface MadeResource {
  readonly id: string;
  readonly type: string;
  readonly properties: TemplateMap;
  readonly path: string;
}

const tableKeys = new Set([
  ...['AttributeDefinitions', 'BillingMode', 'DeletionProtectionEnabled', 'KeySchema', 'TableName'],
  ...['OnDemandThroughput', 'PointInTimeRecoverySpecification', 'ProvisionedThroughput'],
  ...['SSESpecification', 'TableClass', 'Tags', 'TimeToLiveSpecification'],
]);
const logGroupKeys = new Set(['LogGroupName', 'RetentionInDays', 'LogGroupClass', 'Tags']);
const ruleKeys = new Set(['RuleName', 'TopicRulePayload', 'Tags']);
const payloadKeys = new Set([
  ...['Actions', 'AwsIotSqlVersion', 'Description', 'ErrorAction', 'RuleDisabled', 'Sql'],
]);

/** Judges the parts of the history: a table and a log of their own, and a rule that only writes into these. */
export class HistoryReview {
  private readonly tables: readonly string[];
  private readonly logs: readonly string[];

  constructor(
    private readonly made: readonly MadeResource[],
    private readonly findings: Findings,
  ) {
    const ids = (type: string) => made.filter((each) => each.type === type).map(({ id }) => id);
    this.tables = ids('AWS::DynamoDB::Table');
    this.logs = ids('AWS::Logs::LogGroup');
  }

  /** What the rule's role may do: put items into the table, and write errors into the log. */
  reviewRuleRole({ actions, resources }: AllowedActions, path: string): void {
    const isOn = (ids: readonly string[]) =>
      resources.length > 0 &&
      resources.every((resource) => ids.some((id) => markedName(resource) === `${id}.Arn`));
    const lower = actions.map((action) => action.toLowerCase());
    const writesItems = lower.every((action) => action === 'dynamodb:putitem');
    const writesLogs = lower.every((action) =>
      /^logs:(createlogstream|describelogstreams|putlogevents)$/.test(action),
    );
    if (lower.length > 0 && writesItems && isOn(this.tables)) return;
    if (lower.length > 0 && writesLogs && isOn(this.logs)) return;
    this.findings.red(
      'history',
      path,
      l10n.t(
        'The role of the rule may do "{0}" on "{1}".',
        safeLine(readable(actions.join(', ')), 90),
        safeLine(readable(resources.join(', ')), 120),
      ),
    );
  }

  review(): void {
    for (const resource of this.made) {
      if (resource.type === 'AWS::DynamoDB::Table') this.onlyKeys(resource, tableKeys);
      if (resource.type === 'AWS::Logs::LogGroup') this.onlyKeys(resource, logGroupKeys);
      if (resource.type === 'AWS::IoT::TopicRule') this.reviewRule(resource);
    }
  }

  private reviewRule(resource: MadeResource): void {
    this.onlyKeys(resource, ruleKeys);
    const payload = asMap(resource.properties.get('TopicRulePayload')) ?? new Map<string, never>();
    const path = `${resource.path}/TopicRulePayload`;
    this.onlyKeys({ ...resource, properties: payload, path }, payloadKeys);
    const sql = asText(payload.get('Sql')) ?? '';
    const reaching =
      /\b(aws_lambda|get_secret|get_dynamodb|get_registry_data|machinelearning_predict|get_thing_shadow|get_mqtt_property)\s*\(/i.exec(
        sql,
      );
    if (reaching) {
      this.red(path, l10n.t('The rule calls "{0}" for every message.', reaching[1] ?? ''));
    }
    for (const action of asListOf(payload.get('Actions'))) this.reviewAction(asMap(action), path);
    const errorAction = payload.get('ErrorAction');
    if (errorAction !== undefined) this.reviewAction(asMap(errorAction), path);
  }

  private reviewAction(action: TemplateMap | undefined, path: string): void {
    const [name = '', value] = [...(action?.entries() ?? [])][0] ?? [];
    const of = asMap(value);
    const target =
      name === 'DynamoDBv2'
        ? asText(asMap(of?.get('PutItem'))?.get('TableName'))
        : name === 'CloudwatchLogs'
          ? asText(of?.get('LogGroupName'))
          : undefined;
    const own = name === 'DynamoDBv2' ? this.tables : this.logs;
    const role = markedName(asText(of?.get('RoleArn')))?.replace(/\.Arn$/, '');
    const isOwnRole = this.made.some(({ id, type }) => id === role && type === 'AWS::IAM::Role');
    if (action?.size === 1 && isOwnRole && own.includes(markedName(target) ?? '')) return;
    this.red(path, l10n.t('The rule sends every message to "{0}".', safeLine(name, 40)));
  }

  private onlyKeys({ id, properties, path }: MadeResource, known: ReadonlySet<string>): void {
    for (const key of properties.keys()) {
      if (!known.has(key)) {
        this.red(path, l10n.t('"{0}" sets "{1}".', safeLine(id, 60), safeLine(key, 60)));
      }
    }
  }

  private red(path: string, message: string): void {
    this.findings.red('history', path, message);
  }
}
