import { LibraryInstallLocation, type Port } from 'ardunno-cli';
import type { Disposable } from '../../shared/disposable';
import type {
  ArduinoCli,
  BoardDetails,
  CompileRequest,
  CompileResult,
  IndexUpdate,
  InstalledBoard,
  Library,
  Outcome,
  Platform,
  SketchProject,
  UploadDone,
  UploadRequest,
  WorkEvents,
} from '../arduinoCli';
import type { BoardPort } from '../boardPort';
import { uploadPercents } from '../uploadPercents';
import type { Profile } from './arduinoDaemon';
import { compileOnDaemon } from './compileOnDaemon';
import { type DaemonDoors, DaemonKeeper } from './daemonKeeper';
import { answer, endedOnAbort, listener, onInstance, type Place } from './daemonWork';
import {
  noProject,
  readBoardDetails,
  readInstalledLibrary,
  readPlatform,
  readSearchedLibrary,
  readSketch,
} from './grpcWords';
import { updateIndexesOn } from './indexUpdates';
import { readDownload, readTask } from './initWords';
import { rebuiltUnits } from './rebuiltUnits';
import { watchPortsWith } from './portWatch';
import { UnendedBuilds } from './unendedBuilds';

const silent: WorkEvents = { onOutput: () => undefined, onProgress: () => undefined };

export interface ArduinoCliDoors extends DaemonDoors {
  /** A folder of ours on this machine, which outlives the window. */
  readonly notesFolder: string;
}

/**
 * arduino-cli through its daemon: the one way to have live output, a percentage and structured diagnostics in one run.
 * Only watching ports runs the program itself: it goes on for hours, and the daemon, which has no authentication, shall
 * not.
 */
export class DaemonArduinoCli implements ArduinoCli, Disposable {
  private readonly offline: DaemonKeeper;
  private readonly online: DaemonKeeper;
  private readonly unended: UnendedBuilds;

  constructor(private readonly doors: ArduinoCliDoors) {
    this.unended = new UnendedBuilds(doors.notesFolder);
    this.offline = new DaemonKeeper(doors, false);
    this.online = new DaemonKeeper(doors, true);
  }

  version(signal: AbortSignal): Promise<Outcome<string>> {
    return this.offline.use((daemon) =>
      answer(daemon, signal, async () => (await daemon.client.version({}, { signal })).version),
    );
  }

  boards(signal: AbortSignal): Promise<Outcome<readonly InstalledBoard[]>> {
    return this.ask(signal, async ({ client, instance }) => {
      const { boards } = await client.boardListAll({ instance }, { signal });
      return boards
        .map(({ name, fqbn, platform }) => ({
          name,
          fqbn,
          platformId: platform?.metadata?.id ?? '',
        }))
        .sort((a, b) => a.name.localeCompare(b.name));
    });
  }

  boardDetails(fqbn: string, signal: AbortSignal): Promise<Outcome<BoardDetails>> {
    return this.ask(signal, async ({ client, instance }) =>
      readBoardDetails(await client.boardDetails({ instance, fqbn }, { signal })),
    );
  }

  platforms(
    search: string | undefined,
    signal: AbortSignal,
  ): Promise<Outcome<readonly Platform[]>> {
    return this.ask(signal, async ({ client, instance }) => {
      const request = { instance, searchArgs: search ?? '', manuallyInstalled: true };
      const { searchOutput } = await client.platformSearch(request, { signal });
      const platforms = searchOutput.map(readPlatform);
      return search === undefined
        ? platforms.filter(({ installedVersion }) => installedVersion !== undefined)
        : platforms;
    });
  }

  libraries(signal: AbortSignal): Promise<Outcome<readonly Library[]>> {
    return this.ask(signal, async ({ client, instance }) => {
      const { installedLibraries } = await client.libraryList({ instance, all: true }, { signal });
      return installedLibraries.map(readInstalledLibrary);
    });
  }

  searchLibraries(text: string, signal: AbortSignal): Promise<Outcome<readonly Library[]>> {
    return this.ask(signal, async ({ client, instance }) => {
      const request = { instance, searchArgs: text, omitReleasesDetails: true };
      return (await client.librarySearch(request, { signal })).libraries.map(readSearchedLibrary);
    });
  }

  sketch(folder: string, signal: AbortSignal): Promise<Outcome<SketchProject>> {
    return this.offline.use((daemon) =>
      answer(daemon, signal, async () => {
        const { sketch } = await daemon.client.loadSketch({ sketchPath: folder }, { signal });
        return sketch ? readSketch(sketch) : { ...noProject };
      }),
    );
  }

  async compile(
    request: CompileRequest,
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<CompileResult> {
    const startedAtMs = this.doors.clock.now();
    const isBuild = request.isDatabaseOnly !== true;
    const isFromScratch = isBuild && (await this.unended.begin(request));
    const compile = compileOnDaemon(request, isFromScratch, events);
    const outcome = await this.work(request, events, signal, (place) => compile.run(place, signal));
    const hasEnded = outcome.kind === 'done' || outcome.failure.kind === 'refused';
    if (isBuild && hasEnded) await this.unended.end(request);
    const told = compile.told();
    return { ...told, outcome, rebuiltUnits: await rebuiltUnits(told.buildPath, startedAtMs) };
  }

  upload(
    request: UploadRequest,
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<Outcome<UploadDone>> {
    return this.work(request, events, signal, async ({ client, instance }) => {
      const percents = uploadPercents(events.onProgress);
      const hear = listener({
        ...events,
        onOutput: (text, stream) => {
          events.onOutput(text, stream);
          percents(text);
        },
      });
      let port: Port | undefined;
      const asked = {
        instance,
        fqbn: request.fqbn,
        sketchPath: request.folder,
        port: request.port,
        programmer: request.programmer ?? '',
        // Without it the uploader is told to be quiet, and there is nothing to show.
        verbose: true,
        verify: true,
      };
      for await (const { message } of client.upload(asked, { signal })) {
        if (message?.$case === 'result') port = message.result.updatedUploadPort;
        else hear(message);
      }
      return { portAddress: port?.address || undefined };
    });
  }

  installPlatform(
    platform: { readonly id: string; readonly version?: string; readonly runsScripts: boolean },
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    const [platformPackage = '', architecture = ''] = platform.id.split(':');
    return this.change(events, signal, async ({ client, instance }) => {
      const request = {
        instance,
        platformPackage,
        architecture,
        version: platform.version ?? '',
        skipPostInstall: !platform.runsScripts,
        skipPreUninstall: !platform.runsScripts,
      };
      for await (const { message } of client.platformInstall(request, { signal })) {
        if (message?.$case === 'progress') readDownload(message.progress, events);
        if (message?.$case === 'taskProgress') readTask(message.taskProgress, events);
      }
      return undefined;
    });
  }

  installLibrary(
    library: { readonly name: string; readonly version?: string },
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    return this.change(events, signal, async ({ client, instance }) => {
      const request = {
        instance,
        name: library.name,
        version: library.version ?? '',
        installLocation: LibraryInstallLocation.LIBRARY_INSTALL_LOCATION_USER,
      };
      for await (const { message } of client.libraryInstall(request, { signal })) {
        if (message?.$case === 'progress') readDownload(message.progress, events);
        if (message?.$case === 'taskProgress') readTask(message.taskProgress, events);
      }
      return undefined;
    });
  }

  updateIndexes(events: WorkEvents, signal: AbortSignal): Promise<Outcome<readonly IndexUpdate[]>> {
    return this.change(events, signal, (place) => updateIndexesOn(place, events, signal));
  }

  dataFolder(signal: AbortSignal): Promise<Outcome<string>> {
    return this.offline.use((daemon) =>
      answer(daemon, signal, async () => {
        const request = { key: 'directories.data', valueFormat: 'json' };
        const { encodedValue } = await daemon.client.settingsGetValue(request, { signal });
        return JSON.parse(encodedValue) as string;
      }),
    );
  }

  watchPorts(
    onPorts: (ports: readonly BoardPort[]) => void,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>> {
    return watchPortsWith(this.doors, onPorts, signal);
  }

  /** Settings have changed that a daemon is started with. */
  renew(): void {
    for (const keeper of [this.offline, this.online]) keeper.renew();
  }

  dispose(): void {
    this.offline.dispose();
    this.online.dispose();
  }

  /** A short question to the daemon that does not go to the network. */
  private ask<T>(signal: AbortSignal, job: (place: Place) => Promise<T>): Promise<Outcome<T>> {
    return this.offline.use((daemon) => onInstance(daemon, undefined, silent, signal, job));
  }

  /**
   * A long piece of work. A profile is the only reason for it to go to the network. Stopped by the person, it takes its
   * daemon with it: arduino-cli itself would wait for the compilers that run.
   */
  private async work<T>(
    request: { readonly folder: string; readonly profile?: string },
    events: WorkEvents,
    signal: AbortSignal,
    job: (place: Place) => Promise<T>,
  ): Promise<Outcome<T>> {
    const { folder, profile: name } = request;
    const profile: Profile | undefined = name === undefined ? undefined : { folder, name };
    const keeper = profile ? this.online : this.offline;
    return endedOnAbort(
      keeper,
      signal,
      keeper.use((daemon) => onInstance(daemon, profile, events, signal, job)),
    );
  }

  /** Goes to the network and changes what is installed: both daemons look anew afterwards. */
  private async change<T>(
    events: WorkEvents,
    signal: AbortSignal,
    job: (place: Place) => Promise<T>,
  ): Promise<Outcome<T>> {
    const changed = this.online.use(async (daemon) => {
      const outcome = await onInstance(daemon, undefined, events, signal, job);
      daemon.forgetInstances();
      return outcome;
    });
    const outcome = await endedOnAbort(this.online, signal, changed);
    await this.offline.end();
    return outcome;
  }
}
