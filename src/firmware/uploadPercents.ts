import * as l10n from '@vscode/l10n';
import type { WorkProgress } from './arduinoCli';

/** avrdude draws its bars with fifty signs, one after the other. */
const barLength = 50;
/** Writing takes a little longer than reading back, which follows it. */
const writingShare = 0.6;
const tailLength = 120;

/**
 * Reads how far an uploader is out of what it draws on the screen, chunk by chunk: bars of `#` (avrdude) and lines like
 * `[====    ] 45% (90/200 pages)` (bossac) or `Download [=====] 45%` (dfu-util).
 */
export function uploadPercents(tell: (progress: WorkProgress) => void): (text: string) => void {
  let tail = '';
  let bar: { readonly isWriting: boolean; length: number } | undefined;
  let hasWritten = false;
  let told = -1;

  return (text) => {
    for (const character of text) take(character);
  };

  function take(character: string): void {
    tail = (tail + character).slice(-tailLength);
    if (bar) continueBar(bar, character);
    else if (character === '|') startBar();
    else if (character === '%') readLine();
  }

  function startBar(): void {
    const label = /(Reading|Writing) \|$/.exec(tail)?.[1];
    // What is read before anything was written is the chip's signature.
    if (label === 'Writing' || (label === 'Reading' && hasWritten)) {
      bar = { isWriting: label === 'Writing', length: 0 };
    }
  }

  function continueBar(drawn: NonNullable<typeof bar>, character: string): void {
    if (character === '#') {
      drawn.length += 1;
      report(drawn.isWriting, (drawn.length / barLength) * 100);
    }
    if (drawn.length >= barLength || character === '|') bar = undefined;
  }

  function readLine(): void {
    const percent = /\[[= ]*\]\s*(\d{1,3})%$/.exec(tail)?.[1];
    if (percent === undefined) return;
    // bossac names the phase on the line before, and counts each phase from nothing.
    report(!/Verify[^\r]*[\r\n]+[^\r\n]*$/.test(tail) && !hasVerified(), Number(percent));
  }

  function hasVerified(): boolean {
    return told > writingShare * 100;
  }

  function report(isWriting: boolean, percent: number): void {
    hasWritten ||= isWriting;
    const share = isWriting
      ? percent * writingShare
      : writingShare * 100 + percent * (1 - writingShare);
    const whole = Math.min(100, Math.floor(share));
    if (whole <= told) return;
    told = whole;
    tell({ percent: whole, message: isWriting ? l10n.t('writing') : l10n.t('checking') });
  }
}
