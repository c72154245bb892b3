import * as vscode from 'vscode';
import { Page } from '../../support/page';
import { eventually, inWindow } from '../../support/window';

/** The page of a port: its log, its controls, what it says of itself. */
class PortPage extends Page {
  /** The rows on screen, notes of ours about ports left out. */
  async rows(): Promise<string[]> {
    return (await this.texts('.row:not(.note) .text')).map((text) => text.trim());
  }

  /** Waits until a row on screen is as wanted. */
  async sees(wanted: RegExp): Promise<string[]> {
    return this.says('.row .text', wanted);
  }

  /** Waits until the whole log, not only what is on screen, is as wanted; gives its lines, those about the port too. */
  async hasLogged(holds: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
    await vscode.env.clipboard.writeText('');
    return eventually(async () => {
      await this.click(button('Copy All'));
      return (await vscode.env.clipboard.readText()).split('\n');
    }, holds);
  }

  async saysOfPort(wanted: RegExp): Promise<string[]> {
    return this.says('.state span', wanted);
  }

  /** By keyboard: the control gets the focus, then the keys. */
  async keys(selector: string, ...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.act('press', { selector, key });
  }

  async type(selector: string, text: string, ...keys: readonly string[]): Promise<void> {
    await this.act('fill', { selector, text });
    await this.keys(selector, ...keys);
  }

  /** With the mouse over a picture, from one part of its width to another. */
  async drag(selector: string, from: number, to: number): Promise<void> {
    await this.act('drag', { selector, from, to });
  }

  /** What has the keyboard in this page, by the words a screen reader says. */
  async focused(): Promise<string> {
    const script =
      'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""';
    return (await this.act('evaluate', { script })) as string;
  }

  /** Goes on with the Tab key, as somebody without a mouse does, until the control has the keyboard. */
  async tabTo(label: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let presses = 0; presses < 60; presses++) {
      await inWindow({ do: 'press', key });
      const name = await this.focused();
      if (name.startsWith(label)) return;
      passed.push(name);
    }
    throw new Error(`Tab does not lead to "${label}": ${passed.join(' | ')}`);
  }
}

export const monitor = new PortPage('Serial Monitor');
export const plotter = new PortPage('Plotter');

export const openMonitor = (address: string, baudRate = 115_200) =>
  vscode.commands.executeCommand('sigfox.serial.open', address, baudRate);

export const button = (label: string) => `button:text-is(${JSON.stringify(label)})`;

/** Closes every tab, so that the next tests begin with none. */
export async function closeMonitors(): Promise<void> {
  await vscode.commands.executeCommand('sigfox.serialMonitor.focus');
  await eventually(
    async () => {
      const { length } = await monitor.texts('.tabs .close');
      if (length > 0) await monitor.click('.tabs .close');
      return length;
    },
    (length) => length === 0,
  );
}
