import { findAtSends } from './sigfoxSends';
import type { SigfoxBoard } from './sigfoxBoard';
import { boardProblems } from './sketchChecksBoard';
import { layoutProblems } from './sketchChecksLayout';
import { payloadProblems } from './sketchChecksPayload';
import { timingProblems } from './sketchChecksTiming';
import type { SketchProblem } from './sketchProblem';
import { readSketch, type SketchSource } from './sketchSource';

/**
 * What goes wrong on the way from a sketch to the modem and can be seen in its text. A sketch that talks to no Sigfox
 * modem has no problems; where the text does not prove a mistake, nothing is said.
 */
export function checkSketch(text: string, board?: SigfoxBoard): readonly SketchProblem[] {
  if (!/SigFox|AT\$S|sfxAntenna|SigfoxPayload/.test(text)) return [];
  return checkSource(readSketch(text), board);
}

export function checkSource(
  sketch: SketchSource,
  board: SigfoxBoard | undefined,
): readonly SketchProblem[] {
  const sends = findAtSends(sketch);
  const problems = [
    ...payloadProblems(sketch, sends),
    ...timingProblems(sketch, sends),
    ...boardProblems(sketch, board),
    ...layoutProblems(sketch, sends),
  ].filter(({ check }) => check !== 'waitsForUsb' || (board !== 'uno' && board !== 'mega'));
  return problems.sort((a, b) => a.at[0] - b.at[0]);
}
