import { dialogBox } from '../../support/notices';
import { eventually, inWindow, textsOf } from '../../support/window';

/** The text of the box, once there is one. */
export async function dialogSays(): Promise<string> {
  const texts = await eventually(
    () => textsOf(dialogBox),
    (all) => all.length > 0,
    60_000,
  );
  return texts.join(' ');
}

export async function pressInDialog(button: string): Promise<void> {
  const selector = `${dialogBox} .monaco-button:has-text(${JSON.stringify(button)})`;
  await inWindow({ do: 'wait', selector, timeout: 60_000 });
  await inWindow({ do: 'click', selector });
  await isAnswered();
}

export async function cancelDialog(): Promise<void> {
  await inWindow({ do: 'press', key: 'Escape' });
  await isAnswered();
}

async function isAnswered(): Promise<void> {
  await eventually(
    () => textsOf(dialogBox),
    (all) => all.length === 0,
  );
}
