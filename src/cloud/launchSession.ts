import * as l10n from '@vscode/l10n';
import type { Clock } from '../shared/clock';
import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import { valuesLikeRole } from './existingRole';
import type { HandOver } from './handOver';
import {
  discardChangeSet,
  executeChangeSet,
  prepareChangeSet,
  readChangeSet,
  rightsToCreate,
} from './launchDeployment';
import { atPlace, editDraft, type LaunchDraft, subjectId, withValue } from './launchDraft';
import { type FormFacts, formProblems, valueOf } from './launchForm';
import { type Acknowledged, isAcknowledged, nothingAcknowledged } from './launchPages';
import { LaunchTemplate, type LoadedTemplate, type TemplateDoors } from './launchTemplate';
import { launchBlocks } from './launchView';
import { OneJob } from './oneJob';
import type { PageBlock, PageMessage } from './pageBlocks';
import type { ChangeSet, StackClient } from './stackClient';
import { parseRoleArn } from './roleArn';
import type { StackPlace, StackPlaces } from './stackPlace';
import type { StackStore } from './stackStore';
import { principalOf, reviewTemplate, type TemplateReview } from './templateReview';

/** What a launch needs of the world; `join/` hands it in. */
export interface LaunchDoors extends TemplateDoors {
  readonly places: StackPlaces;
  readonly store: StackStore;
  readonly clock: Clock;
  readonly formatTime: (atMs: number) => string;
  readonly ago: (atMs: number) => string;
}

/** One launch or update, from the first field to the last event. The page only draws what it says. */
export class LaunchSession implements Disposable {
  private places: readonly StackPlace[] = [];
  private readonly template: LaunchTemplate;
  private said: Acknowledged = nothingAcknowledged;
  private missing: readonly string[] = [];
  private changeSet: ChangeSet | undefined;
  private isChecked = false;
  private readonly changed = new Emitter<undefined>();
  private readonly job = new OneJob(() => this.changed.fire(undefined));
  private readonly subscription: Disposable;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly doors: LaunchDoors,
    private current: LaunchDraft,
  ) {
    this.template = new LaunchTemplate(doors);
    const subscriptions = [
      doors.store.onDidChange(() => this.changed.fire(undefined)),
      doors.places.onDidChange(() => void this.placesChanged()),
    ];
    this.subscription = { dispose: () => subscriptions.forEach((each) => each.dispose()) };
  }

  get draft(): LaunchDraft {
    return this.current;
  }

  get subjectId(): string {
    return subjectId(this.current, this.places);
  }

  /** The template as it was judged, for whoever hands it over. */
  get loaded(): Omit<HandOver, 'draft'> | undefined {
    const template = this.template.loaded;
    if (!template) return undefined;
    return { text: template.text, review: this.review(template), parameters: this.parameters() };
  }

  /** Gets what the page needs; a page that was open before comes back where it was. */
  async begin(): Promise<void> {
    await this.job.run(l10n.t('Looking where stacks can be made…'), async (signal) => {
      await this.readPlaces(signal);
      await this.load(signal);
      if (this.current.page === 'preview') await this.lookAtChangeSet(signal);
    });
    if (this.current.page === 'stack') this.followStack();
  }

  dispose(): void {
    this.job.dispose();
    this.subscription.dispose();
    this.changed.dispose();
  }

  blocks(): readonly PageBlock[] {
    const { store, formatTime, ago } = this.doors;
    const template = this.template.loaded;
    return launchBlocks({
      draft: this.current,
      form: this.facts(),
      review: template && this.review(template),
      said: this.said,
      missing: this.missing,
      changeSet: this.changeSet,
      document: template?.document,
      store,
      doing: this.job.doing,
      problem: this.job.problem,
      formatTime,
      ago,
    });
  }

  /** Does what the page asks; what the page cannot do itself is left to the caller, by the id of the button. */
  async receive(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.changed.fire(undefined);
        return;
      case 'edit':
        return this.edit(message.id, message.value);
      case 'check':
        this.said = { ...this.said, [message.id]: message.isChecked };
        this.changed.fire(undefined);
        return;
      case 'press':
        return this.press(message.id);
    }
  }

  private async press(id: string): Promise<void> {
    if (id === 'stop') this.job.cancel();
    if (this.job.doing !== undefined) return;
    switch (id) {
      case 'review':
        return this.job.run(l10n.t('Reading the template…'), (signal) => this.toGrant(signal));
      case 'back': {
        this.change({ page: 'form' });
        return;
      }
      case 'preview':
        return this.job.run(l10n.t('CloudFormation is looking at it…'), (signal) =>
          this.toPreview(signal),
        );
      case 'leavePreview':
        return this.leavePreview();
      case 'execute':
        return this.job.run(l10n.t('Beginning…'), (signal) => this.execute(signal));
      default:
        return undefined;
    }
  }

  /** A new stack's shell goes when its preview is left, also by closing the page. */
  async leavePreview(): Promise<void> {
    const { changeSet, isShell, page } = this.current;
    if (page !== 'preview' || !changeSet) return;
    await this.job.run(l10n.t('Taking back what was prepared…'), async (signal) => {
      const client = await this.client();
      await discardChangeSet(client, changeSet, isShell, signal);
      this.changeSet = undefined;
      this.change({ page: 'grant', changeSet: undefined, isShell: false });
    });
  }

  private async edit(id: string, value: string): Promise<void> {
    this.change(editDraft(this.current, id, value, this.places));
    if (id === 'likeRole' && parseRoleArn(this.current.likeRole)) {
      // Every letter of the name is an edit: only the last one counts.
      this.job.cancel();
      return this.job.run(l10n.t('Looking whom the role lets in…'), async (signal) => {
        const values = await valuesLikeRole(await this.client(), this.current, signal);
        this.change({ values });
      });
    }
    if (!this.template.isOutdated(this.current)) return;
    return this.job.run(l10n.t('Fetching the template…'), (signal) => this.load(signal));
  }

  /** Whoever signed in while the page was open goes on where they are. */
  private async placesChanged(): Promise<void> {
    if (this.job.doing !== undefined) return;
    await this.job.run(l10n.t('Looking where stacks can be made…'), (signal) =>
      this.readPlaces(signal),
    );
  }

  private async readPlaces(signal: AbortSignal): Promise<void> {
    this.places = await this.doors.places.all(signal);
    const place =
      this.places.find(({ id }) => id === this.current.placeId) ??
      this.places.find(({ problem }) => problem === undefined) ??
      this.places[0];
    if (place?.id === this.current.placeId) {
      this.change({ region: this.current.region || place.region });
    } else if (place) this.change(atPlace(this.current, place));
  }

  private async toGrant(signal: AbortSignal): Promise<void> {
    this.isChecked = true;
    await this.readPlaces(signal);
    await this.load(signal);
    if (formProblems(this.facts()).size > 0 || !this.template.loaded) return;
    this.said = nothingAcknowledged;
    const client = await this.client();
    this.missing = (await client.missingRights(rightsToCreate, signal)) ?? [];
    this.change({ page: 'grant' });
  }

  private async load(signal: AbortSignal): Promise<void> {
    const link = await this.template.load(this.current, signal);
    const template = this.template.loaded;
    if (!link) return;
    this.change({
      stackName: link.stackName ?? this.current.stackName,
      region: link.region ?? this.current.region,
      values: { ...this.current.values, ...Object.fromEntries(link.parameters) },
    });
    // Who Sigfox is at AWS is not public: its own template is where our form has it from.
    const principal = template && principalOf(this.review(template));
    if (principal !== undefined) this.change(withValue(this.current, 'SigfoxPrincipal', principal));
  }

  private async toPreview(signal: AbortSignal): Promise<void> {
    const template = this.template.loaded;
    if (!template) {
      this.change({ page: 'form' });
      return;
    }
    const { capabilities, ...review } = this.review(template);
    // The button is not the guard: a page can say anything.
    if (!isAcknowledged({ capabilities, ...review }, this.said)) return;
    const parameters = this.parameters();
    const deployment = { draft: this.current, template, parameters, capabilities };
    const { ids, isShell } = await prepareChangeSet(await this.client(), deployment, signal);
    // From here on something is at AWS: the draft knows it before anything else happens.
    this.change({ changeSet: ids, isShell });
    await this.lookAtChangeSet(signal);
    this.change({ page: 'preview' });
  }

  private async lookAtChangeSet(signal: AbortSignal): Promise<void> {
    const { changeSet } = this.current;
    if (!changeSet) return;
    const client = await this.client();
    const { clock } = this.doors;
    this.changeSet = await readChangeSet(client, changeSet, this.template.loaded, clock, signal);
  }

  private async execute(signal: AbortSignal): Promise<void> {
    const { changeSet } = this.current;
    const template = this.template.loaded;
    if (!changeSet || !template) return;
    await executeChangeSet(await this.client(), changeSet, template, signal);
    const { stackId } = changeSet;
    this.change({ page: 'stack', changeSet: undefined, isShell: false, stackId });
    this.followStack();
  }

  private followStack(): void {
    const { placeId, region, stackId, stackName: name } = this.current;
    const { store } = this.doors;
    if (stackId === undefined) return;
    const known = store.reference;
    if (known?.kind === 'stack' && known.stackId === stackId) void store.refresh();
    else store.follow({ kind: 'stack', placeId, region, stackId, name });
  }

  private facts(): FormFacts {
    return {
      draft: this.current,
      places: this.places,
      parameters: this.template.loaded?.parameters ?? [],
      templateProblem: this.template.problem,
      isChecked: this.isChecked,
    };
  }

  private parameters(): ReadonlyMap<string, string> {
    const facts = this.facts();
    return new Map(facts.parameters.map((each) => [each.name, valueOf(facts, each)]));
  }

  private review({ document }: LoadedTemplate): TemplateReview {
    const place = this.places.find(({ id }) => id === this.current.placeId);
    return reviewTemplate(document, {
      parameters: this.parameters(),
      account: place?.account ?? '',
      region: this.current.region,
      stackName: this.current.stackName,
    });
  }

  private client(): Promise<StackClient> {
    return this.doors.places.client(this.current.placeId, this.current.region);
  }

  private change(part: Partial<LaunchDraft>): void {
    this.current = { ...this.current, ...part };
    this.changed.fire(undefined);
  }
}
