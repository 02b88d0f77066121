import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A letter as the server took it. */
export interface ReceivedMail {
  readonly to: string[];
  /** As it came over the wire. */
  readonly raw: string;
  readonly mail: Email;
  readonly secure: boolean;
}

/** A real SMTP server on loopback that writes down what it takes. */
export interface MailServer {
  readonly port: number;
  readonly received: ReceivedMail[];
  /** How it answers to a recipient from now on: null takes the letter. */
  answers(decide: (recipient: string) => { code: number; text: string } | null): void;
  close(): Promise<void>;
}

export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let decide: (recipient: string) => { code: number; text: string } | null = () => null;
  const server = new SMTPServer({
    authOptional: true,
    // Without a certificate of its own it would offer one that nobody trusts.
    ...(options.cert ? {} : { disabledCommands: ['STARTTLS'] }),
    ...options,
    onRcptTo({ address }, _session, done) {
      const refusal = decide(address);
      done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        PostalMime.parse(bytes).then((mail) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          received.push({ to, raw: bytes.toString('utf8'), mail, secure: session.secure });
          done();
        }, done);
      });
    },
  });
  // Who is killed in the middle of a letter cuts its connection.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    received,
    answers(how) {
      decide = how;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
