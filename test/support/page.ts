import { eventually, inWindow } from './window';

/** One of our pages, by its title, as a person sees and uses it. */
export class Page {
  constructor(private readonly title: string) {}

  async texts(selector: string): Promise<string[]> {
    return (await this.act('texts', { selector })) as string[];
  }

  async value(selector: string): Promise<string> {
    return (await this.act('value', { selector })) as string;
  }

  /** Waits until a part of the page says what is wanted; gives the texts of all such parts. */
  async says(selector: string, wanted: RegExp, timeoutMs = 90_000): Promise<string[]> {
    return eventually(
      () => this.texts(selector),
      (texts) => texts.some((text) => wanted.test(text)),
      timeoutMs,
    );
  }

  async click(selector: string): Promise<void> {
    await this.act('click', { selector });
  }

  /** What is typed while the page is drawn anew must not be lost: it is looked at again. */
  async fill(selector: string, text: string): Promise<void> {
    await this.act('fill', { selector, text });
    await eventually(
      () => this.value(selector),
      (value) => value === text,
    );
  }

  async select(selector: string, value: string): Promise<void> {
    await this.act('select', { selector, value });
  }

  async attributes(selector: string, name: string): Promise<string[]> {
    return (await this.act('attributes', { selector, name })) as string[];
  }

  protected act(act: string, argument: Readonly<Record<string, unknown>>): Promise<unknown> {
    return inWindow({ do: 'inPage', title: this.title, act, ...argument });
  }
}

/** A control of the launch page, by its field or button. */
export const control = (id: string) => `[data-id="${id}"]`;
