// Drives the workbench window from inside the extension host, as a person would, where the window can be reached: in
// the browser-hosted workbench, not in a desktop one.

const address = process.env['CODE_SHIM_CONTROL'];

export const hasWindow = address !== undefined;

export const rowsOf = (view: string) =>
  `.pane[aria-label^="${view}"] .monaco-list-row, .pane:has(.pane-header[aria-label^="${view}"]) .monaco-list-row`;

interface Action {
  readonly do: string;
  readonly [argument: string]: unknown;
}

export async function inWindow(action: Action): Promise<unknown> {
  if (address === undefined) throw new Error('no window to drive');
  const response = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env['CODE_SHIM_SECRET'] ?? ''}` },
    body: JSON.stringify(action),
  });
  const answer = (await response.json()) as { ok: boolean; value?: unknown; error?: string };
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

/** Texts of all elements that match, each on one line. */
export async function textsOf(selector: string): Promise<string[]> {
  const texts = (await inWindow({ do: 'texts', selector })) as string[];
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

/** Waits until the condition holds and gives what it gave; the last look is part of the failure. */
export async function eventually<T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  timeoutMs = 45_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end)
      throw new Error(`not seen after ${timeoutMs} ms: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

/**
 * Answers the list that is open, or is about to open, with the row that has this text. A list that has just come may
 * swallow keys, and one that is filled later jumps back to its top: the row is brought to the front until it stays there.
 */
export async function pick(text: string): Promise<void> {
  const box = '.quick-input-widget .quick-input-box input:visible';
  const row = `.quick-input-list .monaco-list-row.focused:visible:has-text(${JSON.stringify(text)})`;
  await eventually(
    () =>
      inWindow({ do: 'fill', selector: box, text, timeout: 5_000 })
        .then(() => inWindow({ do: 'wait', selector: row, timeout: 2_000 }))
        .catch((error: unknown) => String(error)),
    (answer) => answer === true,
    90_000,
  );
  await inWindow({ do: 'press', selector: box, key: 'Enter' });
  // What is filled into a list that is closing would land in the editor behind it.
  await eventually(
    () => textsOf(row.replace('.focused', '')),
    (rows) => rows.length === 0,
    5_000,
  ).catch(() => undefined);
}

/**
 * Answers the editor's own dialog for a file or folder, by its title, until what follows has come. The dialog looks through
 * folders while it is answered: it is left the time to see what was filled in, or it would take what it had before.
 */
export async function pickPath(
  title: string,
  target: string,
  hasCome: () => boolean,
): Promise<void> {
  const selector = '.quick-input-widget .quick-input-box input:visible';
  const words = JSON.stringify(title);
  await inWindow({ do: 'wait', selector: `.quick-input-title:visible:has-text(${words})` });
  const answer = async () => {
    await inWindow({ do: 'fill', text: target, selector, timeout: 3_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const value = await inWindow({ do: 'value', selector, timeout: 3_000 });
    if (!String(value).startsWith(target)) return;
    await inWindow({ do: 'press', key: 'Enter', selector, timeout: 3_000 });
  };
  await eventually(
    async () => {
      await answer().catch(() => undefined);
      return eventually(hasCome, (holds) => holds, 3_000).catch(() => false);
    },
    (holds) => holds,
  );
}
