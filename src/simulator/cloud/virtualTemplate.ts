import type { MadeResource } from '../../cloud/reviewHistory';
import { reviewTemplate } from '../../cloud/templateReview';
import type { StackRequest } from '../../cloud/stackClient';
import { stackErrorOf } from '../../cloud/stackError';
import { stackParameters } from '../../cloud/stackParameters';
import { readTemplate, type TemplateDocument } from '../../cloud/templateDocument';
import {
  asMap,
  asText,
  type Filling,
  markedName,
  TemplateValues,
} from '../../cloud/templateValues';

/** A template that CloudFormation took in: what would be made of it, and what it would say afterwards. */
export interface VirtualTemplate {
  readonly text: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly hidden: ReadonlySet<string>;
  readonly resources: readonly MadeResource[];
  /** Given the names the resources got. */
  outputs(physicalIds: ReadonlyMap<string, string>): readonly {
    readonly key: string;
    readonly value: string;
    readonly description: string | undefined;
  }[];
}

/** Checks a request as CloudFormation does, in its order and with its words. */
export function takeTemplate(
  request: StackRequest,
  place: { readonly account: string; readonly region: string },
): VirtualTemplate {
  const document = parse(request.template);
  const filling: Filling = { ...place, stackName: request.name, parameters: request.parameters };
  checkParameters(document, request.parameters);
  const values = new TemplateValues(document.root, filling);
  const resources = madeResources(document, values);
  if (resources.length === 0) {
    throw invalid('Template format error: At least one Resources member must be defined.');
  }
  const needed = reviewTemplate(document, filling).capabilities.filter(
    (capability) => !isGiven(capability, request.capabilities),
  );
  if (needed.length > 0) {
    throw failed('InsufficientCapabilitiesException', `Requires capabilities : [${needed.join()}]`);
  }
  return {
    text: request.template,
    parameters: allParameters(document, request.parameters),
    hidden: hiddenParameters(document),
    resources,
    outputs: (physicalIds) => outputsOf(document, values, physicalIds),
  };
}

/** CAPABILITY_NAMED_IAM stands for the lesser one too. */
function isGiven(needed: string, given: readonly string[]): boolean {
  return (
    given.includes(needed) ||
    (needed === 'CAPABILITY_IAM' && given.includes('CAPABILITY_NAMED_IAM'))
  );
}

function parse(text: string): TemplateDocument {
  const reading = readTemplate(text);
  if (reading.kind === 'template') return reading.document;
  throw invalid(`Template format error: ${reading.reason}`);
}

function checkParameters(document: TemplateDocument, given: ReadonlyMap<string, string>): void {
  const asked = stackParameters(document, { isOwn: true });
  const unknown = [...given.keys()].filter((name) => asked.every((each) => each.name !== name));
  if (unknown.length > 0) {
    throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  const missing = asked.filter(
    ({ name, defaultValue }) => !given.has(name) && defaultValue === undefined,
  );
  if (missing.length > 0) {
    throw invalid(`Parameters: [${missing.map(({ name }) => name).join(', ')}] must have values`);
  }
  for (const parameter of asked) {
    const { name, defaultValue } = parameter;
    const problem = parameter.check(given.get(name) ?? defaultValue ?? '');
    if (problem !== undefined) {
      throw invalid(`Parameter '${name}' failed to satisfy constraint: ${problem}`);
    }
  }
}

function madeResources(
  document: TemplateDocument,
  values: TemplateValues,
): readonly MadeResource[] {
  const written = [...(asMap(document.root.get('Resources'))?.entries() ?? [])];
  return written.flatMap(([id, value]) => {
    const resource = asMap(value);
    const condition = asText(resource?.get('Condition'));
    if (condition !== undefined && values.condition(condition) === false) return [];
    const properties = asMap(values.resolve(resource?.get('Properties') ?? new Map()));
    const type = asText(resource?.get('Type')) ?? '';
    return [{ id, type, properties: properties ?? new Map(), path: `/Resources/${id}` }];
  });
}

function allParameters(document: TemplateDocument, given: ReadonlyMap<string, string>) {
  return new Map(
    stackParameters(document, { isOwn: true }).map(({ name, defaultValue }) => [
      name,
      given.get(name) ?? defaultValue ?? '',
    ]),
  );
}

function hiddenParameters(document: TemplateDocument): ReadonlySet<string> {
  const asked = stackParameters(document, { isOwn: true });
  return new Set(asked.filter(({ isHidden }) => isHidden).map(({ name }) => name));
}

function outputsOf(
  document: TemplateDocument,
  values: TemplateValues,
  physicalIds: ReadonlyMap<string, string>,
) {
  const outputs = asMap(document.root.get('Outputs'));
  return [...(outputs?.entries() ?? [])].flatMap(([key, written]) => {
    const output = asMap(written);
    const condition = asText(output?.get('Condition'));
    if (condition !== undefined && values.condition(condition) === false) return [];
    const text = asText(values.resolve(output?.get('Value') ?? '')) ?? '';
    const value = physicalIds.get(markedName(text) ?? '') ?? text;
    return [{ key, value, description: asText(output?.get('Description')) }];
  });
}

function invalid(message: string) {
  return failed('ValidationError', message);
}

/** An error as the real client would make it of AWS's answer. */
export function failed(name: string, message: string, status = 400) {
  return stackErrorOf({ name, message, status, code: undefined });
}
