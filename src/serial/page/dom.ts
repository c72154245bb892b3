import { button } from '../../shared/page/element';

/** A button that stays down. */
export function toggle(label: string, hint: string, set: (isOn: boolean) => void) {
  const made = button(label, hint, () => set(made.getAttribute('aria-pressed') !== 'true'));
  made.className = 'toggle';
  return {
    node: made,
    show: (isOn: boolean) => setAttribute(made, 'aria-pressed', String(isOn)),
  };
}

/** A button that shows a sign; its name is said by a tooltip and to a screen reader. */
export function signButton(sign: string, name: string, run: () => void): HTMLButtonElement {
  const made = button(sign, name, run);
  setAttribute(made, 'aria-label', name);
  return made;
}

/** Touches the document only when something changes. */
export function setAttribute(node: Element, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** `{0} lines` with its blanks filled. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)] ?? ''));
}
