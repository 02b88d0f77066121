import { defineScreen, type ScreenVerdict } from 'tributary/sdk';
import { joinScreens } from './screens.js';

/** Replaces one word by another, holding back what could be its beginning. */
function replacing(id: string, word: string, by: string, verdict: ScreenVerdict['verdict'] = 'MODIFY') {
  const screen = (text: string): ScreenVerdict => {
    const found = text.includes(word);
    const findings = found ? [{ kind: 'word', severity: 'LOW' as const, rule: id, ruleVersion: 1 }] : [];
    return { verdict: found ? verdict : 'ALLOW', text: text.replaceAll(word, by), findings };
  };
  return defineScreen({
    id,
    version: 1,
    screenInput: screen,
    screenOutput: screen,
    openStream() {
      let held = '';
      const release = (keep: number) => {
        const screened = screen(held);
        const cut = Math.max(0, screened.text.length - keep);
        held = screened.text.slice(cut);
        return { ...screened, text: screened.text.slice(0, cut) };
      };
      return {
        push(delta: string) {
          held += delta;
          return release(word.length - 1);
        },
        end: () => release(0),
      };
    },
  });
}

const joined = joinScreens([replacing('one', 'cat', 'dog'), replacing('two', 'dog', 'fox')]);

it('gives each screen what the one before left', () => {
  expect(joined.output('a cat')).toMatchObject({ verdict: 'MODIFY', text: 'a fox' });
  expect(joined.output('a cat').findings.map(({ rule }) => rule)).toEqual(['one', 'two']);
});

it('says the worst verdict', () => {
  const screens = joinScreens([replacing('one', 'cat', '', 'BLOCK'), replacing('two', 'dog', 'fox')]);
  expect(screens.input('cat and dog').verdict).toBe('BLOCK');
  expect(screens.input('mouse').verdict).toBe('ALLOW');
});

it('screens a stream the same, wherever it is cut', () => {
  const text = 'one cat, two cats, a dog';
  for (let size = 1; size < 8; size += 1) {
    const stream = joined.openStream();
    let said = '';
    for (let at = 0; at < text.length; at += size) said += stream.push(text.slice(at, at + size)).text;
    expect(said + stream.end().text).toBe('one fox, two foxs, a fox');
  }
});

it('is not installed without screens, and lets everything through', () => {
  const none = joinScreens([]);
  expect(none.installed).toBe(false);
  const stream = none.openStream();
  expect(stream.push('as it is')).toMatchObject({ verdict: 'ALLOW', text: 'as it is' });
  expect(stream.end().text).toBe('');
});
