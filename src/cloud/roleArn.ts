import * as l10n from '@vscode/l10n';
import { isRecord } from '../sigfox/bodyScalars';
import { parseJson } from '../sigfox/jsonDepth';

export interface RoleArn {
  readonly account: string;
  readonly name: string;
}

/** `arn:aws:iam::123456789012:role/path/name`. */
export function parseRoleArn(text: string): RoleArn | undefined {
  const [, account, , name] =
    /^arn:aws[\w-]*:iam::(\d{12}):role\/((?:[\w+=,.@-]+\/)*)([\w+=,.@-]{1,64})$/.exec(text) ?? [];
  return account === undefined || name === undefined ? undefined : { account, name };
}

/** Why a text is no role, with the mistake people make most. */
export function roleArnProblem(text: string): string | undefined {
  if (parseRoleArn(text)) return undefined;
  if (/^arn:aws[\w-]*:cloudformation:/.test(text)) {
    return l10n.t('This is the ARN of the stack. The role is its output "ARNRole".');
  }
  return l10n.t('A role looks like arn:aws:iam::123456789012:role/name.');
}

/** Who a trust policy lets in first, and with which External Id. */
export function readTrustPolicy(text: string): {
  readonly principal: string | undefined;
  readonly externalId: string | undefined;
} {
  const policy = parseJson(text);
  const statements = isRecord(policy) ? [policy['Statement']].flat() : [];
  const statement = statements.find((each) => isRecord(each) && isRecord(each['Principal']));
  if (!isRecord(statement)) return { principal: undefined, externalId: undefined };
  const principals = statement['Principal'];
  const [principal] = isRecord(principals) ? [principals['AWS']].flat() : [];
  const condition = statement['Condition'];
  const equals = isRecord(condition) ? condition['StringEquals'] : undefined;
  const [externalId] = isRecord(equals) ? [equals['sts:ExternalId']].flat() : [];
  return {
    principal: typeof principal === 'string' ? principal : undefined,
    externalId: typeof externalId === 'string' ? externalId : undefined,
  };
}
