import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock';
import { type Disposable, DisposableStore } from '../../shared/disposable';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { ContextKeys } from '../../shared/ui/contextKey';
import type { LateTasks } from '../../shared/ui/lateTasks';
import type { ChainFact } from '../../sigfox/chainFact';
import type { ArduinoCli } from '../arduinoCli';
import { portTitle } from '../boardChoice';
import type { SketchMonitor } from '../monitorSettings';
import type { PortList } from '../portList';
import { ProblemBook } from '../problemBook';
import { baseName } from '../sketchFolder';
import { type PortLeases, SketchWork } from '../sketchWork';
import type { BoardMemory } from './boardMemory';
import { pickBoard, pickOptions, pickProgrammer } from './boardPicker';
import { createBoardStatus } from './boardStatus';
import { registerFirmwareTasks } from './firmwareTasks';
import { pickPort } from './portPicker';
import { ProblemsPanel } from './problemsPanel';
import { ProjectFile } from './projectFile';
import { ProjectUse } from './projectUse';
import { registerSetup, type SetupWorld } from './registerSetup';
import { SketchActions } from './sketchActions';
import { SketchTracker } from './sketchTracker';
import { showUploadPlan } from './uploadPreview';
import { withWorkProgress } from './workProgress';

/** What the room is given by the others. */
export interface FirmwareDoors {
  readonly arduino: ArduinoCli;
  readonly ports: PortList;
  readonly leases: PortLeases;
  readonly commands: CommandRunner;
  readonly keys: ContextKeys;
  readonly tasks: LateTasks;
  readonly clock: Clock;
  readonly memory: BoardMemory;
  readonly machine: string | undefined;
  report(fact: ChainFact): void;
  readonly setup: SetupWorld;
}

/** The room at work, and what others may ask of it. */
export interface FirmwareRoom extends Disposable {
  /** How the sketch at hand talks to its monitor, as far as its project file says so. */
  monitor(): Promise<SketchMonitor | undefined>;
}

/** This room's commands, status bar item and tasks, as one disposable. */
export function registerFirmware(doors: FirmwareDoors): FirmwareRoom {
  const { arduino, ports, memory, commands, keys, clock, machine } = doors;
  const owned = new DisposableStore();
  const tracker = owned.add(new SketchTracker());
  const panel = owned.add(new ProblemsPanel());
  const output = owned.add(vscode.window.createOutputChannel(vscode.l10n.t('Sigfox Sketch')));
  const project = new ProjectFile(doors.setup.workspaceState, doors.setup.projectText);
  const use = new ProjectUse({ project, memory, ports, arduino });
  const book = new ProblemBook();
  const work = new SketchWork(arduino, doors.leases, book, ports, clock);
  const write = (text: string) => output.append(text);
  const actions = new SketchActions({
    ...{ work, memory, project: use, ports, book, panel, clock, machine, chooseBoard, choosePort },
    report: (fact) => doors.report(fact),
  });

  owned.add(createBoardStatus(tracker, memory, ports));
  owned.add(registerFirmwareTasks(tracker, actions, doors.tasks));
  owned.add(
    registerSetup({
      ...doors.setup,
      ...{ arduino, commands, tracker, memory, project, use },
      onDidInstallCli: () => {
        ports.stop();
        follow();
      },
    }),
  );
  owned.add(tracker.onDidChange(follow));
  owned.add(
    commands.register('sigfox.firmware.chooseBoard', async (resource) =>
      chooseBoard(await tracker.require(resource)),
    ),
  );
  owned.add(
    commands.register('sigfox.firmware.choosePort', async (resource) =>
      choosePort(await tracker.require(resource)),
    ),
  );
  owned.add(commands.register('sigfox.firmware.compile', compile));
  owned.add(commands.register('sigfox.firmware.upload', upload));
  owned.add(commands.register('sigfox.firmware.uploadAndMonitor', uploadAndMonitor));
  owned.add(commands.register('sigfox.firmware.previewUpload', previewUpload));
  owned.add(commands.register('sigfox.firmware.showOutput', () => output.show(true)));
  follow();
  return {
    monitor: async () =>
      // A folder from a stranger has no say in how a port is opened.
      tracker.current === undefined || !vscode.workspace.isTrusted
        ? undefined
        : use.monitor(tracker.current),
    dispose: () => owned.dispose(),
  };

  /** Ports are watched while a sketch is open, and only then. */
  function follow(): void {
    const { current } = tracker;
    keys.set('sigfox.sketching', current !== undefined);
    if (current === undefined || !vscode.workspace.isTrusted) {
      ports.stop();
      return;
    }
    ports.start();
    // What is wrong with a project file stands in the Problems panel.
    void use.adopt(current).catch(() => undefined);
  }

  async function chooseBoard(folder: string): Promise<void> {
    const choice = memory.choice(folder);
    const picked = await pickBoard(arduino, ports, choice);
    if (picked?.kind === 'board') {
      await memory.forgetProgrammer(folder);
      await use.boardChosen(folder, picked.board.fqbn);
      await memory.set(folder, { board: picked.board });
      if (picked.port) await memory.setPort(folder, picked.port);
    }
    const { board } = choice;
    if (picked?.kind === 'options' && board) {
      const fqbn = await pickOptions(arduino, board);
      if (fqbn !== undefined) await memory.set(folder, { board: { ...board, fqbn } });
    }
    if (picked?.kind === 'programmer' && board) {
      const programmer = await pickProgrammer(arduino, board);
      if (programmer === '') await memory.forgetProgrammer(folder);
      else if (programmer !== undefined) await memory.set(folder, { programmer });
    }
  }

  async function choosePort(folder: string): Promise<void> {
    const active = memory.choice(folder).port?.address;
    const port = await pickPort(ports, { machine, active });
    if (!port) return;
    await memory.setPort(folder, port);
    const [board] = port.boards;
    if (board && !memory.choice(folder).board) await memory.set(folder, { board });
  }

  async function compile(resource: unknown): Promise<void> {
    const target = await actions.target(await tracker.require(resource));
    const title = vscode.l10n.t('Compiling "{0}"', baseName(target.folder));
    output.clear();
    output.show(true);
    const compiled = await withWorkProgress(title, write, (events, signal) =>
      actions.compile(target, events, signal),
    );
    if (compiled) actions.sayCompiled(target, compiled);
  }

  async function previewUpload(resource: unknown): Promise<void> {
    const { folder, board, job } = await actions.target(await tracker.require(resource));
    const port = await actions.port(folder);
    const asked = await arduino.version(AbortSignal.timeout(10_000));
    const version = asked.kind === 'done' ? asked.value : undefined;
    await showUploadPlan({ job, board, port, version });
  }

  async function uploadAndMonitor(resource: unknown): Promise<void> {
    const address = await upload(resource);
    if (address !== undefined) await vscode.commands.executeCommand('sigfox.serial.open', address);
  }

  /** Gives where the board is afterwards; undefined when it was stopped. */
  async function upload(resource: unknown): Promise<string | undefined> {
    const target = await actions.target(await tracker.require(resource));
    const port = await actions.port(target.folder);
    const sketch = baseName(target.folder);
    output.clear();
    output.show(true);
    const compiled = await withWorkProgress(
      vscode.l10n.t('Compiling "{0}"', sketch),
      write,
      (events, signal) => actions.compile(target, events, signal),
    );
    if (!compiled) return undefined;
    actions.sayCompiled(target, compiled);
    const name = portTitle(port);
    const isUploaded = await withWorkProgress(
      vscode.l10n.t('Uploading "{0}" to {1}', sketch, name),
      write,
      (events, signal) => actions.upload(target, port, events, signal),
    );
    if (!isUploaded) return undefined;
    void vscode.window.showInformationMessage(
      vscode.l10n.t('"{0}" runs on {1} at {2}.', sketch, target.board.name, name),
    );
    const now = memory.port(target.folder);
    return now.kind === 'found' ? now.port.address : port.address;
  }
}
