// A thread of its own that runs a virtual board in real time: a processor at 16 MHz keeps a thread busy for a quarter
// to half of its time, and its serial port wants to be looked after every few milliseconds.
import { parentPort, workerData } from 'node:worker_threads';
import type { BoardNews, BoardOrder, BoardStart } from '../board/boardMessages';
import { EquippedBoard } from '../board/equippedBoard';
import { PtyDoor } from './ptyDoor';
import { realTimeLoop } from './realTimeLoop';
import type { SerialDoor } from './serialDoor';
import { TcpDoor } from './tcpDoor';

const start = workerData as BoardStart;
const equipped = new EquippedBoard(start);
const door = await openDoor();
const tell = (news: BoardNews) => parentPort?.postMessage(news);

equipped.setTemperature(start.celsius);
equipped.board.onDidReset((cause) => tell({ kind: 'reset', cause }));
equipped.bootloader?.onDidProgram(() => tell({ kind: 'programmed' }));
equipped.modem.onDidExchange((exchange) => tell({ kind: 'exchanged', exchange }));
equipped.modem.onDidTransmit((frame) => tell({ kind: 'transmitted', ...frame }));
door.onDidOpen(() => {
  equipped.open();
  tell({ kind: 'opened' });
});
door.onDidClose(() => tell({ kind: 'closed' }));
door.onDidReceive((bytes) => equipped.type(bytes));

const loop = realTimeLoop((ms) => {
  door.pump();
  equipped.board.runMs(ms);
  const printed = equipped.takePrinted();
  if (printed.length > 0) {
    door.write(printed);
    tell({ kind: 'printed', bytes: printed });
  }
  door.pump();
});
parentPort?.on('message', obey);
tell({ kind: 'plugged', address: door.address });

function obey(order: BoardOrder): void {
  switch (order.do) {
    case 'flash':
      equipped.flash(order.image);
      return tell({ kind: 'flashed' });
    case 'write':
      return equipped.type(order.bytes);
    case 'reset':
      return equipped.open();
    case 'setTemperature':
      return equipped.setTemperature(order.celsius);
    case 'deliverDownlink':
      return equipped.modem.deliverDownlink(order.answer);
    case 'unplug':
      loop.dispose();
      door.dispose();
      parentPort?.close();
      return;
  }
}

/** A pseudo-terminal is a serial port for every program; where there is none, avrdude at least can come over TCP. */
async function openDoor(): Promise<SerialDoor> {
  if (process.platform !== 'linux') return TcpDoor.listen();
  try {
    return new PtyDoor();
  } catch {
    return TcpDoor.listen();
  }
}
