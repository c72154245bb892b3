import * as vscode from 'vscode';
import { UserError } from '../../shared/userError';
import type { ResourceDrift, StackClient } from '../stackClient';
import type { StackPlaces, StackReference } from '../stackPlace';
import type { StackSnapshot } from '../stackLifecycle';
import type { StackStore } from '../stackStore';

type StackRef = Extract<StackReference, { kind: 'stack' }>;

/** What is done to the one stack of the window. Whatever destroys says what and how much first. */
export class StackActions {
  constructor(
    private readonly store: StackStore,
    private readonly places: StackPlaces,
  ) {}

  /** Whether it was begun. */
  async delete(
    options: { readonly isRetaining?: boolean; readonly isCancel?: boolean } = {},
  ): Promise<boolean> {
    const { reference, snapshot } = this.needed();
    const { stack, resources } = snapshot;
    const stuck = resources.filter(({ status }) => status === 'DELETE_FAILED');
    const retain = options.isRetaining === true ? stuck.map(({ logicalId }) => logicalId) : [];
    const alive = resources.filter(({ status }) => !/^DELETE_COMPLETE/.test(status)).length;
    const hasTable = resources.some(({ type }) => type === 'AWS::DynamoDB::Table');
    const question =
      options.isCancel === true
        ? vscode.l10n.t(
            'Cancel creating "{0}"? CloudFormation cannot stop a creation: the stack is deleted, with all it has made so far.',
            stack.name,
          )
        : retain.length > 0
          ? vscode.l10n.t(
              'Delete stack "{0}" and leave {1} behind? It stays in your account until you delete it yourself.',
              stack.name,
              retain.join(', '),
            )
          : vscode.l10n.t('Delete stack "{0}" and its {1} resources?', stack.name, alive);
    const detail = hasTable
      ? vscode.l10n.t(
          'The table of the history goes with it, with every message it keeps. Sigfox can no longer publish. What this window keeps stays.',
        )
      : vscode.l10n.t(
          'Sigfox can no longer publish. The topic and the messages this window keeps stay.',
        );
    const yes = vscode.l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, yes);
    if (answer !== yes) return false;
    const client = await this.client(reference);
    await client.deleteStack(stack.id, { retain, serviceRoleArn: undefined }, noSignal());
    await this.store.refresh();
    return true;
  }

  async cancelUpdate(): Promise<void> {
    const { reference, snapshot } = this.needed();
    const client = await this.client(reference);
    await client.cancelUpdate(snapshot.stack.id, noSignal());
    await this.store.refresh();
  }

  async continueRollback(): Promise<void> {
    const { reference, snapshot } = this.needed();
    const client = await this.client(reference);
    await client.continueRollback(snapshot.stack.id, noSignal());
    await this.store.refresh();
  }

  /** Compares the stack with what is really there, and says what differs. */
  async drift(): Promise<readonly ResourceDrift[] | undefined> {
    const { reference, snapshot } = this.needed();
    const client = await this.client(reference);
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Comparing "{0}" with what is there…', snapshot.stack.name),
        cancellable: true,
      },
      async (_progress, token) => {
        const stop = new AbortController();
        token.onCancellationRequested(() => stop.abort());
        const driftId = await client.startDrift(snapshot.stack.id, stop.signal);
        for (let waitMs = 500; !stop.signal.aborted; waitMs = Math.min(5_000, waitMs * 1.5)) {
          const found = await client.readDrift(driftId, snapshot.stack.id, stop.signal);
          if (found) return found;
          await new Promise((resolve) => setTimeout(resolve, waitMs));
        }
        return undefined;
      },
    );
  }

  needed(): { readonly reference: StackRef; readonly snapshot: StackSnapshot } {
    const { reference, snapshot } = this.store;
    if (reference?.kind === 'stack' && snapshot) return { reference, snapshot };
    throw new UserError(vscode.l10n.t('No stack is known here yet.'), {
      action: { title: vscode.l10n.t('Launch Stack…'), command: 'sigfox.cloud.launchStack' },
    });
  }

  client({ placeId, region }: StackRef): Promise<StackClient> {
    return this.places.client(placeId, region);
  }
}

/** These calls are short; the SDK's own limit of time ends them. */
function noSignal(): AbortSignal {
  return new AbortController().signal;
}

/** What the comparison found, in one sentence. */
export function driftWords(drifts: readonly ResourceDrift[]): string {
  const different = drifts.filter(({ status }) => status === 'changed' || status === 'deleted');
  if (different.length === 0) return vscode.l10n.t('All is as the stack made it.');
  return different
    .map(({ logicalId, status, properties }) =>
      status === 'deleted'
        ? vscode.l10n.t('"{0}" was deleted by hand.', logicalId)
        : vscode.l10n.t(
            '"{0}" was changed by hand: {1}.',
            logicalId,
            properties.slice(0, 5).join(', '),
          ),
    )
    .join(' ');
}
