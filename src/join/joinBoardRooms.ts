import type { PortBroker } from '../serial/portBroker';
import { joinFirmware } from './joinFirmware';
import type { joinNetworkRooms } from './joinNetworkRooms';
import { joinSerial } from './joinSerial';
import { joinSketches } from './joinSketches';
import type { Joint } from './joint';

/** From a sketch to the modem: firmware, sketches and serial; gives the ports, which others may ask for. */
export function joinBoardRooms(
  joint: Joint,
  { board, sendings, messages }: ReturnType<typeof joinNetworkRooms>,
): PortBroker {
  const { memory, ports, broker, projectSettings } = joinFirmware(joint, board);
  joinSketches(joint, memory);
  joinSerial(joint, { ports, broker, board, sendings, messages, projectSettings });
  return broker;
}
