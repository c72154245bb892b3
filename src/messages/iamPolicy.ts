import type { Connection } from './connection';
import type { MissingRight } from './messageSource';

/**
 * An IAM policy with all this window needs to listen to the connection, and the right that was found missing. Resources
 * are exact: a wildcard stands only where a filter has one. `${aws:username}` is not used, because it is empty for
 * roles and single sign-on.
 */
export function connectionPolicy(
  { endpoint, topicFilters }: Connection,
  missing: MissingRight,
): string {
  const region = endpoint.kind === 'aws' ? endpoint.region : '<region>';
  const identity = endpoint.kind === 'aws' ? endpoint.identity?.() : undefined;
  const account = identity?.account ?? '<account id>';
  const partition = identity?.arn.split(':')[1] ?? 'aws';
  const arn = (resource: string) => `arn:${partition}:iot:${region}:${account}:${resource}`;
  const statements = [
    { Action: 'iot:Connect', Resource: arn('client/sigfox-workbench-*') },
    ...allow(
      'iot:Subscribe',
      topicFilters.map((filter) => arn(filterResource(filter))),
    ),
    ...allow(
      'iot:Receive',
      topicFilters.map((filter) => arn(topicResource(filter))),
    ),
    ...(missing.action === 'iot:Publish' ? allow('iot:Publish', [arn(missing.resource)]) : []),
    // AWS knows no resource for this one.
    ...(missing.action === 'iot:DescribeEndpoint' ? allow('iot:DescribeEndpoint', ['*']) : []),
  ];
  const Statement = statements.map((statement) => ({ Effect: 'Allow', ...statement }));
  return JSON.stringify({ Version: '2012-10-17', Statement }, null, 2);
}

function allow(Action: string, resources: readonly string[]) {
  const [first = ''] = resources;
  return resources.length === 0
    ? []
    : [{ Action, Resource: resources.length === 1 ? first : resources }];
}

/** What may be subscribed to; `x/#` is written `x/*`, as IAM knows no `#`. */
function filterResource(filter: string): string {
  return `topicfilter/${withStarAtEnd(filter)}`;
}

/** What may be received: a `+` is any text to IAM, too. */
function topicResource(filter: string): string {
  const levels = withStarAtEnd(filter).split('/');
  return `topic/${levels.map((level) => (level === '+' ? '*' : level)).join('/')}`;
}

function withStarAtEnd(filter: string): string {
  return filter.replace(/(^|\/)#$/, '$1*');
}
