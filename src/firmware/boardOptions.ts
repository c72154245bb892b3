import { FQBN } from 'fqbn';
import type { BoardDetails, BoardOption } from './arduinoCli';

/** The board's name without its options. */
export function plainFqbn(fqbn: string): string {
  return new FQBN(fqbn).toString(true);
}

/** What of a board's options is chosen: the person's choice, else the board's own. */
export function chosenOptions(
  details: BoardDetails,
  fqbn: string,
): readonly { readonly option: BoardOption; readonly value: string }[] {
  const own = new FQBN(fqbn).options ?? {};
  return details.options.map((option) => ({
    option,
    value: own[option.id] ?? option.values.find(({ isSelected }) => isSelected)?.id ?? '',
  }));
}

/** The FQBN with the chosen options; what is the board's own choice is left out. */
export function withOptions(
  details: BoardDetails,
  values: Readonly<Record<string, string>>,
): string {
  const own = details.options.filter(({ id, values: all }) => {
    const standard = all.find(({ isSelected }) => isSelected)?.id;
    return values[id] !== undefined && values[id] !== standard;
  });
  const plain = plainFqbn(details.fqbn);
  if (own.length === 0) return plain;
  return `${plain}:${own.map(({ id }) => `${id}=${values[id] ?? ''}`).join(',')}`;
}
