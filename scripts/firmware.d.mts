export function firmwareFile(board: 'uno' | 'mega'): string;
export function buildFirmware(board: 'uno' | 'mega'): Promise<string>;
