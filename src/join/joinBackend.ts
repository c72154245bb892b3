import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { settings } from '../contributions';
import { type BackendAccount, BackendBook } from '../sigfox/backendBook';
import { backendFacts } from '../sigfox/backendFacts';
import { readApiUser } from '../sigfox/backendUser';
import { BackendWatch } from '../sigfox/backendWatch';
import type { ApiUser } from '../sigfox/io/httpBackendApi';
import { registerBackend } from '../sigfox/ui/registerBackend';
import type { VirtualBackend } from '../simulator/network/virtualBackend';
import type { Simulator } from '../simulator/simulator';
import type { Joint } from './joint';

const userKey = 'sigfox.backend.user';
/** That somebody is signed in, so that the secrets need not be asked at every start. */
const loginKey = 'sigfox.backend.login';

export interface Backend {
  readonly book: BackendBook;
  readonly watch: BackendWatch;
}

/** Sigfox's backend: a person's own account there, or the simulator's while it runs and nobody is signed in. */
export function joinBackend(joint: Joint, simulator: Simulator): Backend {
  const { owned, clock, context, keys, log, chain } = joint;
  const book = owned.add(new BackendBook(clock));
  const watch = owned.add(new BackendWatch(book, clock));
  const login = () => context.globalState.get<string>(loginKey);
  let simulated: { virtual: VirtualBackend; account: BackendAccount } | undefined;

  owned.add(simulator.onDidChange(() => void chooseAccount()));
  owned.add(
    book.onDidChange((device) => {
      if (device !== undefined) for (const fact of backendFacts(book, device)) chain.report(fact);
      if (book.state.kind === 'failed') log.warn(`Sigfox backend: ${book.state.reason}`);
    }),
  );
  owned.add(
    registerBackend({
      ...{ commands: joint.commands, tree: joint.trees.backend, book, watch, login, signIn },
      async signOut() {
        await context.secrets.delete(userKey);
        await context.globalState.update(loginKey, undefined);
        await chooseAccount();
      },
    }),
  );
  void chooseAccount();
  return { book, watch };

  /** The person's own account comes before the simulator's. */
  async function chooseAccount(): Promise<void> {
    keys.set('sigfox.backendSignedIn', login() !== undefined);
    keys.set('sigfox.backendKnown', login() !== undefined || simulator.isRunning);
    const user = await storedUser();
    const account = user ? await atSigfox(user) : await atSimulator();
    const isSame = account?.name === book.account?.name && account?.isSimulated === false;
    if (!isSame) book.use(account);
    if (account) void watch.askNow();
  }

  async function signIn(user: ApiUser): Promise<void> {
    const account = await atSigfox(user);
    await vscode.window.withProgress({ location: { viewId: 'sigfox.backend' } }, () =>
      account.api.deviceTypes(new AbortController().signal),
    );
    await context.secrets.store(userKey, JSON.stringify(user));
    await context.globalState.update(loginKey, user.login);
    book.use(undefined);
    await chooseAccount();
  }

  async function storedUser(): Promise<ApiUser | undefined> {
    return login() === undefined ? undefined : readApiUser(await context.secrets.get(userKey));
  }

  async function atSigfox(user: ApiUser): Promise<BackendAccount> {
    const { HttpBackendApi } = await import('../sigfox/io/httpBackendApi');
    const setting = vscode.workspace.getConfiguration('sigfox').get<string>('backendUrl');
    const baseUrl = (setting ?? settings['sigfox.backendUrl']).replace(/\/+$/, '');
    const place = { baseUrl, apiUser: () => Promise.resolve(user) };
    return { api: new HttpBackendApi(place, clock), name: user.login, isSimulated: false };
  }

  /** The simulator's backend speaks the same language on this machine; it ends with the simulator. */
  async function atSimulator(): Promise<BackendAccount | undefined> {
    const virtual = simulator.backend;
    if (!virtual) return undefined;
    if (simulated?.virtual === virtual) return simulated.account;
    const [{ HttpBackendApi }, { BackendServer }] = await Promise.all([
      import('../sigfox/io/httpBackendApi'),
      import('../simulator/io/backendServer'),
    ]);
    const user = { login: 'simulator', password: randomBytes(24).toString('base64url') };
    const server = owned.add(await BackendServer.start(virtual, user));
    const stopped = owned.add(
      simulator.onDidChange(() => {
        if (simulator.backend === virtual) return;
        stopped.dispose();
        server.dispose();
      }),
    );
    const place = { baseUrl: server.baseUrl, apiUser: () => Promise.resolve(user) };
    const name = vscode.l10n.t('Simulator');
    simulated = {
      virtual,
      account: { api: new HttpBackendApi(place, clock), name, isSimulated: true },
    };
    return simulated.account;
  }
}
