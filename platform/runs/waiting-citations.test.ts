import type { Citation } from 'tributary/sdk';
import type { Screening } from '#platform';
import { WaitingCitations } from './waiting-citations.js';

/** Takes out `xxxx…`, as soon as it is seen to end. */
const screening = {
  openStream: () => {
    let held = '';
    const allow = (text: string) => ({ verdict: 'ALLOW' as const, text, findings: [] });
    return {
      push(delta: string) {
        held += delta;
        const cut = /x*$/.exec(held)?.index ?? held.length;
        const ready = held.slice(0, cut).replace(/x+/g, '[removed]');
        held = held.slice(cut);
        return allow(ready);
      },
      end: () => allow(held.replace(/x+/g, '[removed]')),
    };
  },
} as unknown as Screening;

const cited = (answer: string, words: string): Citation => {
  const answerStart = [...answer.slice(0, answer.indexOf(words))].length;
  const at = { documentId: 'd', versionId: 'v', page: 1, start: 0, end: 1, quote: 'q' };
  return { answerStart, answerEnd: answerStart + [...words].length, ...at };
};

/** What readers see at the places of the citations, as they were published. */
async function shownAt(answer: string, citations: Citation[], size: number): Promise<string[]> {
  const published: Citation[] = [];
  const waiting = new WaitingCitations(screening, async (citation) => void published.push(citation));
  const stream = screening.openStream();
  let shown = '';
  const say = async ({ text }: { text: string }) => {
    shown += text;
    await waiting.said(text);
  };
  for (let at = 0; at < answer.length; at += size) {
    const part = answer.slice(at, at + size);
    waiting.given(part);
    await say(stream.push(part));
  }
  for (const citation of citations) await waiting.add(citation);
  await say(stream.end());
  const moved = await waiting.end();
  const places = (list: readonly Citation[]) =>
    list.map(({ answerStart, answerEnd }) => [...shown].slice(answerStart, answerEnd).join(''));
  expect(places(citations.map(moved)).sort()).toEqual(places(published).sort());
  return places(published);
}

test.each([1, 3, 7, 100])(
  'what is cited is where its citation says, behind what was taken out (%i)',
  async (size) => {
    const answer = '🙂 The rent is due. xxxxxxxxxxxxxxxxxx The roof is new. xx The keys hang outside.';
    const words = ['The rent is due.', 'The roof is new.', 'The keys hang outside.'];
    const citations = words.map((one) => cited(answer, one));
    expect((await shownAt(answer, citations, size)).sort()).toEqual([...words].sort());
  },
);

test('what was itself taken out is cited where it was, and a place behind the answer stays wrong', async () => {
  const answer = 'One. xxxxxxxx Two.';
  expect(await shownAt(answer, [cited(answer, 'xxxx')], 4)).toEqual(['[removed]']);
  const waiting = new WaitingCitations(screening, async () => undefined);
  waiting.given(answer);
  await waiting.said('One. [removed] Two.');
  const moved = await waiting.end();
  expect(moved({ ...cited(answer, 'Two.'), answerEnd: 99 }).answerEnd).toBe(99);
});
