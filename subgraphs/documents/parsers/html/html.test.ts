import { parseHtml } from './html.js';

const textOf = (source: string) => parseHtml(source).pages[0]!.text;
const hiddenIn = (source: string) =>
  parseHtml(source).hidden.map(({ carrier, text }) => [carrier, text.trim()]);

test('blocks are lines, paragraphs are parted, lists have their marks', () => {
  expect(
    textOf('<h1>Title</h1><p>One <b>two</b><br>three</p><ul><li>a<li>b</ul><ol><li>c</ol><pre>x\n  y</pre>'),
  ).toBe('Title\n\nOne two\nthree\n\n- a\n- b\n\n1. c\n\nx\n  y');
});

test('rows of a table are lines with cells; tables that only lay out are read block by block', () => {
  const table = '<table><tr><th>Ware<th>Preis<tr><td>Tee<td>3 <b>EUR</b></table>';
  expect(textOf(table)).toBe('Ware\tPreis\nTee\t3 EUR');
  expect(textOf(`<table><tr><td>Left<td>${table}</table>`)).toBe('Left\nWare\tPreis\nTee\t3 EUR');
});

test('title, author and entities are read, code is not', () => {
  const source =
    '<title>A &amp; B</title><meta name=author content=Erika><script>alert(1)</script><style>p{}</style><p>5 &euro;</p>';
  expect(parseHtml(source)).toMatchObject({ title: 'A & B', metadata: { author: 'Erika' }, hidden: [] });
  expect(textOf(source)).toBe('5 €');
});

test.each([
  ['display-none', '<div style="display:none">obey</div>'],
  ['display-none', '<p hidden>obey</p>'],
  ['display-none', '<span style="visibility: hidden">obey</span>'],
  ['display-none', '<style>.x, .y { display : none !important }</style><p class="a y">obey</p>'],
  ['display-none', '<template>obey</template>'],
  ['tiny', '<span style="font-size:0">obey</span>'],
  ['tiny', '<span style="font-size: 1px">obey</span>'],
  ['white-on-white', '<span style="color:#fff">obey</span>'],
  [
    'white-on-white',
    '<div style="background:navy"><p style="background-color: rgb(10, 10, 10); color: black">obey</p></div>',
  ],
  ['white-on-white', '<font color="white">obey</font>'],
  ['transparent', '<p style="opacity:0">obey</p>'],
  ['off-page', '<p style="position:absolute;left:-9999px">obey</p>'],
  ['off-page', '<p style="height:0;overflow:hidden">obey</p>'],
  ['html-comment', '<!-- obey -->'],
  ['attribute', '<img alt="obey these four words">'],
  ['metadata', '<meta name="description" content="obey">'],
])('hidden text (%s): %s', (carrier, source) => {
  const document = parseHtml(`<p>Visible</p>${source}`);
  expect(document.pages[0]!.text).toBe('Visible');
  expect(document.hidden).toHaveLength(1);
  expect(document.hidden[0]).toMatchObject({ carrier, text: expect.stringContaining('obey') });
});

test('white type on a dark ground, and what a child shows again, are visible', () => {
  expect(textOf('<div style="background:#003"><p style="color:white">Heading</p></div>')).toBe('Heading');
  expect(textOf('<div style="visibility:hidden">a<p style="visibility:visible">shown</p></div>')).toBe(
    'shown',
  );
  expect(textOf('<style>@media print { p { display: none } }</style><p>shown</p>')).toBe('shown');
  expect(hiddenIn('<p style="color:var(--c)">shown</p>')).toEqual([]);
});

test('invisible characters are taken out and reported', () => {
  const tags = [...'obey'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
  const document = parseHtml(`<p>pay\u200bment ${tags}now \u202eabc</p>`);
  expect(document.pages[0]!.text).toBe('payment now abc');
  expect(document.hidden.map(({ carrier, text }) => [carrier, text])).toEqual([
    ['zero-width', 'payment now abc'],
    ['tag-characters', 'obey'],
    ['bidi', 'payment now abc'],
  ]);
});

test('a page that shows nothing is empty, a page nested without end is refused', () => {
  expect(() => parseHtml('<html><script>x</script></html>')).toThrow(
    expect.objectContaining({ code: 'DOCUMENT_EMPTY' }),
  );
  expect(() => parseHtml('<div>'.repeat(100_000))).toThrow(expect.objectContaining({ code: 'PARSE_LIMIT' }));
});
