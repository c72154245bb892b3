/**
 * Whatever stands for a field, a bit, a piece of the config or a row of values, lights up together with the others while
 * the pointer or the focus is on one of them. An element names its fields in `data-fields`.
 */
export function linkFields(place: HTMLElement): void {
  const light = (target: EventTarget | null) => {
    const of = target instanceof Element ? target.closest('[data-fields]') : null;
    const wanted = new Set(fieldsOf(of));
    for (const each of place.querySelectorAll('[data-fields]')) {
      each.classList.toggle(
        'lit',
        fieldsOf(each).some((field) => wanted.has(field)),
      );
    }
  };
  place.addEventListener('mouseover', ({ target }) => light(target));
  place.addEventListener('mouseleave', () => light(document.activeElement));
  place.addEventListener('focusin', ({ target }) => light(target));
  place.addEventListener('focusout', ({ relatedTarget }) => light(relatedTarget));
}

function fieldsOf(element: Element | null): string[] {
  const fields = element instanceof HTMLElement ? (element.dataset['fields'] ?? '') : '';
  return fields.split(' ').filter((field) => field !== '');
}

/** One tab stop for a group of cells: arrow keys go from cell to cell, Home and End to its ends. */
export function walkCells(place: HTMLElement, selector: string, perRow: number): void {
  place.addEventListener('keydown', (event) => {
    const cells = [...place.querySelectorAll<HTMLElement>(selector)];
    const at = cells.findIndex((cell) => cell === document.activeElement);
    const next = at < 0 ? undefined : targetOf(event.key, at, { last: cells.length - 1, perRow });
    if (next === undefined) return;
    event.preventDefault();
    makeStop(cells, cells[next]);
    cells[next]?.focus();
  });
}

/** The one cell that Tab reaches. */
export function makeStop(cells: readonly HTMLElement[], stop: HTMLElement | undefined): void {
  for (const cell of cells) cell.tabIndex = cell === stop ? 0 : -1;
}

function targetOf(
  key: string,
  at: number,
  { last, perRow }: { readonly last: number; readonly perRow: number },
): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow, ArrowDown: perRow },
    ...{ Home: -at, End: last - at },
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.min(last, Math.max(0, at + step));
}
