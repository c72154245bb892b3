// Random and mutated configs, payloads and bodies against the oracle: `npm run fuzz [-- --seed=N --count=N]`.
import { fuzzSigfox } from './sigfoxFuzz';

const argument = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const seed = argument('seed', Date.now() % 2 ** 31);
const count = argument('count', 1_000_000);

console.log(`seed ${seed}`);
const started = performance.now();
const counts = fuzzSigfox(seed, count);
for (const [kind, number] of Object.entries(counts)) console.log(`${kind}: ${number}`);
console.log(`${((performance.now() - started) / 1_000).toFixed(1)} s, no difference`);
if (counts.validConfigs * 2 < counts.configs)
  throw new Error('fewer than half of the configs are valid');
