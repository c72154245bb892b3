import type { Outcome } from '../arduinoCli';
import { arduinoEnvironment } from '../arduinoEnvironment';
import type { BoardPort } from '../boardPort';
import { PortEvents } from '../portEvents';
import type { DaemonDoors } from './daemonKeeper';

/**
 * Watches ports through `arduino-cli board list --watch`. What arduino-cli knows of plugging in and out it prints at
 * once; the list it begins with takes as long as the slowest discovery.
 */
export async function watchPortsWith(
  doors: DaemonDoors,
  onPorts: (ports: readonly BoardPort[]) => void,
  signal: AbortSignal,
): Promise<Outcome<undefined>> {
  const located = await doors.locate();
  if (located.kind === 'failed') return located;
  const running = doors.runner.start({
    program: located.value,
    args: ['board', 'list', '--watch', '--format', 'jsonmini'],
    env: arduinoEnvironment({ ...doors.environment(), isOnline: false }),
    isGuarded: true,
  });
  const events = new PortEvents();
  let complaint = '';
  running.onOutput((stream, text) => {
    if (stream === 'stderr') complaint = `${complaint}${text}`.slice(-1_000);
    else if (events.feed(text)) onPorts(events.ports);
  });
  const stop = () => void running.kill();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const end = await running.ended;
  signal.removeEventListener('abort', stop);
  if (signal.aborted) return { kind: 'failed', failure: { kind: 'cancelled' } };
  const reason = complaint.trim().split('\n')[0] ?? '';
  return end.kind === 'notStarted'
    ? { kind: 'failed', failure: { kind: 'missing', reason: end.reason } }
    : { kind: 'failed', failure: { kind: 'crashed', reason: reason || 'the watching ended' } };
}
