/** An element with its attributes and children; text goes in as text, never as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A button with words; `hint` is said by a tooltip and to a screen reader. */
export function button(label: string, hint: string, run: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', title: hint }, label);
  made.addEventListener('click', run);
  return made;
}
