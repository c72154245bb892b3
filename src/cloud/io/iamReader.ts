import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { parseRoleArn, readTrustPolicy } from '../roleArn';
import type { RoleDescription } from '../stackClient';

/** The two questions we have for IAM. It has one endpoint for all regions. */
export class IamReader {
  constructor(
    private readonly sdk: IAMClient,
    /** Who asks, as STS says it. */
    private readonly callerArn: () => Promise<string>,
  ) {}

  /** Undefined when AWS does not say: most people may not ask what they may do. */
  async missingRights(
    actions: readonly string[],
    abortSignal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    try {
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn: policySource(await this.callerArn()),
        ActionNames: [...actions],
      });
      const { EvaluationResults } = await this.sdk.send(command, { abortSignal });
      if (!EvaluationResults?.length) return undefined;
      return EvaluationResults.filter(({ EvalDecision }) => EvalDecision !== 'allowed').map(
        ({ EvalActionName }) => EvalActionName ?? '',
      );
    } catch {
      return undefined;
    }
  }

  async readRole(roleArn: string, abortSignal: AbortSignal): Promise<RoleDescription> {
    const RoleName = parseRoleArn(roleArn)?.name ?? roleArn;
    const { Role } = await this.sdk.send(new GetRoleCommand({ RoleName }), { abortSignal });
    // IAM writes the policy percent-encoded.
    const policy = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    return { arn: Role?.Arn ?? roleArn, ...readTrustPolicy(policy) };
  }
}

/** Policies belong to the role, not to the session that was made of it. */
function policySource(callerArn: string): string {
  const [, partition, account, role] =
    /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(callerArn) ?? [];
  return role === undefined
    ? callerArn
    : `arn:${partition ?? 'aws'}:iam::${account ?? ''}:role/${role}`;
}
