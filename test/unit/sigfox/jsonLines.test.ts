import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { answerLine } from '../../../src/sigfox/jsonLines';

describe('answerLine', () => {
  const cases: readonly [reason: string, line: string, answer: string][] = [
    [
      'decode',
      '{"do":"decode","config":"temp::float:32","hex":"41df41e3"}',
      '{"values":{"temp":27.907171},"text":{"temp":"27.907171"},"problems":[]}',
    ],
    [
      'decode with a whole number in a float',
      '{"do":"decode","config":"t::float:32","hex":"41b80000"}',
      '{"values":{"t":23},"text":{"t":"23.0"},"problems":[]}',
    ],
    [
      'decode of 64 bits',
      '{"do":"decode","config":"t::int:64","hex":"8000000000000000"}',
      '{"values":{"t":"-9223372036854775808"},"text":{"t":"-9223372036854775808"},"problems":[]}',
    ],
    [
      'decode of NaN',
      '{"do":"decode","config":"t::float:32","hex":"7fc00000"}',
      '{"values":{"t":null},"text":{"t":"NaN"},"problems":[]}',
    ],
    [
      'decode of a short payload',
      '{"do":"decode","config":"t::uint:16","hex":"00"}',
      '{"values":{},"text":{},"problems":[{"severity":"error","field":"t","message":"\\"t\\" needs bytes 0–1; the payload has 1 bytes."}]}',
    ],
    [
      'decode of half a byte',
      '{"do":"decode","config":"t::uint:8","hex":"000"}',
      '{"values":{},"text":{},"problems":[{"severity":"error","message":"3 hexadecimal digits are no whole number of bytes: a leading zero is missing."}]}',
    ],
    [
      'names such as __proto__ and 1',
      '{"do":"decode","config":"b::uint:8 __proto__::uint:8 1::uint:8","hex":"010203"}',
      '{"values":{"b":1,"__proto__":2,"1":3},"text":{"b":"1","__proto__":"2","1":"3"},"problems":[]}',
    ],
    [
      'encode',
      '{"do":"encode","config":"a::uint:64 b::bool:0","values":{"a":"18446744073709551615","b":true}}',
      '{"hex":"ffffffffffffffff01","problems":[]}',
    ],
    [
      'encode of a value that is missing',
      '{"do":"encode","config":"a::uint:8","values":{}}',
      '{"problems":[{"severity":"error","field":"a","message":"\\"a\\" has no value."}]}',
    ],
    [
      'encode of __proto__',
      '{"do":"encode","config":"__proto__::uint:8","values":{"__proto__":7}}',
      '{"hex":"07","problems":[]}',
    ],
    [
      'check',
      '{"do":"check","config":"a::bool:8"}',
      '{"problems":[{"severity":"error","at":[8,9],"message":"A bool names its bit: 7, the most significant, to 0.","fix":"Write \\"bool:7\\"."}]}',
    ],
    [
      'render',
      '{"do":"render","template":"{\\"t\\":{customData#temp},\\"n\\":{seqNumber}}","config":"temp::float:32","uplink":{"device":"1D743","time":1479817071,"data":"41df41e3","seqNumber":77}}',
      '{"text":"{\\"t\\":27.907171,\\"n\\":77}","problems":[]}',
    ],
    [
      'read',
      '{"do":"read","body":"{\\"device\\":\\"1D743\\",\\"time\\":\\"1479817071\\",\\"data\\":\\"41df41e3\\",\\"seqNumber\\":\\"77\\"}"}',
      '{"message":{"device":"1D743","time":1479817071,"data":"41df41e3","seqNumber":77}}',
    ],
    [
      'read of what cannot be read',
      '{"do":"read","body":"hello"}',
      '{"reason":"The body is not JSON."}',
    ],
    [
      'an unknown verb',
      '{"do":"fly"}',
      '{"problems":[{"severity":"error","message":"\\"do\\" is decode, encode, check, render or read."}]}',
    ],
    [
      'an empty line',
      '',
      '{"problems":[{"severity":"error","message":"A line is one JSON object with \\"do\\": decode, encode, check, render or read."}]}',
    ],
    [
      'a missing part',
      '{"do":"decode","config":"a::uint:8"}',
      '{"problems":[{"severity":"error","message":"\\"hex\\" is missing."}]}',
    ],
  ];
  for (const [reason, line, answer] of cases) {
    it(`answers ${reason}`, () => assert.equal(answerLine(line), answer));
  }
});

describe('sigfoxCommand', function () {
  this.timeout(120_000);

  const run = (chunks: readonly (string | Buffer)[]) =>
    new Promise<{ exitCode: number | null; lines: string[] }>((resolve) => {
      const entry = path.resolve(import.meta.dirname, '../../../src/sigfox/io/sigfoxCommand.ts');
      const child = spawn(process.execPath, ['--import=tsx', entry], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (data) => (output += String(data)));
      child.on('close', (exitCode) => resolve({ exitCode, lines: output.split('\n') }));
      for (const chunk of chunks) child.stdin.write(chunk);
      child.stdin.end();
    });

  it('answers every line in order, whatever it holds, and ends with 0', async () => {
    const request = '{"do":"decode","config":"a::uint:8","hex":"07"}';
    const { exitCode, lines } = await run([
      request.slice(0, 10),
      `${request.slice(10)}\r\n\n`,
      Buffer.of(0xff, 0xfe, 0x00, 0x0a),
      `${'x'.repeat(3_000_000)}\n`,
      request,
    ]);
    const answer = '{"values":{"a":7},"text":{"a":"7"},"problems":[]}';
    const noObject = answerLine('');
    const tooLong = '{"problems":[{"severity":"error","message":"The line is longer than 1 MB."}]}';
    assert.deepEqual(
      { exitCode, lines },
      { exitCode: 0, lines: [answer, noObject, noObject, tooLong, answer, ''] },
    );
  });
});
