import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import { type Disposable, DisposableValue } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { safeLine } from '../shared/safeText';
import { UserError } from '../shared/userError';
import type {
  AwsChoice,
  AwsCredentials,
  AwsIdentity,
  AwsIdentitySource,
  AwsIdentityState,
  AwsService,
} from './awsIdentity';
import { type AwsProfiles, type SsoSession, ssoSessionOf } from './awsProfile';
import { CredentialFailure, type CredentialProblem, saysEnded } from './credentialFailure';
import { checkRequest, type CredentialResolver, type MfaPrompt } from './credentialResolver';
import { customEndpoint } from './customEndpoint';
import { chooseFirst, identityError, signInFirst } from './identityErrors';
import { untilAborted } from './untilAborted';

/** The shared files of AWS on this machine. */
export interface ProfileFiles {
  read(): Promise<AwsProfiles>;
  /** Calls back when one of the files, or the cached token of the session, has changed. */
  watch(session: SsoSession | undefined, onChange: () => void): Disposable;
}

export interface AwsSessionDoors {
  readonly clock: Clock;
  readonly files: ProfileFiles;
  readonly resolver: CredentialResolver;
  /** Profile and region, kept per machine; never a key. */
  readonly memory: { read(): AwsChoice | undefined; write(choice: AwsChoice): void };
  /** A time of day as the person reads it. */
  formatTime(atMs: number): string;
}

interface Held {
  readonly credentials: AwsCredentials;
  readonly identity: AwsIdentity;
  readonly renewAtMs: number;
}

/** A failed renewal is tried again after this time, as long as the credentials hold. */
const renewAgainMs = 30_000;

/** Timers of Node hold for 24 days at most; looking twice a day costs nothing. */
const longestTimerMs = 12 * 60 * 60_000;

/** One AWS identity for the whole window: resolved when first needed, renewed before it ends, one state when it has ended. */
export class AwsSession implements AwsIdentitySource, Disposable {
  private current: AwsIdentityState;
  private known: AwsProfiles | undefined;
  private held: Held | undefined;
  private pending: Promise<Held> | undefined;
  private abort = new AbortController();
  private readonly timer = new DisposableValue();
  private readonly watcher = new DisposableValue();
  private readonly changed = new Emitter<AwsIdentityState>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly doors: AwsSessionDoors) {
    const choice = doors.memory.read();
    this.current = choice ? { kind: 'chosen', choice } : { kind: 'none' };
  }

  get state(): AwsIdentityState {
    return this.current;
  }

  get choice(): AwsChoice | undefined {
    switch (this.current.kind) {
      case 'none':
        return undefined;
      case 'signedIn': {
        const { profile, region } = this.current.identity;
        return { profile, region };
      }
      default:
        return this.current.choice;
    }
  }

  /** Uses another profile or region from now on. Whether that works is in the state afterwards. */
  async choose(choice: AwsChoice, promptMfa?: MfaPrompt): Promise<void> {
    this.forget();
    this.doors.memory.write({ profile: choice.profile, region: choice.region });
    await this.resolve(choice, promptMfa).catch(() => undefined);
  }

  /** Tries again after a person did something about it. */
  async retry(promptMfa?: MfaPrompt): Promise<void> {
    const { choice } = this;
    if (!choice) return;
    this.forget();
    await this.resolve(choice, promptMfa).catch(() => undefined);
  }

  async identity(signal: AbortSignal): Promise<AwsIdentity> {
    return (await this.hold(signal)).identity;
  }

  async credentials(signal: AbortSignal): Promise<AwsCredentials> {
    return (await this.hold(signal)).credentials;
  }

  /** The profiles as they were when the identity was last resolved. */
  get profiles(): AwsProfiles | undefined {
    return this.known;
  }

  /** Asks AWS again who we are: what was held may have ended without a word. */
  async recheck(signal: AbortSignal): Promise<AwsIdentity> {
    if (this.current.kind === 'signedIn') this.held = undefined;
    return this.identity(signal);
  }

  endpointUrl(service: AwsService): string | undefined {
    const { profiles, choice } = this;
    return profiles && choice ? customEndpoint(profiles, choice.profile, service) : undefined;
  }

  noteRefusal(error: unknown): boolean {
    if (!saysEnded(error)) return false;
    const { choice } = this;
    if (choice && this.held) {
      // New ones may still be had; if not, resolving says so in one state.
      this.held = undefined;
      void this.resolve(choice).catch(() => undefined);
    }
    return true;
  }

  dispose(): void {
    this.forget();
    this.changed.dispose();
  }

  private async hold(signal: AbortSignal): Promise<Held> {
    const { choice, held, doors } = this;
    if (!choice) throw chooseFirst();
    if (held && doors.clock.now() < held.renewAtMs) return held;
    // Nothing changes until a person signs in, so nothing is tried: that is what keeps a reconnect from storming.
    if (this.current.kind === 'signedOut') throw signInFirst(this.current.reason);
    return untilAborted(
      this.resolve(choice).catch((error: unknown) => {
        if (this.held) return this.held;
        throw identityError(error, this.current);
      }),
      signal,
    );
  }

  /** One at a time, whoever asks; it ends when another profile is chosen. */
  private resolve(choice: AwsChoice, promptMfa?: MfaPrompt): Promise<Held> {
    if (this.pending) return this.pending;
    const abort = new AbortController();
    this.abort = abort;
    // A look that finds all as it was is no news.
    if (this.current.kind !== 'signedIn') this.become({ kind: 'resolving', choice });
    const pending = this.resolveAnew(choice, promptMfa, abort.signal).finally(() => {
      if (this.pending === pending) this.pending = undefined;
    });
    this.pending = pending;
    return pending;
  }

  private async resolveAnew(
    choice: AwsChoice,
    promptMfa: MfaPrompt | undefined,
    signal: AbortSignal,
  ): Promise<Held> {
    const { files, resolver, clock } = this.doors;
    try {
      const profiles = await files.read();
      signal.throwIfAborted();
      this.known = profiles;
      const request = { profiles, choice, promptMfa };
      checkRequest(request);
      const credentials = await resolver.resolve(request, signal);
      const who = await resolver.whoAmI(request, credentials, signal);
      signal.throwIfAborted();
      const expiresAtMs = credentials.expiration?.getTime();
      const identity: AwsIdentity = {
        ...choice,
        ...who,
        expiresAtMs,
        customEndpoint: shownEndpoint(profiles, choice.profile),
      };
      const held = { credentials, identity, renewAtMs: renewAtMs(expiresAtMs, clock.now()) };
      this.hasResolved(held);
      return held;
    } catch (error) {
      if (!signal.aborted) this.hasFailed(choice, problemOf(error));
      throw error;
    }
  }

  private hasResolved(held: Held): void {
    this.held = held;
    this.watcher.value = undefined;
    this.renewAt(held.renewAtMs);
    this.become({ kind: 'signedIn', identity: held.identity });
  }

  private hasFailed(choice: AwsChoice, problem: CredentialProblem): void {
    const { clock } = this.doors;
    const expiresAtMs = this.held?.identity.expiresAtMs ?? 0;
    if (expiresAtMs > clock.now()) {
      this.renewAt(Math.min(expiresAtMs, clock.now() + renewAgainMs));
      return;
    }
    this.held = undefined;
    this.timer.value = undefined;
    const session = this.known && ssoSessionOf(this.known, choice.profile);
    this.watcher.value = this.doors.files.watch(session, () => void this.resolveAgain(choice));
    if (problem.kind === 'failed') {
      const { reason, mayPass } = problem;
      this.become({ kind: 'failed', choice, reason, mayPass });
      return;
    }
    const atMs = problem.atMs ?? (expiresAtMs > 0 ? expiresAtMs : undefined);
    const reason = this.signedOutReason(choice, problem.by, atMs);
    this.become({ kind: 'signedOut', choice, reason, atMs });
  }

  private signedOutReason(choice: AwsChoice, by: 'session' | 'mfa', atMs: number | undefined) {
    const profile = safeLine(choice.profile, 60);
    if (by === 'mfa' && atMs === undefined) {
      return l10n.t('"{0}" wants a code of your MFA device.', profile);
    }
    return atMs === undefined
      ? l10n.t('"{0}" is not signed in.', profile)
      : l10n.t('the session of "{0}" ended at {1}.', profile, this.doors.formatTime(atMs));
  }

  private async resolveAgain(choice: AwsChoice): Promise<void> {
    await this.resolve(choice).catch(() => undefined);
  }

  private renewAt(atMs: number): void {
    if (!Number.isFinite(atMs)) return;
    const { clock } = this.doors;
    const delayMs = Math.max(0, Math.min(longestTimerMs, atMs - clock.now()));
    this.timer.value = clock.after(delayMs, () => {
      const { choice } = this;
      if (clock.now() < atMs) this.renewAt(atMs);
      else if (choice) void this.resolveAgain(choice);
    });
  }

  private forget(): void {
    this.abort.abort();
    this.pending = undefined;
    this.held = undefined;
    this.timer.value = undefined;
    this.watcher.value = undefined;
  }

  private become(state: AwsIdentityState): void {
    this.current = state;
    this.changed.fire(state);
  }
}

/** Five minutes before the end, or after two thirds of a life that is shorter than that allows. */
function renewAtMs(expiresAtMs: number | undefined, nowMs: number): number {
  if (expiresAtMs === undefined) return Infinity;
  return expiresAtMs - Math.min(5 * 60_000, Math.max(0, expiresAtMs - nowMs) / 3);
}

function shownEndpoint(profiles: AwsProfiles, profile: string): string | undefined {
  const services = ['iot', 'cloudformation', 'sts', 'iam', 'dynamodb', 's3'] as const;
  return services
    .map((service) => customEndpoint(profiles, profile, service))
    .find((url) => url !== undefined);
}

function problemOf(error: unknown): CredentialProblem {
  if (error instanceof CredentialFailure) return error.problem;
  const reason = error instanceof UserError ? error.message : l10n.t('There are no credentials.');
  return { kind: 'failed', reason, mayPass: false };
}
