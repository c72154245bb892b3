import * as vscode from 'vscode';

/** One question: free text, checked while it is typed. */
export interface TextStep {
  readonly kind: 'text';
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isPassword?: boolean;
  /** What is wrong with the text so far; `isBlocking` false only warns. */
  check?(text: string): { readonly message: string; readonly isBlocking: boolean } | undefined;
}

/** One question: a choice. */
export interface PickStep {
  readonly kind: 'pick';
  readonly placeholder: string;
  readonly items: readonly (vscode.QuickPickItem & { readonly value: string })[];
  /** The choice at first. */
  readonly value?: string;
}

export type Step = TextStep | PickStep;

/** Makes the next question from the answers so far, or says that there is nothing left to ask. */
export type NextStep = (answers: readonly string[]) => Step | undefined;

/**
 * Asks one question after the other. Every question can go back a step and keeps what was typed; Esc ends all and
 * gives undefined.
 */
export async function promptSteps(title: string, next: NextStep): Promise<string[] | undefined> {
  const answers: string[] = [];
  const remembered: string[] = [];
  for (;;) {
    const step = next(answers);
    if (!step) return answers;
    const at = answers.length;
    const answer = await ask(title, step, remembered[at], at > 0);
    if (answer.kind === 'cancelled') return undefined;
    remembered[at] = answer.text;
    if (answer.kind === 'back') answers.pop();
    else answers.push(answer.text);
  }
}

type Answer =
  { readonly kind: 'accepted' | 'back'; readonly text: string } | { readonly kind: 'cancelled' };

function ask(
  title: string,
  step: Step,
  remembered: string | undefined,
  canGoBack: boolean,
): Promise<Answer> {
  return step.kind === 'text'
    ? askText(title, step, remembered, canGoBack)
    : askPick(title, step, remembered, canGoBack);
}

async function askText(
  title: string,
  step: TextStep,
  remembered: string | undefined,
  canGoBack: boolean,
): Promise<Answer> {
  const input = vscode.window.createInputBox();
  input.title = title;
  input.prompt = step.prompt;
  input.placeholder = step.placeholder;
  input.password = step.isPassword ?? false;
  input.ignoreFocusOut = true;
  input.value = remembered ?? step.value ?? '';
  const check = () => {
    const problem = step.check?.(input.value);
    input.validationMessage = problem && {
      message: problem.message,
      severity: problem.isBlocking
        ? vscode.InputBoxValidationSeverity.Error
        : vscode.InputBoxValidationSeverity.Warning,
    };
    return problem?.isBlocking !== true;
  };
  // An empty box is no mistake yet.
  if (input.value !== '') check();
  input.onDidChangeValue(check);
  return settle(
    input,
    canGoBack,
    () => (check() ? input.value : undefined),
    () => input.value,
  );
}

async function askPick(
  title: string,
  step: PickStep,
  remembered: string | undefined,
  canGoBack: boolean,
): Promise<Answer> {
  const pick = vscode.window.createQuickPick<PickStep['items'][number]>();
  pick.title = title;
  pick.placeholder = step.placeholder;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.items = step.items;
  const chosen = step.items.filter((item) => item.value === (remembered ?? step.value));
  // An empty list would take the focus from the first entry, and Enter would do nothing.
  if (chosen.length > 0) pick.activeItems = chosen;
  return settle(
    pick,
    canGoBack,
    () => pick.activeItems[0]?.value,
    () => remembered ?? '',
  );
}

/** Shows the box until it is accepted, left by the back button or closed. */
function settle(
  box: vscode.InputBox | vscode.QuickPick<PickStep['items'][number]>,
  canGoBack: boolean,
  accept: () => string | undefined,
  current: () => string,
): Promise<Answer> {
  return new Promise((resolve) => {
    const finish = (answer: Answer) => {
      resolve(answer);
      box.dispose();
    };
    if (canGoBack) box.buttons = [vscode.QuickInputButtons.Back];
    box.onDidTriggerButton(() => finish({ kind: 'back', text: current() }));
    box.onDidAccept(() => {
      const text = accept();
      if (text !== undefined) finish({ kind: 'accepted', text });
    });
    box.onDidHide(() => finish({ kind: 'cancelled' }));
    box.show();
  });
}
