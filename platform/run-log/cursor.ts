import { createHmac } from 'node:crypto';
import { AppError } from 'tributary/sdk';
import { parse, stringify } from 'uuid';

/** A place in the log of a run: after the event `seq` of `epoch`. Ordered by epoch, then sequence. */
export interface Place {
  epoch: number;
  seq: number;
}

const bodyBytes = 24;
const sealBytes = 8;

/**
 * Cursors as readers get them: run, epoch and sequence with a seal, in base64url. What may be read with one is decided
 * by the rights of the reader, not by the cursor.
 */
export class Cursors {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  encode(runId: string, { epoch, seq }: Place): string {
    const bytes = Buffer.alloc(bodyBytes + sealBytes);
    bytes.set(parse(runId), 0);
    bytes.writeUInt32BE(epoch, 16);
    bytes.writeUInt32BE(seq, 20);
    bytes.set(this.#seal(bytes.subarray(0, bodyBytes)), bodyBytes);
    return bytes.toString('base64url');
  }

  /** @throws AppError `CURSOR_INVALID` */
  decode(cursor: string): Place & { runId: string } {
    const bytes = Buffer.from(cursor, 'base64url');
    const body = bytes.subarray(0, bodyBytes);
    const isOurs =
      bytes.length === bodyBytes + sealBytes && this.#seal(body).equals(bytes.subarray(bodyBytes));
    if (!isOurs || bytes.toString('base64url') !== cursor) throw new AppError('CURSOR_INVALID');
    return {
      runId: stringify(body.subarray(0, 16)),
      epoch: body.readUInt32BE(16),
      seq: body.readUInt32BE(20),
    };
  }

  #seal(body: Uint8Array): Buffer {
    return createHmac('sha256', this.#secret)
      .update('tributary run cursor')
      .update(body)
      .digest()
      .subarray(0, sealBytes);
  }
}

export function isAfter(a: Place, b: Place): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq);
}
