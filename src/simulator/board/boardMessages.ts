import type { ResetCause } from './board';
import type { Equipment } from './equippedBoard';
import type { ModemExchange } from './sigfoxModem';

/** What a worker that runs a board is given to begin with. */
export type BoardStart = Equipment & { readonly celsius: number };

/** What a running board is told. */
export type BoardOrder =
  | { readonly do: 'flash'; readonly image: Uint8Array }
  | { readonly do: 'write'; readonly bytes: Uint8Array }
  | { readonly do: 'reset' }
  | { readonly do: 'setTemperature'; readonly celsius: number }
  | { readonly do: 'deliverDownlink'; readonly answer: Uint8Array }
  | { readonly do: 'unplug' };

/** What a running board tells. */
export type BoardNews =
  /** It runs, and its port is at this address. */
  | { readonly kind: 'plugged'; readonly address: string }
  | { readonly kind: 'printed'; readonly bytes: Uint8Array }
  | { readonly kind: 'reset'; readonly cause: ResetCause }
  /** The order to flash was carried out. */
  | { readonly kind: 'flashed' }
  /** An uploader has written a firmware through the bootloader. */
  | { readonly kind: 'programmed' }
  /** Another program opened or closed the port. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'exchanged'; readonly exchange: ModemExchange }
  | {
      readonly kind: 'transmitted';
      readonly payload: Uint8Array | undefined;
      readonly wantsDownlink: boolean;
    };
