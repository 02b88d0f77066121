import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { pacedModel, pacedParts, pauseMs, shortParts } from './upstream-models.js';

/* A provider that answers at once, in a process of its own; ends with the one that started it. */

const frame = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: 'a', object: 'chat.completion.chunk', created: 0, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const usage = (tokens: number) =>
  `data: ${JSON.stringify({ id: 'a', object: 'chat.completion.chunk', created: 0, model: 'm', choices: [], usage: { prompt_tokens: 20, completion_tokens: tokens, total_tokens: 20 + tokens } })}\n\n`;
const head = frame({ role: 'assistant', content: '' });
const tail = (tokens: number) => `${frame({}, 'stop')}${usage(tokens)}data: [DONE]\n\n`;

const short = head + shortParts.map((content) => frame({ content })).join('') + tail(shortParts.length);

/** Each part holds the time of its sending, by the clock that all processes of a machine share. */
async function paced(response: ServerResponse): Promise<void> {
  response.write(head);
  for (let part = 0; part < pacedParts && !response.destroyed; part += 1) {
    await wait(pauseMs);
    response.write(frame({ content: `${process.hrtime.bigint()} ` }));
  }
  response.end(tail(pacedParts));
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => {
    body += part.toString();
  });
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (body.includes(`"model":"${pacedModel}"`)) void paced(response);
    else response.end(short);
  });
});
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
