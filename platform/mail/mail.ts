import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Transporter } from 'nodemailer';
import { AppError, type Mail, type MailOutcome, type MailService } from 'tributary/sdk';
import type { Logger } from '#platform';
import type { Config } from '#platform/config';

type Smtp = NonNullable<Config['mail']>;

const connectMs = 10_000;
const silenceMs = 30_000;
const connections = 2;
const longestSubject = 500;
const longestAddress = 254;
/** One address: no list, no name, no comment, and nothing that ends a header. */
const address = /^[^\s@<>(),:;"\\]+@[^\s@<>(),:;"\\]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const control = /[\u0000-\u001f\u007f\u2028\u2029]/;
/** What the server says of these is said of the letter; of anything before, of how we are configured. */
const aboutLetter: ReadonlySet<string> = new Set(['RCPT TO', 'DATA']);

/** The mail server as the services of plugins use it. */
export interface MailPart extends MailService {
  close(): Promise<void>;
}

/** Letters by the configured server; its library is loaded, and it is connected to, with the first letter. */
export function createMail({ config, log }: { config: Pick<Config, 'mail'>; log: Logger }): MailPart {
  const { mail: smtp } = config;
  let opened: Promise<Transporter> | null = null;
  return {
    configured: async () => smtp !== null,

    async send(mail) {
      if (!smtp) throw new AppError('MAIL_NOT_CONFIGURED');
      checkHeaders(mail);
      opened ??= open(smtp).catch((error: unknown) => {
        opened = null;
        throw error;
      });
      const transport = await opened;
      try {
        await transport.sendMail({
          from: smtp.from,
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          ...(mail.html ? { html: mail.html } : {}),
          messageId: messageId(mail.key, smtp.from),
          // Nobody's out-of-office reply is wanted (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { state: 'ACCEPTED', code: 250, reason: null };
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome.state === 'DEFERRED') log.warn({ ...outcome }, 'a letter was not taken');
        return outcome;
      }
    },

    async close() {
      const transport = await opened?.catch(() => null);
      transport?.close();
    },
  };
}

async function open({ host, port, secure, requireTls, user, password, caFile }: Smtp): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const ca = caFile === null ? undefined : await readFile(caFile, 'utf8');
  return createTransport({
    pool: true,
    maxConnections: connections,
    host,
    port,
    secure,
    requireTLS: requireTls,
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** @throws AppError `BAD_USER_INPUT` */
function checkHeaders({ to, subject }: Mail): void {
  const wrong = (reason: string) => new AppError('BAD_USER_INPUT', { reason });
  if (to.length > longestAddress || control.test(to) || !address.test(to))
    throw wrong('to must be one address such as ann@example.com');
  if (subject.trim() === '' || subject.length > longestSubject || control.test(subject))
    throw wrong(`subject must be one line of 1 to ${longestSubject} characters`);
}

/** The same letter has the same id, so that a mailbox which gets it twice can tell. */
function messageId(key: string, from: string): string {
  const [, domain = 'localhost'] = from.match(/@([^\s<>@]+?)>?\s*$/) ?? [];
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

function outcomeOf(error: unknown): MailOutcome {
  const { responseCode, response, command, code: kind } = error as Partial<SmtpError>;
  const code = typeof responseCode === 'number' ? responseCode : null;
  const isFinal = code !== null && code >= 500 && aboutLetter.has(command ?? '');
  return {
    state: isFinal ? 'BOUNCED' : 'DEFERRED',
    code,
    reason: withoutAddresses(response ?? kind ?? 'no answer'),
  };
}

/** What nodemailer's errors carry. */
interface SmtpError {
  responseCode: number;
  response: string;
  command: string;
  code: string;
}

const withoutAddresses = (words: string): string =>
  words
    .replaceAll(/[^\s<>]+@[^\s<>]+/g, 'address')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);
