import type { TemplateMap, TemplateValue } from './templateDocument';

/** Marks what the reader itself puts into text; no template may bring it along. */
export const markStart = '\ue000';
export const markEnd = '\ue001';

/** What a template is judged with: the values of its parameters, and where it would run. */
export interface Filling {
  readonly parameters: ReadonlyMap<string, string>;
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
}

/** Text that grows over this while functions are worked out is a bomb. */
const maxTextLength = 20_000;

/** How many functions may stand in one another, conditions that name conditions included, and how many in all. */
const maxSteps = 200;
const maxWork = 50_000;

/**
 * Works out the functions of a template with its parameters filled in. What is known only after creation becomes a
 * mark, `‹HistoryTable.Arn›`; what cannot be known before, a mark of doubt, which no check lets pass.
 */
export class TemplateValues {
  private steps = 0;
  private work = 0;

  constructor(
    private readonly root: TemplateMap,
    private readonly filling: Filling,
  ) {}

  /** Undefined stands for AWS::NoValue. */
  resolve(value: TemplateValue): TemplateValue | undefined {
    if (value === null) return null;
    if (typeof value === 'string') return value.includes('{{resolve:') ? doubt(value) : value;
    if (isList(value)) {
      return value.map((item) => this.resolve(item)).filter((item) => item !== undefined);
    }
    const [only, second] = [...value.entries()];
    if (only && !second && isFunction(only[0])) return this.guarded(() => this.call(...only));
    const resolved = new Map<string, TemplateValue>();
    for (const [key, item] of value) {
      const below = this.resolve(item);
      if (below !== undefined) resolved.set(key, below);
    }
    return resolved;
  }

  /** Undefined when it cannot be known. */
  condition(name: string): boolean | undefined {
    const written = asMap(this.root.get('Conditions'))?.get(name);
    return written === undefined ? undefined : this.truth(written);
  }

  private guarded<T>(run: () => T): T | string {
    this.work += 1;
    if (this.steps > maxSteps || this.work > maxWork) return doubt('…');
    this.steps += 1;
    try {
      return run();
    } finally {
      this.steps -= 1;
    }
  }

  private call(name: string, argument: TemplateValue): TemplateValue | undefined {
    switch (name) {
      case 'Ref':
        return this.reference(asText(argument));
      case 'Fn::GetAtt':
        return this.attribute(argument);
      case 'Fn::Sub':
        return this.substitute(argument);
      case 'Fn::Join':
        return this.join(argument);
      case 'Fn::If':
        return this.choose(argument);
      case 'Fn::Select':
        return this.select(argument);
      case 'Fn::Split':
        return this.split(argument);
      case 'Fn::FindInMap':
        return this.find(argument);
      default:
        // Fn::ImportValue, Fn::Transform, Fn::GetAZs and whatever comes next: not known before it runs.
        return doubt(name.replace('Fn::', '!'));
    }
  }

  private reference(name: string | undefined): TemplateValue | undefined {
    if (name === undefined) return doubt('Ref');
    const pseudo = this.pseudo(name);
    if (pseudo) return pseudo.value;
    const declared = asMap(asMap(this.root.get('Parameters'))?.get(name));
    if (declared) return this.parameter(name, declared);
    return asMap(this.root.get('Resources'))?.has(name) === true ? mark(name) : doubt(name);
  }

  private pseudo(name: string): { readonly value: TemplateValue | undefined } | undefined {
    const { account, region, stackName } = this.filling;
    switch (name) {
      case 'AWS::AccountId':
        return { value: account };
      case 'AWS::Region':
        return { value: region };
      case 'AWS::StackName':
        return { value: stackName };
      case 'AWS::Partition':
        return { value: partitionOf(region) };
      case 'AWS::URLSuffix':
        return { value: region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com' };
      case 'AWS::NoValue':
        return { value: undefined };
      case 'AWS::StackId':
      case 'AWS::NotificationARNs':
        return { value: mark(name) };
      default:
        return undefined;
    }
  }

  private parameter(name: string, declared: TemplateMap): TemplateValue {
    const type = asText(declared.get('Type')) ?? '';
    const value = this.filling.parameters.get(name) ?? asText(declared.get('Default'));
    // A parameter of this type takes its value from the account's parameter store, whenever the stack is made.
    if (value === undefined || type.startsWith('AWS::SSM::') || value.includes('{{resolve:')) {
      return doubt(name);
    }
    if (value.includes(markStart) || value.includes(markEnd)) return doubt(name);
    return /^(CommaDelimitedList|List<)/.test(type)
      ? value.split(',').map((item) => item.trim())
      : value;
  }

  private attribute(argument: TemplateValue): TemplateValue {
    const parts = typeof argument === 'string' ? [argument] : isList(argument) ? argument : [];
    const texts = parts.map((part) => asText(this.resolve(part)));
    const name = texts.join('.');
    const known = asMap(this.root.get('Resources'))?.has(name.split('.')[0] ?? '') === true;
    return known && !texts.includes(undefined) ? mark(name) : doubt(name);
  }

  private substitute(argument: TemplateValue): TemplateValue {
    const [written, extra] = isList(argument) ? argument : [argument];
    const text = asText(written);
    const names = new Map(
      [...(asMap(extra)?.entries() ?? [])].map(([name, value]) => [name, this.resolve(value)]),
    );
    if (text === undefined || text.includes('{{resolve:')) return doubt('!Sub');
    return bounded(
      text.replace(/\$\{(!?)([^}]*)\}/g, (_whole, isLiteral: string, inner: string) => {
        if (isLiteral === '!') return `\${${inner}}`;
        const name = inner.trim();
        const value = names.has(name)
          ? names.get(name)
          : name.includes('.')
            ? this.attribute(name)
            : this.reference(name);
        return asText(value) ?? doubt(name);
      }),
    );
  }

  private join(argument: TemplateValue): TemplateValue {
    const [between, list] = isList(argument) ? argument : [];
    const items = list === undefined ? undefined : this.resolve(list);
    const texts = isList(items) ? items.map(asText) : undefined;
    const separator = asText(between);
    if (separator === undefined || !texts || texts.includes(undefined)) return doubt('!Join');
    return bounded(texts.join(separator));
  }

  private choose(argument: TemplateValue): TemplateValue | undefined {
    const [name, whenTrue = null, whenFalse = null] = isList(argument) ? argument : [];
    const holds = this.condition(asText(name) ?? '');
    if (holds === undefined) return doubt('!If');
    return this.resolve(holds ? whenTrue : whenFalse);
  }

  private select(argument: TemplateValue): TemplateValue {
    const [at, list] = isList(argument) ? argument : [];
    const index = Number(asText(this.resolve(at ?? null)));
    const items = this.resolve(list ?? null);
    const found = isList(items) && Number.isInteger(index) ? items[index] : undefined;
    return found ?? doubt('!Select');
  }

  private split(argument: TemplateValue): TemplateValue {
    const [separator, text] = isList(argument) ? argument : [];
    const between = asText(separator);
    const whole = asText(this.resolve(text ?? null));
    return between === undefined || between === '' || whole === undefined
      ? doubt('!Split')
      : whole.split(between);
  }

  private find(argument: TemplateValue): TemplateValue {
    const path = isList(argument) ? argument.slice(0, 3).map((part) => this.resolve(part)) : [];
    let at: TemplateValue | undefined = this.root.get('Mappings');
    for (const part of path) at = asMap(at)?.get(asText(part) ?? '');
    const found = at === undefined ? undefined : this.resolve(at);
    return path.length === 3 && found !== undefined ? found : doubt('!FindInMap');
  }

  private truth(written: TemplateValue): boolean | undefined {
    const [name, argument] = [...(asMap(written)?.entries() ?? [])][0] ?? [];
    if (name === undefined || argument === undefined) return undefined;
    const result = this.guarded(() => this.judge(name, argument));
    return typeof result === 'string' ? undefined : result;
  }

  private judge(name: string, argument: TemplateValue): boolean | undefined {
    const list = isList(argument) ? argument : [];
    switch (name) {
      case 'Condition':
        return this.condition(asText(argument) ?? '');
      case 'Fn::Equals': {
        const [left, right] = list.map((item) => asText(this.resolve(item)));
        const isKnown = left !== undefined && right !== undefined && !isDoubtful(left + right);
        return isKnown ? left === right : undefined;
      }
      case 'Fn::Not': {
        const inner = this.truth(list[0] ?? null);
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And':
      case 'Fn::Or': {
        const all = list.map((item) => this.truth(item));
        const decisive = name === 'Fn::Or';
        if (all.includes(decisive)) return decisive;
        return all.includes(undefined) ? undefined : !decisive;
      }
      default:
        return undefined;
    }
  }
}

export function isList(value: TemplateValue | undefined): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

export function asMap(value: TemplateValue | undefined): TemplateMap | undefined {
  return value instanceof Map ? (value as TemplateMap) : undefined;
}

export function asText(value: TemplateValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** One value or several: IAM writes both. */
export function asListOf(value: TemplateValue | undefined): readonly TemplateValue[] {
  return value === undefined || value === null ? [] : isList(value) ? value : [value];
}

/** Whether a text holds something that cannot be known before the stack exists, and is none of its own parts. */
export function isDoubtful(text: string): boolean {
  return text.includes(`${markStart}?`) || text.includes('{{resolve:');
}

/** The name of the one resource or attribute the text consists of. */
export function markedName(text: string | undefined): string | undefined {
  const inner = text?.startsWith(markStart) === true && text.endsWith(markEnd);
  return inner ? text.slice(1, -1) : undefined;
}

/** Text with marks, as people read it. */
export function readable(text: string): string {
  return text.replaceAll(`${markStart}?`, '‹').replaceAll(markStart, '‹').replaceAll(markEnd, '›');
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

const mark = (name: string) => `${markStart}${name}${markEnd}`;
const doubt = (what: string) => `${markStart}?${what.slice(0, 80)}${markEnd}`;
const bounded = (text: string) => (text.length > maxTextLength ? doubt('…') : text);

function isFunction(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}
