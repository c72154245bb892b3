import type { MadeResource } from '../../cloud/reviewHistory';
import type { TemplateValue } from '../../cloud/templateDocument';
import { asMap, isList } from '../../cloud/templateValues';

/** One step of what CloudFormation does with a resource, in its own words. */
export interface ScriptStep {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  /** How long after the step before. */
  readonly afterMs: number;
}

/** What goes wrong with a resource, in AWS's words; undefined for nothing. */
export type ResourceFault = (
  resource: MadeResource,
  verb: 'CREATE' | 'UPDATE' | 'DELETE',
) => string | undefined;

/** A second here stands for about eight at AWS, where the two resources of the how-to take 34 seconds. */
const stepMs = 700;

/**
 * The order AWS works in: what a resource refers to comes before it. A resource says that it begins, that its making
 * was initiated, and that it is there; the first that fails stops all, and what is there is taken away again.
 */
export function createScript(
  resources: readonly MadeResource[],
  fault: ResourceFault,
): { readonly steps: readonly ScriptStep[]; readonly failed: readonly string[] } {
  const steps: ScriptStep[] = [];
  const made: MadeResource[] = [];
  for (const resource of inOrder(resources)) {
    const step = (status: string, reason?: string, afterMs = stepMs) =>
      steps.push({
        logicalId: resource.id,
        type: resource.type,
        status,
        afterMs,
        ...(reason === undefined ? {} : { reason }),
      });
    step('CREATE_IN_PROGRESS');
    const wrong = fault(resource, 'CREATE');
    if (wrong !== undefined) {
      step('CREATE_FAILED', wrong);
      return { steps: [...steps, ...removal(made)], failed: [resource.id] };
    }
    step('CREATE_IN_PROGRESS', 'Resource creation Initiated', stepMs / 2);
    made.push(resource);
    // IAM hands a role out when it is known in every region.
    step('CREATE_COMPLETE', undefined, resource.type === 'AWS::IAM::Role' ? 3 * stepMs : stepMs);
  }
  return { steps, failed: [] };
}

/** Every resource goes, newest first; one that does not keeps the stack. */
export function deleteScript(
  resources: readonly MadeResource[],
  retain: readonly string[],
  fault: ResourceFault,
): { readonly steps: readonly ScriptStep[]; readonly failed: readonly string[] } {
  const steps: ScriptStep[] = [];
  const failed: string[] = [];
  for (const resource of inOrder(resources).toReversed()) {
    const { id: logicalId, type } = resource;
    if (retain.includes(logicalId)) {
      steps.push({ logicalId, type, status: 'DELETE_SKIPPED', afterMs: 0 });
      continue;
    }
    const wrong = fault(resource, 'DELETE');
    steps.push({ logicalId, type, status: 'DELETE_IN_PROGRESS', afterMs: stepMs });
    if (wrong === undefined) {
      steps.push({ logicalId, type, status: 'DELETE_COMPLETE', afterMs: stepMs });
    } else {
      failed.push(logicalId);
      steps.push({ logicalId, type, status: 'DELETE_FAILED', reason: wrong, afterMs: stepMs });
    }
  }
  return { steps, failed };
}

function removal(made: readonly MadeResource[]): readonly ScriptStep[] {
  return deleteScript(made, [], () => undefined).steps;
}

/** What is referred to comes first. */
export function inOrder(resources: readonly MadeResource[]): readonly MadeResource[] {
  const done = new Set<string>();
  const ordered: MadeResource[] = [];
  const visit = (resource: MadeResource) => {
    if (done.has(resource.id)) return;
    done.add(resource.id);
    for (const other of resources) {
      if (refersTo(resource.properties, other.id)) visit(other);
    }
    ordered.push(resource);
  };
  resources.forEach(visit);
  return ordered;
}

function refersTo(value: TemplateValue, id: string): boolean {
  if (typeof value === 'string') return new RegExp(`\ue000${id}[.\ue001]`).test(value);
  if (isList(value)) return value.some((item) => refersTo(item, id));
  return [...(asMap(value)?.values() ?? [])].some((item) => refersTo(item, id));
}
