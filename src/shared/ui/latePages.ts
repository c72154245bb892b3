import * as vscode from 'vscode';
import type { PageType } from '../../contributions';

type Restore = (panel: vscode.WebviewPanel, state: unknown) => void;

/** Pages that a reloaded window brings back: their room is opened for that, if it is not open yet. */
export class LatePages implements vscode.Disposable {
  private readonly restores = new Map<PageType, Restore>();
  private readonly serializers: vscode.Disposable;

  constructor(types: readonly PageType[], open: (type: PageType) => Promise<unknown>) {
    this.serializers = vscode.Disposable.from(
      ...types.map((type) =>
        vscode.window.registerWebviewPanelSerializer(type, {
          deserializeWebviewPanel: async (panel, state: unknown) => {
            await open(type);
            this.restores.get(type)?.(panel, state);
          },
        }),
      ),
    );
  }

  register(type: PageType, restore: Restore): vscode.Disposable {
    this.restores.set(type, restore);
    return new vscode.Disposable(() => this.restores.delete(type));
  }

  dispose(): void {
    this.serializers.dispose();
  }
}
