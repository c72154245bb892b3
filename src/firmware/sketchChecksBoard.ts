import * as l10n from '@vscode/l10n';
import { type SigfoxBoard, sigfoxBoards } from './sigfoxBoard';
import { behindIncludes } from './sketchHelpers';
import type { SketchFix, SketchProblem } from './sketchProblem';
import type { Call, SketchSource } from './sketchSource';

/**
 * `SigFox` is two things: on SmartEverything Fox a serial port with an AT modem behind it, on MKR FOX 1200 the object of
 * a library.
 */
export function* boardProblems(
  sketch: SketchSource,
  board: SigfoxBoard | undefined,
): Iterable<SketchProblem> {
  const calls = sketch.functions
    .flatMap((each) => each.calls)
    .filter(({ receiver }) => receiver === 'SigFox');
  const library = calls.find(({ name }) => /^(beginPacket|endPacket|parsePacket)$/.test(name));
  const port = calls.find((call) => call.name === 'begin' && call.args.length === 1);
  if (library && port) yield both(port);
  else if (library && board !== undefined && board !== 'mkrFox') yield noLibrary(library, board);
  else if (port && board !== undefined && board !== 'smartEverything' && !isDefined(sketch)) {
    yield noPort(sketch, port, board);
  }
}

function both(port: Call): SketchProblem {
  return {
    check: 'wrongBoard',
    severity: 'error',
    at: [port.start, port.end],
    message: l10n.t(
      '"SigFox" is used as the port of SmartEverything Fox and as the library of MKR FOX 1200; no board has both.',
    ),
    fixes: [],
  };
}

function noLibrary(call: Call, board: SigfoxBoard): SketchProblem {
  return {
    check: 'wrongBoard',
    severity: 'error',
    at: [call.start, call.end],
    message: l10n.t(
      'The SigFox library works on MKR FOX 1200 only; the board is {0}, whose modem takes AT commands.',
      sigfoxBoards[board].name,
    ),
    fixes: [],
  };
}

function noPort(sketch: SketchSource, call: Call, board: SigfoxBoard): SketchProblem {
  return {
    check: 'wrongBoard',
    severity: 'error',
    at: [call.start, call.end],
    message: l10n.t(
      '"SigFox" is a serial port on SmartEverything Fox only; the board is {0}.',
      sigfoxBoards[board].name,
    ),
    fixes: board === 'uno' || board === 'mega' ? [definePorts(sketch, board)] : [],
  };
}

/** The sketch has a port of this name of its own. */
function isDefined({ directives, code }: SketchSource): boolean {
  return (
    directives.some(({ text }) => /^#\s*define\s+SigFox\b/.test(text)) ||
    code.some(
      ({ text }, at) => text === 'SigFox' && /^(\w*Serial|&|\*)$/.test(code[at - 1]?.text ?? ''),
    )
  );
}

/** The ports of SmartEverything Fox under the names that the board has. */
function definePorts(sketch: SketchSource, board: 'uno' | 'mega'): SketchFix {
  const at = behindIncludes(sketch);
  const usesUsb = sketch.code.some(({ text }) => text === 'SerialUSB');
  const modem =
    board === 'mega'
      ? '#define SigFox Serial1\n'
      : '#include <SoftwareSerial.h>\nSoftwareSerial SigFox(10, 11);\n';
  return {
    title: l10n.t('Define the ports for {0}', sigfoxBoards[board].name),
    edits: [
      {
        at: [at, at],
        text: `// The ports of SmartEverything Fox on this board.\n${usesUsb ? '#define SerialUSB Serial\n' : ''}${modem}`,
      },
    ],
  };
}
