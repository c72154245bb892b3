/** What decides the environment arduino-cli runs in. */
export interface EnvironmentFacts {
  /** False for all that has no business with the network. */
  readonly isOnline: boolean;
  /** The proxy of the editor's setting, else of the machine's environment; undefined when there is none. */
  readonly proxy: string | undefined;
  /** Lists of platforms besides Arduino's own. */
  readonly additionalUrls: readonly string[];
}

/** A proxy that refuses at once: nobody listens on the discard port. */
const refusingProxy = 'http://127.0.0.1:9';

/**
 * Variables that arduino-cli runs with, over those the editor has. It downloads missing indexes on every command, which
 * takes a minute where packets are dropped: what needs no network is therefore given a proxy that refuses.
 */
export function arduinoEnvironment(facts: EnvironmentFacts): Readonly<Record<string, string>> {
  return {
    // Its own words and the compiler's are read: they are English then, with plain quotes.
    ARDUINO_LOCALE: 'en',
    LC_ALL: 'C',
    ARDUINO_UPDATER_ENABLE_NOTIFICATION: 'false',
    ARDUINO_METRICS_ENABLED: 'false',
    // No USB number is sent to Arduino's servers.
    ARDUINO_NETWORK_CLOUD_API_SKIP_BOARD_DETECTION_CALLS: 'true',
    // Without a byte for this long a download counts as failed.
    ARDUINO_NETWORK_CONNECTION_TIMEOUT: '10s',
    ...proxyOf(facts),
    ...(facts.additionalUrls.length > 0 && {
      ARDUINO_BOARD_MANAGER_ADDITIONAL_URLS: facts.additionalUrls.join(' '),
    }),
  };
}

/** arduino-cli does not look at `HTTPS_PROXY`. */
function proxyOf({ isOnline, proxy }: EnvironmentFacts): Readonly<Record<string, string>> {
  if (!isOnline) return { ARDUINO_NETWORK_PROXY: refusingProxy };
  return proxy === undefined ? {} : { ARDUINO_NETWORK_PROXY: proxy };
}

/** The proxy to hand on: the editor's setting counts before the variables that programs on Unix agree on. */
export function chosenProxy(
  setting: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
  const candidates = [setting, ...names.map((name) => environment[name])];
  return candidates.find((candidate) => candidate !== undefined && candidate.trim() !== '')?.trim();
}
