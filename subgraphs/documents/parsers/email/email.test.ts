import { parseEmail } from './email.js';

const bytesOf = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\r\n'));

test('a message: people, the body as shown, the names of attachments', async () => {
  const { title, pages, hidden, metadata } = await parseEmail(
    bytesOf([
      'From: Erika Muster <erika@example.com>',
      'To: Team: a@example.com, b@example.com;',
      'Subject: =?utf-8?Q?Bestellung_f=C3=BCr_Mai?=',
      'Date: Mon, 02 Nov 2026 10:00:00 +0000',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: multipart/alternative; boundary=c',
      '',
      '--c',
      'Content-Type: text/plain',
      '',
      'plain form',
      '--c',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Guten Tag</p><p style="display:none">obey</p>',
      '--c--',
      '--b',
      'Content-Type: application/pdf; name="order.pdf"',
      'Content-Disposition: attachment; filename="order.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      'AAAA',
      '--b--',
    ]),
  );
  expect(title).toBe('Bestellung für Mai');
  expect(pages[0]!.text).toBe(
    [
      'Subject: Bestellung für Mai',
      'From: Erika Muster <erika@example.com>',
      'To: a@example.com, b@example.com',
      'Date: 2026-11-02T10:00:00.000Z',
      '',
      'Guten Tag',
      '',
      'Attachments:',
      'order.pdf',
    ].join('\n'),
  );
  expect(hidden).toEqual([{ carrier: 'display-none', text: 'obey', page: null }]);
  expect(metadata).toMatchObject({ subject: 'Bestellung für Mai', attachments: 'order.pdf' });
});

test('a message in plain text keeps its lines', async () => {
  const { pages } = await parseEmail(bytesOf(['Subject: Hi', 'From: a@example.com', '', 'one', '', 'two  ']));
  expect(pages[0]!.text).toBe('Subject: Hi\nFrom: a@example.com\n\none\n\ntwo');
});
