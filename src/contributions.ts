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
  'sigfox.simulator.startBoard': [setup?: string];
  'sigfox.simulator.stopBoard': [];
  'sigfox.simulator.flashBoard': [file?: string];
  'sigfox.simulator.setTemperature': [celsius?: number];
  'sigfox.firmware.chooseBoard': [resource?: unknown];
  'sigfox.firmware.choosePort': [resource?: unknown];
  'sigfox.firmware.compile': [resource?: unknown];
  'sigfox.firmware.upload': [resource?: unknown];
  'sigfox.firmware.uploadAndMonitor': [resource?: unknown];
  'sigfox.firmware.previewUpload': [resource?: unknown];
  'sigfox.firmware.showOutput': [];
  'sigfox.firmware.installArduinoCli': [];
  'sigfox.firmware.installNeeds': [
    resource?: unknown,
    libraryNames?: readonly string[],
    fqbn?: string,
  ];
  'sigfox.firmware.installLibrary': [text?: string, resource?: unknown];
  'sigfox.firmware.installPlatform': [id?: string, resource?: unknown];
  'sigfox.firmware.chooseProfile': [resource?: unknown];
  'sigfox.firmware.rememberBoard': [resource?: unknown];
  'sigfox.firmware.setUpClangd': [resource?: unknown];
  'sigfox.firmware.undoClangd': [];
  'sigfox.messages.connect': [connectionOrRow?: string];
  'sigfox.messages.connectAws': [topic?: string];
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
  'sigfox.messages.search': [query?: string];
  'sigfox.messages.showResults': [];
  'sigfox.messages.closeSearch': [];
  'sigfox.messages.clear': [];
  'sigfox.messages.showOlder': [row?: string];
  'sigfox.messages.dismiss': [row?: string];
  'sigfox.messages.catchUp': [action?: string];
  'sigfox.messages.showMissed': [kind?: string];
  'sigfox.messages.setPayloadConfig': [row?: string];
  'sigfox.messages.nameDevice': [row?: string];
  'sigfox.messages.copyValue': [row?: string];
  'sigfox.messages.copyJson': [row?: string];
  'sigfox.messages.copyHex': [row?: string];
  'sigfox.messages.open': [row?: string];
  'sigfox.messages.export': [row?: string, file?: string];
  'sigfox.messages.saveCapture': [row?: string, file?: string];
  'sigfox.messages.replayCapture': [file?: string, speed?: number];
  'sigfox.messages.publishTest': [];
  'sigfox.messages.showBytes': [row?: string];
  'sigfox.messages.plot': [row?: string];
  'sigfox.messages.mute': [row?: string];
  'sigfox.messages.unmute': [row?: string];
  'sigfox.messages.showWatch': [];
  'sigfox.messages.group': [by?: string];
  'sigfox.callback.openForm': [];
  'sigfox.serial.open': [address?: string, baudRate?: number];
  'sigfox.serial.openPlotter': [];
  'sigfox.serial.saveLog': [file?: string];
  'sigfox.serial.replayLog': [file?: string, speed?: number];
  'sigfox.serial.settings': [];
  'sigfox.serial.act': [message?: unknown];
  'sigfox.serial.exportPlot': [plot?: unknown];
  'sigfox.cloud.chooseProfile': [profile?: string, region?: string];
  'sigfox.cloud.signIn': [];
  'sigfox.cloud.launchStack': [];
  'sigfox.cloud.useStack': [];
  'sigfox.cloud.useRole': [];
  'sigfox.cloud.showStack': [];
  'sigfox.cloud.updateStack': [values?: unknown];
  'sigfox.cloud.deleteStack': [];
  'sigfox.cloud.compareStack': [];
  'sigfox.cloud.whatAmIGranting': [];
  'sigfox.cloud.handOver': [folder?: unknown];
  'sigfox.cloud.refreshStack': [];
  'sigfox.cloud.forgetStack': [];
  'sigfox.cloud.copyStackValue': [row?: unknown];
  'sigfox.cloud.pressLaunchButton': [id?: string];
  'sigfox.firmware.newSketch': [folder?: unknown, template?: string, name?: string];
  'sigfox.firmware.insertSnippet': [];
  'sigfox.firmware.generateFromConfig': [config?: string];
  'sigfox.firmware.copyConfigOfSketch': [];
  'sigfox.backend.signIn': [];
  'sigfox.backend.signOut': [];
  'sigfox.backend.refresh': [];
  'sigfox.backend.disengage': [device?: unknown];
  'sigfox.doctor.check': [device?: unknown];
  'sigfox.doctor.copyDiagnosis': [];
  'sigfox.openGuide': [];
}

export type CommandId = keyof CommandArguments;

/** Spelled out once more as values, so that a forgotten id does not compile. */
export const commandIds: Readonly<Record<CommandId, true>> = {
  'sigfox.showLog': true,
  'sigfox.simulator.start': true,
  'sigfox.simulator.stop': true,
  'sigfox.simulator.sendUplink': true,
  'sigfox.simulator.plantFault': true,
  'sigfox.simulator.startBoard': true,
  'sigfox.simulator.stopBoard': true,
  'sigfox.simulator.flashBoard': true,
  'sigfox.simulator.setTemperature': true,
  'sigfox.firmware.chooseBoard': true,
  'sigfox.firmware.choosePort': true,
  'sigfox.firmware.compile': true,
  'sigfox.firmware.upload': true,
  'sigfox.firmware.uploadAndMonitor': true,
  'sigfox.firmware.previewUpload': true,
  'sigfox.firmware.showOutput': true,
  'sigfox.firmware.installArduinoCli': true,
  'sigfox.firmware.installNeeds': true,
  'sigfox.firmware.installLibrary': true,
  'sigfox.firmware.installPlatform': true,
  'sigfox.firmware.chooseProfile': true,
  'sigfox.firmware.rememberBoard': true,
  'sigfox.firmware.setUpClangd': true,
  'sigfox.firmware.undoClangd': true,
  'sigfox.messages.connect': true,
  'sigfox.messages.connectAws': true,
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
  'sigfox.messages.search': true,
  'sigfox.messages.showResults': true,
  'sigfox.messages.closeSearch': true,
  'sigfox.messages.clear': true,
  'sigfox.messages.showOlder': true,
  'sigfox.messages.dismiss': true,
  'sigfox.messages.catchUp': true,
  'sigfox.messages.showMissed': true,
  'sigfox.messages.setPayloadConfig': true,
  'sigfox.messages.nameDevice': true,
  'sigfox.messages.copyValue': true,
  'sigfox.messages.copyJson': true,
  'sigfox.messages.copyHex': true,
  'sigfox.messages.open': true,
  'sigfox.messages.export': true,
  'sigfox.messages.saveCapture': true,
  'sigfox.messages.replayCapture': true,
  'sigfox.messages.publishTest': true,
  'sigfox.messages.showBytes': true,
  'sigfox.messages.plot': true,
  'sigfox.messages.mute': true,
  'sigfox.messages.unmute': true,
  'sigfox.messages.showWatch': true,
  'sigfox.messages.group': true,
  'sigfox.callback.openForm': true,
  'sigfox.serial.open': true,
  'sigfox.serial.openPlotter': true,
  'sigfox.serial.saveLog': true,
  'sigfox.serial.replayLog': true,
  'sigfox.serial.settings': true,
  'sigfox.serial.act': true,
  'sigfox.serial.exportPlot': true,
  'sigfox.cloud.chooseProfile': true,
  'sigfox.cloud.signIn': true,
  'sigfox.cloud.launchStack': true,
  'sigfox.cloud.useStack': true,
  'sigfox.cloud.useRole': true,
  'sigfox.cloud.showStack': true,
  'sigfox.cloud.updateStack': true,
  'sigfox.cloud.deleteStack': true,
  'sigfox.cloud.compareStack': true,
  'sigfox.cloud.whatAmIGranting': true,
  'sigfox.cloud.handOver': true,
  'sigfox.cloud.refreshStack': true,
  'sigfox.cloud.forgetStack': true,
  'sigfox.cloud.copyStackValue': true,
  'sigfox.cloud.pressLaunchButton': true,
  'sigfox.firmware.newSketch': true,
  'sigfox.firmware.insertSnippet': true,
  'sigfox.firmware.generateFromConfig': true,
  'sigfox.firmware.copyConfigOfSketch': true,
  'sigfox.backend.signIn': true,
  'sigfox.backend.signOut': true,
  'sigfox.backend.refresh': true,
  'sigfox.backend.disengage': true,
  'sigfox.doctor.check': true,
  'sigfox.doctor.copyDiagnosis': true,
  'sigfox.openGuide': true,
};

export const viewIds = {
  messages: 'sigfox.messages',
  chain: 'sigfox.chain',
  stack: 'sigfox.stack',
  backend: 'sigfox.backend',
  serialMonitor: 'sigfox.serialMonitor',
  plotter: 'sigfox.plotter',
} as const;

/** Types of the pages in the editor area; each comes back after a reload. */
export const pageTypes = {
  launchStack: 'sigfox.launchStack',
  callbackForm: 'sigfox.callbackForm',
  doctor: 'sigfox.doctor',
  device: 'sigfox.device',
  plot: 'sigfox.plot',
} as const;

export type PageType = (typeof pageTypes)[keyof typeof pageTypes];

/** Context keys with the value they have before activation, for which every `when` of the manifest must hold. */
export const contextKeys = {
  'sigfox.connected': false,
  'sigfox.connecting': false,
  'sigfox.simulating': false,
  'sigfox.plugged': false,
  'sigfox.sketching': false,
  'sigfox.paused': false,
  'sigfox.filtered': false,
  'sigfox.searched': false,
  'sigfox.filled': false,
  'sigfox.stackKnown': false,
  'sigfox.backendKnown': false,
  'sigfox.backendSignedIn': false,
  /** The guide has been on screen; the steps tick from then on. */
  'sigfox.guided': false,
  'sigfox.boardProven': false,
  'sigfox.stackUsable': false,
  'sigfox.formChecked': false,
  'sigfox.pathProven': false,
  'sigfox.monitored': false,
  'sigfox.plotted': false,
} as const;

export type ContextKey = keyof typeof contextKeys;

/** Settings with their defaults. */
export const settings = {
  'sigfox.arduinoCli.path': '' as string,
  'sigfox.arduinoCli.boardManagerUrls': [] as readonly string[],
  'sigfox.connections': [] as readonly unknown[],
  'sigfox.messages.keepMegabytes': 500,
  'sigfox.messages.keepDays': 365,
  'sigfox.backendUrl': 'https://api.sigfox.com/v2' as string,
} as const;
