/** Case apart, numbers in names by value: "Tank 9" before "Tank 12". */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
