import assert from 'node:assert/strict';
import { callbackFormView, readFormInput } from '../../../src/sigfox/callbackFormView';
import { readFormPageMessage } from '../../../src/sigfox/callbackPage';

const target = {
  roleArn: 'arn:aws:iam::123456789012:role/connector',
  externalId: '58334f4f50057421b7d75ee2',
  topic: 'sigfox',
  region: 'eu-west-1',
};
const empty = { config: 'temp::float:32', body: '', pasted: {} };

describe('callbackFormView', () => {
  it('previews the newest message as AWS will get it', () => {
    const sample = { device: '1D743', time: 1_479_817_071, data: '41df41e3', seqNumber: 77 };
    const { preview, previewOf, losses, bodyProblems } = callbackFormView(empty, target, sample);
    assert.deepEqual(
      [JSON.parse(preview), previewOf, losses, bodyProblems],
      [
        {
          device: '1D743',
          time: 1_479_817_071,
          data: '41df41e3',
          seqNumber: 77,
          temp: '27.907171',
        },
        'Made of the newest message of 1D743.',
        [],
        [],
      ],
    );
  });

  it('previews zeros while no message is here', () => {
    const { preview } = callbackFormView(
      { ...empty, config: 'a::uint:16 b::bool:0' },
      {},
      undefined,
    );
    assert.match(preview, /"data":"000000"/);
  });

  it("judges the how-to's own body", () => {
    const body = '{"device":"{device}","time":"{time}","temperature":"{customData#temp}"}';
    const view = callbackFormView({ ...empty, body }, target, undefined);
    assert.equal(view.losses.length, 2);
    assert.equal(view.fields.find(({ id }) => id === 'body')?.value, body);
  });

  it('says what is not known yet and what is wrong with the config', () => {
    const view = callbackFormView({ ...empty, config: 'temp::what:8' }, {}, undefined);
    assert.deepEqual(
      view.fields.filter(({ missing }) => missing).map(({ id, missing }) => [id, missing]),
      [
        ['externalId', 'Known when the stack is there.'],
        ['roleArn', 'Known when the stack is there.'],
        ['topic', 'Known when the stack is there.'],
        ['region', 'Known when the stack is there.'],
      ],
    );
    assert.deepEqual(view.configProblems, [
      {
        severity: 'error',
        message: '"what" is not a type: bool, char, float, uint or int. Write "uint:8".',
      },
    ]);
  });

  it('offers the right value for a wrong one', () => {
    const pasted = { roleArn: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/a/b' };
    const { pastedProblems } = callbackFormView({ ...empty, pasted }, target, undefined);
    assert.deepEqual(
      pastedProblems.map(({ field, fix }) => [field, fix?.label]),
      [['roleArn', 'Copy "arn:aws:iam::123456789012:role/connector"']],
    );
  });
});

describe('readFormInput', () => {
  it('takes what a page may send and nothing else', () => {
    const huge = 'x'.repeat(20_000);
    assert.deepEqual(
      [
        readFormInput({ config: 'a', body: 'b', pasted: { topic: 't', region: 7, other: 'x' } }),
        readFormInput({ config: huge, body: '', pasted: {} }),
        readFormInput({ config: 'a', body: 'b' }),
        readFormInput(null),
      ],
      [
        {
          config: 'a',
          body: 'b',
          pasted: { topic: 't' },
          downlink: { config: '', values: '', answer: '' },
        },
        undefined,
        undefined,
        undefined,
      ],
    );
  });
});

describe('readFormPageMessage', () => {
  it('knows its messages and ignores others', () => {
    assert.deepEqual(
      [
        readFormPageMessage({ kind: 'ready' }),
        readFormPageMessage({ kind: 'copy', text: 'a', label: 'b' }),
        readFormPageMessage({ kind: 'copy', text: 7 }),
        readFormPageMessage({ kind: 'run' }),
        readFormPageMessage('ready'),
      ],
      [
        { kind: 'ready', input: undefined },
        { kind: 'copy', text: 'a', label: 'b' },
        undefined,
        undefined,
        undefined,
      ],
    );
  });
});
