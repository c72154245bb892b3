declare module 'sigfox-parser' {
  /** Decodes hexadecimal by a payload config. */
  export default function parse(hex: string, config: string): Record<string, unknown>;
}
