import * as vscode from 'vscode';
import { chosenProxy } from '../firmware/arduinoEnvironment';
import { ListNews } from '../firmware/listNews';
import { lazyArduinoCli } from '../firmware/lazyArduinoCli';
import { PortList } from '../firmware/portList';
import { BoardMemory } from '../firmware/ui/boardMemory';
import { registerFirmware } from '../firmware/ui/registerFirmware';
import { pickPort } from '../firmware/ui/portPicker';
import { PortBroker } from '../serial/portBroker';
import { uploadingInProcess } from '../simulator/board/inProcessUpload';
import type { VirtualBoard } from '../simulator/board/virtualBoard';
import { additionalUrls, createFinder, firmwareSetup } from './firmwareSetup';
import type { Joint } from './joint';

/** Boards, sketches and arduino-cli; gives the boards that were chosen, and who may use which port. */
export function joinFirmware(joint: Joint, board: VirtualBoard) {
  const { context, owned, log, commands, keys, tasks, clock, chain, machine } = joint;
  const arduino = uploadingInProcess(lazyArduinoCli(openArduinoCli), board, readText);
  const ports = owned.add(new PortList(arduino, [board], clock));
  const view = {
    get ports() {
      return ports.ports;
    },
    onDidChange: (listener: () => void) => ports.onDidChange(listener),
  };
  const broker = owned.add(
    new PortBroker(
      view,
      (delayMs, callback) => clock.after(delayMs, callback),
      (candidates) => {
        const addresses = new Set(candidates.map(({ address }) => address));
        return pickPort(ports, {
          machine,
          only: ({ address }) => addresses.has(address),
          placeholder: vscode.l10n.t('The board has moved: which of these is it?'),
        });
      },
    ),
  );
  const memory = owned.add(new BoardMemory(context.workspaceState, ports));
  const room = owned.add(
    registerFirmware({
      ...{ arduino, ports, memory, commands, keys, tasks, clock, machine },
      leases: broker,
      report: (fact) => chain.report(fact),
      setup: firmwareSetup(joint),
    }),
  );
  return { broker, memory, ports, projectSettings: () => room.monitor() };

  async function openArduinoCli() {
    const { DaemonArduinoCli } = await import('../firmware/io/daemonArduinoCli');
    const { NodeProcessRunner } = await import('../shared/io/nodeProcessRunner');
    const runner = new NodeProcessRunner();
    const finder = await createFinder(joint, runner);
    const news = new ListNews();
    const door = owned.add(
      new DaemonArduinoCli({
        runner,
        clock,
        notesFolder: vscode.Uri.joinPath(context.globalStorageUri, 'builds').fsPath,
        locate: () => finder.locate(),
        environment: () => ({ proxy: proxy(), additionalUrls: additionalUrls(log) }),
        onWarning: (text) => {
          log.warn(`arduino-cli: ${text}`);
          const words = news.hear(text);
          if (words !== undefined) void vscode.window.showInformationMessage(words);
        },
      }),
    );
    const settings = ['sigfox.arduinoCli', 'http.proxy'];
    owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (settings.some((setting) => change.affectsConfiguration(setting))) door.renew();
      }),
    );
    return door;
  }
}

async function readText(file: string): Promise<string> {
  return new TextDecoder('latin1').decode(
    await vscode.workspace.fs.readFile(vscode.Uri.file(file)),
  );
}

function proxy(): string | undefined {
  const setting = vscode.workspace.getConfiguration('http').get<string>('proxy');
  return chosenProxy(setting, process.env);
}
