import { isRecord } from '../sigfox/bodyScalars';
import type { ChangeSetIds } from './stackClient';
import type { StackPlace } from './stackPlace';

/** All that a person has entered on the launch page, and how far it went: what a reload brings back. No secret is in it. */
export interface LaunchDraft {
  readonly page: 'form' | 'grant' | 'preview' | 'stack';
  readonly kind: 'create' | 'update';
  readonly source: 'own' | 'link';
  readonly link: string;
  readonly placeId: StackPlace['id'];
  readonly region: string;
  readonly stackName: string;
  readonly values: Readonly<Record<string, string>>;
  /** `key=value`, separated by commas. */
  readonly tags: string;
  readonly serviceRoleArn: string;
  /** How many devices the estimate of the cost is for. */
  readonly devices: string;
  readonly changeSet: ChangeSetIds | undefined;
  /** Whether the stack is there only for this preview. */
  readonly isShell: boolean;
  readonly stackId: string | undefined;
}

export const emptyDraft: LaunchDraft = {
  page: 'form',
  kind: 'create',
  // Sigfox's own link names its AWS principal, which is not public.
  source: 'link',
  link: '',
  placeId: 'aws',
  region: '',
  // What Sigfox's own link calls it.
  stackName: 'SigfoxIoTConnector',
  values: {},
  tags: '',
  serviceRoleArn: '',
  devices: '10',
  changeSet: undefined,
  isShell: false,
  stackId: undefined,
};

const pages = ['form', 'grant', 'preview', 'stack'] as const;

/** What a page kept, read back: it may be from an older version, or from nowhere. */
export function readDraft(data: unknown): LaunchDraft {
  if (!isRecord(data)) return emptyDraft;
  const text = (key: keyof LaunchDraft) => {
    const value = data[key];
    return typeof value === 'string' && value.length <= 10_000 ? value : undefined;
  };
  const page = pages.find((each) => each === data['page']) ?? 'form';
  const changeSet = readIds(data['changeSet']);
  const stackId = text('stackId');
  const isReachable =
    page === 'form' ||
    page === 'grant' ||
    (page === 'preview' && changeSet !== undefined) ||
    (page === 'stack' && stackId !== undefined);
  return {
    page: isReachable ? page : 'form',
    kind: data['kind'] === 'update' ? 'update' : 'create',
    source: data['source'] === 'own' ? 'own' : 'link',
    link: text('link') ?? '',
    placeId: data['placeId'] === 'simulator' ? 'simulator' : 'aws',
    region: text('region') ?? '',
    stackName: text('stackName') ?? emptyDraft.stackName,
    values: readValues(data['values']),
    tags: text('tags') ?? '',
    serviceRoleArn: text('serviceRoleArn') ?? '',
    devices: text('devices') ?? emptyDraft.devices,
    changeSet,
    isShell: data['isShell'] === true,
    stackId,
  };
}

function readIds(data: unknown): ChangeSetIds | undefined {
  if (!isRecord(data)) return undefined;
  const { id, stackId } = data;
  return typeof id === 'string' && typeof stackId === 'string' ? { id, stackId } : undefined;
}

function readValues(data: unknown): Readonly<Record<string, string>> {
  const entries = isRecord(data) ? Object.entries(data) : [];
  return Object.fromEntries(
    entries
      .slice(0, 200)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .filter(([name]) => /^[A-Za-z0-9]{1,255}$/.test(name)),
  );
}

/** `owner=me, stage=test`; a part without a sign is a tag without a value. */
export function readTags(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const cut = part.indexOf('=');
        return cut < 0 ? [part, ''] : [part.slice(0, cut).trim(), part.slice(cut + 1).trim()];
      }),
  );
}

/** The draft after one field of the page was changed; what is no field changes nothing. */
export function editDraft(
  draft: LaunchDraft,
  id: string,
  value: string,
  places: readonly StackPlace[],
): LaunchDraft {
  if (id.startsWith('value:')) {
    return withValue(draft, id.slice('value:'.length), value);
  }
  switch (id) {
    case 'link':
      return { ...draft, link: value };
    case 'source':
      return { ...draft, source: value === 'link' ? 'link' : 'own' };
    case 'place': {
      const place = places.find((each) => each.id === value);
      return place ? { ...atPlace(draft, place), region: place.region } : draft;
    }
    case 'stackName':
    case 'region':
    case 'tags':
    case 'serviceRoleArn':
    case 'devices':
      return { ...draft, [id]: value.trim() };
    default:
      return draft;
  }
}

/** At the simulator there is no link of Sigfox's to paste. */
export function atPlace(draft: LaunchDraft, { id, region }: StackPlace): LaunchDraft {
  const source = id === 'simulator' && draft.link === '' ? 'own' : draft.source;
  return { ...draft, placeId: id, region: draft.region || region, source };
}

export function withValue(draft: LaunchDraft, name: string, value: string): LaunchDraft {
  return { ...draft, values: { ...draft.values, [name]: value } };
}
