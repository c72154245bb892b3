import * as vscode from 'vscode';
import { eventually, inWindow } from '../../support/window';

/** One of our pages, as a person sees and uses it. */
export class Page {
  constructor(private readonly title: string) {}

  async texts(selector: string): Promise<string[]> {
    return (await this.act('texts', { selector })) as string[];
  }

  /** The rows on screen, notes of ours about ports left out. */
  async rows(): Promise<string[]> {
    return (await this.texts('.row:not(.note) .text')).map((text) => text.trim());
  }

  /** Waits until a row on screen is as wanted. */
  async sees(wanted: RegExp): Promise<string[]> {
    return eventually(
      () => this.texts('.row .text'),
      (rows) => rows.some((row) => wanted.test(row)),
      30_000,
    );
  }

  async says(wanted: RegExp): Promise<string[]> {
    return eventually(
      () => this.texts('.state span'),
      (lines) => lines.some((line) => wanted.test(line)),
      30_000,
    );
  }

  /** By keyboard: the control gets the focus, then the keys. */
  async keys(selector: string, ...keys: readonly string[]): Promise<void> {
    await this.act('focus', { selector });
    for (const key of keys) await this.act('press', { selector: ':focus', key });
  }

  async type(selector: string, text: string, ...keys: readonly string[]): Promise<void> {
    await this.act('fill', { selector, text });
    await this.keys(selector, ...keys);
  }

  async attributes(selector: string, name: string): Promise<string[]> {
    return (await this.act('attributes', { selector, name })) as string[];
  }

  async click(selector: string): Promise<void> {
    await this.act('click', { selector });
  }

  private act(act: string, argument: Readonly<Record<string, unknown>>): Promise<unknown> {
    return inWindow({ do: 'inPage', title: this.title, act, ...argument });
  }
}

export const monitor = new Page('Serial Monitor');
export const plotter = new Page('Plotter');

export const openMonitor = (address: string, baudRate = 115_200) =>
  vscode.commands.executeCommand('sigfox.serial.open', address, baudRate);

export const button = (label: string) => `button:text-is(${JSON.stringify(label)})`;
