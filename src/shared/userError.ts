/** What the person can do about a failure: a button that runs a command. */
export interface UserErrorAction {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** An expected failure whose message is fit to be read by a person. Anything else that is thrown is a bug. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly action: UserErrorAction | undefined;

  constructor(message: string, options: { action?: UserErrorAction; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.action = options.action;
  }
}
