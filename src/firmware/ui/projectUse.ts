import type { ArduinoCli } from '../arduinoCli';
import type { BoardName } from '../boardPort';
import { readMonitorSettings, type SketchMonitor } from '../monitorSettings';
import type { PortList } from '../portList';
import { profileNotOpened } from '../setupErrors';
import type { SketchProfile } from '../sketchYaml';
import type { BoardMemory } from './boardMemory';
import type { ProjectFile } from './projectFile';

export interface ProjectUseDoors {
  readonly project: ProjectFile;
  readonly memory: BoardMemory;
  readonly ports: PortList;
  readonly arduino: Pick<ArduinoCli, 'boards'>;
}

/** Honours what a sketch's project file says, where the person has not said otherwise. */
export class ProjectUse {
  constructor(private readonly doors: ProjectUseDoors) {}

  /** Takes over board and port of the file for a sketch that has none; the board of a profile counts always. */
  async adopt(folder: string): Promise<void> {
    const { project, memory, ports } = this.doors;
    const file = await project.read(folder);
    if (!file) return;
    const profile = await project.profile(folder);
    const { board, port } = memory.choice(folder);
    const fqbn = profile?.fqbn ?? (board ? undefined : file.defaultFqbn);
    if (fqbn !== undefined && fqbn !== board?.fqbn) {
      await memory.set(folder, { board: await this.named(fqbn) });
    }
    const address = profile?.port ?? file.defaultPort;
    const found = port ? undefined : ports.ports.find((one) => one.address === address);
    if (found) await memory.setPort(folder, found);
  }

  /** The profile to work with, which the person has agreed to; undefined for a sketch without one. */
  async open(folder: string): Promise<SketchProfile | undefined> {
    const profile = await this.doors.project.profile(folder);
    if (!profile) return undefined;
    if (!(await this.doors.project.isAllowed(folder, profile))) {
      throw profileNotOpened(profile.name);
    }
    return profile;
  }

  /** How the sketch talks to its monitor, where the profile in use says so and its board is plugged in. */
  async monitor(folder: string): Promise<SketchMonitor | undefined> {
    const { project, memory } = this.doors;
    // What is wrong with the file is said elsewhere, and keeps nobody from listening.
    const profile = await project.profile(folder).catch(() => undefined);
    const now = memory.port(folder);
    if (!profile || now.kind !== 'found') return undefined;
    return { address: now.port.address, settings: readMonitorSettings(profile.portSettings) };
  }

  /** A board chosen by hand that is another than the profile's ends the use of the profile. */
  async boardChosen(folder: string, fqbn: string): Promise<void> {
    const { project } = this.doors;
    const profile = await project.profile(folder).catch(() => undefined);
    if (profile && profile.fqbn !== fqbn) await project.choose(folder, '');
  }

  /** The board's name, where its platform is installed. */
  private async named(fqbn: string): Promise<BoardName> {
    const plain = fqbn.split(':').slice(0, 3).join(':');
    const boards = await this.doors.arduino.boards(new AbortController().signal);
    const known =
      boards.kind === 'done' ? boards.value.find((board) => board.fqbn === plain) : undefined;
    return { name: known?.name ?? plain, fqbn };
  }
}
