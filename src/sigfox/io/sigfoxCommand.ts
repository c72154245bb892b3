// The headless door: JSON Lines on stdin, one answer for each line on stdout, in order. Exit 0 whatever comes in.
import { answerLine, maxLineLength } from '../jsonLines';

await answerStream(process.stdin, process.stdout);

async function answerStream(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  // Whoever reads the answers may leave early; that is no failure.
  output.on('error', () => process.exit(0));
  let partial = '';
  input.setEncoding('utf8');
  for await (const chunk of input as AsyncIterable<string>) {
    const lines = (partial + chunk).split('\n');
    partial = lines.pop() ?? '';
    // What is over the limit is refused anyway: one character more than it is enough to know.
    if (partial.length > maxLineLength) partial = partial.slice(0, maxLineLength + 1);
    if (lines.length === 0) continue;
    const answers = lines.map((line) => `${answerLine(line)}\n`).join('');
    if (!output.write(answers)) await new Promise((resolve) => output.once('drain', resolve));
  }
  if (partial !== '') output.write(`${answerLine(partial)}\n`);
}
