import { type ChainFact, type ChainLink } from '../sigfox/chainFact';

/** What ticks the steps of the guide that no other context key tells. */
export interface GuideProgress {
  readonly boardProven: boolean;
  readonly stackUsable: boolean;
  readonly formChecked: boolean;
  readonly pathProven: boolean;
}

/** The links behind the modem: nobody can see more of a device in the field. */
const fieldLinks: readonly ChainLink[] = ['sigfox', 'awsRole', 'topic', 'window'];

export function guideProgress(
  fact: (link: ChainLink) => ChainFact | undefined,
  {
    isStackUsable,
    isFormRight,
  }: { readonly isStackUsable: boolean; readonly isFormRight: boolean },
): GuideProgress {
  const isProven = (link: ChainLink) => fact(link)?.state === 'proven';
  return {
    boardProven: isProven('board'),
    stackUsable: isStackUsable,
    formChecked: isFormRight,
    pathProven: fieldLinks.every(isProven),
  };
}
