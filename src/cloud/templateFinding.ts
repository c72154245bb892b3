/** One thing in a template that grants more than the job needs, or that cannot be judged. */
export interface Finding {
  /** `red` blocks the launch unless the person overrides it; `note` is said and blocks nothing. */
  readonly severity: 'red' | 'note';
  readonly code: FindingCode;
  /** One sentence for people. */
  readonly message: string;
  readonly line: number | undefined;
}

export type FindingCode =
  | 'section'
  | 'transform'
  | 'resource'
  | 'nestedStack'
  | 'customResource'
  | 'namedRole'
  | 'role'
  | 'principal'
  | 'externalId'
  | 'trust'
  | 'action'
  | 'notAction'
  | 'resourceArn'
  | 'wildcard'
  | 'managedPolicy'
  | 'policy'
  | 'history'
  | 'doubt'
  | 'parameter'
  | 'outputs';

/** Who may do what, where: one line of what a template grants. */
export interface Grant {
  readonly kind: 'publish' | 'describeEndpoint' | 'history' | 'other';
  /** The principal as the template names it, or the AWS service. */
  readonly who: string;
  readonly externalId: string | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Collects findings, each with the line of what it is about. */
export class Findings {
  readonly all: Finding[] = [];

  constructor(private readonly lineOf: (path: string) => number | undefined) {}

  red(code: FindingCode, path: string, message: string): void {
    this.add('red', code, path, message);
  }

  note(code: FindingCode, path: string, message: string): void {
    this.add('note', code, path, message);
  }

  private add(severity: Finding['severity'], code: FindingCode, path: string, message: string) {
    if (this.all.some((known) => known.message === message)) return;
    this.all.push({ severity, code, message, line: this.lineOf(path) });
  }
}
