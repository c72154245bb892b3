import { Simulator } from '../simulator/simulator';
import { registerSimulator } from '../simulator/ui/registerSimulator';
import type { Joint } from './joint';

export function createSimulator(joint: Joint): Simulator {
  const { owned, clock, random, chain } = joint;
  const simulator = owned.add(new Simulator(createBroker, clock, random));
  owned.add(simulator.onDidProve((fact) => chain.report(fact)));
  return simulator;

  async function createBroker() {
    const { AwsLikeBroker } = await import('../simulator/io/awsLikeBroker');
    return AwsLikeBroker.start(clock);
  }
}

/** Its commands need to know how a window listens to it. */
export function joinSimulator(
  joint: Joint,
  simulator: Simulator,
  window: { connect(): void; disconnect(): void },
): void {
  const { owned, commands, keys } = joint;
  owned.add(registerSimulator(simulator, { commands, keys, ...window }));
}
