import * as vscode from 'vscode';
import type { WorkEvents } from '../arduinoCli';
import type { LateTasks } from '../../shared/ui/lateTasks';
import { plainOutput } from '../plainOutput';
import type { SketchActions } from './sketchActions';
import type { SketchTracker } from './sketchTracker';

const type = 'sigfox';
const kinds = ['compile', 'upload'] as const;
type Kind = (typeof kinds)[number];

/** Compiling and uploading as tasks, to be bound to keys and chained. */
export function registerFirmwareTasks(
  tracker: SketchTracker,
  actions: SketchActions,
  tasks: LateTasks,
): vscode.Disposable {
  const create = (
    kind: Kind,
    definition: vscode.TaskDefinition,
    scope: vscode.TaskScope | vscode.WorkspaceFolder,
  ) => {
    const name =
      kind === 'compile' ? vscode.l10n.t('Compile Sketch') : vscode.l10n.t('Upload Sketch');
    const run = new vscode.CustomExecution(() =>
      Promise.resolve(new SketchTerminal(kind, tracker, actions)),
    );
    const task = new vscode.Task(definition, scope, name, 'sigfox', run, []);
    task.group = vscode.TaskGroup.Build;
    task.presentationOptions = { clear: true };
    return task;
  };
  return tasks.provide({
    // A folder of a stranger gets no tasks of ours that would run its code.
    provideTasks: () =>
      vscode.workspace.isTrusted && tracker.current !== undefined
        ? kinds.map((kind) => create(kind, { type, task: kind }, vscode.TaskScope.Workspace))
        : [],
    resolveTask: (task) => {
      const kind = kinds.find((one) => one === task.definition['task']);
      return kind && create(kind, task.definition, task.scope ?? vscode.TaskScope.Workspace);
    },
  });
}

/** Runs the work of a task and shows it as a terminal. */
class SketchTerminal implements vscode.Pseudoterminal {
  private readonly written = new vscode.EventEmitter<string>();
  private readonly closed = new vscode.EventEmitter<number>();
  private readonly abort = new AbortController();

  readonly onDidWrite = this.written.event;
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly kind: Kind,
    private readonly tracker: SketchTracker,
    private readonly actions: SketchActions,
  ) {}

  open(): void {
    void this.run().then((exitCode) => this.closed.fire(exitCode));
  }

  close(): void {
    this.abort.abort();
  }

  /** Ctrl+C. */
  handleInput(data: string): void {
    if (data.includes('\u0003')) this.abort.abort();
  }

  private async run(): Promise<number> {
    try {
      const target = await this.actions.target(await this.tracker.require(undefined));
      const port = this.kind === 'upload' ? await this.actions.port(target.folder) : undefined;
      const events = this.events();
      const compiled = await this.actions.compile(target, events, this.abort.signal);
      if (!compiled) return 1;
      if (!port) return 0;
      return (await this.actions.upload(target, port, events, this.abort.signal)) ? 0 : 1;
    } catch (error) {
      this.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    }
  }

  private events(): WorkEvents {
    return {
      onOutput: (text) => this.write(plainOutput(text)),
      onProgress: () => undefined,
    };
  }

  private write(text: string): void {
    this.written.fire(text.replace(/\r?\n/g, '\r\n'));
  }
}
