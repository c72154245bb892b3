import assert from 'node:assert/strict';
import { arduinoEnvironment, chosenProxy } from '../../../src/firmware/arduinoEnvironment';

describe('arduinoEnvironment', () => {
  it('lets nothing out that has no business with the network, whatever the proxy', () => {
    const env = arduinoEnvironment({ isOnline: false, proxy: 'http://p:3128', additionalUrls: [] });
    assert.equal(env['ARDUINO_NETWORK_PROXY'], 'http://127.0.0.1:9');
  });

  it('hands on the proxy and the lists of other makers', () => {
    const env = arduinoEnvironment({
      isOnline: true,
      proxy: 'http://p:3128',
      additionalUrls: ['https://a/package_a_index.json', 'https://b/package_b_index.json'],
    });
    assert.deepEqual(
      [env['ARDUINO_NETWORK_PROXY'], env['ARDUINO_BOARD_MANAGER_ADDITIONAL_URLS']],
      ['http://p:3128', 'https://a/package_a_index.json https://b/package_b_index.json'],
    );
  });

  it('asks for plain English, and neither counts nor looks for updates', () => {
    const { LC_ALL, ...env } = arduinoEnvironment({
      isOnline: true,
      proxy: undefined,
      additionalUrls: [],
    });
    assert.deepEqual(
      [LC_ALL, env['ARDUINO_LOCALE'], env['ARDUINO_METRICS_ENABLED'], env['ARDUINO_NETWORK_PROXY']],
      ['C', 'en', 'false', undefined],
    );
  });
});

describe('chosenProxy', () => {
  it("takes the editor's setting before the environment", () => {
    assert.deepEqual(
      [
        chosenProxy('http://editor:1', { HTTPS_PROXY: 'http://env:2' }),
        chosenProxy('', { http_proxy: 'http://env:2' }),
        chosenProxy(' ', {}),
        chosenProxy(undefined, { HTTPS_PROXY: '' }),
      ],
      ['http://editor:1', 'http://env:2', undefined, undefined],
    );
  });
});
