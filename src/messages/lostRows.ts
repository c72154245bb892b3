import { lostMessages, type LostMessage } from './lostMessages';
import { gapRow, lostRow } from './messageRows';
import { messageTimeMs, type StoredMessage } from './messageStore';
import type { TreeSources } from './messageTree';
import type { RowId, TreeNode } from './treeNode';

/** The device of a connection a row belongs to. */
interface Place {
  readonly connectionId: string;
  readonly device: string;
}

/** Rows about messages that never came: gaps in the numbers, and what Sigfox says of them. */
export class LostRows {
  constructor(private readonly sources: TreeSources) {}

  /** Messages newest first, gaps and lost ones among them. Before a cut nobody knows what else came. */
  weave(shown: readonly StoredMessage[], place: Place, isCut: boolean): RowId[] {
    const lost = this.of(place);
    const untold = [...lost];
    const rows: RowId[] = [];
    const tell = (sinceMs: number) => {
      for (let next = untold[0]; next && next.timeMs > sinceMs; next = untold[0]) {
        rows.push({ ...place, kind: 'lost', timeMs: next.timeMs });
        untold.shift();
      }
    };
    for (const message of shown.toReversed()) {
      const { number, sequence } = message;
      tell(messageTimeMs(message));
      rows.push({ ...place, kind: 'message', number });
      if (sequence?.kind === 'notSeen' && unexplained(sequence, lost) > 0) {
        rows.push({ ...place, kind: 'gap', number });
      }
    }
    if (!isCut) tell(Number.NEGATIVE_INFINITY);
    return rows;
  }

  node(row: RowId & { readonly kind: 'lost' }): TreeNode | undefined {
    const { clock, format } = this.sources;
    const lost = this.of(row).find(({ timeMs }) => timeMs === row.timeMs);
    return lost && lostRow(lost, clock.now(), format);
  }

  gapNode({ sequence }: StoredMessage, place: Place): TreeNode | undefined {
    if (sequence?.kind !== 'notSeen') return undefined;
    return gapRow({ ...sequence, count: unexplained(sequence, this.of(place)) });
  }

  /** Nothing while the view is held, filtered or searched: what is shown then is a choice of what came. */
  private of({ connectionId, device }: Place): readonly LostMessage[] {
    const { backend, view, results, ...sources } = this.sources;
    if (!backend || results.store || view.filter !== '' || view.isPaused) return [];
    return lostMessages({ ...sources, backend }, connectionId, device);
  }
}

/** How many numbers of a gap nobody accounts for. */
function unexplained(
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
  lost: readonly LostMessage[],
): number {
  const isInside = ({ seqNumber }: LostMessage) =>
    seqNumber !== undefined &&
    (from <= to ? seqNumber >= from && seqNumber <= to : seqNumber >= from || seqNumber <= to);
  return count - lost.filter(isInside).length;
}
