import type { Connection } from '../messages/connection';
import type { Clock, Random } from '../shared/clock';
import type { Disposable } from '../shared/disposable';
import { Emitter } from '../shared/event';
import type { ChainFact } from '../sigfox/chainFact';
import type { PayloadSettings } from '../sigfox/fieldDisplay';
import type { Broker, Fault } from './broker';
import type { UplinkFrame } from './board/sigfoxModem';
import { boardDevice, boardIdentity, defaultBoardSettings } from './network/boardDevice';
import type { NetworkDevice } from './network/deviceType';
import { scenario } from './network/scenario';
import { scenarioBackend } from './network/scenarioBackend';
import type { VirtualBackend } from './network/virtualBackend';
import { type NetworkFault, VirtualNetwork } from './network/virtualNetwork';

/** The topic of the how-to; one callback publishes to one fixed topic. */
const topic = 'sigfox';

export const simulatorConnectionId = 'simulator';

/** What can be broken in the simulator on purpose. */
export type PlantedFault = Fault | NetworkFault;

interface Running {
  readonly broker: Broker;
  readonly network: VirtualNetwork;
  readonly backend: VirtualBackend;
}

/** As AWS writes it when the external id is another. */
const roleRefusal =
  'User: arn:aws:sts::444455556666:assumed-role/sigfox is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/SigfoxIoTConnector-crossAccountRoleForAWSIo-1A2B3C4D5E6F';

/** The whole path from a device to the broker without hardware or account; while it runs, it is one more connection. */
export class Simulator implements Disposable {
  private running: Running | undefined;
  private starting: Promise<void> | undefined;
  private plantedFault: PlantedFault | undefined;
  private board = boardDevice(defaultBoardSettings);
  private readonly changed = new Emitter<undefined>();
  private readonly proved = new Emitter<ChainFact>();

  /** It was started or stopped, or a fault was planted or lifted. */
  readonly onDidChange = this.changed.event;
  readonly onDidProve = this.proved.event;
  readonly devices = scenario;

  constructor(
    private readonly createBroker: () => Promise<Broker>,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  get fault(): PlantedFault | undefined {
    return this.plantedFault;
  }

  /** What Sigfox's backend would say of these devices; a new one every time the simulator starts. */
  get backend(): VirtualBackend | undefined {
    return this.running?.backend;
  }

  /** What a window connects to while the simulator runs; it cannot tell it from AWS. */
  get connection(): Connection | undefined {
    const broker = this.running?.broker;
    if (!broker) return undefined;
    const credentials = () => Promise.resolve(broker.credentials);
    return {
      id: simulatorConnectionId,
      name: 'Simulator',
      topicFilters: [topic],
      isSimulated: true,
      endpoint: { kind: 'aws', url: broker.url, region: broker.region, credentials },
      payloadSettings: (id) => this.device(id)?.type.settings,
      deviceName: (id) => this.device(id)?.name,
    };
  }

  /** One of the scenario, or the modem of the virtual board. */
  device(id: string): NetworkDevice | undefined {
    if (id === boardIdentity.device) return this.board;
    return this.devices.find((device) => device.id === id);
  }

  /** The payload config of the virtual board's device type. */
  get boardSettings(): PayloadSettings {
    return this.board.type.settings;
  }

  /** Undefined sets it back to what it was at first. */
  setBoardSettings(settings: PayloadSettings | undefined): void {
    this.board = boardDevice(settings ?? defaultBoardSettings);
  }

  /** Resolves when the broker listens; asked twice, it starts once. */
  start(): Promise<void> {
    this.starting ??= this.startOnce().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  private async startOnce(): Promise<void> {
    if (this.running) return;
    const broker = await this.createBroker();
    const publish = (body: Uint8Array) => broker.publish(topic, body);
    const backend = scenarioBackend([...this.devices, this.board], this.clock);
    const network = new VirtualNetwork(this.devices, publish, this.clock, this.random, backend);
    network.onDidProve((fact) => this.proved.fire(fact));
    this.running = { broker, network, backend };
    network.start();
    this.changed.fire(undefined);
  }

  async stop(): Promise<void> {
    const { running } = this;
    if (!running) return;
    this.running = undefined;
    this.plantedFault = undefined;
    running.network.dispose();
    this.changed.fire(undefined);
    await running.broker.close();
  }

  /** Sends one frame of a device now; does nothing while the simulator is stopped. */
  async sendUplink(device: NetworkDevice, payload: Uint8Array): Promise<void> {
    await this.running?.network.sendUplink(device, payload);
  }

  /** A frame of the virtual board's modem; gives the downlink it asked for. */
  async receive(frame: UplinkFrame): Promise<Uint8Array | undefined> {
    const network = this.running?.network;
    if (!network) return undefined;
    if (!frame.payload) {
      network.skipNumber(this.board);
      return undefined;
    }
    const reception = await network.sendUplink(this.board, frame.payload);
    return frame.wantsDownlink ? network.answer(reception) : undefined;
  }

  /** Plants a fault, or lifts the one that is planted. */
  async plantFault(fault: PlantedFault | undefined): Promise<void> {
    if (!this.running) return;
    const { broker, network, backend } = this.running;
    network.roleRefusal = fault === 'roleRefused' ? roleRefusal : undefined;
    for (const device of backend.devices) device.isSequenceBroken = fault === 'sequenceBroken';
    const isOfNetwork = fault === 'roleRefused' || fault === 'sequenceBroken';
    await broker.setFault(isOfNetwork ? undefined : fault);
    // A take-over happens once and leaves nothing to lift.
    this.plantedFault = fault === 'takenOver' ? undefined : fault;
    this.changed.fire(undefined);
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
    this.proved.dispose();
  }
}
