import type {
  BoardDetailsResponse,
  BuilderResult,
  CompileDiagnostic as SaidDiagnostic,
  InstalledLibrary,
  PlatformSummary,
  SearchedLibrary,
  Sketch,
} from 'ardunno-cli';
import type {
  BoardDetails,
  CompileDiagnostic,
  CompileResult,
  Library,
  Platform,
  SketchProject,
} from '../arduinoCli';

// arduino-cli's messages in our words. Its messages have every field, empty where nothing was said.

export function readBoardDetails(said: BoardDetailsResponse): BoardDetails {
  return {
    name: said.name,
    fqbn: said.fqbn,
    options: said.configOptions.map(({ option, optionLabel, values }) => ({
      id: option,
      label: optionLabel,
      values: values.map(({ value, valueLabel, selected }) => ({
        id: value,
        label: valueLabel,
        isSelected: selected,
      })),
    })),
    programmers: said.programmers.map(({ id, name }) => ({ id, name })),
  };
}

export function readPlatform(said: PlatformSummary): Platform {
  const { metadata, releases, installedVersion, latestVersion } = said;
  const release = releases[installedVersion] ?? releases[latestVersion];
  return {
    id: metadata?.id ?? '',
    name: release?.name ?? '',
    maintainer: metadata?.maintainer ?? '',
    installedVersion: installedVersion || undefined,
    latestVersion: latestVersion || undefined,
    boards: (release?.boards ?? []).map(({ name, fqbn }) => ({ name, ...(fqbn && { fqbn }) })),
  };
}

export function readInstalledLibrary({ library }: InstalledLibrary): Library {
  return {
    name: library?.name ?? '',
    version: library?.version ?? '',
    author: library?.author ?? '',
    sentence: library?.sentence ?? '',
    headers: library?.providesIncludes ?? [],
  };
}

export function readSearchedLibrary({ name, latest }: SearchedLibrary): Library {
  return {
    name,
    version: latest?.version ?? '',
    author: latest?.author ?? '',
    sentence: latest?.sentence ?? '',
    headers: latest?.providesIncludes ?? [],
  };
}

/** A sketch without a project file. */
export const noProject: SketchProject = {
  defaultFqbn: undefined,
  defaultPort: undefined,
  profiles: [],
  defaultProfile: undefined,
};

export function readSketch(said: Sketch): SketchProject {
  return {
    defaultFqbn: said.defaultFqbn || undefined,
    defaultPort: said.defaultPort || undefined,
    profiles: said.profiles.map(({ name, fqbn }) => ({ name, fqbn })),
    defaultProfile: said.defaultProfile?.name || undefined,
  };
}

/** The result comes on failure as well, just before the error. */
export function readBuilderResult(said: BuilderResult): Pick<
  CompileResult,
  'diagnostics' | 'buildPath'
> & {
  readonly compiled: Extract<CompileResult['outcome'], { kind: 'done' }>['value'];
} {
  return {
    diagnostics: said.diagnostics.map(readDiagnostic),
    buildPath: said.buildPath || undefined,
    compiled: {
      sections: said.executableSectionsSize.map(({ name, size, maxSize }) => ({
        name,
        sizeBytes: size,
        maxSizeBytes: maxSize,
      })),
      usedLibraries: said.usedLibraries.map(({ name, version }) => ({ name, version })),
    },
  };
}

function readDiagnostic(said: SaidDiagnostic): CompileDiagnostic {
  const { severity, message, file, line, column, context, notes } = said;
  return {
    severity: severity === 'WARNING' ? 'warning' : 'error',
    message,
    file,
    line,
    column,
    related: [...context, ...notes].map((place) => ({
      message: place.message.trim(),
      file: place.file,
      line: place.line,
      column: place.column,
    })),
  };
}
