import { registerSketches } from '../firmware/ui/registerSketches';
import type { Joint } from './joint';

/** Writing sketches needs neither arduino-cli nor a board. */
export function joinSketches({ context, owned, commands, clock, chain }: Joint): void {
  owned.add(
    registerSketches({
      commands,
      clock,
      extension: context.extensionUri,
      onDidProve: (fact) => chain.report(fact),
    }),
  );
}
