/** A letter to one person. */
export interface Mail {
  /** An address; one with a line break or a list of several is refused. */
  to: string;
  subject: string;
  text: string;
  html?: string | null;
  /** Names the letter, so that copies of it are known as one: it becomes the `Message-ID`. */
  key: string;
}

/** How the server took it. */
export interface MailOutcome {
  /**
   * `ACCEPTED`; `BOUNCED`: the server refuses it for good (5xx); `DEFERRED`: it may be sent again later (4xx, or no
   * connection).
   */
  state: 'ACCEPTED' | 'BOUNCED' | 'DEFERRED';
  /** The code of the server's reply, if there was one. */
  code: number | null;
  /** The server's words, shortened and without addresses. */
  reason: string | null;
}

/** Letters by the operator's SMTP server (`SMTP_URL`, `SMTP_FROM`). */
export interface MailService {
  /** Whether the operator has set a server. */
  configured(): Promise<boolean>;
  /** Errors: `MAIL_NOT_CONFIGURED`, `BAD_USER_INPUT` (an address or subject that would write headers of its own). */
  send(mail: Mail): Promise<MailOutcome>;
}
