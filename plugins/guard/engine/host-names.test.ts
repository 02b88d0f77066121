import { hostLabels } from './host-names.js';

// The samples of RFC 3492 section 7.1, without capitals.
test.each([
  ['xn--ihqwcrb4cv8a8dqg056pqjye.example', ['他们为什么不说中文', 'example']],
  ['xn--fiqs8s', ['中国']],
  ['xn--mnchen-3ya.de', ['münchen', 'de']],
  ['xn--80ak6aa92e.com', ['аррӏе', 'com']],
  ['Bücher.example', ['bücher', 'example']],
  ['ｅｘａｍｐｌｅ。ｏｒｇ', ['example', 'org']],
])('the labels of %s', (host, labels) => {
  expect(hostLabels(host)).toEqual(labels);
});

test.each(['', 'a b', 'xn--', 'xn--\u00e9', 'a..b%'])(
  'what is no host has no label that says anything: %j',
  (host) => {
    expect(hostLabels(host).join('')).toBe('');
  },
);
