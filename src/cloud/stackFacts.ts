import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';
import type { ChainFact } from '../sigfox/chainFact';
import { stackLifecycle } from './stackLifecycle';
import { type StackStore, targetOf } from './stackStore';

/** What the stack proves about the links of the chain that are in the cloud. */
export function stackFacts(store: StackStore, nowMs: number): readonly ChainFact[] {
  const { snapshot, reference } = store;
  if (store.isGone && reference?.kind === 'stack') {
    return [
      fact(
        'awsRole',
        'broken',
        l10n.t('the stack "{0}" is no longer there', safeLine(reference.name, 60)),
        nowMs,
      ),
    ];
  }
  if (!snapshot) return [];
  const { stack } = snapshot;
  const { kind, isUsable, words } = stackLifecycle(snapshot, () => '');
  const changedAtMs = stack.deletedAtMs ?? stack.updatedAtMs ?? stack.createdAtMs;
  const target = targetOf(stack);
  if (target && isUsable) {
    const role = target.roleArn.slice(target.roleArn.lastIndexOf('/') + 1);
    return [
      fact(
        'awsRole',
        'proven',
        l10n.t('may publish to {0}: {1}', safeLine(target.topic, 60), safeLine(role, 70)),
        changedAtMs,
      ),
      // Only a message proves a topic; until then it is said what is waited for.
      fact(
        'topic',
        'unknown',
        l10n.t('waiting for a message on {0} in {1}', safeLine(target.topic, 60), target.region),
        stack.createdAtMs,
      ),
    ];
  }
  if (/^(rolledBack|deleted|deleteFailed|updateRollbackFailed)$/.test(kind)) {
    return [fact('awsRole', 'broken', `${safeLine(stack.name, 60)}: ${words.trim()}`, changedAtMs)];
  }
  return [fact('awsRole', 'unknown', `${safeLine(stack.name, 60)}: ${words.trim()}`, changedAtMs)];
}

function fact(
  link: ChainFact['link'],
  state: ChainFact['state'],
  reason: string,
  atMs: number,
): ChainFact {
  return { link, state, reason, atMs };
}
