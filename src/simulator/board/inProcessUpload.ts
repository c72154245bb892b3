import * as l10n from '@vscode/l10n';
import type { ArduinoCli, Outcome, UploadDone, UploadRequest } from '../../firmware/arduinoCli';
import { UserError } from '../../shared/userError';
import type { VirtualBoard } from './virtualBoard';

/**
 * An arduino-cli whose uploads reach the virtual board on every system. Where there are no pseudo-terminals its port is
 * a TCP one, which the avrdude of Arduino's platforms cannot open on Windows: there the firmware that was compiled is
 * put into flash without an uploader. Everything else, and every other port, is arduino-cli's own business.
 */
export function uploadingInProcess(
  arduino: ArduinoCli,
  board: Pick<VirtualBoard, 'ports' | 'flash'>,
  readText: (file: string) => Promise<string>,
): ArduinoCli {
  const buildPaths = new Map<string, string>();
  return {
    ...arduino,
    compile: async (request, events, signal) => {
      const result = await arduino.compile(request, events, signal);
      if (result.outcome.kind === 'done' && result.buildPath !== undefined) {
        buildPaths.set(request.folder, result.buildPath);
      }
      return result;
    },
    upload: (request, events, signal) =>
      isOurs(request) ? flash(request) : arduino.upload(request, events, signal),
  };

  function isOurs({ port }: UploadRequest): boolean {
    return (
      port.address.startsWith('net:') && board.ports.some(({ address }) => address === port.address)
    );
  }

  async function flash({ folder, port }: UploadRequest): Promise<Outcome<UploadDone>> {
    const buildPath = buildPaths.get(folder);
    const name = folder.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
    if (buildPath === undefined) {
      return refused(l10n.t('"{0}" was not compiled yet.', name));
    }
    try {
      await board.flash(await readText(`${buildPath}/${name}.ino.hex`), name);
      return { kind: 'done', value: { portAddress: port.address } };
    } catch (error) {
      if (error instanceof UserError) return refused(error.message);
      throw error;
    }
  }
}

function refused(message: string): Outcome<UploadDone> {
  return { kind: 'failed', failure: { kind: 'refused', code: 'failedPrecondition', message } };
}
