import * as vscode from 'vscode';
import { pageTypes } from '../../contributions';
import type { CommandRunner } from '../../shared/ui/commandRunner';
import type { ContextKeys } from '../../shared/ui/contextKey';
import type { LatePages } from '../../shared/ui/latePages';
import type { LateTree } from '../../shared/ui/lateTree';
import { UserError } from '../../shared/userError';
import { type HandOver, handOverFiles } from '../handOver';
import { emptyDraft, type LaunchDraft } from '../launchDraft';
import type { LaunchSession } from '../launchSession';
import type { StackPlaces } from '../stackPlace';
import type { RowFormat, StackRow } from '../stackRows';
import type { StackStore } from '../stackStore';
import { GrantDocuments } from './grantDocuments';
import { LaunchPanel, type PanelDoors } from './launchPanel';
import { driftWords, StackActions } from './stackActions';
import { pickStack, promptRole } from './stackPrompts';
import { StackView } from './stackView';

export interface StackDoors extends Omit<PanelDoors, 'onPress'> {
  readonly commands: CommandRunner;
  readonly keys: ContextKeys;
  readonly tree: LateTree<StackRow>;
  readonly pages: LatePages;
  readonly format: () => RowFormat;
  readonly store: StackStore;
  readonly places: StackPlaces;
  /** What a stack grants, as text. */
  grantTextOf(template: string, stack: GrantSubject): Promise<string>;
}

/** A template is judged with the values of its stack. */
export interface GrantSubject {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** The ARN, which says account and region; empty before there is a stack. */
  readonly id: string;
}

/** The Stack view, the launch page and their commands. */
export function registerStack(doors: StackDoors): vscode.Disposable {
  const room = new StackRoom(doors);
  const { commands } = doors;
  return vscode.Disposable.from(
    room,
    doors.pages.register(pageTypes.launchStack, (panel, state) => room.show(panel, state)),
    commands.register('sigfox.cloud.launchStack', () => room.launch(emptyDraft)),
    commands.register('sigfox.cloud.useStack', () => room.use()),
    commands.register('sigfox.cloud.useRole', () => room.useRole()),
    commands.register('sigfox.cloud.showStack', () => room.showStack()),
    commands.register('sigfox.cloud.updateStack', (values) => room.update(values)),
    commands.register('sigfox.cloud.deleteStack', () => room.actions.delete()),
    commands.register('sigfox.cloud.compareStack', () => room.compare()),
    commands.register('sigfox.cloud.whatAmIGranting', () => room.showGrant()),
    commands.register('sigfox.cloud.handOver', (folder) => room.handOver(undefined, folder)),
    commands.register('sigfox.cloud.refreshStack', () => doors.store.refresh()),
    commands.register('sigfox.cloud.forgetStack', () => doors.store.follow(undefined)),
    commands.register('sigfox.cloud.copyStackValue', (row) => room.copy(row)),
    commands.register('sigfox.cloud.pressLaunchButton', (id) => room.press(id)),
  );
}

class StackRoom implements vscode.Disposable {
  readonly actions: StackActions;
  private readonly view: StackView;
  private readonly grants = new GrantDocuments();
  private open: LaunchPanel | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly doors: StackDoors) {
    const { store, places, keys } = doors;
    this.actions = new StackActions(store, places);
    this.view = new StackView(store, () => doors.format(), doors.tree);
    this.subscription = vscode.Disposable.from(
      store.onDidChange(() => keys.set('sigfox.stackKnown', store.reference !== undefined)),
    );
    keys.set('sigfox.stackKnown', store.reference !== undefined);
  }

  dispose(): void {
    this.subscription.dispose();
    this.view.dispose();
    this.grants.dispose();
    this.open?.panel.dispose();
  }

  launch(draft: LaunchDraft): void {
    requireTrust();
    // A launch that is under way is shown, never thrown away.
    if (this.open && draft === emptyDraft && this.open.session?.draft.page !== 'stack')
      return this.open.panel.reveal();
    this.open?.panel.dispose();
    this.show(LaunchPanel.create(), draft);
  }

  show(panel: vscode.WebviewPanel, state: unknown): void {
    const { extensionUri, createSession } = this.doors;
    const onPress = (id: string) =>
      void vscode.commands.executeCommand('sigfox.cloud.pressLaunchButton', id);
    const open = new LaunchPanel(panel, { extensionUri, createSession, onPress }, state);
    this.open = open;
    panel.onDidDispose(() => {
      if (this.open === open) this.open = undefined;
    });
  }

  /** The buttons of the page that reach beyond it; a command, so that a failure is shown like any other. */
  async press(id: string | undefined): Promise<void> {
    switch (id) {
      case 'useRole':
        return this.useRole();
      case 'openForm':
        return run('sigfox.callback.openForm');
      case 'chooseProfile':
        return run('sigfox.cloud.chooseProfile');
      case 'startSimulator':
        return run('sigfox.simulator.start');
      case 'handOver':
      case 'step:handOver':
        return this.handOver(this.open?.session);
      case 'step:update':
      case 'step:openPreview': {
        this.update();
        return;
      }
      case 'step:delete':
        await this.actions.delete();
        return;
      case 'step:cancelCreate':
        await this.actions.delete({ isCancel: true });
        return;
      case 'step:deleteRetaining':
        await this.actions.delete({ isRetaining: true });
        return;
      case 'step:deleteAndRelaunch':
        return this.deleteAndRelaunch();
      case 'step:cancelUpdate':
        return this.actions.cancelUpdate();
      case 'step:continueRollback':
        return this.actions.continueRollback();
      case 'step:drift':
        return this.compare();
      default:
        if (id?.startsWith('copy:') === true) await this.copy(`output:${id.slice('copy:'.length)}`);
    }
  }

  async use(): Promise<void> {
    const chosen = await pickStack(this.doors.places);
    if (chosen) this.doors.store.follow(chosen);
  }

  async useRole(): Promise<void> {
    const role = await promptRole(this.open?.session?.draft.region ?? '');
    if (role) this.doors.store.follow(role);
  }

  async showStack(): Promise<void> {
    if (this.doors.store.reference?.kind !== 'stack') {
      await vscode.commands.executeCommand('sigfox.stack.focus');
      return;
    }
    const { reference } = this.actions.needed();
    const { stackId, name: stackName, region, placeId } = reference;
    if (this.open?.session?.draft.stackId === stackId) {
      this.open.panel.reveal();
      return;
    }
    this.launch({ ...emptyDraft, page: 'stack', stackId, stackName, region, placeId });
  }

  /** With values to begin with from code; a menu hands in its row, which has none. */
  update(given?: unknown): void {
    const { reference, snapshot } = this.actions.needed();
    const { parameters, tags, status } = snapshot.stack;
    this.launch({
      ...emptyDraft,
      kind: status === 'REVIEW_IN_PROGRESS' ? 'create' : 'update',
      // Our own template asks for the principal; Sigfox's names it.
      source: parameters.size === 0 || parameters.has('SigfoxPrincipal') ? 'own' : 'link',
      stackName: reference.name,
      region: reference.region,
      placeId: reference.placeId,
      values: {
        ...Object.fromEntries([...parameters].filter(([, value]) => value !== '****')),
        ...externalIdIn(given),
      },
      tags: [...tags].map(([key, value]) => `${key}=${value}`).join(', '),
    });
  }

  async compare(): Promise<void> {
    const found = await this.actions.drift();
    if (found) void vscode.window.showInformationMessage(driftWords(found));
  }

  async showGrant(): Promise<void> {
    const session = this.open?.session;
    if (session?.loaded && session.draft.page !== 'stack') {
      const { text, parameters } = session.loaded;
      const name = session.draft.stackName;
      const subject = { name, parameters, id: session.subjectId };
      return this.grants.show(name, await this.doors.grantTextOf(text, subject));
    }
    const { reference, snapshot } = this.actions.needed();
    const client = await this.actions.client(reference);
    const template = await client.getTemplate(reference.stackId, new AbortController().signal);
    await this.grants.show(reference.name, await this.doors.grantTextOf(template, snapshot.stack));
  }

  /** Into a folder that code names, or that the person chooses. */
  async handOver(session: LaunchSession | undefined, into?: unknown): Promise<void> {
    const of = session ?? this.open?.session;
    if (!of?.loaded) {
      throw new UserError(
        vscode.l10n.t('Fill the launch page in first: it is what is handed over.'),
        {
          action: { title: vscode.l10n.t('Launch Stack…'), command: 'sigfox.cloud.launchStack' },
        },
      );
    }
    const handOver: HandOver = { draft: of.draft, ...of.loaded };
    const folder = typeof into === 'string' ? vscode.Uri.file(into) : await promptFolder();
    if (!folder) return;
    const target = vscode.Uri.joinPath(folder, of.draft.stackName);
    for (const { name, text } of handOverFiles(handOver)) {
      await vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(target, name),
        new TextEncoder().encode(text),
      );
    }
    const readme = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(target, 'README.md'),
    );
    await vscode.window.showTextDocument(readme);
  }

  /** A menu hands in the row itself; code may name it. */
  async copy(row: unknown): Promise<void> {
    const id = typeof row === 'string' ? row : (row as StackRow | undefined)?.id;
    const { snapshot } = this.doors.store;
    const key = id?.startsWith('output:') === true ? id.slice('output:'.length) : undefined;
    const output = snapshot?.stack.outputs.find((each) => each.key === key)?.value;
    const text = output ?? this.view.rowOf(id)?.copyText ?? this.view.selected?.copyText;
    if (text === undefined) throw new UserError(vscode.l10n.t('Select a row with a value first.'));
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', key ?? ''), 2_000);
  }

  /** A rolled-back stack has to go before its name can be used again. */
  private async deleteAndRelaunch(): Promise<void> {
    const { reference, snapshot } = this.actions.needed();
    if (!(await this.actions.delete())) return;
    const { parameters } = snapshot.stack;
    this.launch({
      ...emptyDraft,
      source: parameters.has('SigfoxPrincipal') ? 'own' : 'link',
      stackName: reference.name,
      region: reference.region,
      placeId: reference.placeId,
      values: Object.fromEntries([...parameters].filter(([, value]) => value !== '****')),
    });
  }
}

function externalIdIn(given: unknown): Readonly<Record<string, string>> {
  const { ExternalId } = (given ?? {}) as Readonly<Record<string, unknown>>;
  return typeof ExternalId === 'string' ? { ExternalId } : {};
}

async function promptFolder(): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder for the Files to Hand Over'),
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: vscode.l10n.t('Write Here'),
    })) ?? [];
  return folder;
}

async function run(command: string): Promise<void> {
  await vscode.commands.executeCommand(command);
}

function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(vscode.l10n.t('Restricted Mode launches no stack.'), {
    action: { title: vscode.l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' },
  });
}
