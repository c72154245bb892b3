/** How a person wants one field shown; the payload grammar itself has no units. */
export interface FieldDisplay {
  readonly label?: string;
  readonly unit?: string;
  /** Decimals in a row; the message itself always shows the exact value. */
  readonly decimals?: number;
}

/** A payload config in Sigfox's own grammar, with the display of its fields by name. */
export interface PayloadSettings {
  readonly config: string;
  readonly display: Readonly<Record<string, FieldDisplay>>;
}
