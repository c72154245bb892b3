import * as vscode from 'vscode';
import type { Clock } from '../../shared/clock';
import type { ChainFact } from '../../sigfox/chainFact';
import type { ArduinoFailure, Compiled, WorkEvents } from '../arduinoCli';
import type { BoardName, BoardPort } from '../boardPort';
import { portTitle } from '../boardChoice';
import {
  cancelledWords,
  compileFailed,
  noBoard,
  noPort,
  portGone,
  restricted,
  uploadFailed,
} from '../firmwareErrors';
import type { Problem } from '../problem';
import { memoryUse } from '../memoryUse';
import type { ProblemBook } from '../problemBook';
import type { PortList } from '../portList';
import { compiledFact, notCompiledFact, notUploadedFact, uploadedFact } from '../sketchFacts';
import { baseName } from '../sketchFolder';
import type { Job, SketchWork } from '../sketchWork';
import type { BoardMemory } from './boardMemory';
import { pickPort } from './portPicker';
import type { ProblemsPanel } from './problemsPanel';
import type { ProjectUse } from './projectUse';
import { saveSketch } from './sketchTracker';

export interface ActionDoors {
  readonly work: SketchWork;
  readonly memory: BoardMemory;
  readonly project: ProjectUse;
  readonly ports: PortList;
  readonly book: ProblemBook;
  readonly panel: ProblemsPanel;
  readonly clock: Clock;
  readonly machine: string | undefined;
  report(fact: ChainFact): void;
  /** Asks for a board when there is none yet. */
  chooseBoard(folder: string): Promise<void>;
  choosePort(folder: string): Promise<void>;
}

/** A sketch with what it is compiled for. */
export interface Target {
  readonly folder: string;
  readonly board: BoardName;
  /** What the job says besides: the programmer, and the profile of `sketch.yaml` in use. */
  readonly job: Job;
}

/** Compiling and uploading, step by step, for commands and tasks alike: `run` shows the work in its own way. */
export class SketchActions {
  constructor(private readonly doors: ActionDoors) {}

  /** The board of the sketch; asked for when there is none. */
  async target(folder: string): Promise<Target> {
    if (!vscode.workspace.isTrusted) throw restricted();
    const { memory, project } = this.doors;
    // arduino-cli reads the project file from the disk, and what it reads is what is asked about.
    await saveSketch(folder);
    await project.adopt(folder);
    if (!memory.choice(folder).board) await this.doors.chooseBoard(folder);
    const { board, programmer: chosen } = memory.choice(folder);
    if (!board) throw noBoard();
    const profile = await project.open(folder);
    const programmer = chosen ?? profile?.programmer;
    const job = {
      folder,
      fqbn: board.fqbn,
      ...(programmer !== undefined && { programmer }),
      ...(profile && { profile: profile.name }),
    };
    return { folder, board, job };
  }

  /** The port of the sketch's board; asked for when there is none, or when boards cannot be told apart. */
  async port(folder: string): Promise<BoardPort> {
    const { memory, ports, machine } = this.doors;
    if (memory.port(folder).kind === 'none') await this.doors.choosePort(folder);
    await ports.waitFor(() => memory.port(folder).kind !== 'gone');
    const now = memory.port(folder);
    switch (now.kind) {
      case 'found':
        return now.port;
      case 'gone':
        throw portGone(now.address);
      case 'none':
        throw noPort();
      case 'ambiguous': {
        const addresses = new Set(now.candidates.map(({ address }) => address));
        const chosen = await pickPort(ports, {
          machine,
          only: ({ address }) => addresses.has(address),
          placeholder: vscode.l10n.t('These boards cannot be told apart: which one is meant?'),
        });
        if (!chosen) throw noPort();
        await memory.setPort(folder, chosen);
        return chosen;
      }
    }
  }

  /** Compiles and shows what is wrong; a failure is thrown in words. Gives undefined when it was stopped. */
  async compile(
    { folder, job }: Target,
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<Compiled | undefined> {
    const { work, book, panel, clock } = this.doors;
    await saveSketch(folder);
    const { outcome, problems } = await work.compile(job, events, signal);
    panel.show(book.all);
    const sketch = baseName(folder);
    if (outcome.kind === 'done') {
      this.doors.report(compiledFact(sketch, outcome.value.sections, clock.now()));
      return outcome.value;
    }
    if (outcome.failure.kind === 'cancelled') {
      this.sayCancelled(outcome.failure, false);
      return undefined;
    }
    const errors = problems.filter((problem) => isErrorOf(problem, folder)).length;
    if (outcome.failure.kind === 'refused') {
      this.doors.report(notCompiledFact(sketch, errors, clock.now()));
    }
    throw compileFailed(sketch, outcome.failure, problems);
  }

  /** Uploads what was compiled; a failure is thrown in words. False when it was stopped. */
  async upload(
    { folder, board, job }: Target,
    port: BoardPort,
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { work, clock } = this.doors;
    const news = await work.upload(job, port, events, signal);
    const { outcome } = news;
    if (outcome.kind === 'done') {
      await this.follow(folder, outcome.value.portAddress);
      const name = portTitle({ ...port, address: outcome.value.portAddress ?? port.address });
      const facts = { sketch: baseName(folder), board: board.name, port: name };
      this.doors.report(uploadedFact(facts, clock.now()));
      return true;
    }
    if (outcome.failure.kind === 'cancelled' && !news.hasLostBoard) {
      this.sayCancelled(outcome.failure, true);
      return false;
    }
    const failed = uploadFailed(port.address, outcome.failure, news);
    this.doors.report(notUploadedFact(failed.message, clock.now()));
    throw failed;
  }

  /** How full the board is, for a while in the status bar. */
  sayCompiled({ folder }: Target, { sections }: Compiled): void {
    const words = [baseName(folder), memoryUse(sections)].filter(Boolean).join(': ');
    vscode.window.setStatusBarMessage(`$(check) ${words.replaceAll('$(', '$ (')}`, 15_000);
  }

  private sayCancelled(
    failure: Extract<ArduinoFailure, { kind: 'cancelled' }>,
    hadPort: boolean,
  ): void {
    const words = cancelledWords(failure, hadPort);
    if (failure.leftRunning !== undefined) void vscode.window.showWarningMessage(words);
    else void vscode.window.showInformationMessage(words);
  }

  /** After re-enumeration the board has another address: the choice follows it. */
  private async follow(folder: string, address: string | undefined): Promise<void> {
    const { ports, memory } = this.doors;
    const port = ports.ports.find((one) => one.address === address);
    if (port && memory.choice(folder).port?.address !== address) await memory.setPort(folder, port);
  }
}

function isErrorOf({ severity, file }: Problem, folder: string): boolean {
  return severity === 'error' && file.startsWith(folder);
}
