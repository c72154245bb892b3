import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../support/window';
import { BoardEnd, until } from '../port';
import { button, monitor, openMonitor, plotter } from './monitorPage';

export function describePlotter(): void {
  describe('the plotter', function () {
    this.timeout(60_000);

    it("draws Arduino's and Teleplot's lines, zooms by keyboard and is cleared", async () => {
      const board = new BoardEnd();
      await openMonitor(board.address);
      await until(() => board.isOpen);
      board.say('temp:27.5,hum:94\nnot a value\n>pressure:1013\n');
      await monitor.sees(/^>pressure:1013$/);
      await vscode.commands.executeCommand('sigfox.serial.openPlotter');
      const legend = () => plotter.texts('.legend .series');
      await eventually(legend, (all) => all.join() === 'temp 27.5,hum 94,pressure 1013', 30_000);
      board.say('temp:28,hum:95\n');
      await eventually(legend, (all) => all.join() === 'temp 28,hum 95,pressure 1013');
      assert.equal((await plotter.texts('.uplot canvas')).length, 1);
      await plotter.keys('.picture', '+', '+', 'ArrowLeft', '-', '0');
      await plotter.keys(button('Fixed Scale'), 'Space');
      assert.deepEqual(await plotter.attributes(button('Fixed Scale'), 'aria-pressed'), ['true']);
      await plotter.click(button('Clear'));
      await eventually(legend, (all) => all.length === 0);
      board.unplug();
      await vscode.commands.executeCommand('sigfox.serialMonitor.focus');
      await monitor.click('.tabs .tab[aria-selected="true"] + .close');
    });
  });
}
