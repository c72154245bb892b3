import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { tarball, zip } from '../support/archives';

/** How the server treats a file: as it should, or in one of the ways a network goes wrong. */
export type Manner = 'good' | 'missing' | 'cutOff' | 'silent' | 'slow';

/**
 * A list of platforms and a list of libraries on 127.0.0.1, with what they name: the platform `demo:avr`, which borrows
 * Debian's core, and the library "Demo Sensor", which needs "Demo Bus".
 */
export class ServedIndex {
  /** Manner by the end of the address; the archives' sums are wrong while `areSumsWrong`. */
  readonly manners = new Map<string, Manner>();
  areSumsWrong = false;
  readonly asked: string[] = [];
  private readonly server = http.createServer((request, response) =>
    this.answer(request, response),
  );

  static async start(): Promise<ServedIndex> {
    const served = new ServedIndex();
    await new Promise<void>((resolve) => served.server.listen(0, '127.0.0.1', resolve));
    return served;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get indexUrl(): string {
    return `${this.origin}/package_demo_index.json`;
  }

  /** arduino-cli fetches its list of libraries from one place only, so the list is put where it would keep it. */
  writeLibraryIndex(dataFolder: string): void {
    writeFileSync(path.join(dataFolder, 'library_index.json'), JSON.stringify(this.libraryIndex()));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const name = new URL(request.url ?? '/', this.origin).pathname.slice(1);
    this.asked.push(name);
    const content = this.contentOf(name);
    const manner = this.manners.get(name) ?? 'good';
    if (!content || manner === 'missing') response.writeHead(404).end();
    else if (manner === 'silent')
      response.writeHead(200, { 'content-length': content.length }).flushHeaders();
    else if (manner === 'cutOff') {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, content.length / 2), () => response.destroy());
    } else if (manner === 'slow') {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, content.length / 2));
      setTimeout(() => response.end(content.subarray(content.length / 2)), 1_500);
    } else response.end(content);
  }

  private contentOf(name: string): Buffer | undefined {
    if (name === 'package_demo_index.json') return Buffer.from(JSON.stringify(this.packageIndex()));
    return archives[name];
  }

  private resource(name: string) {
    const content = archives[name] ?? Buffer.alloc(0);
    const sum = createHash('sha256').update(content).digest('hex');
    return {
      url: `${this.origin}/${name}`,
      archiveFileName: name,
      checksum: `SHA-256:${this.areSumsWrong ? sum.replace(/^./, (c) => (c === '0' ? '1' : '0')) : sum}`,
      size: content.length,
    };
  }

  private packageIndex() {
    const archive = this.resource('demo-avr-1.0.0.tar.gz');
    const platform = {
      name: 'Demo AVR Boards',
      architecture: 'avr',
      version: '1.0.0',
      category: 'Contributed',
      help: { online: '' },
      boards: [{ name: 'Demo Uno' }],
      toolsDependencies: [],
      ...archive,
      size: String(archive.size),
    };
    const home = { websiteURL: 'https://demo.example', email: '', help: { online: '' } };
    return {
      packages: [{ name: 'demo', maintainer: 'Demo', ...home, platforms: [platform], tools: [] }],
    };
  }

  private libraryIndex() {
    const entry = (name: string, header: string, needs: string[]) => ({
      name,
      version: '1.0.0',
      author: 'Demo',
      maintainer: 'Demo',
      sentence: `The library ${name}.`,
      paragraph: '',
      website: '',
      category: 'Sensors',
      architectures: ['*'],
      types: ['Contributed'],
      providesIncludes: [header],
      dependencies: needs.map((need) => ({ name: need })),
      ...this.resource(`${name.replaceAll(' ', '_')}-1.0.0.zip`),
    });
    return {
      libraries: [
        entry('Demo Sensor', 'DemoSensor.h', ['Demo Bus']),
        entry('Demo Bus', 'DemoBus.h', []),
        entry('One Twin', 'DemoTwin.h', []),
        entry('Other Twin', 'DemoTwin.h', []),
      ],
    };
  }
}

const board = `uno.name=Demo Uno
uno.build.mcu=atmega328p
uno.build.f_cpu=16000000L
uno.build.board=AVR_UNO
uno.build.core=arduino:arduino
uno.build.variant=arduino:standard
uno.upload.tool=arduino:avrdude
uno.upload.maximum_size=32256
uno.upload.maximum_data_size=2048
`;

function library(name: string, header: string, text: string): Buffer {
  const folder = `${name.replaceAll(' ', '_')}-1.0.0`;
  const properties = `name=${name}\nversion=1.0.0\nauthor=Demo\nmaintainer=Demo\nsentence=A library.\nparagraph=\ncategory=Sensors\nurl=\narchitectures=*\nincludes=${header}\n`;
  return zip({
    [`${folder}/library.properties`]: properties,
    [`${folder}/src/${header}`]: text,
  });
}

const archives: Readonly<Record<string, Buffer>> = {
  'demo-avr-1.0.0.tar.gz': tarball({
    'demo/boards.txt': board,
    'demo/platform.txt': 'name=Demo AVR Boards\nversion=1.0.0\n',
    'demo/programmers.txt': '',
    'demo/post_install.sh': '#!/bin/sh\ntouch "$(dirname "$0")/it-ran"\n',
    // Enough to be worth some progress.
    'demo/filling.txt': Array.from({ length: 20_000 }, (_, n) => (n * 7919) % 100_003).join('\n'),
  }),
  'Demo_Sensor-1.0.0.zip': library('Demo Sensor', 'DemoSensor.h', '#include <DemoBus.h>\n'),
  'Demo_Bus-1.0.0.zip': library('Demo Bus', 'DemoBus.h', '#define DEMO_BUS 1\n'),
  'One_Twin-1.0.0.zip': library('One Twin', 'DemoTwin.h', '#define TWIN 1\n'),
  'Other_Twin-1.0.0.zip': library('Other Twin', 'DemoTwin.h', '#define TWIN 2\n'),
};
