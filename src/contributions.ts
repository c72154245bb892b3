/**
 * Every command with the arguments it takes when called from code or from a row. From the palette all arguments are
 * absent, so each is optional. The manifest holds the same ids; test/contract/manifest.test.ts compares them.
 */
export interface CommandArguments {
  'sigfox.showLog': [];
  'sigfox.simulator.start': [];
  'sigfox.simulator.stop': [];
  'sigfox.simulator.sendUplink': [device?: string, hex?: string];
  'sigfox.simulator.plantFault': [fault?: string];
  'sigfox.messages.connect': [connectionId?: string];
  'sigfox.messages.disconnect': [row?: string];
  'sigfox.messages.editConnection': [row?: string];
  'sigfox.messages.removeConnection': [row?: string];
  'sigfox.messages.tryNow': [row?: string];
  'sigfox.messages.showActions': [row?: string];
  'sigfox.messages.copyPolicy': [row?: string];
  'sigfox.messages.pause': [];
  'sigfox.messages.resume': [];
  'sigfox.messages.filter': [text?: string];
  'sigfox.messages.clearFilter': [];
  'sigfox.messages.clear': [];
  'sigfox.messages.showOlder': [row?: string];
  'sigfox.messages.dismiss': [row?: string];
  'sigfox.messages.setPayloadConfig': [row?: string];
  'sigfox.messages.nameDevice': [row?: string];
  'sigfox.messages.copyValue': [row?: string];
  'sigfox.messages.copyJson': [row?: string];
  'sigfox.messages.copyHex': [row?: string];
  'sigfox.messages.open': [row?: string];
  'sigfox.messages.export': [row?: string];
  'sigfox.messages.publishTest': [];
}

export type CommandId = keyof CommandArguments;

/** Spelled out once more as values, so that a forgotten id does not compile. */
export const commandIds: Readonly<Record<CommandId, true>> = {
  'sigfox.showLog': true,
  'sigfox.simulator.start': true,
  'sigfox.simulator.stop': true,
  'sigfox.simulator.sendUplink': true,
  'sigfox.simulator.plantFault': true,
  'sigfox.messages.connect': true,
  'sigfox.messages.disconnect': true,
  'sigfox.messages.editConnection': true,
  'sigfox.messages.removeConnection': true,
  'sigfox.messages.tryNow': true,
  'sigfox.messages.showActions': true,
  'sigfox.messages.copyPolicy': true,
  'sigfox.messages.pause': true,
  'sigfox.messages.resume': true,
  'sigfox.messages.filter': true,
  'sigfox.messages.clearFilter': true,
  'sigfox.messages.clear': true,
  'sigfox.messages.showOlder': true,
  'sigfox.messages.dismiss': true,
  'sigfox.messages.setPayloadConfig': true,
  'sigfox.messages.nameDevice': true,
  'sigfox.messages.copyValue': true,
  'sigfox.messages.copyJson': true,
  'sigfox.messages.copyHex': true,
  'sigfox.messages.open': true,
  'sigfox.messages.export': true,
  'sigfox.messages.publishTest': true,
};

export const viewIds = { messages: 'sigfox.messages', chain: 'sigfox.chain' } as const;

/** Context keys with the value they have before activation, for which every `when` of the manifest must hold. */
export const contextKeys = {
  'sigfox.connected': false,
  'sigfox.connecting': false,
  'sigfox.simulating': false,
  'sigfox.paused': false,
  'sigfox.filtered': false,
  'sigfox.filled': false,
} as const;

export type ContextKey = keyof typeof contextKeys;

/** Settings with their defaults. */
export const settings = {
  'sigfox.connections': [] as readonly unknown[],
  'sigfox.messages.keepMegabytes': 500,
  'sigfox.messages.keepDays': 365,
} as const;
