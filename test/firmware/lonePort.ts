import type { BoardPort, BoardPortSource } from '../../src/firmware/boardPort';
import type { PortLeases } from '../../src/firmware/sketchWork';

/** A port of which nothing is known but where it is. */
export const portAt = (address: string): BoardPort => ({
  address,
  protocol: 'serial',
  label: address,
  identity: {},
  boards: [],
});

/** Nobody has a port open, and none comes or goes. */
export const unleased: PortLeases = {
  lease: () => Promise.resolve({ release: () => Promise.resolve() }),
};
export const noPorts: BoardPortSource = {
  ports: [],
  onDidChange: () => ({ dispose: () => undefined }),
};
