import * as l10n from '@vscode/l10n';
import { safeLine } from '../shared/safeText';

/** What a Launch Stack link asks the AWS console to do. Nothing of it is trusted yet. */
export interface LaunchLink {
  /** https, on a host of S3. */
  readonly templateUrl: string;
  readonly stackName: string | undefined;
  readonly region: string | undefined;
  /** Values the link fills in (`param_Name`). */
  readonly parameters: ReadonlyMap<string, string>;
}

export type LinkReading =
  | { readonly kind: 'link'; readonly link: LaunchLink }
  | { readonly kind: 'refused'; readonly reason: string };

const maxLinkLength = 8_000;

/** Pages of the console that launch a stack, old and new. */
const launchPages = new Set([
  '/stacks/new',
  '/stacks/create',
  '/stacks/create/review',
  '/stacks/create/template',
  '/stacks/quickcreate',
]);

/** `console.aws.amazon.com`, or a region's own, of the three partitions. */
const consoleHost =
  /^(?:([a-z]{2}(?:-[a-z]+)+-\d)\.)?console\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$/;

const signInHost =
  /^(?:[a-z0-9-]+\.)?signin\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$/;

/** Reads a pasted Launch Stack link; every refusal says why. */
export function readLaunchLink(text: string): LinkReading {
  return readAt(text.trim(), 0);
}

function readAt(text: string, depth: number): LinkReading {
  if (text === '') return refused(l10n.t('Paste the address behind the Launch Stack button.'));
  if (text.length > maxLinkLength) return refused(l10n.t('The link is too long.'));
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return refused(l10n.t('This is no link.'));
  const problem = addressProblem(url);
  if (problem !== undefined) return refused(problem);
  if (signInHost.test(url.hostname)) return readSignIn(url, depth);
  const [, hostRegion] = consoleHost.exec(url.hostname) ?? [];
  if (!consoleHost.test(url.hostname)) {
    return refused(l10n.t('"{0}" is not the console of AWS.', safeLine(url.hostname, 80)));
  }
  if (!/^\/cloudformation(\/|$)/.test(url.pathname)) {
    return refused(l10n.t('The link leads to another part of the console than CloudFormation.'));
  }
  return readFragment(url, hostRegion);
}

/** What disguises where a link leads. */
function addressProblem(url: URL): string | undefined {
  if (url.protocol !== 'https:') return l10n.t('Only "https" links are followed.');
  if (url.username !== '' || url.password !== '') {
    return l10n.t('The link carries a user name, which hides where it leads.');
  }
  return url.port === '' ? undefined : l10n.t('The link names a port; the console has none.');
}

/** A link that was opened while signed out is wrapped in the address of the sign-in page. */
function readSignIn(url: URL, depth: number): LinkReading {
  const inner = url.searchParams.get('redirect_uri') ?? url.searchParams.get('Destination');
  if (inner === null) return refused(l10n.t('The sign-in link leads nowhere.'));
  if (depth >= 2) return refused(l10n.t('The link wraps itself too often.'));
  return readAt(inner.replace(/[?&]isauthcode=true/i, ''), depth + 1);
}

function readFragment(url: URL, hostRegion: string | undefined): LinkReading {
  const fragment = url.hash.replace(/^#!?/, '');
  const cut = fragment.indexOf('?');
  const page = `/${(cut < 0 ? fragment : fragment.slice(0, cut)).replace(/^\/|\/$/g, '')}`;
  if (!launchPages.has(page)) {
    return refused(
      l10n.t('The link does not launch a stack: it leads to "{0}".', safeLine(page, 60)),
    );
  }
  const query = readQuery(cut < 0 ? '' : fragment.slice(cut + 1));
  const duplicate = query.find(
    ([name], at) => query.findIndex(([other]) => other === name) !== at,
  )?.[0];
  if (duplicate !== undefined) {
    return refused(l10n.t('The link says "{0}" twice.', safeLine(duplicate, 60)));
  }
  const of = new Map(query);
  const templateUrl = of.get('templateurl');
  if (templateUrl === undefined) return refused(l10n.t('The link names no template.'));
  const problem = templateUrlProblem(templateUrl);
  if (problem !== undefined) return refused(problem);
  const region = hostRegion ?? url.searchParams.get('region') ?? of.get('region');
  if (region !== undefined && !isRegion(region)) {
    return refused(l10n.t('"{0}" is no region of AWS.', safeLine(region, 40)));
  }
  const stackName = of.get('stackname');
  if (stackName !== undefined && !isStackName(stackName)) {
    return refused(l10n.t('"{0}" cannot be the name of a stack.', safeLine(stackName, 60)));
  }
  const parameters = new Map(
    query.flatMap(([name, value]) =>
      name.startsWith('param_') ? [[name.slice('param_'.length), value] as const] : [],
    ),
  );
  const strange = [...parameters.keys()].find((name) => !/^[A-Za-z0-9]{1,255}$/.test(name));
  if (strange !== undefined) {
    return refused(l10n.t('"{0}" cannot be a parameter.', safeLine(strange, 60)));
  }
  return { kind: 'link', link: { templateUrl, stackName, region, parameters } };
}

/** Names are compared without case, save those of parameters. */
function readQuery(text: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(text)].map(([name, value]) => [
    name.startsWith('param_') ? name : name.toLowerCase(),
    value,
  ]);
}

/** Every shape AWS gives the address of an object in S3: by path or by bucket, old dashes and new dots, dual stack. */
const s3Host =
  /^(?:[a-z0-9](?:[a-z0-9.-]{1,61}[a-z0-9])?\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d|-external-1)?\.amazonaws\.com(?:\.cn)?$/;

/** Why a template is not fetched from there, or undefined. */
export function templateUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return l10n.t('The address of the template is none.');
  const problem = addressProblem(url);
  if (problem !== undefined) return problem;
  if (!s3Host.test(url.hostname)) {
    return l10n.t('The template lies on "{0}", not on S3.', safeLine(url.hostname, 80));
  }
  return url.pathname.length > 1 ? undefined : l10n.t('The address of the template is none.');
}

export function isRegion(text: string): boolean {
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(text) && text.length < 30;
}

export function isStackName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(text);
}

function refused(reason: string): LinkReading {
  return { kind: 'refused', reason };
}
