import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const OFFLINE = Buffer.from([0x10, 0x04, 0x02]);
const PAPER = Buffer.from([0x10, 0x04, 0x04]);
const END = Buffer.from([0x1d, 0x72, 0x01]);

/** A slip printer in the network: takes what it is given and answers for its state, as it is told to be. */
export class SlipPrinter {
  /** Its roll; without paper it says so. */
  paper = true;
  private readonly server: Server;
  private bytes = Buffer.alloc(0);
  private slips = 0;

  constructor() {
    this.server = createServer((line) => line.on('data', (chunk: Buffer) => this.take(line, chunk)));
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Slips that came out whole. */
  printed(): number {
    return this.slips;
  }

  stop(): void {
    this.server.close();
  }

  private take(line: Socket, chunk: Buffer): void {
    this.bytes = Buffer.concat([this.bytes, chunk]);
    const asked = (question: Buffer): boolean => this.bytes.subarray(-question.length).equals(question);
    if (asked(OFFLINE)) line.write(Buffer.from([0x12]));
    else if (asked(PAPER)) line.write(Buffer.from([this.paper ? 0x12 : 0x72]));
    else if (asked(END)) {
      this.slips += 1;
      line.write(Buffer.from([0x00]));
    } else return;
    this.bytes = Buffer.alloc(0);
  }
}
