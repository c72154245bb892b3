import type { BoardName, BoardPort } from './boardPort';

/**
 * arduino-cli as the rooms see it: what a person may ask of it. Nothing here throws for what arduino-cli refuses; an
 * aborted signal gives the failure `cancelled` once everything that was started for the question is gone.
 */
export interface ArduinoCli {
  version(signal: AbortSignal): Promise<Outcome<string>>;
  /** Boards of the installed platforms. */
  boards(signal: AbortSignal): Promise<Outcome<readonly InstalledBoard[]>>;
  boardDetails(fqbn: string, signal: AbortSignal): Promise<Outcome<BoardDetails>>;
  /** Installed platforms, or with `search` all of the indexes that fit; an empty text fits all. */
  platforms(search: string | undefined, signal: AbortSignal): Promise<Outcome<readonly Platform[]>>;
  /** Installed libraries. */
  libraries(signal: AbortSignal): Promise<Outcome<readonly Library[]>>;
  /** Libraries of the index that fit the text: name, what they provide, or what they say of themselves. */
  searchLibraries(text: string, signal: AbortSignal): Promise<Outcome<readonly Library[]>>;
  /** What a sketch's `sketch.yaml` says; reading it fetches nothing. */
  sketch(folder: string, signal: AbortSignal): Promise<Outcome<SketchProject>>;
  compile(request: CompileRequest, events: WorkEvents, signal: AbortSignal): Promise<CompileResult>;
  upload(
    request: UploadRequest,
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<Outcome<UploadDone>>;
  /** Goes to the network. A post-install script runs only when asked for: it is a program of the platform's maker. */
  installPlatform(
    platform: { readonly id: string; readonly version?: string; readonly runsScripts: boolean },
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>>;
  /** Goes to the network; the libraries it depends on come with it. */
  installLibrary(
    library: { readonly name: string; readonly version?: string },
    events: WorkEvents,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>>;
  /** Goes to the network: the lists of platforms and of libraries. One that cannot be had does not stop the others. */
  updateIndexes(events: WorkEvents, signal: AbortSignal): Promise<Outcome<readonly IndexUpdate[]>>;
  /** Where it keeps platforms and indexes. */
  dataFolder(signal: AbortSignal): Promise<Outcome<string>>;
  /**
   * Tells all ports now and after every change until the signal is aborted; resolves when the watching has ended, with
   * the reason if it ended by itself.
   */
  watchPorts(
    onPorts: (ports: readonly BoardPort[]) => void,
    signal: AbortSignal,
  ): Promise<Outcome<undefined>>;
}

/** A value, or the reason there is none. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: ArduinoFailure };

export type ArduinoFailure =
  /** The person stopped it; everything that ran for it is gone, or `leftRunning` names the program that would not go. */
  | { readonly kind: 'cancelled'; readonly leftRunning?: string }
  /** There is no arduino-cli; `reason` says where it was looked for, in words. */
  | { readonly kind: 'missing'; readonly reason: string }
  /** There is one, but too old or known to be faulty. */
  | { readonly kind: 'unsuitable'; readonly version: string; readonly reason: string }
  /** It ended while it was working, or did not come up. */
  | { readonly kind: 'crashed'; readonly reason: string }
  /** Its answer makes no sense. */
  | { readonly kind: 'nonsense'; readonly reason: string }
  /** It says no, in its own (English) words. */
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly message: string };

/** gRPC's own words for why a call was refused, as far as they say something here. */
export type RefusalCode =
  'invalidArgument' | 'notFound' | 'failedPrecondition' | 'unavailable' | 'internal' | 'other';

/** What happens while arduino-cli works. */
export interface WorkEvents {
  /** Text of the tools it runs, as it comes. */
  readonly onOutput: (text: string, stream: 'stdout' | 'stderr') => void;
  readonly onProgress: (progress: WorkProgress) => void;
}

export interface WorkProgress {
  /** 0 to 100; undefined when nobody knows. */
  readonly percent: number | undefined;
  /** What it is doing, in arduino-cli's words; often empty. */
  readonly message: string;
}

/** What became of one list. */
export interface IndexUpdate {
  readonly url: string;
  /** Why it could not be had, in arduino-cli's words; undefined for one that is fresh now. */
  readonly failure: string | undefined;
}

export interface InstalledBoard extends BoardName {
  readonly platformId: string;
}

export interface BoardDetails extends BoardName {
  readonly options: readonly BoardOption[];
  readonly programmers: readonly { readonly id: string; readonly name: string }[];
}

/** A choice that a board leaves open: its processor, its bootloader, its speed. */
export interface BoardOption {
  readonly id: string;
  readonly label: string;
  readonly values: readonly {
    readonly id: string;
    readonly label: string;
    readonly isSelected: boolean;
  }[];
}

export interface Platform {
  /** `arduino:avr`. */
  readonly id: string;
  readonly name: string;
  readonly maintainer: string;
  readonly installedVersion: string | undefined;
  readonly latestVersion: string | undefined;
  /** Boards by name; without FQBN when the platform is not installed. */
  readonly boards: readonly { readonly name: string; readonly fqbn?: string }[];
}

export interface Library {
  readonly name: string;
  readonly version: string;
  readonly author: string;
  readonly sentence: string;
  /** Header files it brings, as far as the index knows. */
  readonly headers: readonly string[];
}

/** What `sketch.yaml` says of a sketch. */
export interface SketchProject {
  readonly defaultFqbn: string | undefined;
  readonly defaultPort: string | undefined;
  readonly profiles: readonly { readonly name: string; readonly fqbn: string }[];
  readonly defaultProfile: string | undefined;
}

export interface CompileRequest {
  /** The folder of the sketch. */
  readonly folder: string;
  readonly fqbn: string;
  /** A profile of `sketch.yaml`. Opening one downloads what it names: the person has agreed to that before. */
  readonly profile?: string;
  /** Compiles nothing and only writes down how it would, into `compile_commands.json` of the build folder. */
  readonly isDatabaseOnly?: boolean;
}

export interface CompileResult {
  readonly outcome: Outcome<Compiled>;
  /** What arduino-cli read out of the compiler's words; there on failure too, and complete or not. */
  readonly diagnostics: readonly CompileDiagnostic[];
  /** The compiler's and linker's own words on the error stream. */
  readonly compilerErrors: string;
  readonly compilerOutput: string;
  /** Where the build lies, when it got that far. */
  readonly buildPath: string | undefined;
  /** Files that were compiled in this run, relative to the sketch (`blink.ino.cpp`); others were known from before. */
  readonly rebuiltUnits: readonly string[];
}

export interface Compiled {
  readonly sections: readonly SectionSize[];
  readonly usedLibraries: readonly { readonly name: string; readonly version: string }[];
}

export interface SectionSize {
  /** `text` is the flash, `data` the RAM. */
  readonly name: string;
  readonly sizeBytes: number;
  /** 0 when the platform does not say. */
  readonly maxSizeBytes: number;
}

export interface CompileDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file: string;
  /** From 1; 0 when not known. */
  readonly line: number;
  readonly column: number;
  /** Where it comes from (`In function …`, chains of includes) and what the compiler adds (`note:` lines). */
  readonly related: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface UploadRequest {
  readonly folder: string;
  readonly fqbn: string;
  readonly port: Pick<BoardPort, 'address' | 'protocol'>;
  /** Uploads through this programmer instead of the bootloader. */
  readonly programmer?: string;
  readonly profile?: string;
}

export interface UploadDone {
  /** Where the board is now: another port than before after it has re-enumerated; undefined when it cannot be told. */
  readonly portAddress: string | undefined;
}
