import * as l10n from '@vscode/l10n';
import { isMap, type ParsedNode } from 'yaml';
import { safeLine } from '../shared/safeText';
import { indexUrlProblem } from './indexUrl';
import { type Fields, isEmpty, type YamlProblem, YamlReader } from './yamlReader';

/** A sketch's project file, `sketch.yaml`. */
export interface SketchYaml {
  readonly defaultFqbn: string | undefined;
  readonly defaultPort: string | undefined;
  readonly defaultProtocol: string | undefined;
  readonly defaultProgrammer: string | undefined;
  readonly defaultProfile: string | undefined;
  readonly profiles: readonly SketchProfile[];
}

/** A whole set-up of a sketch: board, platforms and libraries with their versions. */
export interface SketchProfile {
  readonly name: string;
  readonly notes: string | undefined;
  readonly fqbn: string;
  readonly programmer: string | undefined;
  readonly port: string | undefined;
  readonly protocol: string | undefined;
  /** Settings of the serial monitor: `baudrate`, `parity`. */
  readonly portSettings: ReadonlyMap<string, string>;
  readonly platforms: readonly ProfilePlatform[];
  readonly libraries: readonly ProfileLibrary[];
}

export interface ProfilePlatform {
  readonly id: string;
  /** Without one the installed platform is used. */
  readonly version: string | undefined;
  readonly indexUrl: string | undefined;
}

export type ProfileLibrary =
  | { readonly kind: 'index'; readonly name: string; readonly version: string | undefined }
  /** A folder of this machine, relative to the sketch. */
  | { readonly kind: 'folder'; readonly path: string };

export interface SketchYamlReading {
  /** Undefined when there is any problem: half a set-up is another set-up. */
  readonly project: SketchYaml | undefined;
  readonly problems: readonly YamlProblem[];
}

/**
 * Reads a project file as arduino-cli would (its `docs/sketch-project-file.md`), or not at all: what a person agrees to
 * must be what arduino-cli does.
 */
export function parseSketchYaml(text: string): SketchYamlReading {
  const yaml = new YamlReader(text);
  const root = yaml.root();
  const project = yaml.problems.length === 0 ? new Reading(yaml).readProject(root) : undefined;
  // Half a set-up would be another set-up.
  const isWhole = yaml.problems.length === 0;
  return { project: isWhole ? project : undefined, problems: yaml.problems };
}

class Reading {
  constructor(private readonly yaml: YamlReader) {}

  readProject(root: ParsedNode | undefined): SketchYaml | undefined {
    if (root === undefined || isEmpty(root)) return { ...emptyProject };
    const fields = this.yaml.fields(
      root,
      l10n.t('A sketch.yaml is a list of "name: value" lines.'),
    );
    if (!fields) return undefined;
    const profilesNode = fields.get('profiles');
    const profiles = profilesNode ? this.readProfiles(profilesNode) : [];
    const defaultProfile = this.yaml.textOf(fields, 'default_profile');
    if (defaultProfile !== undefined && !profiles.some(({ name }) => name === defaultProfile)) {
      this.yaml.report(
        fields.get('default_profile')?.range,
        l10n.t('There is no profile "{0}".', safeLine(defaultProfile)),
      );
    }
    return {
      defaultFqbn: this.fqbn(fields, 'default_fqbn'),
      defaultPort: this.yaml.textOf(fields, 'default_port'),
      defaultProtocol: this.yaml.textOf(fields, 'default_protocol'),
      defaultProgrammer: this.yaml.textOf(fields, 'default_programmer'),
      defaultProfile,
      profiles,
    };
  }

  private readProfiles(node: ParsedNode): readonly SketchProfile[] {
    if (isEmpty(node)) return [];
    const named = this.yaml.fields(node, l10n.t('"profiles" is a list of profiles by name.'));
    return [...(named ?? [])].flatMap(([name, profile]) => {
      if (!/^[\w.-]{1,100}$/.test(name)) {
        const rule = l10n.t('A profile\'s name has only letters, digits, "_", "." and "-".');
        this.yaml.report(profile.range, rule);
      }
      return this.readProfile(name, profile) ?? [];
    });
  }

  private readProfile(name: string, node: ParsedNode): SketchProfile | undefined {
    const fields = this.yaml.fields(node, l10n.t('A profile is a list of "name: value" lines.'));
    if (!fields) return undefined;
    const fqbn = this.fqbn(fields, 'fqbn');
    if (fqbn === undefined) {
      this.yaml.report(node.range, l10n.t('The profile "{0}" has no "fqbn".', safeLine(name)));
    }
    const settings = fields.get('port_config');
    return {
      name,
      notes: this.yaml.textOf(fields, 'notes'),
      fqbn: fqbn ?? '',
      programmer: this.yaml.textOf(fields, 'programmer'),
      port: this.yaml.textOf(fields, 'port'),
      protocol: this.yaml.textOf(fields, 'protocol'),
      portSettings: settings ? this.readSettings(settings) : new Map(),
      // Over an empty list of platforms arduino-cli ends at once, so the reader does not let one pass.
      platforms: this.yaml.items(fields, 'platforms', (item) => this.readPlatform(item)),
      libraries: this.yaml.items(fields, 'libraries', (item) => this.readLibrary(item)),
    };
  }

  private readSettings(node: ParsedNode): ReadonlyMap<string, string> {
    const fields = this.yaml.fields(
      node,
      l10n.t('"port_config" is a list of "name: value" lines.'),
    );
    const entries = [...(fields ?? [])].map(([name, value]) => [
      name,
      this.yaml.scalar(value) ?? '',
    ]);
    return new Map(entries as [string, string][]);
  }

  private readPlatform(node: ParsedNode): ProfilePlatform | undefined {
    const fields = this.yaml.fields(
      node,
      l10n.t('A platform is written "- platform: vendor:name (1.0.0)".'),
    );
    if (!fields) return undefined;
    const [id, version] = splitVersion(this.yaml.textOf(fields, 'platform') ?? '');
    if (!/^[\w.-]+:[\w.-]+$/.test(id)) {
      this.yaml.report(
        (fields.get('platform') ?? node).range,
        l10n.t('A platform is written "- platform: vendor:name (1.0.0)".'),
      );
    }
    const indexUrl = this.yaml.textOf(fields, 'platform_index_url');
    const problem = indexUrl === undefined ? undefined : indexUrlProblem(indexUrl);
    if (problem !== undefined) this.yaml.report(fields.get('platform_index_url')?.range, problem);
    return { id, version, indexUrl };
  }

  private readLibrary(node: ParsedNode): ProfileLibrary | undefined {
    if (!isMap(node)) return this.readNamedLibrary(node);
    const fields = this.yaml.fields(node, '') ?? new Map<string, ParsedNode>();
    const folder = fields.get('dir');
    if (folder) return { kind: 'folder', path: this.yaml.scalar(folder) ?? '' };
    const dependency = fields.get('dependency');
    if (dependency) return this.readNamedLibrary(dependency);
    this.yaml.report(
      node.range,
      l10n.t('A library is written "- Name (1.0.0)" or "- dir: folder".'),
    );
    return undefined;
  }

  private readNamedLibrary(node: ParsedNode): ProfileLibrary {
    const [name, version] = splitVersion(this.yaml.scalar(node) ?? '');
    if (!/^[\w.\- ]{1,200}$/.test(name)) {
      this.yaml.report(
        node.range,
        l10n.t('A library is written "- Name (1.0.0)" or "- dir: folder".'),
      );
    }
    return { kind: 'index', name, version };
  }

  private fqbn(fields: Fields, name: string): string | undefined {
    const fqbn = this.yaml.textOf(fields, name);
    if (fqbn !== undefined && !/^[\w.-]+:[\w.-]+:[\w.-]+(?::[\w.=,+-]+)?$/.test(fqbn)) {
      this.yaml.report(
        fields.get(name)?.range,
        l10n.t('A board is written "vendor:platform:board", options behind another colon.'),
      );
    }
    return fqbn;
  }
}

const emptyProject: SketchYaml = {
  defaultFqbn: undefined,
  defaultPort: undefined,
  defaultProtocol: undefined,
  defaultProgrammer: undefined,
  defaultProfile: undefined,
  profiles: [],
};

/** `Name (1.0.0)`. */
function splitVersion(text: string): readonly [name: string, version: string | undefined] {
  const found = /^(.+?) \(([^()]{1,60})\)$/.exec(text.trim());
  return found ? [found[1] ?? '', found[2]] : [text.trim(), undefined];
}
