import type { Compiled, CompileRequest, CompileResult, WorkEvents } from '../arduinoCli';
import { listener, type Place } from './daemonWork';
import { readBuilderResult } from './grpcWords';
import { readTask } from './initWords';

/** What a compile tells besides how it ended; much of it also when it fails. */
export type Told = Omit<CompileResult, 'outcome' | 'rebuiltUnits'>;

/** A compile to be run on a daemon, and what it has told until now. */
export function compileOnDaemon(
  request: CompileRequest,
  isFromScratch: boolean,
  events: WorkEvents,
): {
  readonly told: () => Told;
  readonly run: (place: Place, signal: AbortSignal) => Promise<Compiled>;
} {
  const said = { out: '', err: '' };
  let result: ReturnType<typeof readBuilderResult> | undefined;
  return {
    told: () => ({
      diagnostics: result?.diagnostics ?? [],
      buildPath: result?.buildPath,
      compilerErrors: said.err,
      compilerOutput: said.out,
    }),
    run: async ({ client, instance }, signal) => {
      const hear = listener(events, said);
      const asked = {
        instance,
        fqbn: request.fqbn,
        sketchPath: request.folder,
        warnings: 'default',
        createCompilationDatabaseOnly: request.isDatabaseOnly ?? false,
        clean: isFromScratch,
      };
      for await (const { message } of client.compile(asked, { signal })) {
        if (message?.$case === 'progress') readTask(message.progress, events);
        else if (message?.$case === 'result') result = readBuilderResult(message.result);
        else hear(message);
      }
      return result?.compiled ?? noneCompiled;
    },
  };
}

const noneCompiled: Compiled = { sections: [], usedLibraries: [] };
