import type { RunPart } from 'tributary/sdk';
import type { Screening } from '#platform';
import type { Found } from './find.js';
import type { OpenRun } from './run-frame.js';
import type { RunTrace } from './run-trace.js';
import type { RunnerParts } from './runner-parts.js';
import { leavesAsIs } from './screening.js';
import type { Reused } from './semantic-cache.js';

/** The log of a run that has ended is there or it is not; nobody waits for it. */
const readWithinMs = 5_000;
const shown: ReadonlySet<RunPart['type']> = new Set(['TextDelta', 'ObjectDelta', 'Citation']);

/**
 * Says a stored answer again, as it was said: text, objects and citations. Null when its log is gone, and when screening
 * would not leave it so today.
 */
export async function repeatAnswer(
  reused: Reused,
  open: OpenRun,
  trace: RunTrace,
  parts: RunnerParts,
  screening: Screening,
): Promise<Found | null> {
  const said = await saidBy(reused, open, parts);
  if (!said) return null;
  const { result, output } = reused.result;
  const text = said.map((part) => (part.type === 'TextDelta' ? part.text : '')).join('');
  if (!leavesAsIs(screening, text, output)) return null;
  trace.text = text;
  for (const part of said) await open.frame.publisher.publish(part);
  if (result.screening === 'MODIFIED') trace.screened('MODIFY', []);
  trace.reused = reused;
  trace.sawMade(reused);
  trace.evidence.push(...result.evidence);
  for (const prompt of result.promptVersion?.split(' ') ?? []) trace.sawPrompt(prompt);
  return { finding: { type: 'Answer', output }, grounded: result.grounded, engine: result.engine };
}

async function saidBy(
  { runId }: Reused,
  { context, frame }: OpenRun,
  { runLog, log }: RunnerParts,
): Promise<RunPart[] | null> {
  const signal = AbortSignal.any([frame.signal, AbortSignal.timeout(readWithinMs)]);
  let said: RunPart[] = [];
  try {
    for await (const event of runLog.follow(context.tenant, runId, null, signal)) {
      const { runId: _run, cursor: _cursor, document: _document, ...part } = event;
      if (part.type === 'RunRestarted') said = [];
      // That another model went on was so then; this stream is whole.
      else if (part.type === 'TextDelta') said.push({ type: 'TextDelta', text: part.text });
      else if (shown.has(part.type)) said.push(part as RunPart);
      if (part.type === 'RunFinished') return said;
    }
  } catch (error) {
    frame.signal.throwIfAborted();
    log.warn({ runId, err: error }, 'A stored answer could not be said again');
  }
  return null;
}
