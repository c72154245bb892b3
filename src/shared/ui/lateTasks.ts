import * as vscode from 'vscode';

/** Tasks of one type: their room is opened when the editor asks which there are, if it is not open yet. */
export class LateTasks implements vscode.TaskProvider, vscode.Disposable {
  private provider: vscode.TaskProvider | undefined;
  private readonly registered: vscode.Disposable;

  constructor(
    type: string,
    private readonly open: () => Promise<unknown>,
  ) {
    this.registered = vscode.tasks.registerTaskProvider(type, this);
  }

  provide(provider: vscode.TaskProvider): vscode.Disposable {
    this.provider = provider;
    return new vscode.Disposable(() => (this.provider = undefined));
  }

  async provideTasks(token: vscode.CancellationToken): Promise<vscode.Task[]> {
    await this.open();
    return (await this.provider?.provideTasks(token)) ?? [];
  }

  async resolveTask(
    task: vscode.Task,
    token: vscode.CancellationToken,
  ): Promise<vscode.Task | undefined> {
    await this.open();
    return (await this.provider?.resolveTask(task, token)) ?? undefined;
  }

  dispose(): void {
    this.registered.dispose();
  }
}
