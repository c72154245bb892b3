import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { settings } from '../contributions';
import { Emitter } from '../shared/event';
import type { BackendMessage } from '../sigfox/backendApi';
import type { BackendAccount, BackendBook } from '../sigfox/backendBook';
import type { BackendWatch } from '../sigfox/backendWatch';
import { BackendView } from '../sigfox/ui/backendView';
import type { ApiUser } from '../sigfox/io/httpBackendApi';
import type { VirtualBackend } from '../simulator/network/virtualBackend';
import type { Simulator } from '../simulator/simulator';
import type { Joint } from './joint';

const userKey = 'sigfox.backend.user';
/** That somebody is signed in, so that the secrets need not be asked at every start. */
const loginKey = 'sigfox.backend.login';

/** Sigfox's backend as the rest of the workbench knows it: nothing of it is loaded before it is needed. */
export interface Backend {
  /** What is known so far; undefined until it was needed. */
  readonly book: BackendBook | undefined;
  readonly onDidChange: Emitter<unknown>['event'];
  nameOf(device: string): string | undefined;
  messagesOf(device: string): readonly BackendMessage[] | undefined;
  open(): Promise<BackendBook>;
  /** A device was heard from. */
  note(device: string): void;
  /** Asks the backend anew for all that is watched. */
  askNow(): Promise<void>;
}

export function joinBackend(joint: Joint, simulator: Simulator): Backend {
  const { owned, clock, commands, context, keys, log, chain } = joint;
  const changed = owned.add(new Emitter<unknown>());
  let room: Promise<{ book: BackendBook; watch: BackendWatch }> | undefined;
  let book: BackendBook | undefined;
  let simulated: { virtual: VirtualBackend; account: BackendAccount } | undefined;
  const login = () => context.globalState.get<string>(loginKey);
  const isKnown = () => login() !== undefined || simulator.isRunning;
  const showKnown = () => {
    keys.set('sigfox.backendKnown', isKnown());
    keys.set('sigfox.backendSignedIn', login() !== undefined);
  };
  const open = async () => (await (room ??= createRoom())).book;
  const view = owned.add(
    new BackendView(
      open,
      () => import('../sigfox/backendRows'),
      (device) => {
        if (book?.messagesOf(device)) return;
        backend.note(device);
        const known = book?.device(device);
        if (known) void book?.refreshMessages(known.id);
      },
    ),
  );
  showKnown();
  owned.add(
    simulator.onDidChange(() => {
      showKnown();
      if (room) void chooseAccount();
      else view.refreshSoon();
    }),
  );
  owned.add(
    commands.register('sigfox.backend.signIn', async () => {
      const { promptApiUser } = await import('../sigfox/ui/backendSignIn');
      const user = await promptApiUser(login());
      if (user) await signIn(user);
    }),
  );
  owned.add(
    commands.register('sigfox.backend.signOut', async () => {
      await context.secrets.delete(userKey);
      await context.globalState.update(loginKey, undefined);
      await chooseAccount();
    }),
  );
  owned.add(commands.register('sigfox.backend.refresh', () => backend.askNow()));
  const backend: Backend = {
    get book() {
      return book;
    },
    onDidChange: changed.event,
    nameOf: (device) => book?.nameOf(device),
    messagesOf: (device) => book?.messagesOf(device),
    open,
    note(device) {
      if (!room && !isKnown()) return;
      void (room ??= createRoom()).then(({ watch }) => watch.note(device));
    },
    askNow: async () => (await (room ??= createRoom())).watch.askNow(),
  };
  return backend;

  async function createRoom() {
    const [{ BackendBook }, { BackendWatch }, { backendFacts }] = await Promise.all([
      import('../sigfox/backendBook'),
      import('../sigfox/backendWatch'),
      import('../sigfox/backendFacts'),
    ]);
    const opened = owned.add(new BackendBook(clock));
    const watch = owned.add(new BackendWatch(opened, clock));
    book = opened;
    owned.add(
      opened.onDidChange((device) => {
        if (device !== undefined)
          for (const fact of backendFacts(opened, device)) chain.report(fact);
        if (opened.state.kind === 'failed') log.warn(`Sigfox backend: ${opened.state.reason}`);
        changed.fire(undefined);
      }),
    );
    await chooseAccount(watch);
    return { book: opened, watch };
  }

  /** The person's own account comes before the simulator's. */
  async function chooseAccount(watch?: BackendWatch): Promise<void> {
    showKnown();
    view.refreshSoon();
    if (!book) return;
    const user = await storedUser();
    book.use(user ? await atSigfox(user) : await atSimulator());
    const asked = watch ?? (await room)?.watch;
    void asked?.askNow();
  }

  async function signIn(user: ApiUser): Promise<void> {
    const account = await atSigfox(user);
    await vscode.window.withProgress({ location: { viewId: 'sigfox.backend' } }, () =>
      account.api.deviceTypes(new AbortController().signal),
    );
    await context.secrets.store(userKey, JSON.stringify(user));
    await context.globalState.update(loginKey, user.login);
    await open();
    await chooseAccount();
    await vscode.commands.executeCommand('sigfox.backend.focus');
  }

  async function storedUser(): Promise<ApiUser | undefined> {
    if (login() === undefined) return undefined;
    const { readApiUser } = await import('../sigfox/backendUser');
    return readApiUser(await context.secrets.get(userKey));
  }

  async function atSigfox(user: ApiUser): Promise<BackendAccount> {
    const { HttpBackendApi } = await import('../sigfox/io/httpBackendApi');
    const setting = vscode.workspace.getConfiguration('sigfox').get<string>('backendUrl');
    const baseUrl = (setting ?? settings['sigfox.backendUrl']).replace(/\/+$/, '');
    const place = { baseUrl, apiUser: () => Promise.resolve(user) };
    return { api: new HttpBackendApi(place, clock), name: user.login, isSimulated: false };
  }

  /** The simulator's backend speaks the same language on this machine; it ends when nobody can need it any more. */
  async function atSimulator(): Promise<BackendAccount | undefined> {
    const virtual = simulator.backend;
    if (!virtual) return undefined;
    if (simulated?.virtual === virtual) return simulated.account;
    const [{ HttpBackendApi }, { BackendServer }] = await Promise.all([
      import('../sigfox/io/httpBackendApi'),
      import('../simulator/io/backendServer'),
    ]);
    const user = { login: 'simulator', password: randomBytes(24).toString('base64url') };
    const server = await BackendServer.start(virtual, user);
    const stopped = owned.add(
      simulator.onDidChange(() => {
        if (simulator.backend === virtual) return;
        stopped.dispose();
        void server.close();
      }),
    );
    owned.add({ dispose: () => void server.close() });
    const place = { baseUrl: server.baseUrl, apiUser: () => Promise.resolve(user) };
    const name = vscode.l10n.t('Simulator');
    const account = { api: new HttpBackendApi(place, clock), name, isSimulated: true };
    simulated = { virtual, account };
    return account;
  }
}
